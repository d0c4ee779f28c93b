"""What pages need to know of gatherings: who came, exactly at the desk, suppressed for the public."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.events.models import Attendance, Event
from saanjh.ground.access import Role, ScopeKind, Standing
from saanjh.ground.counting import Cell, Table, public_table
from saanjh.ground.naming import named
from saanjh.ground.waiting import Waiting


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
