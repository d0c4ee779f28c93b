"""Cheap roots for tests of gatherings; rows are written directly, at most five queries each."""

import datetime
from typing import Any

from django.utils import timezone

from saanjh.events import codes
from saanjh.events.models import (
    Attendance,
    AttendanceCount,
    Certificate,
    Course,
    Event,
    Printing,
    Session,
    SessionPlan,
)
from saanjh.ground.access import Role
from tests.factories import a_district, count, holding
from tests.programmes.factories import a_programme


def days_ago(days: int) -> datetime.date:
    """The local day so many days ago."""
    return timezone.localdate() - datetime.timedelta(days=days)


def a_running_programme(**facts: Any) -> Any:
    """A programme that began a year ago and runs for two more."""
    return a_programme(**{"starts_on": days_ago(365), "ends_on": days_ago(-730), **facts})


def an_event(**facts: Any) -> Event:
    """An orientation that was to be held three days ago."""
    facts = {
        "programme": facts.pop("programme", None) or a_running_programme(),
        "district": facts.pop("district", None) or a_district(),
        "kind": Event.Kind.ORIENTATION,
        "title_en": f"Orientation {next(count)}",
        "title_ur": "تعارفی نشست",
        "starts_on": days_ago(3),
        "ends_on": days_ago(3),
        **facts,
    }
    return Event.objects.create(**facts)


def a_held_event(*, people: int = 12, **facts: Any) -> Event:
    """A gathering that was held, to which so many came."""
    event = an_event(state=Event.State.HELD, **facts)
    officer = holding(Role.PROGRAMME_OFFICER, over=event.programme_id)
    attendance = Attendance.objects.create(event=event, version=1, recorded_by=officer)
    AttendanceCount.objects.create(attendance=attendance, sex="women", age_band="15-29", people=people)
    return event


def a_printing(event: Event | None = None, **facts: Any) -> Printing:
    """Two certificates that were asked for, one of which is made."""
    event = event or a_held_event()
    by = facts.pop("asked_by", None) or holding(Role.PROGRAMME_OFFICER, over=event.programme_id)
    facts = {"language": "en", "hours": 14, "first": 1, "many": 2, "done": 1, **facts}
    return Printing.objects.create(event=event, asked_by=by, **facts)


def a_certificate(
    code: str = "", name: str = "Amina Bibi", printing: Printing | None = None, **facts: Any
) -> Certificate:
    """A valid certificate with this code on the paper."""
    printing = printing or a_printing()
    code = code or codes.new_code()
    return Certificate.objects.create(
        event=printing.event,
        printing=printing,
        mark=codes.mark_of(code),
        name_digest=codes.name_digest(code, name),
        **{"number": 1, "issued_on": days_ago(1), **facts},
    )


def a_course(programme: Any = None, *, sessions: int = 5, **facts: Any) -> Course:
    """A course of sessions of an hour each."""
    programme = programme or a_running_programme()
    by = facts.pop("written_by", None) or holding(Role.PROGRAMME_OFFICER, over=programme.pk)
    facts = {"kind": "training", "title_en": f"Course {next(count)}", "title_ur": "تربیت", **facts}
    course = Course.objects.create(programme=programme, written_by=by, **facts)
    SessionPlan.objects.bulk_create(
        SessionPlan(course=course, number=number, title_en=f"Session {number}", minutes=60)
        for number in range(1, sessions + 1)
    )
    return course


def a_training(*, sessions: int = 5, **facts: Any) -> Event:
    """A gathering three days ago that teaches a course; nobody was counted yet."""
    event = an_event(**facts)
    event.course = a_course(event.programme, sessions=sessions)
    event.save(update_fields=["course"])
    Session.objects.bulk_create(Session(event=event, plan=plan) for plan in event.course.plans.all())
    return event
