"""What the values of a programme come to, indicator by indicator: which went in, which did not and why, who is late."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from saanjh.awards.models import Award
from saanjh.awards.pauses import still
from saanjh.kit.disclosure import FEWEST
from saanjh.kit.indicators.rolling import ADDED, RULES, roll_up
from saanjh.kit.indicators.shapes import Forbids, Measured, NotComparable, Rolled
from saanjh.kit.periods import add_months, months_between
from saanjh.programmes.models import ChosenIndicator, Indicator, Programme
from saanjh.results.models import Value, places_of
from saanjh.results.rules import is_share

# Measured at stations of a grant: of each grant the latest value stands, and earlier ones are what it was before.
STATIONS = frozenset({"baseline_endline", "mid_endline", "endline", "start_mid", "start_mid_end", "start_end"})
MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6}  # measured in every span of the calendar
AFTER = {"after_3_months": 3, "after_6_months": 6}  # months after the grant
ONCE_OVER = STATIONS | {"pre_post", "post"}
GRACE = datetime.timedelta(days=30)  # to write it down, hand it in and have it looked at
_DAY = datetime.timedelta(days=1)


class LeftOut(StrEnum):
    """Why a value is not in the figure."""

    EARLIER = "earlier"  # a later one of the same grant stands for it
    OVERLAPS = "overlaps"  # its days are counted already in another value of the grant
    WAITING = "submitted"  # nobody has checked it yet
    RETURNED = "returned"  # it came back and was not mended


class Entry(NamedTuple):
    """One verified value, as the roll-up needs it."""

    pk: int
    award: int
    indicator: int
    start: datetime.date
    end: datetime.date
    value: Decimal
    numerator: int | None
    n: int
    low: Decimal | None
    high: Decimal | None
    method: str
    evidence: int
    as_now: bool  # whether its definition still reads so

    def measured(self) -> Measured:
        return Measured(
            self.value, self.n, self.numerator, self.low, self.high, self.method, self.evidence, str(self.as_now)
        )


FIELDS = (
    "pk", "award", "indicator", "period_start", "period_end", "value", "numerator", "n", "low", "high", "method",
    "evidence_level", "as_now",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One chosen indicator: its figure, or why there is none, or None where nothing is verified; and the grants."""

    chosen: ChosenIndicator
    outcome: Rolled | NotComparable | None
    grants: int
    went_in: Sequence[int] = ()  # values, by their primary keys, the latest first
    left_out: Mapping[int, LeftOut] = field(default_factory=dict)
    reporting: int = 0  # grants of which a value is in the figure
    late: Sequence[int] = ()  # grants, by their primary keys

    @property
    def indicator(self) -> Indicator:
        return self.chosen.indicator

    @property
    def is_share(self) -> bool:
        return is_share(self.indicator)

    @property
    def rolled(self) -> Rolled | None:
        return self.outcome if isinstance(self.outcome, Rolled) else None

    @property
    def forbidden(self) -> Forbids | None:
        return self.outcome.reason if isinstance(self.outcome, NotComparable) else None

    @property
    def places(self) -> int:
        """How many digits after the point say the figure and its range."""
        return places_of(self.rolled.value, self.rolled.low, self.rolled.high) if self.rolled else 0

    @property
    def is_few(self) -> bool:
        """Whether chance may explain a share."""
        return self.is_share and self.rolled is not None and self.rolled.n < FEWEST

    @property
    def scales_may_differ(self) -> bool:
        """Whether the bank leaves the scale to each grant, and more than one is in the figure."""
        return self.indicator.unit == "scale_points" and self.reporting > 1

    def reasons(self) -> list[tuple[LeftOut, int]]:
        """Why values were left out, and how many for each reason."""
        counts = Counter(self.left_out.values())
        return [(reason, counts[reason]) for reason in LeftOut if counts[reason]]


Grants = Mapping[int, tuple[datetime.date, datetime.date]]


def lines(programme: Programme, chosen: Sequence[ChosenIndicator], *, today: datetime.date) -> list[Line]:
    """A line for each of these indicators of the programme, in their order. Three queries.

    Each grant is asked for values by its own clock, which stands still while it is paused.
    """
    grants, clocks = _grants(programme, today)
    wanted = [each.indicator_id for each in chosen]
    entries, unchecked = _entries(programme, wanted), _unchecked(programme, wanted)
    return [_line(each, grants, entries[each.indicator_id], unchecked[each.indicator_id], clocks) for each in chosen]


def _grants(programme: Programme, today: datetime.date) -> tuple[Grants, dict[int, datetime.date]]:
    """The first and last day of each accepted grant, and its clock: today, less the days of its pauses. One query."""
    days: dict[int, tuple[datetime.date, datetime.date]] = {}
    clocks: dict[int, datetime.date] = {}
    pauses = ("pauses__from_day", "pauses__resumption__day")
    rows = Award.objects.accepted().filter(programme=programme)
    for pk, starts, ends, ended, paused, resumed in rows.values_list("pk", "starts_on", "ends_on", "ended_on", *pauses):
        days[pk] = (starts, min(ends, ended or ends))
        clocks[pk] = clocks.get(pk, today) - still(paused, resumed, today)
    return days, clocks


def _entries(programme: Programme, indicators: Collection[int]) -> dict[int, list[Entry]]:
    as_now = ExpressionWrapper(Q(definition_en=F("indicator__definition_en")), output_field=BooleanField())
    rows = Value.objects.verified().filter(programme=programme, indicator__in=indicators).annotate(as_now=as_now)
    found: dict[int, list[Entry]] = defaultdict(list)
    for row in rows.order_by("-period_end", "-pk").values_list(*FIELDS):
        found[row[2]].append(Entry(*row))
    return found


def _unchecked(programme: Programme, indicators: Collection[int]) -> dict[int, dict[int, LeftOut]]:
    """Values that were handed in and are not verified, without a newer version, by indicator."""
    states = [LeftOut.WAITING.value, LeftOut.RETURNED.value]
    rows = Value.objects.filter(programme=programme, indicator__in=indicators, state__in=states, corrected_by=None)
    found: dict[int, dict[int, LeftOut]] = defaultdict(dict)
    for pk, indicator, state in rows.order_by("-period_end", "-pk").values_list("pk", "indicator", "state"):
        found[indicator][pk] = LeftOut(state)
    return found


def _line(
    chosen: ChosenIndicator,
    grants: Grants,
    entries: Sequence[Entry],
    unchecked: Mapping[int, LeftOut],
    clocks: Mapping[int, datetime.date],
) -> Line:
    indicator = chosen.indicator
    left_out = dict(_left_out(indicator.aggregation, indicator.frequency, entries))
    went_in = [entry for entry in entries if entry.pk not in left_out]
    last = {entry.award: entry.end for entry in reversed(entries)}
    due = {pk: due_from(indicator.frequency, *days, today=clocks[pk]) for pk, days in grants.items()}
    return Line(
        chosen=chosen,
        outcome=_outcome(indicator.aggregation, went_in),
        grants=len(grants),
        went_in=[entry.pk for entry in went_in],
        left_out={**left_out, **unchecked},
        reporting=len({entry.award for entry in went_in}),
        late=[pk for pk, day in due.items() if day and (pk not in last or last[pk] < day)],
    )


def _outcome(rule: str, went_in: Sequence[Entry]) -> Rolled | NotComparable | None:
    """A rule that the list of aggregations has got since, and that nobody can reckon yet, adds nothing."""
    if not went_in:
        return None
    known = rule if rule in RULES or rule == "recompute" else "do_not_add"
    return roll_up(known, [entry.measured() for entry in went_in])


def _left_out(rule: str, frequency: str, entries: Iterable[Entry]) -> Iterator[tuple[int, LeftOut]]:
    """Which verified values stay out, of entries with the latest first."""
    by_grant: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_grant[entry.award].append(entry)
    for own in by_grant.values():
        if frequency in STATIONS:
            yield from ((entry.pk, LeftOut.EARLIER) for entry in own[1:])
        elif frequency in MONTHS and rule in ADDED:
            yield from ((entry.pk, LeftOut.OVERLAPS) for entry in _overlapping(own))


def _overlapping(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Those whose days another one counts already: the one that begins first stands, of two the longer one."""
    counted: datetime.date | None = None
    for entry in sorted(entries, key=lambda each: (each.start, -each.end.toordinal(), each.pk)):
        if counted is not None and entry.start <= counted:
            yield entry
        else:
            counted = entry.end


def due_from(
    frequency: str, starts_on: datetime.date, last_day: datetime.date, *, today: datetime.date
) -> datetime.date | None:
    """From which day on there must be a verified value that ends there or later; None where none is due yet.

    A span of the calendar (a month, a quarter, a half year) that lies wholly in the grant is due 30 days after it; what
    is measured at stations, 30 days after the grant. What is measured once a call or a training never is.
    """
    if frequency in MONTHS:
        limit = min(today - GRACE, last_day + _DAY)
        first = _span(limit, MONTHS[frequency])
        start = add_months(first, -MONTHS[frequency])
        return start if start >= starts_on else None
    over = add_months(last_day, AFTER.get(frequency, 0))
    asked = frequency in ONCE_OVER or frequency in AFTER
    return starts_on if asked and over + GRACE < today else None


def _span(day: datetime.date, months: int) -> datetime.date:
    """The first day of the calendar's span of so many months in which the day lies."""
    first = datetime.date(day.year, 1, 1)
    return add_months(first, months_between(first, day) // months * months)
