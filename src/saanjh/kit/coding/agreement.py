"""What every measure of agreement takes and answers: units judged by coders, a figure or the reason for none.

A unit is a row with one place for each coder; None stands where a coder gave no value.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

Value = int | float | str
Unit = Sequence[Value | None]


class Reason(StrEnum):
    """Why there is no figure."""

    ONE_CODER = "one_coder"  # fewer than two coders gave any value
    NOTHING_PAIRABLE = "nothing_pairable"  # no unit has the values of two coders
    ONE_CATEGORY = "one_category"  # no two values differ: to agree by chance is certain, so nothing is shown
    ONE_UNIT = "one_unit"  # an interval would be drawn from a single unit again and again


class Standing(StrEnum):
    """What conclusions an alpha bears (Krippendorff 2004, Content Analysis, 2nd edition, page 241)."""

    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    UNRELIABLE = "unreliable"


@dataclass(frozen=True)
class Agreement:
    """A measure of agreement with what it was reckoned from.

    `value` is 1 for perfect agreement and, where chance is taken out, 0 for what chance gives and below 0 for less;
    None with a `reason` where it is not defined. `observed` and `expected` by chance are agreement for the kappas,
    disagreement for the alphas. `units`: those with two values or more; `values`: all values in them;
    `coders`: those who gave any value. Of stretches of text, units are stretches and values are positions.
    """

    value: float | None
    units: int
    values: int
    coders: int
    reason: Reason | None = None
    observed: float | None = None
    expected: float | None = None


def standing(agreement: Agreement) -> Standing | None:
    """How far one may rely on this alpha: from 0.8 on, tentatively from 0.667 on, or not; None without a figure."""
    if agreement.value is None:
        return None
    if agreement.value >= 0.8:
        return Standing.RELIABLE
    return Standing.TENTATIVE if agreement.value >= 0.667 else Standing.UNRELIABLE


def rows(units: Iterable[Unit]) -> list[Unit]:
    """The units without the places of coders who gave no value at all.

    Raises ValueError where units have not the same number of places, or a value is not a finite number.
    """
    listed = list(units)
    if len({len(unit) for unit in listed}) > 1:
        raise ValueError("Every unit has one place for each coder.")
    if not all(isfinite(value) for unit in listed for value in unit if isinstance(value, int | float)):
        raise ValueError("A value is a finite number or a word; a missing one is None.")
    judging = [place for place in range(len(listed[0]) if listed else 0) if any(u[place] is not None for u in listed)]
    return [[unit[place] for place in judging] for unit in listed]


def given(unit: Unit) -> list[Value]:
    """The values of a unit, without those missing."""
    return [value for value in unit if value is not None]


def ordered(values: Iterable[Value]) -> list[Value]:
    """Each value once, numbers by size before words by letter."""
    once = set(values)
    words = sorted(value for value in once if isinstance(value, str))
    return [*sorted(value for value in once if not isinstance(value, str)), *words]


def numbers(values: Iterable[Value]) -> list[float]:
    """The values as numbers. Raises ValueError where one is a word: words have no order that could be reckoned with."""
    listed = list(values)
    if any(isinstance(value, str) for value in listed):
        raise ValueError("Only the nominal scale takes words; give the others numbers.")
    return [float(value) for value in listed]


def units_of(table: Sequence[Sequence[int]], categories: Sequence[Value]) -> list[Unit]:
    """The units behind a table of two coders: rows are the categories of one, columns those of the other."""
    counts = {
        (one, other): count
        for one, row in zip(categories, table, strict=True)
        for other, count in zip(categories, row, strict=True)
    }
    return [pair for pair, count in counts.items() for _ in range(count)]


def missing_reason(coders: int, pairable: int) -> Reason | None:
    """Why so many coders and units with two values bear no figure, if they do not."""
    if coders < 2:
        return Reason.ONE_CODER
    return None if pairable else Reason.NOTHING_PAIRABLE
