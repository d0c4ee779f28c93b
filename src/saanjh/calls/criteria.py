"""The default criteria, read from the codelist that the project carries; a call keeps its own copy."""

import csv
from collections.abc import Iterator
from pathlib import Path

from saanjh.calls.models import Call, Criterion

FILE = Path(__file__).resolve().parent.parent / "data" / "codelists" / "criteria.csv"


def copied_for(call: Call) -> list[Criterion]:
    """The default criteria as rows of this call, in their order, not saved yet."""
    return [
        Criterion(
            call=call,
            position=position,
            code=row["code"],
            label_en=row["label_en"],
            label_ur=row["label_ur"],
            asks_en=row["asks_en"],
            asks_ur=row["asks_ur"],
            weight=int(row["weight"]),
            score_min=int(row["score_min"]),
            score_max=int(row["score_max"]),
            min_percent=int(row["min_percent"]) if row["min_percent"] else None,
        )
        for position, row in enumerate(_rows(), 1)
    ]


def _rows() -> Iterator[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows)
