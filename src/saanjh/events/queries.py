"""What pages need to know of gatherings: who came, exactly at the desk, suppressed for the public."""

from dataclasses import dataclass

from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.events import codes
from saanjh.events.models import Attendance, Certificate, Event, Printing
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


def completed(event: Event) -> int:
    """How many people completed it, as it was recorded last."""
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
    return rows.select_related("event__programme", "event__district__province", "printing").first()


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
