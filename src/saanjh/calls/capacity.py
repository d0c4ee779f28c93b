"""What the scores of a capacity assessment come to, and what follows: plain arithmetic over data files."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

Scored = TypeVar("Scored")
FOLDER = Path(__file__).resolve().parent.parent / "data" / "codelists"
MOST = 3  # the best score of a question: 0 not there, 1 begun, 2 there with gaps, 3 there and used
KEY_COUNTS = 2  # how often a key question counts
WEAK = 1  # a score of so much or less goes into the plan


@dataclass(frozen=True)
class Question:
    """One question: `area` is the code of its area, a key question counts double."""

    code: str
    area: str
    area_en: str
    area_ur: str
    label_en: str
    label_ur: str
    is_key: bool


@dataclass(frozen=True)
class Level:
    """From which percentage on a level holds, and its tranches in percent of the grant (none: against receipts)."""

    code: str
    least_percent: int
    tranches: str


@lru_cache(maxsize=1)
def questions() -> tuple[Question, ...]:
    """The questions of the codelist, in order, area by area."""
    names = ("code", "area", "area_en", "area_ur", "label_en", "label_ur")
    return tuple(
        Question(**{name: row[name] for name in names}, is_key=row["is_key"] == "yes") for row in _rows("capacity.csv")
    )


@lru_cache(maxsize=1)
def levels() -> tuple[Level, ...]:
    """The levels, the best first; the last one holds from 0 on."""
    rows = _rows("capacity_levels.csv")
    found = [Level(row["code"], int(row["least_percent"]), row["tranches"]) for row in rows]
    return tuple(sorted(found, key=lambda level: -level.least_percent))


def percent(scores: Iterable[tuple[int, bool]]) -> int:
    """(score, is it a key question) of all questions as a share of the best possible, 0 to 100.

    Rounded down: nothing is lifted over a threshold by rounding. ValueError without a question.
    """
    counted = [(score, KEY_COUNTS if is_key else 1) for score, is_key in scores]
    if not counted:
        raise ValueError("There is nothing to assess.")
    most = MOST * sum(weight for _score, weight in counted)
    return 100 * sum(score * weight for score, weight in counted) // most


def level_of(reached: int, among: Sequence[Level]) -> Level:
    """The level that a percentage reaches; `among` has the best first."""
    return next(level for level in among if reached >= level.least_percent)


def plan(scores: Iterable[tuple[Scored, int, bool]]) -> list[Scored]:
    """Which weak points to work at first: of (question, score, is it key) those scored 0 or 1.

    Key ones first, then the weaker ones, else in the order given.
    """
    weak = [each for each in scores if each[1] <= WEAK]
    return [each[0] for each in sorted(weak, key=lambda each: (not each[2], each[1]))]


def unscored(given: Mapping[str, int | None]) -> list[str]:
    """The codes of the questions that have no score yet, in order."""
    return [each.code for each in questions() if given.get(each.code) is None]


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))
