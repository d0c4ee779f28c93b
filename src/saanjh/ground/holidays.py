"""The public holidays on which nobody is expected to work: data, with their sources, for counting working days."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "data" / "calendar" / "holidays.csv"


@cache
def holidays() -> frozenset[date]:
    """The days of data/calendar/holidays.csv, stated and expected ones. After its last year only weekends are known."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return frozenset(date.fromisoformat(row["day"]) for row in csv.DictReader(rows))
