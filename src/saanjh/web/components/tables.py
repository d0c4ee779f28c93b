"""The rows of the project's own data files that drawing needs: districts, tile labels, levels of evidence."""

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"


@cache
def rows(file: str) -> tuple[dict[str, str], ...]:
    """All rows of a short file below src/saanjh/data, such as "codelists/evidence_levels.csv", read once a process."""
    return read(file)


def read(file: str) -> tuple[dict[str, str], ...]:
    """The same of a file that is not kept: it is long, or seldom needed."""
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))
