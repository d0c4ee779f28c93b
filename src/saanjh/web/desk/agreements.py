"""What both sides agreed on a grant: read as of any day, written while the offer waits, taken away as a PDF."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.awards import agreement_queries as queries
from saanjh.awards import budgets
from saanjh.awards.actions import agreements as actions
from saanjh.awards.models import READERS, Agreement, Award
from saanjh.awards.rules import agreements as rules
from saanjh.awards.rules import amendments as changes
from saanjh.calls.models import Capacity
from saanjh.formats.typeset import NotSet
from saanjh.ground.access import ORGANISATION, Role
from saanjh.ground.refusals import Refusal
from saanjh.web import answers, downloads
from saanjh.web.desk import agreement_paper
from saanjh.web.desk.agreement_forms import LinesForm, OnForm, StepsForm, VisibilityForm
from saanjh.web.desk.agreement_words import changed
from saanjh.web.desk.confirming import Question, allows, confirm, why_not
from saanjh.web.guards import DeskRequest, guard

EITHER_SIDE = (*ORGANISATION, *READERS)
LANGUAGES = ("en", "ur")


@guard(*EITHER_SIDE, finds=Award, methods=("GET",))
def agreement(request: DeskRequest, award: Award) -> HttpResponse:
    """The agreement as it is in force, or was on the day that is asked for, and how it came to be."""
    form, versions = OnForm(request.GET or None), queries.versions(award)
    found = _asked(request, versions) or queries.shown(award, versions, _day(form))
    pairs = zip(versions, [*versions[1:], None], strict=False)
    context = {
        "award": award,
        "on": form,
        "found": found,
        "newest": versions[0] if versions else None,
        "parts": _parts(found) if found else {},
        "versions": [(each, changed(before, each) if before else []) for each, before in pairs],
        "amendments": queries.amendments(award),
        "may_prepare": bool(found) and not versions and allows(rules.may_prepare, award, request),
        "may_bring_in": not found and allows(rules.may_bring_in, award, request),
        "may_propose": bool(versions) and allows(changes.may_propose, award, request),
    }
    return render(request, "desk/awards/agreement.html", context)


def _asked(request: DeskRequest, versions: list[Agreement]) -> Agreement | None:
    """The version that is asked for by its number: of one day there may be several."""
    return next((each for each in versions if str(each.number) == request.GET.get("version")), None)


def _day(form: OnForm) -> Any:
    asked = form.cleaned_data.get("on") if form.is_bound and form.is_valid() else None
    return asked or timezone.localdate()


def _parts(found: Agreement) -> dict[str, Any]:
    """What the page shows beside the version itself: its lines with sums, tranches with the step that they wait for."""
    steps = {step.code: step for step in found.milestones.all()}
    return {
        "lines": list(found.lines.all()),
        "total": sum(line.amount_minor for line in found.lines.all()),
        "steps": steps.values(),
        "tranches": [(part, steps.get(part.milestone)) for part in found.tranches.all()],
        "districts": sorted(found.districts.all(), key=lambda each: each.name_en),
        "indicators": [each.indicator for each in found.indicators.all()],
    }


@guard(*EITHER_SIDE, finds=Award, methods=("GET",))
def agreement_pdf(request: DeskRequest, award: Award) -> HttpResponse:
    """The agreement of a day as a PDF, in the language that is asked for, else in that of whoever asks."""
    versions = queries.versions(award)
    found = _asked(request, versions) or queries.shown(award, versions, _day(OnForm(request.GET or None)))
    if found is None:
        raise Refusal(_("No agreement is written for this grant yet."))
    asked = request.GET.get("language")
    try:
        body = agreement_paper.pdf(found, asked if asked in LANGUAGES else get_language() or "en")
    except NotSet as problem:
        words = _("The PDF could not be made here. Tell whoever runs the server: %(why)s")
        raise Refusal(words % {"why": problem}) from problem
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = downloads.attachment(f"agreement-{award.application.number}", "pdf")
    response["Content-Security-Policy"] = downloads.POLICY
    return response


def _refused(request: DeskRequest, award: Award) -> HttpResponse | None:
    """The page that says why nothing is written now; where it was sent all the same, the action says it."""
    if request.method == "POST":
        return None
    why = why_not(lambda: rules.may_prepare(award, by=request.user))
    return render(request, "desk/awards/agreement_refused.html", {"award": award, "refused": why}) if why else None


@guard(Role.PROGRAMME_OFFICER, finds=Award)
def agreement_budget(request: DeskRequest, award: Award) -> HttpResponse:
    """Write the budget lines while the offer waits."""
    if page := _refused(request, award):
        return page
    headings = budgets.of_application(award.application).headings
    form = answers.form_for(request, LinesForm, agreement=_first(award), headings=headings)
    return answers.answer(
        request,
        form,
        "desk/awards/agreement_budget.html",
        {"award": award},
        act=lambda data: actions.write_budget(award, form.budget(), by=request.user),
        then=lambda made: page_of(award),
        said=_("The budget lines are kept."),
        stands=lambda: LinesForm(agreement=actions.written(award, by=request.user), headings=headings),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Award)
def agreement_steps(request: DeskRequest, award: Award) -> HttpResponse:
    """Give each step its day, and choose the level of risk, while the offer waits."""
    if page := _refused(request, award):
        return page
    form = answers.form_for(request, StepsForm, agreement=_first(award))
    return answers.answer(
        request,
        form,
        "desk/awards/agreement_steps.html",
        {"award": award, "level": dict(Capacity.Level.choices)[queries.level_found(award)]},
        act=lambda data: actions.write_steps(award, by=request.user, **form.terms()),
        then=lambda made: page_of(award),
        said=_("The steps and tranches are kept."),
        stands=lambda: StepsForm(agreement=actions.written(award, by=request.user)),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Award)
def agreement_visibility(request: DeskRequest, award: Award) -> HttpResponse:
    """Say how the grant is shown and what is measured, while the offer waits."""
    if page := _refused(request, award):
        return page
    return answers.answer(
        request,
        answers.form_for(request, VisibilityForm, agreement=_first(award)),
        "desk/awards/agreement_visibility.html",
        {"award": award},
        act=lambda data: actions.write_visibility(award, by=request.user, **data),
        then=lambda made: page_of(award),
        said=_("The visibility and what is measured are kept."),
        stands=lambda: VisibilityForm(agreement=actions.written(award, by=request.user)),
    )


def _first(award: Award) -> Agreement:
    """The version that is being written, for its form to be filled with; else the one that took its place."""
    found = Agreement.objects.filter(award=award).select_related("award").order_by("is_fixed", "-pk").first()
    if found is None:
        raise Refusal(_("No agreement is written for this grant yet: bring it in first."))
    return found


@guard(Role.PROGRAMME_OFFICER, finds=Award)
def agreement_bring_in(request: DeskRequest, award: Award) -> HttpResponse:
    """Ask once more, then write the first version of a grant from before there were agreements."""
    question = Question(
        title=_("Bring the agreement in?"),
        words=_("The first version is written from what is known: the grant, its application, and the usual steps."),
        button=_("Bring the agreement in"),
        back=page_of(award),
    )
    return confirm(
        request,
        question,
        act=lambda: actions.bring_in(award, by=request.user),
        check=lambda: rules.may_bring_in(award, by=request.user),
        then=lambda made: page_of(award),
        said=_("The agreement is brought in."),
    )


def page_of(award: Award) -> str:
    """The address of a grant's agreement."""
    return reverse("agreement", args=[award.public_id])


urlpatterns = [
    path("awards/<str:id>/agreement/", agreement, name="agreement"),
    path("awards/<str:id>/agreement.pdf", agreement_pdf, name="agreement_pdf"),
    path("awards/<str:id>/agreement/budget/", agreement_budget, name="agreement_budget"),
    path("awards/<str:id>/agreement/steps/", agreement_steps, name="agreement_steps"),
    path("awards/<str:id>/agreement/visibility/", agreement_visibility, name="agreement_visibility"),
    path("awards/<str:id>/agreement/bring-in/", agreement_bring_in, name="agreement_bring_in"),
]
