"""Letting districts hand in later: chosen in bulk, with a reason and a note that everybody reads."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.calls import queries
from saanjh.calls.actions import extensions as actions
from saanjh.calls.models import Call, Extension
from saanjh.calls.rules import extensions as rules
from saanjh.ground.access import Role
from saanjh.ground.fields import Written
from saanjh.ground.models import Province
from saanjh.web import answers
from saanjh.web.components.choosing import SomeOf
from saanjh.web.components.districts import Districts, with_provinces
from saanjh.web.components.inputs import Day, Words
from saanjh.web.desk.confirming import why_not
from saanjh.web.guards import DeskRequest, guard

MOST_DISTRICTS = 200
HOURS = [("", _("The end of the day")), *((str(hour), f"{hour:02}:00") for hour in range(1, 24))]


class ExtensionForm(forms.Form):
    """Where, until when, and why."""

    provinces = SomeOf(Province.objects.all(), name="name", label=_("Whole provinces"), required=False)
    districts = Districts(
        label=_("Districts"),
        most=MOST_DISTRICTS,
        required=False,
        help_text=_("When you save, further lists appear."),
    )
    until_on = Day(label=_("New closing day"))
    until_at = forms.ChoiceField(label=_("Until"), choices=HOURS, required=False, help_text=_("Local time."))
    reason = forms.ChoiceField(label=_("Reason"), choices=Extension.Reason.choices, widget=forms.RadioSelect)
    note = Words(
        label=_("What everybody reads"),
        max_length=500,
        lines=3,
        help_text=_("What happened, in a sentence. Nothing that could put somebody there in danger."),
    )
    written_in = forms.ChoiceField(label=_("Language of the note"), choices=Written.choices, widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        """Districts with those of whole provinces, and one moment, as the action takes them."""
        data = super().clean() or self.cleaned_data
        with_provinces(data)
        day, hour = data.pop("until_on", None), data.pop("until_at", "")
        if day is not None:
            data["until"] = _moment(day, hour)
        return data


def _moment(day: datetime.date, hour: str) -> datetime.datetime:
    """The first moment at which one no longer can, in the installation's own time."""
    if not hour:
        day += datetime.timedelta(days=1)
    at = datetime.datetime.combine(day, datetime.time(int(hour or 0)))
    return timezone.make_aware(at, timezone.get_default_timezone())


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_extend(request: DeskRequest, call: Call) -> HttpResponse:
    """Let districts hand in later."""
    return answers.answer(
        request,
        answers.form_for(request, ExtensionForm, initial={"written_in": get_language()}),
        "desk/calls/extend.html",
        {
            "call": call,
            "extensions": queries.extensions_of(call),
            "refused": why_not(lambda: rules.may_extend(call, by=request.user)),
        },
        act=lambda data: _warned(request, actions.extend(call, by=request.user, **data)),
        then=lambda made: reverse("desk_call", args=[call.public_id]),
        said=_("They have longer. Whoever writes a draft there is told."),
    )


def _warned(request: DeskRequest, made: Extension) -> Extension:
    """The extension that was given; where it outlasts what was promised, that is said beside it."""
    if words := rules.beyond_screening(made.call, made.until):
        messages.warning(request, words)
    return made


urlpatterns = [path("calls/<str:id>/extend/", call_extend, name="call_extend")]
