"""Courses to begin from, as data: an officer takes one and changes it for her programme."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "data" / "training"


@dataclass(frozen=True)
class SampleSession:
    """One session: its titles and how many minutes it takes."""

    title_en: str
    title_ur: str
    minutes: int


@dataclass(frozen=True)
class Sample:
    """A course to begin from: `kind` is that of a gathering."""

    code: str
    kind: str
    title_en: str
    title_ur: str
    outcome_en: str
    outcome_ur: str
    least_percent: int
    sessions: tuple[SampleSession, ...]


@lru_cache(maxsize=1)
def samples() -> dict[str, Sample]:
    """Every course to begin from, by its code, in the order of the file."""
    sessions: dict[str, list[SampleSession]] = {}
    for row in _rows("course_sessions.csv"):
        session = SampleSession(row["title_en"], row["title_ur"], int(row["minutes"]))
        sessions.setdefault(row["course"], []).append(session)
    names = ("code", "kind", "title_en", "title_ur", "outcome_en", "outcome_ur")
    return {
        row["code"]: Sample(
            **{name: row[name] for name in names},
            least_percent=int(row["least_percent"]),
            sessions=tuple(sessions[row["code"]]),
        )
        for row in _rows("courses.csv")
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
