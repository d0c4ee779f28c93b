"""Days as grants count them: periods that include both ends, months, quarters, deadlines, working days.

Nothing here asks what day it is. The caller brings the day, the zone and the holidays.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY_AND_SUNDAY = frozenset({5, 6})  # as date.weekday() counts, Monday being 0
_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Period:
    """From the start of one day to the end of another, both included; never empty."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if isinstance(self.start, datetime) or isinstance(self.end, datetime):
            raise TypeError("A period runs over days, not over times of day.")
        if self.end < self.start:
            raise ValueError("A period does not end before it starts.")

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def days(self) -> int:
        """How many days, both ends counted: a period of one day has 1."""
        return (self.end - self.start).days + 1

    @property
    def months(self) -> int:
        """How many whole months: 1 January to 31 August has 8, to 30 August has 7."""
        return months_between(self.start, self.end + _DAY)

    def overlap(self, other: "Period") -> "Period | None":
        """The days in both, or None when there are none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start <= end else None


def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier); where that month is shorter, its last day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def months_between(start: date, end: date) -> int:
    """How many whole months lie from one day to another: the most that add_months can add without passing `end`.

    Negative, by the same count, when `end` comes first.
    """
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (add_months(start, months) > end)


def quarter(day: date) -> Period:
    """The quarter of the calendar year in which the day lies. Pakistan's fiscal year, from July, has the same ones."""
    start = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return Period(start, add_months(start, 3) - _DAY)


def quarters(period: Period) -> list[Period]:
    """The period cut at the ends of quarters, in order; the first and the last part may be short."""
    parts, start = [], period.start
    while start <= period.end:
        end = min(quarter(start).end, period.end)
        parts.append(Period(start, end))
        start = end + _DAY
    return parts


def deadline(day: date, zone: str) -> datetime:
    """The last instant of the day in the zone ("Asia/Karachi"), aware. What comes at or before it is in time.

    Where clocks go back over midnight the day has two last hours: the later one counts, for the sake of whoever waits.
    """
    return datetime.combine(day, time.max, ZoneInfo(zone)).replace(fold=1)


def working_days(
    period: Period, holidays: Collection[date] = (), weekend: Collection[int] = SATURDAY_AND_SUNDAY
) -> int:
    """How many days of the period are neither in the weekend nor holidays."""
    days = (period.start + timedelta(days=n) for n in range(period.days))
    return sum(_is_worked(day, holidays, weekend) for day in days)


def working_days_after(
    day: date, count: int, holidays: Collection[date] = (), weekend: Collection[int] = SATURDAY_AND_SUNDAY
) -> date:
    """The working day that is the count-th after `day`, which itself is not counted. 0 gives `day`.

    An answer due within 15 working days of a message of Friday is due on the third Friday after it, later by each
    holiday between. ValueError for a negative count or a week without working days.
    """
    if count < 0 or set(range(7)) <= set(weekend):
        raise ValueError("Working days are counted forward, in weeks that have some.")
    for _ in range(count):
        day = next(later for later in _days_after(day) if _is_worked(later, holidays, weekend))
    return day


def _is_worked(day: date, holidays: Collection[date], weekend: Collection[int]) -> bool:
    return day.weekday() not in weekend and day not in holidays


def _days_after(day: date) -> Iterator[date]:
    while True:
        day += _DAY
        yield day
