"""Entering what came on paper, by voice or in person; the steps are those that applicants take."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from saanjh.calls.actions import intakes as actions
from saanjh.calls.actions.applications import MOST_DISTRICTS
from saanjh.calls.models import Application, Call, Intake, Track
from saanjh.calls.models.tracks import simplified
from saanjh.calls.rules import intakes as rules
from saanjh.ground.access import Role
from saanjh.ground.fields import Written
from saanjh.ground.models import Organisation, Person
from saanjh.kit.text import isolated
from saanjh.web import answers
from saanjh.web.components.choosing import one_organisation
from saanjh.web.components.districts import Districts
from saanjh.web.components.inputs import Day
from saanjh.web.components.languages import worded
from saanjh.web.desk.confirming import Question, confirm, why_not
from saanjh.web.guards import DeskRequest, guard


class EnterForm(forms.Form):
    """Whose it is, how and when it came, and where the work would be: what tells whether it came in time."""

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = one_organisation(Organisation.objects.current(), label=_("Organisation"))
        self.fields["came"] = forms.ChoiceField(
            label=_("How did it come?"), choices=Intake.Way.choices, widget=forms.RadioSelect
        )
        self.fields["received_on"] = Day(
            label=_("When did it come?"), help_text=_("The day on which it reached the office, not today.")
        )
        self.fields["districts"] = Districts(
            label=_("In which districts?"), most=MOST_DISTRICTS, help_text=_("The districts of the work.")
        )
        if simplified(call):
            self.fields["track"] = forms.ChoiceField(
                label=_("Track"), choices=Track.choices, widget=forms.RadioSelect, initial=Track.FULL
            )
        self.fields["written_in"] = forms.ChoiceField(
            label=_("In which language is it?"), choices=Written.choices, widget=forms.RadioSelect
        )


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_enter(request: DeskRequest, call: Call) -> HttpResponse:
    """Begin to enter an application."""
    already: list[rules.Begun] = []
    return answers.answer(
        request,
        answers.form_for(request, EnterForm, call=call, initial={"written_in": get_language()}),
        "desk/calls/enter.html",
        {"call": call, "already": already, "refused": why_not(lambda: rules.may_enter(call, by=request.user))},
        act=lambda data: _begin(already, call, data.pop("organisation"), by=request.user, **data),
        then=lambda made: reverse("application_about", args=[made.public_id]),
        said=_("It is begun. Whoever writes for the organisation here is told."),
    )


def _begin(already: list[rules.Begun], call: Call, organisation: Organisation, **facts: Any) -> Application:
    """Begun; what the office has in hand already goes on the list, so that the page leads there."""
    try:
        return actions.enter(call, organisation, **facts)
    except rules.Begun as refusal:
        already.append(refusal)
        raise


class TakeOverForm(forms.Form):
    """One of those that nobody goes on with. What is gone by now is refused by the rule, which says where it went."""

    def __init__(self, *args: Any, call: Call, left: list[Intake], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = forms.ModelChoiceField(
            Application.objects.filter(call=call, intake__isnull=False),
            label=_("Which one do you take over?"),
            to_field_name="public_id",
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("It was dropped meanwhile: nothing of it is left to be entered.")},
        )
        field.choices = [(each.application.public_id, _in_words(each)) for each in left]
        self.fields["application"] = field


def _in_words(intake: Intake) -> str:
    """Whose it is, how and when it came, and who began it."""
    words = gettext("%(whose)s: %(way)s, %(day)s; begun by %(name)s")
    return words % {
        "whose": isolated(worded(intake.application.organisation, "name")[0]),
        "way": intake.get_came_display(),
        "day": date_format(intake.received_on),
        "name": isolated(intake.entered_by.name),
    }


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_entering(request: DeskRequest, call: Call) -> HttpResponse:
    """What is not entered to its end: one's own, what others have, and what one can take over from who left."""
    waiting = rules.unfinished(call)
    left = rules.left_behind(call, waiting)
    still = [each for each in waiting if each not in left]
    untold = why_not(lambda: rules.must_be_told(call, by=request.user))
    return answers.answer(
        request,
        answers.form_for(request, TakeOverForm, call=call, left=[] if untold else left),
        "desk/calls/entering.html",
        {
            "call": call,
            "own": [each.application for each in still if each.entered_by == request.user],
            "others": _by_officer(each for each in still if each.entered_by != request.user),
            "left": left,
            "untold": untold,
            "refused": why_not(lambda: rules.may_enter(call, by=request.user)),
        },
        act=lambda data: actions.take_over(data["application"], by=request.user),
        then=lambda taken: reverse("application", args=[taken.public_id]),
        said=_("You have it in hand now: finish it and hand it in, or drop it."),
    )


def _by_officer(intakes: Iterable[Intake]) -> list[tuple[Person, list[Application]]]:
    """Who has what in hand, by name."""
    found: dict[Person, list[Application]] = {}
    for each in intakes:
        found.setdefault(each.entered_by, []).append(each.application)
    return sorted(found.items(), key=lambda pair: (pair[0].name, pair[0].pk))


@guard(Role.PROGRAMME_OFFICER, finds=Application)
def intake_drop(request: DeskRequest, application: Application) -> HttpResponse:
    """Take out what was entered by mistake."""
    call = application.call
    question = Question(
        _("Drop what was entered?"),
        _("All of it goes. Only what was begun by mistake is dropped: what came in time is finished and handed in."),
        _("Drop it"),
        reverse("application", args=[application.public_id]),
    )
    return confirm(
        request,
        question,
        act=lambda: actions.drop(application, by=request.user),
        then=lambda made: reverse("desk_call", args=[call.public_id]),
        said=_("It is dropped."),
        check=lambda: rules.may_drop(application, by=request.user),
    )


urlpatterns = [
    path("calls/<str:id>/enter/", call_enter, name="call_enter"),
    path("calls/<str:id>/entering/", call_entering, name="call_entering"),
    path("applications/<str:id>/drop/", intake_drop, name="intake_drop"),
]
