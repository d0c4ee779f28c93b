"""Which values of an indicator go into the figure of a programme, which stay out and why: read once for all who ask."""

import datetime
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from saanjh.ground.reckoned import while_same
from saanjh.kit.indicators.rolling import ADDED, RULES, roll_up
from saanjh.kit.indicators.shapes import Measured, NotComparable, Rolled
from saanjh.programmes.models import Indicator, Programme
from saanjh.results.models import Turn, Value

# Measured at stations of a grant: of each grant the latest value stands, and earlier ones are what it was before.
STATIONS = frozenset({"baseline_endline", "mid_endline", "endline", "start_mid", "start_mid_end", "start_end"})
MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6}  # measured in every span of the calendar
LISTED = 2_501  # values that are kept by their keys: no list in pages leads to more


class LeftOut(StrEnum):
    """Why a value is not in the figure."""

    EARLIER = "earlier"  # a later one of the same grant stands for it
    OVERLAPS = "overlaps"  # its days are counted already in another value of the grant
    WAITING = "submitted"  # nobody has checked it yet
    RETURNED = "returned"  # it came back and was not mended


@dataclass(frozen=True)
class Counted:
    """What the values of an indicator come to, and what became of them: small, so that it can be kept.

    `went_in` and `left_out` are primary keys of values, the latest first, LISTED at most; `why` goes with `left_out`.
    `last_days` are ordinals: of each grant in `grants` the last day of its latest verified value.
    """

    outcome: Rolled | NotComparable | None = None  # None where nothing is verified
    went_in: Sequence[int] = ()
    left_out: Sequence[int] = ()
    why: Sequence[LeftOut] = ()
    reasons: Mapping[LeftOut, int] = field(default_factory=Counter)  # how many were left out for each
    reporting: int = 0  # grants of which a value is in the figure
    grants: Sequence[int] = ()
    last_days: Sequence[int] = ()


class Entry(NamedTuple):
    """One verified value, as the roll-up needs it."""

    pk: int
    award: int
    start: datetime.date
    end: datetime.date
    measured: Measured


def counted(programme: Programme, indicators: Collection[Indicator]) -> dict[int, Counted]:
    """Of each indicator, by its primary key, what the values of the programme come to. One query, or three."""
    marks = dict(Turn.objects.filter(programme=programme, indicator__in=indicators).values_list("indicator", "mark"))
    known = {each.pk: each for each in indicators}
    moments = {
        (programme.pk, pk): (marks.get(pk), each.aggregation, each.frequency, each.definition_en)
        for pk, each in known.items()
    }

    def reckon(missing: Collection[tuple[int, int]]) -> dict[tuple[int, int], Counted]:
        wanted = [known[pk] for _programme, pk in missing]
        return {(programme.pk, pk): each for pk, each in _reckoned(programme, wanted).items()}

    return {pk: each for (_programme, pk), each in while_same(__name__, moments, reckon).items()}


def _reckoned(programme: Programme, indicators: Sequence[Indicator]) -> dict[int, Counted]:
    """Read one indicator after the other, and of each one grant after the other: the values may be a million."""
    found = {each.pk: Counted() for each in indicators}
    unchecked = _unchecked(programme, indicators)
    rows = Value.objects.verified().filter(programme=programme, indicator__in=indicators)
    ordered = rows.order_by("indicator_id", "award_id", "-period_end", "-pk").values_list(*FIELDS)
    by_key = {each.pk: each for each in indicators}
    read = ((row[0], _entry(row)) for row in ordered.iterator(chunk_size=2_000))
    for pk, entries in groupby(read, key=itemgetter(0)):
        found[pk] = _counted(by_key[pk], (entry for _pk, entry in entries))
    for pk, waiting in unchecked.items():
        found[pk] = _with_unchecked(found[pk], waiting)
    return found


FIELDS = (
    "indicator_id", "pk", "award_id", "period_start", "period_end", "value", "n", "numerator", "low", "high", "method",
    "evidence_level", "definition_en",
)  # fmt: skip


def _entry(row: Sequence[Any]) -> Entry:
    _indicator, pk, award, start, end, *measured = row
    return Entry(pk, award, start, end, Measured(*measured))


def _counted(indicator: Indicator, entries: Iterable[Entry]) -> Counted:
    went_in: list[Entry] = []
    left_out: list[tuple[datetime.date, int, LeftOut]] = []
    grants, last_days = array("q"), array("q")
    reporting = 0
    for award, of_grant in groupby(entries, key=attrgetter("award")):
        own = list(of_grant)
        out = dict(_left_out(indicator, own))
        grants.append(award)
        last_days.append(own[0].end.toordinal())
        stay = [entry for entry in own if entry.pk not in out]
        reporting += bool(stay)
        went_in += stay
        left_out += [(entry.end, entry.pk, out[entry.pk]) for entry in own if entry.pk in out]
    went_in.sort(key=lambda each: (each.end, each.pk), reverse=True)
    left_out.sort(reverse=True)
    return Counted(
        outcome=_outcome(indicator.aggregation, went_in),
        went_in=array("q", (entry.pk for entry in went_in[:LISTED])),
        left_out=array("q", (pk for _end, pk, _why in left_out[:LISTED])),
        why=tuple(why for _end, _pk, why in left_out[:LISTED]),
        reasons=Counter(why for _end, _pk, why in left_out),
        reporting=reporting,
        grants=grants,
        last_days=last_days,
    )


def _outcome(rule: str, went_in: Sequence[Entry]) -> Rolled | NotComparable | None:
    """A rule that the list of aggregations has got since, and that nobody can reckon yet, adds nothing."""
    if not went_in:
        return None
    known = rule if rule in RULES or rule == "recompute" else "do_not_add"
    return roll_up(known, [entry.measured for entry in went_in])


def _left_out(indicator: Indicator, own: Sequence[Entry]) -> Iterator[tuple[int, LeftOut]]:
    """Which verified values of a grant stay out, the latest of them first."""
    if indicator.frequency in STATIONS:
        yield from ((entry.pk, LeftOut.EARLIER) for entry in own[1:])
    elif indicator.frequency in MONTHS and indicator.aggregation in ADDED:
        yield from ((entry.pk, LeftOut.OVERLAPS) for entry in _overlapping(own))


def _overlapping(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Those whose days another one counts already: the one that begins first stands, of two the longer one."""
    until: datetime.date | None = None
    for entry in sorted(entries, key=lambda each: (each.start, -each.end.toordinal(), each.pk)):
        if until is not None and entry.start <= until:
            yield entry
        else:
            until = entry.end


def _unchecked(programme: Programme, indicators: Collection[Indicator]) -> dict[int, list[tuple[int, LeftOut]]]:
    """Values that were handed in and are not verified, without a newer version, the latest first, by indicator."""
    states = [LeftOut.WAITING.value, LeftOut.RETURNED.value]
    rows = Value.objects.filter(programme=programme, indicator__in=indicators, state__in=states, corrected_by=None)
    found: dict[int, list[tuple[int, LeftOut]]] = {}
    for indicator, pk, state in rows.order_by("-period_end", "-pk").values_list("indicator_id", "pk", "state"):
        found.setdefault(indicator, []).append((pk, LeftOut(state)))
    return found


def _with_unchecked(counted: Counted, waiting: Sequence[tuple[int, LeftOut]]) -> Counted:
    room = waiting[: LISTED - len(counted.left_out)]
    return replace(
        counted,
        left_out=array("q", (*counted.left_out, *(pk for pk, _why in room))),
        why=(*counted.why, *(why for _pk, why in room)),
        reasons=Counter(counted.reasons) + Counter(why for _pk, why in waiting),
    )
