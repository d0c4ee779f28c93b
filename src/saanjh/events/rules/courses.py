"""Who writes courses, which one a gathering teaches, and which counts of a training can be true."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext_lazy as _

from saanjh.events import queries
from saanjh.events.models import Course, Event, Session
from saanjh.events.rules.events import may_plan
from saanjh.ground.counting import Cells
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal

MOST_SESSIONS = 20


@dataclass(frozen=True)
class Plan:
    """A session as somebody writes it: one title is enough."""

    title_en: str
    title_ur: str
    minutes: int


def plans_fit(plans: Sequence[Plan]) -> None:
    """Refusal where a course has no session, or too many."""
    if not 1 <= len(plans) <= MOST_SESSIONS:
        raise Refusal(_("A course has 1 to %(most)s sessions.") % {"most": MOST_SESSIONS})


def may_teach(event: Event, course: Course, *, by: Person) -> None:
    """Refusal unless `by` runs the programme, the course is its own, and nobody was counted yet."""
    may_plan(event.programme, by=by)
    if course.programme_id != event.programme_id:
        raise Refusal(_("This course belongs to another programme."), field="course")
    if event.state != Event.State.PLANNED or event.tallies.exists():
        raise Refusal(_("What was taught stays as it is once people were counted, or the gathering was cancelled."))


def may_count(event: Event, *, by: Person) -> None:
    """Refusal unless `by` runs the programme and the gathering teaches a course and is not cancelled."""
    may_plan(event.programme, by=by)
    if event.course is None:
        raise Refusal(_("Say first which course is taught here."))
    if event.state == Event.State.CANCELLED:
        raise Refusal(_("The gathering was cancelled: nobody was there."))


def day_fits(event: Event, day: datetime.date, *, today: datetime.date) -> None:
    """Refusal where the session cannot have been held on this day."""
    if not event.starts_on <= day <= event.ends_on:
        raise Refusal(_("The gathering is not held on this day."), field="day")
    if day > today:
        raise Refusal(_("This day is yet to come: count who came on the day or later."), field="day")


def sessions_needed(course: Course, sessions: int) -> int:
    """How many of so many sessions one must have been at, by the rule of the course."""
    return ceil(course.least_percent * sessions / 100)


def completion_fits(event: Event, people: Cells) -> None:
    """Refusal where more would have completed the course than came, or than the counts of its sessions allow."""
    came = queries.attendances(event)
    if event.state != Event.State.HELD or not came:
        raise Refusal(_("Record first how many came."))
    pairs: dict[tuple[str, str], int] = {}
    for (sex, band, *_more), number in people.items():
        pairs[sex, band] = pairs.get((sex, band), 0) + number
    if any(number > came[0].cells.get(pair, 0) for pair, number in pairs.items()):
        raise Refusal(_("In at least one group more would have completed it than came. Compare it with who came."))
    _sessions_allow(event, sum(pairs.values()))


def _sessions_allow(event: Event, people: int) -> None:
    """Each who completed it was at so many sessions: together they cannot have been at more than were counted."""
    counted = queries.session_counts(event)
    if any(each.people is None for each in counted):
        raise Refusal(_("Record first how many came to each session."))
    needed = sessions_needed(event.course, len(counted))  # type: ignore[arg-type]
    most = sum(sorted(each.people or 0 for each in counted)) // needed
    if people > most:
        words = _(
            "Whoever completes it was at %(needed)s of %(all)s sessions at least. As they were counted, that can be no "
            "more than %(most)s people."
        )
        raise Refusal(words % {"needed": needed, "all": len(counted), "most": most})


def attendance_fits(event: Event, people: Cells) -> None:
    """Refusal where a correction would leave fewer who came than completed it."""
    done = queries.completion(event)
    if done is None:
        return
    pairs: dict[tuple[str, str], int] = {}
    for (sex, band, *_more), number in done.cells.items():
        pairs[sex, band] = pairs.get((sex, band), 0) + number
    if any(number > people.get(pair, 0) for pair, number in pairs.items()):
        raise Refusal(_("More completed it than would have come then. Correct first how many completed it."))


def of_session(session: Session, day: datetime.date, *, by: Person, today: datetime.date) -> None:
    """Refusal unless who came to this session can be counted by `by` on this day."""
    may_count(session.event, by=by)
    day_fits(session.event, day, today=today)
