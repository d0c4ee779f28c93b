"""The criteria of a call: its own, or the default ones of the codelist that it will be given when it is published."""

import csv
from collections.abc import Iterator
from pathlib import Path

from saanjh.calls.models import Call, Criterion

FILE = Path(__file__).resolve().parent.parent / "data" / "codelists" / "criteria.csv"


def criteria_of(call: Call) -> list[Criterion]:
    """By what the call's applications are read, in order; those of a draft that nobody weighed are not saved yet."""
    return list(call.criteria.all()) or copied_for(call)


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
            breaks_tie=int(row["breaks_tie"]) if row["breaks_tie"] else None,
        )
        for position, row in enumerate(_rows(), 1)
    ]


def labels() -> dict[str, tuple[str, str]]:
    """What the default criteria are called, by their codes: in English and in Urdu."""
    return {row["code"]: (row["label_en"], row["label_ur"]) for row in _rows()}


def _rows() -> Iterator[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows)
