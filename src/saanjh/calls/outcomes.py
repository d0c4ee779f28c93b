"""What came of a concluded call, as the public may know it: counts of applications by the 10-5 rule, never a list.

Applications are not public. So every count of them goes through kit/paired.py, which hides what two tables together
would give away; sums of money, the median of days and the appeals are shown only where they tell nothing more of a
count than the tables do.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from statistics import median
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Appeal, Application, Call, Decision, GateCheck, Track
from saanjh.calls.models.tracks import simplified
from saanjh.ground.models import Province
from saanjh.kit import disclosure, paired
from saanjh.kit.disclosure import Published, PublishedTable, Shown

SELECTED, ELIGIBLE, NOT_ELIGIBLE = range(3)  # the columns: selected, eligible and not selected, not eligible
SEVERAL = 0  # in place of a province: the work is in more than one, or nothing is told of where
FIGURES = 3  # of a sum of money that unpublished amounts make up
Counts = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Line:
    """A province, a track or all of them; None is not shown: under ten, or a total that would give such a number."""

    label: Any  # words, or a thing with name_en and name_ur
    received: int | None
    eligible: int | None
    selected: int | None
    not_eligible: int | None


@dataclass(frozen=True)
class Outcome:
    """What the page says. `tracks` is empty where there is one track, or the second table would give a number back."""

    provinces: list[Line]
    whole: Line
    tracks: list[Line]
    tracks_kept_back: bool
    asked_minor: int | None
    days: int | None
    appeals: list[tuple[Any, int | None]] | None


@dataclass(frozen=True)
class _Row:
    """One application as it is counted."""

    pk: int
    column: int
    track: str
    amount: int
    province: int


def outcome(call: Call, *, published: Collection[int] = (), placeless: Collection[int] = ()) -> Outcome:
    """Of a concluded call. `published` are the applications (primary keys) whose grants have a public page;
    `placeless` those of whose place the public is told nothing.

    Eight queries at most, whatever the number of applications.
    """
    rows = _rows(call, placeless)
    provinces = list(Province.objects.order_by("name_en", "pk"))
    places = [*(each.pk for each in provinces), SEVERAL]
    tracks = [each.value for each in Track] if simplified(call) else []
    by_place = _counted([(row.province, row.column) for row in rows], places)
    by_track = _counted([(row.track, row.column) for row in rows], tracks) if tracks else None
    known = _counted([(row.province, row.column) for row in rows if row.pk in published], places)
    pair = _published(by_place, by_track, known)
    labels = [*provinces, _("In more than one, or not told")]
    return Outcome(
        provinces=_lines(pair.first, labels),
        whole=_line(_("All"), pair.first.column_totals, pair.first.total),
        tracks=_lines(pair.second, [Track(each).label for each in tracks]) if pair.second else [],
        tracks_kept_back=bool(tracks) and pair.second is None,
        asked_minor=_asked(call, [row.amount for row in rows], pair.first.total),
        days=_days(call, rows, pair.first.total),
        appeals=_appeals(call, pair.first),
    )


@lru_cache(maxsize=64)
def _published(by_place: Counts, by_track: Counts | None, known: Counts) -> paired.Pair:
    """Reckoned once for the same counts: the page is opened more often than a call changes."""
    return paired.publish_pair(by_place, by_track, known=known)


def _rows(call: Call, placeless: Collection[int]) -> list[_Row]:
    handed_in = call.applications.all().handed_in().order_by()
    places: dict[int, set[int]] = {}
    through = Application.districts.through.objects.filter(application__in=handed_in.values("pk"))
    for application, province in through.values_list("application", "district__province"):
        places.setdefault(application, set()).add(province)
    for application in placeless:
        places.pop(application, None)
    columns = {Application.State.SELECTED: SELECTED, Application.State.NOT_ELIGIBLE: NOT_ELIGIBLE}
    return [
        _Row(pk, columns.get(Application.State(state), ELIGIBLE), track, amount or 0, _only(places.get(pk, set())))
        for pk, state, track, amount in handed_in.values_list("pk", "state", "track", "amount_minor")
    ]


def _only(provinces: set[int]) -> int:
    return next(iter(provinces)) if len(provinces) == 1 else SEVERAL


def _counted(cells: list[tuple[Any, int]], lines: list[Any]) -> Counts:
    """How many there are of each (line, column)."""
    return tuple(tuple(cells.count((line, column)) for column in range(3)) for line in lines)


def _lines(table: PublishedTable, labels: list[Any]) -> list[Line]:
    rows = zip(labels, table.cells, table.row_totals, strict=True)
    return [_line(label, cells, total) for label, cells, total in rows]


def _line(label: Any, cells: tuple[Published, ...], total: Published) -> Line:
    """Eligible is the sum of what is shown of the two who are: it says nothing that the others do not."""
    selected, others, stopped = (_number(each) for each in cells)
    eligible = selected + others if selected is not None and others is not None else None
    return Line(label, _number(total), eligible, selected, stopped)


def _number(published: Published) -> int | None:
    return published.value if isinstance(published, Shown) else None


def _asked(call: Call, amounts: list[int], received: Published) -> int | None:
    """The sum of what was asked for, in three figures; None where it could tell how many asked.

    The smallest and the largest grant are public, so a sum bounds how many made it up; those bounds must be no
    narrower than the ones of the number that is shown.
    """
    most, lighter = paired.highest(received), simplified(call)
    if most is None or not amounts:
        return None
    sum_minor = sum(amounts)
    floor = min(call.floor_minor, lighter.floor_minor) if lighter else call.floor_minor
    if sum_minor > paired.lowest(received) * call.ceiling_minor or sum_minor < most * floor:
        return None
    step = 10 ** max(len(str(sum_minor)) - FIGURES, 0)
    return step * round(sum_minor / step)


def _days(call: Call, rows: list[_Row], received: Published) -> int | None:
    """The median of days from closing to being told, of what was decided or stopped; None for fewer than ten."""
    told: dict[int, datetime.datetime] = {}
    pks = {row.pk for row in rows}
    stopped = GateCheck.objects.standing().filter(application__call=call, outcome=GateCheck.Outcome.STOPPED)
    ends = stopped.order_by().values_list("application").annotate(at=Max("closed_at"))
    told |= {pk: at for pk, at in ends if at is not None}
    decisions = Decision.objects.filter(application__call=call).order_by()
    told |= dict(decisions.values_list("application").annotate(at=Max("decided_at")))
    days = [(timezone.localdate(at) - call.closes_on).days for pk, at in told.items() if pk in pks]
    if not isinstance(received, Shown) or len(days) < disclosure.SMALLEST:
        return None
    return round(median(days))


def _appeals(call: Call, table: PublishedTable) -> list[tuple[Any, int | None]] | None:
    """How many appeals there were and how each ended; None where that could tell of few.

    Each appeal is by somebody who was not selected at first. So their number is shown only where it is certainly
    smaller than what the table shows of those anyway.
    """
    states = list(Appeal.objects.filter(application__call=call).order_by().values_list("state", flat=True))
    shown = disclosure.publish_table([[states.count(state) for state in Appeal.State.values]])
    most = paired.highest(shown.total) or sum(
        paired.highest(each) or disclosure.SMALLEST - 1 for each in shown.cells[0]
    )
    ended = sum(paired.lowest(table.column_totals[column]) for column in (ELIGIBLE, NOT_ELIGIBLE))
    if most > ended:
        return None
    parts = zip(Appeal.State, shown.cells[0], strict=True)
    return [(_("Appeals"), _number(shown.total)), *((state.label, _number(each)) for state, each in parts)]
