"""Closing the values of a programme up to a day at the desk, and opening them again with a reason."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import READERS
from saanjh.ground.access import Role, visible
from saanjh.ground.fields import Written
from saanjh.programmes.models import Programme
from saanjh.results import locks
from saanjh.results.actions.locks import close_period, open_period
from saanjh.results.models import PeriodLock
from saanjh.web.answers import answer, form_for
from saanjh.web.components.inputs import Day, Words
from saanjh.web.desk.confirming import allows, why_not
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25


class CloseForm(forms.Form):
    """Up to which day."""

    until = Day(label=_("Close all values up to this day"))


class OpenForm(forms.Form):
    """Up to which day it stays closed, and why."""

    until = Day(label=_("What stays closed: up to this day; leave it empty to open all"), required=False)
    reason = Words(label=_("Why it is opened"), max_length=1000, lines=4)
    written_in = forms.ChoiceField(label=_("Language of these words"), choices=Written.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"written_in": get_language(), **self.initial}


@guard(*READERS, finds=Programme, methods=("GET",))
def periods(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Up to which day the values are closed, how many still wait, and who closed and opened what."""
    until = locks.closed([programme.pk]).get(programme.pk)
    rows = visible(request.user, PeriodLock).filter(programme=programme)
    context = {
        "programme": programme,
        "until": until,
        "waiting": locks.waiting_until(programme, timezone.localdate()),
        "page": Pages(rows, PAGE).get_page(request.GET.get("page")),
        "may_close": allows(locks.may_close, programme, request),
    }
    return render(request, "desk/results/periods.html", context)


@guard(Role.PROGRAMME_OFFICER, finds=Programme)
def period_close(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Close all values up to a day."""
    context = {"programme": programme, "waiting": locks.waiting_until(programme, timezone.localdate())}
    return answer(
        request,
        form_for(request, CloseForm),
        "desk/results/period_close.html",
        context,
        act=lambda data: close_period(programme, by=request.user, **data),
        then=lambda made: reverse("programme_periods", args=[programme.public_id]),
        said=_("The period is closed. Values of it are neither written down, corrected nor checked."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Programme)
def period_open(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Open what is closed, or a part of it."""
    until = locks.closed([programme.pk]).get(programme.pk)
    refused = "" if until else why_not(lambda: locks.may_open_until(programme, None, "x"))
    return answer(
        request,
        form_for(request, OpenForm),
        "desk/results/period_open.html",
        {"programme": programme, "until": until, "refused": refused},
        act=lambda data: open_period(programme, by=request.user, **data),
        then=lambda made: reverse("programme_periods", args=[programme.public_id]),
        said=_("The period is open again, with your reason."),
    )


urlpatterns = [
    path("programmes/<str:id>/periods/", periods, name="programme_periods"),
    path("programmes/<str:id>/periods/close/", period_close, name="period_close"),
    path("programmes/<str:id>/periods/open/", period_open, name="period_open"),
]
