"""Gatherings are planned, cancelled, and afterwards say how many came."""

import datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.events.models import Attendance, AttendanceCount, Event
from saanjh.events.rules import events as rules
from saanjh.events.rules.certificates import counts_fit
from saanjh.events.rules.courses import attendance_fits
from saanjh.ground import history, search, states
from saanjh.ground.counting import Cells, counted
from saanjh.ground.models import District, Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action
from saanjh.programmes.models import Programme


@action
def plan(
    programme: Programme,
    *,
    kind: str,
    title_en: str,
    district: District,
    starts_on: datetime.date,
    ends_on: datetime.date,
    by: Person,
    title_ur: str = "",
) -> Event:
    """Plan a gathering. The public hears of it when it was held."""
    rules.may_plan(programme, by=by)
    rules.days_fit(programme, starts_on, ends_on)
    event = Event.objects.create(
        programme=programme,
        kind=kind,
        title_en=title_en,
        title_ur=title_ur,
        district=district,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    history.record("event_planned", event, by=by, kind=kind, district=district.slug, day=starts_on.isoformat())
    search.follow(event)
    return event


@action
def cancel(event: Event, *, by: Person) -> Event:
    """Say that a planned gathering will not be held."""
    rules.may_plan(event.programme, by=by)
    states.move(event, "cancel", rules.MOVES)
    event.save(update_fields=["state"])
    history.record("event_cancelled", event, by=by)
    return event


@action
def record_attendance(event: Event, *, counts: Cells, after: int = 0, by: Person) -> Attendance:
    """Write down how many came, as (sex, age band) -> people; the first time this says that it was held.

    `after` is the version that was on the screen (0: none yet): a count that somebody else recorded meanwhile is
    corrected only by somebody who has seen it.
    """
    rules.may_record(event, by=by, today=timezone.localdate())
    people = counted(counts)
    states.move(event, "record", rules.MOVES)
    last = event.attendances.aggregate(last=Max("version"))["last"] or 0
    if last != after:
        raise Refusal(_("Somebody recorded who came while you were writing. Look at it before you correct it."))
    attendance_fits(event, people)
    if event.course_id is None:
        counts_fit(event, sum(people.values()))
    event.save(update_fields=["state"])
    attendance = Attendance.objects.create(event=event, version=last + 1, recorded_by=by)
    AttendanceCount.objects.bulk_create(
        AttendanceCount(attendance=attendance, sex=sex, age_band=band, people=number)
        for (sex, band), number in people.items()
    )
    verb = "attendance_corrected" if last else "attendance_recorded"
    history.record(verb, event, by=by, version=attendance.version, people=sum(people.values()))
    return attendance
