"""What pages need to know of gatherings: who came, exactly at the desk, suppressed for the public."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.events import codes
from saanjh.events.models import Attendance, Certificate, Change, Course, Event, Printing, Session, Tally
from saanjh.ground.access import Role, ScopeKind, Standing
from saanjh.ground.counting import Cell, Table, public_table
from saanjh.ground.naming import named
from saanjh.ground.waiting import Waiting
from saanjh.kit import disclosure
from saanjh.kit.intervals import Interval, t_interval


@dataclass(frozen=True)
class Recorded:
    """One version of who came: the counts by (sex, age band), and their sum."""

    attendance: Attendance
    cells: dict[Cell, int]

    @property
    def people(self) -> int:
        return sum(self.cells.values())


def attendances(event: Event) -> list[Recorded]:
    """Every version of who came, the one that holds now first."""
    rows = event.attendances.select_related("recorded_by").prefetch_related("counts").order_by("-version")
    return [Recorded(row, {(count.sex, count.age_band): count.people for count in row.counts.all()}) for row in rows]


def public_attendance(event: Event) -> Table | None:
    """Who came as the public may see it, by the 10-5 rule; None before anybody recorded it. Two queries."""
    recorded = attendances(event)
    return public_table(recorded[0].cells) if recorded else None


@dataclass(frozen=True)
class Tallied:
    """How many were at a session, or completed the course, as it was recorded last."""

    tally: Tally
    cells: dict[Cell, int]

    @property
    def people(self) -> int:
        return sum(self.cells.values())


@dataclass(frozen=True)
class SessionCount:
    """A session and how many came to it: None before anybody counted them."""

    session: Session
    tallied: Tallied | None

    @property
    def people(self) -> int | None:
        return None if self.tallied is None else self.tallied.people


def _last_tallies(rows: Any) -> dict[int | None, Tallied]:
    """The last version of each tally, by its session (None: completion). Two queries."""
    found: dict[int | None, Tallied] = {}
    for row in rows.select_related("recorded_by").prefetch_related("counts").order_by("version"):
        cells: dict[Cell, int] = {(each.sex, each.age_band, each.disability): each.people for each in row.counts.all()}
        found[row.session_id] = Tallied(row, cells)
    return found


def session_counts(event: Event) -> list[SessionCount]:
    """Each session in its order with how many came. Three queries."""
    found = _last_tallies(event.tallies.filter(session__isnull=False))
    return [SessionCount(each, found.get(each.pk)) for each in event.sessions.select_related("plan")]


def session_count(session: Session) -> Tallied | None:
    """How many came to one session."""
    return _last_tallies(session.tallies).get(session.pk)


def completion(event: Event) -> Tallied | None:
    """How many completed the course; None before anybody recorded it. Two queries."""
    return _last_tallies(event.tallies.filter(session=None)).get(None)


def public_completion(event: Event, came: Table | None) -> int | None:
    """How many completed it as the public may see it; None where they are few, or how many came is not shown."""
    done = completion(event)
    if done is None or came is None or came.totals.total is None:
        return None
    return disclosure.people(done.people)


@dataclass(frozen=True)
class Changed:
    """What changed by one moment, with how sure it is; no `interval` where too few answered for it to be shown."""

    change: Change
    interval: Interval | None

    @property
    def mean(self) -> float:
        """The mean change in points."""
        return float(self.change.mean_then - self.change.mean_before)


def changes(event: Event) -> list[Changed]:
    """The last version of each moment. Of fewer than ten people nothing is shown, to nobody. One query."""
    last = {each.moment: each for each in Change.objects.filter(event=event).order_by("moment", "version")}
    return [Changed(each, _interval(each)) for each in last.values()]


def _interval(change: Change) -> Interval | None:
    if change.pairs < disclosure.SMALLEST:
        return None
    return t_interval(float(change.mean_then - change.mean_before), float(change.deviation), change.pairs)


def hours(course: Course) -> int:
    """How many hours all sessions together take, rounded."""
    minutes = course.plans.aggregate(minutes=Sum("minutes"))["minutes"] or 0
    return max(1, round(minutes / 60))


def completed(event: Event) -> int:
    """How many people completed it, as it was recorded last: where no course is taught, all who came."""
    if event.course_id is not None:
        done = completion(event)
        return 0 if done is None else done.people
    recorded = attendances(event)
    return recorded[0].people if recorded else 0


def certified(event: Event) -> int:
    """How many certificates are valid or still being made. Two queries."""
    valid = event.certificates.filter(state=Certificate.State.VALID).count()
    coming = event.printings.filter(state=Printing.State.ASKED).aggregate(people=Sum(F("many") - F("done")))
    return valid + (coming["people"] or 0)


def certificate_under(code: str) -> Certificate | None:
    """The certificate with this code; None where there is none. One query, whatever was typed."""
    rows = Certificate.objects.filter(mark=codes.mark_of(code[: codes.LONGEST]))
    return rows.select_related("event__programme", "event__district__province", "event__course", "printing").first()


def waiting(standing: Standing) -> list[Waiting]:
    """Gatherings that are over without anybody having said who came."""
    mine = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    if not mine:
        return []
    over = Event.objects.filter(
        programme__in=mine, state=Event.State.PLANNED, ends_on__lt=timezone.localdate()
    ).order_by("ends_on", "pk")[:50]
    return [
        Waiting(_("Record how many came"), named(event), "events.event", event.public_id, due=event.ends_on)
        for event in over
    ]
