"""Who may plan gatherings and write down who came, and why not."""

import datetime

from django.utils.translation import gettext_lazy as _

from saanjh.events.models import Event
from saanjh.ground.access import Role, may
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.states import Moves
from saanjh.programmes.models import Programme

MOVES: Moves = {
    (Event.State.PLANNED, "record"): Event.State.HELD,
    (Event.State.HELD, "record"): Event.State.HELD,
    (Event.State.PLANNED, "cancel"): Event.State.CANCELLED,
}


def may_plan(programme: Programme, *, by: Person) -> None:
    """Refusal unless `by` runs the programme."""
    if not may(by, Role.PROGRAMME_OFFICER, over=programme.scopes()):
        raise Refusal(_("Only an officer of the programme plans and records gatherings."))


def days_fit(programme: Programme, starts_on: datetime.date, ends_on: datetime.date) -> None:
    """Refusal unless the days are in order and within the programme."""
    if ends_on < starts_on:
        raise Refusal(_("The last day is before the first."), field="ends_on")
    if starts_on < programme.starts_on or ends_on > programme.ends_on:
        raise Refusal(_("The programme does not run on these days."), field="starts_on")


def may_record(event: Event, *, by: Person, today: datetime.date) -> None:
    """Refusal unless `by` runs the programme and the gathering has begun."""
    may_plan(event.programme, by=by)
    if today < event.starts_on:
        raise Refusal(_("It has not begun yet: record who came on the day or later."))
