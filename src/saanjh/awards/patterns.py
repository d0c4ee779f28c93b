"""What an agreement is begun from: milestones, tranches by level of risk, what changes by notice."""

import csv
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from saanjh.calls import capacity
from saanjh.kit.sharing import shared

FOLDER = Path(__file__).resolve().parent.parent / "data" / "agreements"


@dataclass(frozen=True)
class Step:
    """A milestone of the list: the month of a grant of the usual length at which it is due, 0 being its first day."""

    code: str
    month: int
    label_en: str
    label_ur: str


@dataclass(frozen=True)
class Part:
    """A tranche: percent of the grant, minor units, and the milestone at which it is due."""

    percent: int
    minor: int
    milestone: str


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def steps() -> tuple[Step, ...]:
    """The milestones in order (data/agreements/milestones.csv)."""
    rows = _rows("milestones.csv")
    return tuple(Step(row["code"], int(row["month"]), row["label_en"], row["label_ur"]) for row in rows)


def days_of(first: datetime.date, last: datetime.date) -> dict[str, datetime.date]:
    """The day of each milestone, by its code, spread over a grant of any length as over one of the usual length."""
    whole, months = (last - first).days, max(step.month for step in steps())
    return {step.code: first + datetime.timedelta(days=whole * step.month // months) for step in steps()}


def stretched(
    days: Mapping[str, datetime.date], *, today: datetime.date, was: datetime.date, last: datetime.date
) -> dict[str, datetime.date]:
    """The days of milestones when the last day of a grant moves: those still ahead move in proportion, others stay."""
    left, now = (was - today).days, (last - today).days
    return {
        code: today + datetime.timedelta(days=(day - today).days * now // left) if today < day and left > 0 else day
        for code, day in days.items()
    }


def tranches(amount_minor: int, level: str) -> list[Part]:
    """The tranches of a grant at this level of risk; none where it is paid back against receipts.

    They add up to the grant (kit.sharing: largest remainder).
    """
    pattern = next(each.tranches for each in capacity.levels() if each.code == level)
    percents = [int(each) for each in pattern.split("/") if each]
    if not percents:
        return []
    due = [row["milestone"] for row in _rows("tranche_steps.csv") if int(row["parts"]) == len(percents)]
    return [Part(*each) for each in zip(percents, shared(amount_minor, percents), due, strict=True)]


@cache
def by_notice() -> dict[str, int]:
    """How far the organisation changes the agreement alone: `budget` in percent of a heading, `extension` in months."""
    return {row["change"]: int(row["most"]) for row in _rows("changes_by_notice.csv")}


@cache
def money_rules() -> dict[str, int]:
    """The bounds that hold for the money of a grant (data/agreements/money_rules.csv), each in its unit there.

    `petty_cash` is the most that one payment takes from petty cash, in whole rupees; `variance` and `tranche_spent` are
    percents.
    """
    return {row["rule"]: int(row["value"]) for row in _rows("money_rules.csv")}
