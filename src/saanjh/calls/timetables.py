"""When what is to be done with a call's applications, by the usual times, where the officer names no other day."""

import csv
import datetime
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "selection" / "norm_times.csv"


@cache
def norm_times() -> dict[str, int]:
    """Days that a step usually takes, by its code (data/selection/norm_times.csv, which says from where)."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return {row["step"]: int(row["days"]) for row in csv.DictReader(rows)}


def proposed(closes_on: datetime.date, answers_on: datetime.date) -> dict[str, datetime.date]:
    """screened_by and reviewed_by, at their usual shares of the days up to the decisions; contracts_by after them."""
    norms = norm_times()
    whole = norms["screening"] + norms["review"] + norms["decision"]
    span = max((answers_on - closes_on).days, 0)
    screening = span * norms["screening"] // whole
    review = span * (norms["screening"] + norms["review"]) // whole
    return {
        "screened_by": closes_on + datetime.timedelta(days=screening),
        "reviewed_by": closes_on + datetime.timedelta(days=review),
        "contracts_by": answers_on + datetime.timedelta(days=norms["contract"]),
    }
