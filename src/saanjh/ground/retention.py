"""How long things are kept: a clock for each kind of record, and what becomes of it when the clock has run out.

Every room says it of its own records in its module `retention`: `clock` for what goes one day, `kept` for what stays,
with the reason. How many days each clock runs, and why so many, stands in data/retention/clocks.csv; an installation
sets its own with SAANJH_KEEP_DAYS. docs/look-up/retention.md is written from here.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from saanjh.ground import search

FILE = Path(__file__).resolve().parents[1] / "data" / "retention" / "clocks.csv"

Due = Callable[[datetime], QuerySet[Any]]  # the rows whose clock began before this moment
Take = Callable[[Sequence[Any]], None]  # what becomes of such rows


class End(StrEnum):
    """What becomes of a record when its clock has run out."""

    DELETED = "deleted"
    COUNTED = "deleted, a count stays"
    BLANKED = "words taken out, the row stays"
    ERASED = "the person is erased"


@dataclass(frozen=True)
class Clock:
    """One kind of record, what starts its clock, and what happens at the end."""

    code: str
    model: Any
    what: str
    starts: str
    end: End
    due: Due
    take: Take

    @property
    def days(self) -> int:
        """How many days it runs here."""
        return int(settings.KEEP_DAYS.get(self.code, terms()[self.code].days))

    def rows(self, now: datetime) -> QuerySet[Any]:
        """The rows whose time is over at this moment, the oldest first."""
        return self.due(now - timedelta(days=self.days)).order_by("pk")


@dataclass(frozen=True)
class Term:
    """How many days a clock runs where nobody says otherwise, and on what that rests."""

    days: int
    source: str


CLOCKS: dict[str, Clock] = {}
KEPT: dict[str, str] = {}  # label of a model -> why its rows have no clock


@cache
def terms() -> dict[str, Term]:
    """The terms of the file, by the clock's code."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return {row["clock"]: Term(int(row["days"]), row["source"]) for row in csv.DictReader(rows)}


def clock(code: str, model: Any, *, what: str, starts: str, end: End = End.DELETED) -> Callable[[Due], "Ends"]:
    """Make a clock known, above the function that finds the rows whose clock began before a moment.

    The rows are deleted, unless the room says otherwise with `@that_function.ends` above what takes them.
    """
    if code in CLOCKS:
        raise ValueError(f"The clock {code} is defined twice.")

    def register(due: Due) -> "Ends":
        CLOCKS[code] = Clock(code, model, what, starts, end, due, delete)
        return Ends(code)

    return register


@dataclass(frozen=True)
class Ends:
    """A clock that waits to be told what becomes of its rows."""

    code: str

    def ends(self, take: Take) -> Take:
        """Make `take` what becomes of the rows: called in the transaction of the purge, with the rows themselves."""
        CLOCKS[self.code] = replace(CLOCKS[self.code], take=take)
        return take


def kept(model: Any, why: str) -> None:
    """Say that the rows of a model have no clock, and why they stay."""
    KEPT[model._meta.label] = why


def delete(rows: Sequence[Any]) -> None:
    """Delete the rows, with what belongs to them, and what search knows of them."""
    if not rows:
        return
    model = type(rows[0])
    model._base_manager.filter(pk__in=[row.pk for row in rows]).delete()
    if hasattr(model, "found_by"):
        search.follow(*rows)


def in_order() -> list[Clock]:
    """All clocks, as they run: by their codes."""
    return [CLOCKS[code] for code in sorted(CLOCKS)]


def with_clock() -> set[str]:
    """The labels of the models of which some rows go one day."""
    return {each.model._meta.label for each in CLOCKS.values()}
