"""Days, months, quarters and deadlines, at the ends where counting usually goes wrong."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saanjh.kit import periods
from saanjh.kit.periods import Period

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
SPANS = st.tuples(DAYS, st.integers(0, 2000)).map(lambda s: Period(s[0], s[0] + timedelta(days=s[1])))
# The holidays of Pakistan in August and September 2026 used here: Independence Day (a Friday), and one made up.
HOLIDAYS = {date(2026, 8, 14), date(2026, 8, 25)}


def test_a_period_counts_both_of_its_ends() -> None:
    assert Period(date(2026, 7, 1), date(2026, 7, 1)).days == 1
    assert Period(date(2028, 2, 1), date(2028, 3, 1)).days == 30
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    assert (year.days, date(2026, 12, 31) in year, date(2027, 1, 1) in year) == (365, True, False)


def test_a_period_that_ends_before_it_starts_or_holds_times_is_an_error() -> None:
    with pytest.raises(ValueError):
        Period(date(2026, 7, 2), date(2026, 7, 1))
    with pytest.raises(TypeError):
        Period(datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 7, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2026-01-01", "2026-08-31", 8),
        ("2026-01-01", "2026-08-30", 7),
        ("2026-11-15", "2027-07-14", 8),
        ("2026-07-01", "2026-07-31", 1),
        ("2026-07-01", "2026-07-30", 0),
        ("2026-02-01", "2026-02-28", 1),
    ],
)
def test_a_period_has_so_many_whole_months(start: str, end: str, months: int) -> None:
    assert Period(date.fromisoformat(start), date.fromisoformat(end)).months == months


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-03-31", -1, "2026-02-28"),
    ],
)
def test_months_are_added_and_end_with_a_short_month(day: str, months: int, result: str) -> None:
    assert periods.add_months(date.fromisoformat(day), months) == date.fromisoformat(result)


@given(DAYS, DAYS)
def test_the_months_between_are_the_most_that_fit(one: date, other: date) -> None:
    start, end = sorted((one, other))
    months = periods.months_between(start, end)
    assert periods.add_months(start, months) <= end < periods.add_months(start, months + 1)
    assert periods.months_between(end, start) == -months


@given(SPANS)
def test_quarters_cover_every_day_of_a_period_once(period: Period) -> None:
    parts = periods.quarters(period)
    assert (parts[0].start, parts[-1].end) == (period.start, period.end)
    assert sum(part.days for part in parts) == period.days
    assert all(periods.quarter(part.start) == periods.quarter(part.end) for part in parts)
    assert len({periods.quarter(part.start) for part in parts}) == len(parts)


def test_a_grant_of_eight_months_is_reported_in_four_parts() -> None:
    assert periods.quarters(Period(date(2026, 11, 15), date(2027, 7, 14))) == [
        Period(date(2026, 11, 15), date(2026, 12, 31)),
        Period(date(2027, 1, 1), date(2027, 3, 31)),
        Period(date(2027, 4, 1), date(2027, 6, 30)),
        Period(date(2027, 7, 1), date(2027, 7, 14)),
    ]


@given(SPANS, SPANS)
def test_what_two_periods_share_is_in_both_and_the_same_either_way(one: Period, other: Period) -> None:
    shared = one.overlap(other)
    days = {one.start + timedelta(n) for n in range(one.days)} & {other.start + timedelta(n) for n in range(other.days)}
    assert shared == other.overlap(one)
    assert (shared.days if shared else 0) == len(days)


def test_periods_that_touch_on_one_day_share_it() -> None:
    one, other = Period(date(2026, 1, 1), date(2026, 1, 31)), Period(date(2026, 1, 31), date(2026, 2, 5))
    assert one.overlap(other) == Period(date(2026, 1, 31), date(2026, 1, 31))


@pytest.mark.parametrize(
    ("zone", "day", "utc"),
    [
        ("Asia/Karachi", "2026-11-30", "2026-11-30T18:59:59.999999"),
        ("UTC", "2026-11-30", "2026-11-30T23:59:59.999999"),
        ("Europe/Brussels", "2026-07-01", "2026-07-01T21:59:59.999999"),
        ("America/Havana", "2026-10-31", "2026-11-01T03:59:59.999999"),  # summer time until after this midnight
        ("Asia/Beirut", "2026-10-24", "2026-10-24T21:59:59.999999"),  # clocks go back at midnight: the later hour
    ],
)
def test_a_deadline_is_the_end_of_the_local_day(zone: str, day: str, utc: str) -> None:
    instant = periods.deadline(date.fromisoformat(day), zone)
    assert instant.astimezone(UTC) == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert instant.date() == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2026-08-10", "2026-08-14", 4),  # Monday to Friday, Independence Day
        ("2026-08-15", "2026-08-16", 0),  # Saturday and Sunday
        ("2026-08-01", "2026-08-31", 19),
    ],
)
def test_weekends_and_holidays_are_not_worked(start: str, end: str, count: int) -> None:
    assert periods.working_days(Period(date.fromisoformat(start), date.fromisoformat(end)), HOLIDAYS) == count


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        ("2026-08-13", 0, "2026-08-13"),
        ("2026-08-13", 1, "2026-08-17"),  # over Independence Day and a weekend
        ("2026-08-15", 1, "2026-08-17"),  # received on a Saturday
        ("2026-09-04", 15, "2026-09-25"),  # three weeks without a holiday
        ("2026-08-07", 15, "2026-09-01"),  # with two
    ],
)
def test_an_answer_is_due_after_so_many_working_days(day: str, count: int, due: str) -> None:
    assert periods.working_days_after(date.fromisoformat(day), count, HOLIDAYS) == date.fromisoformat(due)


@given(DAYS, st.integers(1, 60), st.sets(st.integers(0, 6), max_size=6), st.sets(DAYS, max_size=5))
def test_between_a_day_and_its_deadline_lie_exactly_the_days_asked_for(
    day: date, count: int, weekend: set[int], holidays: set[date]
) -> None:
    due = periods.working_days_after(day, count, holidays, weekend)
    assert periods.working_days(Period(day + timedelta(1), due), holidays, weekend) == count
    assert periods.working_days(Period(due, due), holidays, weekend) == 1


@pytest.mark.parametrize(("count", "weekend"), [(-1, {5, 6}), (1, set(range(7)))])
def test_what_can_never_come_is_an_error(count: int, weekend: set[int]) -> None:
    with pytest.raises(ValueError):
        periods.working_days_after(date(2026, 8, 1), count, (), weekend)
