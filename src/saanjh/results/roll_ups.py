"""What the values of a programme come to, indicator by indicator: which went in, which did not and why, who is late."""

import datetime
from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from saanjh.awards.models import Award
from saanjh.awards.pauses import still
from saanjh.ground import reckoned
from saanjh.kit.disclosure import FEWEST
from saanjh.kit.indicators.shapes import Forbids, NotComparable, Rolled
from saanjh.kit.periods import add_months, months_between
from saanjh.programmes.models import ChosenIndicator, Indicator, Programme
from saanjh.results.counting import MONTHS, STATIONS, Counted, LeftOut, counted
from saanjh.results.models import places_of
from saanjh.results.rules import is_share

AFTER = {"after_3_months": 3, "after_6_months": 6}  # months after the grant
ONCE_OVER = STATIONS | {"pre_post", "post"}
GRACE = datetime.timedelta(days=30)  # to write it down, hand it in and have it looked at
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One chosen indicator: its figure, or why there is none, or None where nothing is verified; and the grants."""

    chosen: ChosenIndicator
    counted: Counted
    grants: int
    late: Sequence[int] = ()  # grants, by their primary keys

    @property
    def indicator(self) -> Indicator:
        return self.chosen.indicator

    @property
    def is_share(self) -> bool:
        return is_share(self.indicator)

    @property
    def rolled(self) -> Rolled | None:
        outcome = self.counted.outcome
        return outcome if isinstance(outcome, Rolled) else None

    @property
    def forbidden(self) -> Forbids | None:
        outcome = self.counted.outcome
        return outcome.reason if isinstance(outcome, NotComparable) else None

    @property
    def reporting(self) -> int:
        """Grants of which a value is in the figure."""
        return self.counted.reporting

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
        return [(reason, self.counted.reasons[reason]) for reason in LeftOut if self.counted.reasons.get(reason)]


def lines(programme: Programme, chosen: Sequence[ChosenIndicator], *, today: datetime.date) -> list[Line]:
    """A line for each of these indicators of the programme, in their order.

    Each grant is asked for values by its own clock, which stands still while it is paused. Two queries where all was
    reckoned before and nothing moved since; three more where not.
    """
    counts = counted(programme, [each.indicator for each in chosen])
    grants, late = _grants_late(programme, [each.indicator for each in chosen], counts, today)
    return [Line(each, counts[each.indicator_id], grants, late[each.indicator_id]) for each in chosen]


Key = tuple[int, tuple[int, ...]]
Late = Mapping[int, Sequence[int]]  # of an indicator the grants that are late, both by their primary keys


def _grants_late(
    programme: Programme, indicators: Sequence[Indicator], counts: Mapping[int, Counted], today: datetime.date
) -> tuple[int, Late]:
    """How many grants there are, and who is late: reckoned anew each day and whenever somebody did something."""
    key = (programme.pk, tuple(each.pk for each in indicators))

    def reckon(_missing: Collection[Key]) -> dict[Key, tuple[int, Late]]:
        grants = _grants(programme, today)
        return {key: (len(grants), {each.pk: _late(each, grants, counts[each.pk]) for each in indicators})}

    return reckoned.while_same(f"{__name__}.late", {key: (*reckoned.moment(), today)}, reckon)[key]


Grants = Mapping[int, tuple[datetime.date, datetime.date, datetime.date]]  # first day, last day, its clock


def _grants(programme: Programme, today: datetime.date) -> Grants:
    """Each accepted grant by its primary key; its clock is today, less the days of its pauses. One query."""
    found: dict[int, tuple[datetime.date, datetime.date, datetime.date]] = {}
    days = ("starts_on", "ends_on", "ended_on", "pauses__from_day", "pauses__resumption__day")
    rows = Award.objects.accepted().filter(programme=programme).order_by("pk")
    for pk, starts, ends, ended, paused, resumed in rows.values_list("pk", *days):
        clock = found[pk][2] if pk in found else today
        found[pk] = (starts, min(ends, ended or ends), clock - still(paused, resumed, today))
    return found


def _late(indicator: Indicator, grants: Grants, counts: Counted) -> Sequence[int]:
    last = dict(zip(counts.grants, counts.last_days, strict=True))
    due = (
        (pk, due_from(indicator.frequency, starts, ends, today=clock)) for pk, (starts, ends, clock) in grants.items()
    )
    return array("q", (pk for pk, day in due if day and last.get(pk, 0) < day.toordinal()))


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
