"""Grants at the desk: offered, answered, listed; and their sums for those who see no more than that."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from saanjh.awards import queries, rules
from saanjh.awards.actions import awards as actions
from saanjh.awards.models import READERS, Award
from saanjh.calls.models import Application
from saanjh.ground import states
from saanjh.ground.access import ORGANISATION, WRITERS, Role, ScopeKind, standing_of, visible
from saanjh.programmes.models import Programme
from saanjh.web import answers, histories
from saanjh.web.components.days import days
from saanjh.web.components.languages import worded
from saanjh.web.components.quantities import amount
from saanjh.web.desk.award_forms import AwardFilter, OfferForm
from saanjh.web.desk.confirming import Question, confirm
from saanjh.web.guards import DeskRequest, guard

PAGE = 25
IN_SUMS = (Role.OBSERVER, Role.DONOR_VIEWER, Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER)


@guard(*ORGANISATION, *READERS, methods=("GET",))
def awards(request: DeskRequest) -> HttpResponse:
    """The grants of one's organisation, or of the programmes that one runs, the latest first."""
    form = AwardFilter(request.GET or None)
    rows = visible(request.user, Award)
    if form.is_bound and form.is_valid() and form.cleaned_data["state"]:
        rows = rows.filter(state=form.cleaned_data["state"])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/awards/list.html", {"page": page, "filter": form})


@guard(*ORGANISATION, *READERS, finds=Award, methods=("GET",))
def award(request: DeskRequest, award: Award) -> HttpResponse:
    """One grant: its terms, what one may do with it, what was done lately."""
    standing, own = standing_of(request.user), ((ScopeKind.ORGANISATION, award.organisation_id),)
    active, begun = award.state == Award.State.ACTIVE, award.starts_on <= timezone.localdate()
    works = active and standing.has(*ORGANISATION, over=own)
    context = {
        "award": award,
        "districts": award.districts.select_related("province").order_by("name_en", "pk"),
        "reach": queries.reach(award),
        "latest": queries.activities(award)[:3],
        "may_answer": award.state == Award.State.OFFERED and standing.has(Role.SIGNATORY, over=own),
        "may_record": works and begun,
        "not_yet": works and not begun,
        "may_measure": active and standing.has(*WRITERS, over=own),
        "history": histories.about(award),
    }
    return render(request, "desk/awards/award.html", context)


@guard(Role.PROGRAMME_OFFICER, finds=Application)
def award_offer(request: DeskRequest, application: Application) -> HttpResponse:
    """Offer a grant for a selected application."""
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
    """Accept the grant as it was offered."""
    question = Question(
        _("Accept this grant?"),
        _("You accept the amount, the days and the districts on behalf of your organisation."),
        _("Accept the grant"),
        _page(award),
        _terms(award),
    )
    return confirm(
        request,
        question,
        act=lambda: actions.accept(award, by=request.user),
        check=lambda: states.check(award, "accept", rules.MOVES),
        then=_page,
        said=_("The grant is accepted. You can write down activities from its first day."),
    )


@guard(Role.SIGNATORY, finds=Award)
def award_decline(request: DeskRequest, award: Award) -> HttpResponse:
    """Decline the grant for good."""
    question = Question(
        _("Decline this grant?"),
        _("Your organisation gives this grant up. This cannot be taken back."),
        _("Decline the grant"),
        _page(award),
    )
    return confirm(
        request,
        question,
        act=lambda: actions.decline(award, by=request.user),
        check=lambda: states.check(award, "decline", rules.MOVES),
        then=_page,
        said=_("The grant is declined."),
    )


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


def _page(award: Award) -> str:
    return reverse("award", args=[award.public_id])


urlpatterns = [
    path("awards/", awards, name="awards"),
    path("sums/", awards_in_sums, name="awards_in_sums"),
    path("awards/<str:id>/", award, name="award"),
    path("awards/<str:id>/accept/", award_accept, name="award_accept"),
    path("awards/<str:id>/decline/", award_decline, name="award_decline"),
    path("applications/<str:id>/offer/", award_offer, name="award_offer"),
]
