"""The programme's gatherings at the desk: planned, cancelled, and afterwards counted."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.events import queries
from saanjh.events.actions import events as actions
from saanjh.events.models import Event
from saanjh.events.rules import events as rules
from saanjh.ground.access import Role, ScopeKind, standing_of, visible
from saanjh.ground.counting import table
from saanjh.ground.models import District
from saanjh.programmes.models import Programme
from saanjh.web import answers
from saanjh.web.components.choosing import OneOf
from saanjh.web.components.inputs import ONE_TITLE, Day, TitledForm, Words
from saanjh.web.desk.confirming import Question, confirm
from saanjh.web.desk.people_counted import PeopleForm, cells_initial
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25


class PlanForm(TitledForm):
    """What, where and when."""

    programme = OneOf(Programme.objects.none(), name="title", label=_("Programme"), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=Event.Kind.choices)
    title_en = Words(label=_("Title in English"), max_length=160, required=False)
    title_ur = Words(label=_("Title in Urdu"), max_length=160, required=False, help_text=ONE_TITLE)
    district = OneOf(District.objects.none(), label=_("District"))
    starts_on = Day(label=_("First day"))
    ends_on = Day(label=_("Last day"))

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        self.fields["district"].queryset = District.objects.current()  # type: ignore[attr-defined]


@guard(Role.PROGRAMME_OFFICER, Role.VERIFIER, methods=("GET",))
def events(request: DeskRequest) -> HttpResponse:
    """The gatherings, the latest first."""
    page = Pages(visible(request.user, Event), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/events/list.html", {"page": page, "may_plan": _runs(request).exists()})


@guard(Role.PROGRAMME_OFFICER)
def event_new(request: DeskRequest) -> HttpResponse:
    """Plan a gathering."""
    form = answers.form_for(request, PlanForm, programmes=_runs(request))
    return answers.answer(
        request,
        form,
        "desk/events/new.html",
        {},
        act=lambda data: actions.plan(data.pop("programme"), by=request.user, **data),
        then=_page,
        said=_("The gathering is planned."),
    )


@guard(Role.PROGRAMME_OFFICER, Role.VERIFIER, finds=Event, methods=("GET",))
def event(request: DeskRequest, event: Event) -> HttpResponse:
    """One gathering with every version of who came."""
    recorded = queries.attendances(event)
    runs = standing_of(request.user).has(Role.PROGRAMME_OFFICER, over=event.scopes())
    context = {
        "event": event,
        "recorded": [(each, table(each.cells)) for each in recorded],
        "may_record": runs and (event.state, "record") in rules.MOVES,
        "may_cancel": runs and (event.state, "cancel") in rules.MOVES,
        "may_teach": runs and event.state == Event.State.PLANNED,
        "may_count": runs and event.state != Event.State.CANCELLED,
        "sessions": queries.session_counts(event) if event.course_id else [],
        "changes": queries.changes(event) if event.course_id else [],
        "completion": queries.completion(event) if event.course_id else None,
    }
    return render(request, "desk/events/event.html", context)


@guard(Role.PROGRAMME_OFFICER, finds=Event)
def event_attendance(request: DeskRequest, event: Event) -> HttpResponse:
    """Write down how many came, or correct it by a new version."""
    recorded = queries.attendances(event)
    before = recorded[0] if recorded else None
    form = answers.form_for(request, AttendanceForm, initial=_shown(before))
    return answers.answer(
        request,
        form,
        "desk/events/attendance.html",
        {"event": event, "correcting": before},
        act=lambda data: actions.record_attendance(
            event, counts=form.cells(), after=data["after"] or 0, by=request.user
        ),
        then=lambda made: _page(event),
        said=_("It is recorded how many came."),
    )


class AttendanceForm(PeopleForm):
    """Who came, and which version was on the screen."""

    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=30_000)


def _shown(before: queries.Recorded | None) -> dict[str, Any]:
    return {"after": before.attendance.version, **cells_initial(before.cells)} if before else {"after": 0}


@guard(Role.PROGRAMME_OFFICER, finds=Event)
def event_cancel(request: DeskRequest, event: Event) -> HttpResponse:
    """Say that a gathering will not be held."""
    question = Question(
        _("Cancel this gathering?"),
        _("It stays in the list as cancelled. This cannot be taken back."),
        _("Cancel the gathering"),
        _page(event),
    )
    act = lambda: actions.cancel(event, by=request.user)  # noqa: E731
    return confirm(request, question, act=act, then=_page, said=_("The gathering is cancelled."))


def _runs(request: DeskRequest) -> Any:
    """The open programmes that this person runs."""
    mine = standing_of(request.user).ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    return visible(request.user, Programme).filter(pk__in=mine, state=Programme.State.OPEN)


def _page(event: Event) -> str:
    return reverse("desk_event", args=[event.public_id])


urlpatterns = [
    path("events/", events, name="desk_events"),
    path("events/new/", event_new, name="event_new"),
    path("events/<str:id>/", event, name="desk_event"),
    path("events/<str:id>/attendance/", event_attendance, name="event_attendance"),
    path("events/<str:id>/cancel/", event_cancel, name="event_cancel"),
]
