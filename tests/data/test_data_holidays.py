"""The public holidays: each day once, in order, of the same eleven kinds every year, its standing and source said."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from saanjh.ground.holidays import holidays

Table = Callable[[str], list[dict[str, str]]]
FILE = "calendar/holidays.csv"
FIXED = {"02-05", "03-23", "05-01", "05-28", "08-14", "11-09", "12-25"}
BY_THE_MOON = {"Eid-ul-Fitr", "Eid-ul-Azha", "Ashura", "Eid Milad-un-Nabi"}


def test_each_day_stands_there_once_in_order_and_is_read(rows: Table) -> None:
    days = [row["day"] for row in rows(FILE)]
    assert days == sorted(set(days))
    assert holidays() == {date.fromisoformat(day) for day in days}


def test_every_year_has_its_fixed_days_and_those_that_follow_the_moon(rows: Table) -> None:
    years = Counter(row["day"][:4] for row in rows(FILE))
    assert len(years) >= 2
    for year in years:
        there = [row for row in rows(FILE) if row["day"].startswith(year)]
        assert {row["day"][5:] for row in there} >= FIXED, year
        assert {row["name_en"] for row in there} >= BY_THE_MOON, year


def test_every_row_is_named_in_both_languages_and_says_how_firm_it_is_and_whence(rows: Table) -> None:
    for row in rows(FILE):
        assert all(row[column] for column in ("name_en", "name_ur", "source")), row
        assert row["standing"] in {"stated", "expected"}, row
        if row["day"][5:] in FIXED:
            assert row["standing"] == "stated", row
