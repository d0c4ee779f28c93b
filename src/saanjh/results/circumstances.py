"""What else happened: who notes it, which kinds there are, what is shown beside a value."""

import csv
import datetime
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Award
from saanjh.ground.access import ORGANISATION, Role, ScopeKind, may, visible
from saanjh.ground.models import District, Person
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Indicator
from saanjh.results.models import Circumstance, Value

FILE = Path(__file__).resolve().parents[1] / "data" / "codelists" / "circumstances.csv"
SIDE = (Role.PROGRAMME_OFFICER, Role.VERIFIER)  # who notes for the programme
MOST = 20  # notes beside one value


@dataclass(frozen=True)
class Note:
    """What was typed."""

    district: District
    first_day: datetime.date
    last_day: datetime.date
    what: str
    words: str
    written_in: str


@cache
def kinds() -> dict[str, tuple[str, str]]:
    """The kinds in order: code -> label in English and in Urdu (data/codelists/circumstances.csv)."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: (row["label_en"], row["label_ur"]) for row in csv.DictReader(rows)}


def is_of_the_organisation(award: Award, *, by: Person) -> bool:
    """Whether this person notes for the organisation that holds the grant; who runs the programme notes for that."""
    return may(by, *ORGANISATION, over=[(ScopeKind.ORGANISATION, award.organisation_id)])


def may_note(award: Award, *, by: Person) -> None:
    """Refusal unless the grant was accepted, and `by` works for its organisation or runs or verifies the programme."""
    runs = may(by, *SIDE, over=[(ScopeKind.PROGRAMME, award.programme_id)])
    if not runs and not is_of_the_organisation(award, by=by):
        raise Refusal(_("Only the organisation and who runs the programme note what happened."))
    if not award.was_accepted:
        raise Refusal(_("What happened is noted once the grant is accepted."))


def fits(award: Award, note: Note, *, today: datetime.date) -> None:
    """Refusal unless the days are past and in order, the kind is known, and the grant works in the district."""
    if note.last_day < note.first_day:
        raise Refusal(_("The last day is before the first."), field="last_day")
    if note.first_day > today:
        raise Refusal(_("This day is still to come."), field="first_day")
    if note.what not in kinds():
        raise Refusal(_("Choose what it was."), field="what")
    if not award.districts.filter(pk=note.district.pk).exists():
        raise Refusal(_("The grant does not work in this district."), field="district")
    if not note.words.strip():
        raise Refusal(_("Write what happened."), field="words")


def may_take_out(circumstance: Circumstance, *, by: Person) -> None:
    """Refusal unless `by` wrote it."""
    if circumstance.by_id != by.pk:
        raise Refusal(_("Only who wrote a note takes it out."))


def of_award(award: Award, person: Person) -> QuerySet[Circumstance]:
    """What this person may read of what happened in the grant's districts, the latest first."""
    rows = visible(person, Circumstance).filter(programme=award.programme_id)
    return rows.filter(district__in=award.districts.order_by().values("pk"))


def beside(value: Value, person: Person) -> list[Circumstance]:
    """What happened in the grant's districts in the period of an outcome; nothing for an output. One query."""
    if value.indicator.level != Indicator.Level.OUTCOME:
        return []
    rows = of_award(value.award, person)
    return list(rows.filter(first_day__lte=value.period_end, last_day__gte=value.period_start)[:MOST])
