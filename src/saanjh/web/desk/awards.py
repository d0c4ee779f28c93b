"""Grants at the desk: offered, answered, called back, ended, listed; and their sums for those who see no more."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from saanjh.atlas.actions import initiatives
from saanjh.atlas.models import Initiative
from saanjh.awards import queries
from saanjh.awards.actions import awards as actions
from saanjh.awards.models import READERS, Award
from saanjh.awards.rules import activities as work
from saanjh.awards.rules import allocations
from saanjh.awards.rules import awards as rules
from saanjh.calls.models import Application
from saanjh.calls.rules.reviews import must_not_be_told
from saanjh.ground.access import ORGANISATION, Role, ScopeKind, may, standing_of, visible
from saanjh.ground.models import Person
from saanjh.programmes.models import Programme
from saanjh.results import rules as values
from saanjh.web import answers, histories
from saanjh.web.components.days import days
from saanjh.web.components.languages import worded
from saanjh.web.components.quantities import amount
from saanjh.web.desk.award_forms import AwardFilter, CompleteForm, OfferForm, accept_form
from saanjh.web.desk.confirming import Question, Steps, allows, confirm
from saanjh.web.desk.reasons import ReasonForm
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 15
IN_SUMS = (Role.OBSERVER, Role.DONOR_VIEWER, Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER)


@guard(*ORGANISATION, *READERS, methods=("GET",))
def awards(request: DeskRequest) -> HttpResponse:
    """The grants of one's organisation, or of the programmes that one runs, the latest first."""
    form = AwardFilter(request.GET or None)
    rows = visible(request.user, Award)
    if form.is_bound and form.is_valid() and form.cleaned_data["state"]:
        rows = rows.filter(state=form.cleaned_data["state"])
    page = Pages(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/awards/list.html", {"page": page, "filter": form})


@guard(*ORGANISATION, *READERS, finds=Award, methods=("GET",))
def award(request: DeskRequest, award: Award) -> HttpResponse:
    """One grant: its terms, what one may do with it, what was done lately."""
    of_programme = [(ScopeKind.PROGRAMME, award.programme_id)]
    may_record, begun = allows(work.may_record, award, request), award.starts_on <= timezone.localdate()
    context = {
        "award": award,
        "districts": award.districts.select_related("province").order_by("name_en", "pk"),
        "reach": queries.reach(award),
        "latest": queries.activities(award)[:3],
        "may_answer": allows(rules.may_answer, award, request),
        "may_record": may_record and begun,
        "not_yet": may_record and not begun,
        "may_measure": allows(values.may_write, award, request),
        "may_call_back": allows(rules.may_call_back, award, request),
        "may_complete": allows(rules.may_complete, award, request),
        "may_end_early": allows(rules.may_end_early, award, request),
        "is_paused": award.pauses.open().exists(),
        "funding": queries.funding(award) if may(request.user, *READERS, over=of_programme) else None,
        "may_fund": allows(allocations.may_fund, award, request),
        "history": histories.about(award),
    }
    return render(request, "desk/awards/award.html", context)


@guard(Role.PROGRAMME_OFFICER, finds=Application)
def award_offer(request: DeskRequest, application: Application) -> HttpResponse:
    """Offer a grant for a selected application."""
    must_not_be_told(application, by=request.user)
    form = answers.form_for(request, OfferForm, application=application)
    return answers.answer(
        request,
        form,
        "desk/awards/offer.html",
        {"application": application, "call": application.call},
        act=lambda data: actions.offer(application, by=request.user, **form.terms()),
        then=_page,
        said=_("The grant is offered. The organisation’s signatories were told."),
    )


@guard(Role.SIGNATORY, finds=Award)
def award_accept(request: DeskRequest, award: Award) -> HttpResponse:
    """Ask once more, then accept the grant with the agreement that was read."""
    return confirm(
        request,
        Question(
            title=_("Accept this grant?"),
            words=_("You accept the amount, the days, the districts and the agreement on behalf of your organisation."),
            button=_("Accept the grant"),
            back=_page(award),
            facts=[*_terms(award), (_("Agreement"), _agreement(award))],
        ),
        act=lambda reads: actions.accept(award, reads=reads, by=request.user),
        check=lambda: rules.may_accept(award, by=request.user),
        then=_page,
        said=_("The grant is accepted. You can write down activities from its first day."),
        form=accept_form(award),
    )


def _agreement(award: Award) -> SafeString:
    """Where what is accepted is read in full."""
    address = reverse("agreement", args=[award.public_id])
    return format_html('<a href="{}">{}</a>', address, _("Read it before you accept"))


@guard(*IN_SUMS, methods=("GET",))
def awards_in_sums(request: DeskRequest) -> HttpResponse:
    """The grants of one's programmes in sums: all that a donor and an observer see besides the public pages."""
    mine = standing_of(request.user).ids(ScopeKind.PROGRAMME, *IN_SUMS)
    programmes = visible(request.user, Programme).filter(pk__in=mine).order_by("-starts_on", "-pk")[:5]
    sums = [(programme, queries.figures([programme.pk])) for programme in programmes]
    return render(request, "desk/awards/sums.html", {"sums": sums})


def _terms(award: Award) -> list[tuple[Any, Any]]:
    """What is accepted, as labels and values."""
    districts = award.districts.order_by("name_en", "pk")
    return [
        (_("Amount"), amount(award.amount_minor, award.currency)),
        (_("Days"), days(award.starts_on, award.ends_on)),
        (_("Districts"), pgettext("between items of a list", ", ").join(worded(each, "name")[0] for each in districts)),
    ]


def _end_early(award: Award, *, by: Person, **why: Any) -> Award:
    """End the grant, and have its public page say so: what stands above the grant follows it."""
    actions.end_early(award, by=by, **why)
    for page in visible(by, Initiative).filter(award=award):
        initiatives.follow_grant(page, by=by)
    return award


def _page(award: Award) -> str:
    return reverse("award", args=[award.public_id])


STEPS = Steps(Award, "awards", "award", "award")
urlpatterns = [
    path("awards/", awards, name="awards"),
    path("sums/", awards_in_sums, name="awards_in_sums"),
    path("awards/<str:id>/", award, name="award"),
    path("applications/<str:id>/offer/", award_offer, name="award_offer"),
    path("awards/<str:id>/accept/", award_accept, name="award_accept"),
    STEPS.step(
        "decline",
        actions.decline,
        Role.SIGNATORY,
        title=_("Decline this grant?"),
        words=_("Your organisation gives this grant up. This cannot be taken back."),
        button=_("Decline the grant"),
        said=_("The grant is declined."),
        check=rules.may_answer,
    ),
    STEPS.step(
        "call_back",
        actions.call_back,
        Role.PROGRAMME_OFFICER,
        title=_("Call this offer back?"),
        words=_(
            "The organisation can no longer accept it, and reads your reason. Its application stays selected: you can "
            "offer another grant for it."
        ),
        button=_("Call the offer back"),
        said=_("The offer is called back. The organisation’s signatories were told."),
        check=rules.may_call_back,
        form=ReasonForm,
        facts=_terms,
    ),
    STEPS.step(
        "complete",
        actions.complete,
        Role.PROGRAMME_OFFICER,
        title=_("Complete this grant?"),
        words=_(
            "After that no new activity is written down. What is there can still be corrected, and values and lessons "
            "of its days can still be handed in. This cannot be taken back."
        ),
        button=_("Complete the grant"),
        said=_("The grant is completed. Both sides were told."),
        check=rules.may_complete,
        form=CompleteForm,
        facts=_terms,
    ),
    STEPS.step(
        "end_early",
        _end_early,
        Role.PROGRAMME_OFFICER,
        title=_("End this grant early?"),
        words=_(
            "Today becomes its last day, and its public page says so, without your reason; both sides read the reason. "
            "No new activity is written down. Values and lessons of its days can still be handed in. This cannot be "
            "taken back."
        ),
        button=_("End the grant today"),
        said=_("The grant is ended. Both sides were told."),
        check=rules.may_end_early,
        form=ReasonForm,
        facts=_terms,
    ),
]
