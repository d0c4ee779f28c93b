"""The small lists of codes of this room: what permits are for, who issues them, kinds of risk (data/codelists)."""

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "data" / "codelists"


@cache
def labels(name: str) -> dict[str, tuple[str, str]]:
    """The codes of a list in order: code -> label in English and in Urdu (data/codelists/NAME.csv)."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
        return {row["code"]: (row["label_en"], row["label_ur"]) for row in csv.DictReader(rows)}


PERMITS, AUTHORITIES, RISKS = "permits", "authorities", "risks"
