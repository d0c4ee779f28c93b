"""Contributions at the desk: what was pledged to a programme, what of it arrived, and what was recorded by mistake."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import READERS as GRANTS_READ_BY
from saanjh.ground.access import Role, may
from saanjh.programmes import queries, rules
from saanjh.programmes.actions import contributions as actions
from saanjh.programmes.models import Contribution, Programme
from saanjh.web import histories
from saanjh.web.answers import answer, form_for
from saanjh.web.desk.confirming import allows
from saanjh.web.desk.programme_forms import PledgeForm, ReceiptForm, StrikeOutForm
from saanjh.web.desk.programmes import FORM, WHO, frame, page_of
from saanjh.web.guards import DeskRequest, guard


@guard(Role.FINANCE_OFFICER, finds=Programme)
def pledge(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Record a pledge to the programme."""
    return answer(
        request,
        form_for(request, PledgeForm, programme=programme),
        FORM,
        frame(programme, _("Record a pledge"), _("Record it")),
        act=lambda data: actions.pledge(programme, amount_minor=data.pop("amount"), by=request.user, **data),
        then=lambda made: page_of(programme),
        said=_("The pledge is recorded."),
    )


@guard(Role.FINANCE_OFFICER, finds=Contribution)
def receive(request: DeskRequest, contribution: Contribution) -> HttpResponse:
    """Record that money of a contribution arrived."""
    return answer(
        request,
        form_for(request, ReceiptForm, contribution=contribution),
        FORM,
        {**frame(contribution.programme, _("Record what arrived"), _("Record it")), "contribution": contribution},
        act=lambda data: actions.receive(
            contribution, amount_minor=data["amount"], received_on=data["received_on"], by=request.user
        ),
        then=lambda made: page_of(contribution.programme),
        said=_("It is recorded what arrived."),
    )


@guard(*WHO, finds=Contribution, methods=("GET",))
def contribution(request: DeskRequest, contribution: Contribution) -> HttpResponse:
    """One contribution: what arrived of it, one by one, and what was struck out."""
    context = {
        "contribution": contribution,
        "receipts": queries.receipts_of(contribution),
        "may_receive": allows(rules.may_keep_accounts, contribution.programme, request),
        "may_strike_out": allows(rules.may_strike_out, contribution, request),
        "may_follow": may(request.user, *GRANTS_READ_BY, over=contribution.scopes()),
        "history": histories.about(contribution),
    }
    return render(request, "desk/programmes/contribution.html", context)


@guard(Role.FINANCE_OFFICER, finds=Contribution)
def strike_out(request: DeskRequest, contribution: Contribution) -> HttpResponse:
    """Strike out what was recorded by mistake."""
    if request.method != "POST":
        rules.may_strike_out(contribution, by=request.user)
    around = frame(contribution.programme, _("Strike out what was recorded by mistake"), _("Strike it out"))
    words = _("It stays readable but counts no more. Officers and donor viewers of the programme are told.")
    return answer(
        request,
        form_for(request, StrikeOutForm, contribution=contribution),
        FORM,
        {**around, "contribution": contribution, "words": words, "back": _own_page(contribution)},
        act=lambda data: actions.strike_out(data.pop("receipt"), by=request.user, **data),
        then=lambda made: _own_page(contribution),
        said=_("It is struck out. The sums are without it now."),
    )


def _own_page(contribution: Contribution) -> str:
    return reverse("desk_contribution", args=[contribution.public_id])


urlpatterns = [
    path("programmes/<str:id>/pledge/", pledge, name="pledge"),
    path("contributions/<str:id>/", contribution, name="desk_contribution"),
    path("contributions/<str:id>/receive/", receive, name="receive"),
    path("contributions/<str:id>/strike-out/", strike_out, name="strike_out"),
]
