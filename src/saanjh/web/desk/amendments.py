"""Changes of an agreement at the desk: proposed, read, answered, taken back."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.atlas.actions import initiatives
from saanjh.atlas.models import Initiative
from saanjh.awards import agreement_queries as queries
from saanjh.awards import budgets, patterns
from saanjh.awards.actions import amendments as actions
from saanjh.awards.models import READERS, Agreement, Amendment, Award
from saanjh.awards.rules import amendments as rules
from saanjh.ground.access import ORGANISATION, Role, visible
from saanjh.ground.models import Person
from saanjh.ground.writing import afresh
from saanjh.web import answers, seen
from saanjh.web.desk.agreement_forms import ExtendForm, MoveForm, ShiftForm
from saanjh.web.desk.agreement_words import changed
from saanjh.web.desk.confirming import Steps, allows, why_not
from saanjh.web.desk.reasons import ReasonForm
from saanjh.web.guards import DeskRequest, guard

SPEAKS = (Role.SIGNATORY, Role.PROGRAMME_OFFICER)


@guard(*ORGANISATION, *READERS, finds=Amendment, methods=("GET",))
def amendment(request: DeskRequest, amendment: Amendment) -> HttpResponse:
    """One change: who proposes it and why, what would differ, and its answer."""
    parts = Agreement.objects.whole().in_bulk([amendment.changes_id, amendment.proposes_id])
    context = {
        "amendment": amendment,
        "award": amendment.award,
        "changed": changed(parts[amendment.changes_id], parts[amendment.proposes_id]),
        "may_answer": allows(rules.may_answer, amendment, request),
        "may_take_back": allows(rules.may_take_back, amendment, request),
    }
    return render(request, "desk/awards/amendment.html", context)


@guard(*SPEAKS, finds=Award, methods=("GET",))
def amendment_choose(request: DeskRequest, award: Award) -> HttpResponse:
    """What can be changed, and what of it goes by notice."""
    refused = why_not(lambda: rules.may_propose(award, by=request.user))
    most = patterns.by_notice()
    context = {"award": award, "refused": refused, "percent": most["budget"], "months": most["extension"]}
    return render(request, "desk/awards/amendment_choose.html", context)


@guard(*SPEAKS, finds=Award)
def amendment_days(request: DeskRequest, award: Award) -> HttpResponse:
    """Propose a later last day."""
    return _propose(
        request,
        award,
        answers.form_for(request, ExtendForm, award=award),
        lambda form: actions.extend(award, ends_on=form.cleaned_data["ends_on"], by=request.user, **form.why()),
        _("A later last day"),
        stands=lambda: ExtendForm(award=afresh(award)),
    )


@guard(*SPEAKS, finds=Award)
def amendment_budget(request: DeskRequest, award: Award) -> HttpResponse:
    """Propose other budget lines."""
    refused = why_not(lambda: rules.may_propose(award, by=request.user))
    if refused and request.method != "POST":
        context = {"award": award, "title": _("Other budget lines"), "refused": refused}
        return render(request, "desk/awards/amendment_new.html", context)
    rules.may_propose(award, by=request.user)
    headings = budgets.of_application(award.application).headings
    return _propose(
        request,
        award,
        answers.form_for(request, ShiftForm, agreement=queries.now(award), headings=headings),
        lambda form: actions.shift(award, lines=form.budget(), by=request.user, **form.why()),
        _("Other budget lines"),
        stands=lambda: ShiftForm(agreement=queries.now(afresh(award)), headings=headings),
    )


@guard(*SPEAKS, finds=Award)
def amendment_districts(request: DeskRequest, award: Award) -> HttpResponse:
    """Propose districts to be added or left."""
    return _propose(
        request,
        award,
        answers.form_for(request, MoveForm, award=award),
        lambda form: actions.move(award, districts=form.cleaned_data["districts"], by=request.user, **form.why()),
        _("Districts added or left"),
        stands=lambda: MoveForm(award=afresh(award)),
    )


def _propose(
    request: DeskRequest, award: Award, form: Any, act: Callable[[Any], Amendment], title: Any, *, stands: seen.Fresh
) -> HttpResponse:
    return answers.answer(
        request,
        form,
        "desk/awards/amendment_new.html",
        {"award": award, "title": title, "refused": why_not(lambda: rules.may_propose(award, by=request.user))},
        act=lambda data: followed(act(form), by=request.user),
        then=page_of,
        said=_("The other side was told."),
        stands=stands,
    )


def followed(amendment: Amendment, *, by: Person) -> Amendment:
    """Have the grant's public page say what is in force now: what stands above the grant follows it."""
    if amendment.state in {Amendment.State.ACCEPTED, Amendment.State.BY_NOTICE}:
        for page in visible(by, Initiative).filter(award=amendment.award_id):
            initiatives.follow_grant(page, by=by)
    return amendment


def _accept(amendment: Amendment, *, by: Person) -> Amendment:
    return followed(actions.accept(amendment, by=by), by=by)


def page_of(amendment: Amendment) -> str:
    """The address of a change."""
    return reverse("amendment", args=[amendment.public_id])


STEPS = Steps(Amendment, "amendments", "amendment", "amendment")
urlpatterns = [
    path("amendments/<str:id>/", amendment, name="amendment"),
    path("awards/<str:id>/agreement/change/", amendment_choose, name="amendment_choose"),
    path("awards/<str:id>/agreement/change/days/", amendment_days, name="amendment_days"),
    path("awards/<str:id>/agreement/change/budget/", amendment_budget, name="amendment_budget"),
    path("awards/<str:id>/agreement/change/districts/", amendment_districts, name="amendment_districts"),
    STEPS.step(
        "accept",
        _accept,
        *SPEAKS,
        title=_("Accept this change?"),
        words=_("The new version of the agreement is in force from today on."),
        button=_("Accept the change"),
        said=_("The change is accepted. The other side was told."),
        check=rules.may_answer,
    ),
    STEPS.step(
        "decline",
        actions.decline,
        *SPEAKS,
        title=_("Decline this change?"),
        words=_("The agreement stays as it is. The other side reads your reason."),
        button=_("Decline the change"),
        said=_("The change is declined. The other side was told."),
        check=rules.may_answer,
        form=ReasonForm,
    ),
    STEPS.step(
        "take_back",
        actions.take_back,
        *SPEAKS,
        title=_("Take this change back?"),
        words=_("The agreement stays as it is. Another change can be proposed."),
        button=_("Take the change back"),
        said=_("The change is taken back. The other side was told."),
        check=rules.may_take_back,
    ),
]
