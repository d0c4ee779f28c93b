"""Contributions at the desk: what was pledged to a programme, and what of it arrived."""

from typing import Any

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role
from saanjh.programmes.actions import contributions as actions
from saanjh.programmes.models import Contribution, Programme
from saanjh.web.answers import answer, form_for
from saanjh.web.desk.programme_forms import PledgeForm, ReceiptForm
from saanjh.web.guards import DeskRequest, guard

FORM = "desk/programmes/form.html"


@guard(Role.FINANCE_OFFICER, finds=Programme)
def pledge(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Record a pledge to the programme."""
    return answer(
        request,
        form_for(request, PledgeForm, programme=programme),
        FORM,
        _frame(programme, _("Record a pledge"), _("Record it")),
        act=lambda data: actions.pledge(programme, amount_minor=data.pop("amount"), by=request.user, **data),
        then=lambda made: _page(programme),
        said=_("The pledge is recorded."),
    )


@guard(Role.FINANCE_OFFICER, finds=Contribution)
def receive(request: DeskRequest, contribution: Contribution) -> HttpResponse:
    """Record that money of a contribution arrived."""
    return answer(
        request,
        form_for(request, ReceiptForm, contribution=contribution),
        FORM,
        {**_frame(contribution.programme, _("Record what arrived"), _("Record it")), "contribution": contribution},
        act=lambda data: actions.receive(
            contribution, amount_minor=data["amount"], received_on=data["received_on"], by=request.user
        ),
        then=lambda made: _page(contribution.programme),
        said=_("It is recorded what arrived."),
    )


def _frame(programme: Programme, title: Any, button: Any) -> dict[str, Any]:
    return {"programme": programme, "title": title, "button": button, "back": _page(programme)}


def _page(programme: Programme) -> str:
    return reverse("desk_programme", args=[programme.public_id])


urlpatterns = [
    path("programmes/<str:id>/pledge/", pledge, name="pledge"),
    path("contributions/<str:id>/receive/", receive, name="receive"),
]
