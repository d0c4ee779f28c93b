"""How sure a figure is: intervals of a share, of a difference of two shares, of a mean; and when a share is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, isfinite, pi, sin, sqrt
from statistics import NormalDist
from typing import NamedTuple

from saanjh.kit.disclosure import FEWEST, may_show_share


class Interval(NamedTuple):
    """From low to high, in the units of the figure that it belongs to."""

    low: float
    high: float


@dataclass(frozen=True)
class Percentage:
    """A share that may be shown: `value` and `interval` in percent (0 to 100), with what they were reckoned from."""

    part: int
    whole: int
    value: float
    interval: Interval


@dataclass(frozen=True)
class NotShown:
    """In place of a percentage. It says the rule and nothing of the numbers: they may be those of few people."""

    minimum: int


def wilson(part: int, whole: int, *, level: float = 0.95) -> Interval:
    """The interval of the share part/whole, between 0 and 1 (Wilson 1927, score interval without correction).

    It holds for few cases and for shares of 0 and 1, where the textbook's symmetric one fails.
    Raises ValueError unless 0 <= part <= whole and whole >= 1.
    """
    if whole < 1 or not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no share.")
    z = NormalDist().inv_cdf(_upper_tail(level))
    share = part / whole
    spread = z * z / whole
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / whole + spread / (4 * whole))
    low = 0.0 if part == 0 else max(0.0, middle - half)
    high = 1.0 if part == whole else min(1.0, middle + half)
    return Interval(low, high)


def newcombe(part: int, whole: int, other_part: int, other_whole: int, *, level: float = 0.95) -> Interval:
    """The interval of part/whole - other_part/other_whole for two separate groups, between -1 and 1.

    Newcombe 1998, Statistics in Medicine 17:873, method 10: the two Wilson intervals, squared and added. For
    other people before and after; the same people asked twice need a paired method. ValueError as wilson.
    """
    one, other = wilson(part, whole, level=level), wilson(other_part, other_whole, level=level)
    share, other_share = part / whole, other_part / other_whole
    difference = share - other_share
    return Interval(
        difference - sqrt((share - one.low) ** 2 + (other.high - other_share) ** 2),
        difference + sqrt((one.high - share) ** 2 + (other_share - other.low) ** 2),
    )


def t_interval(mean: float, deviation: float, n: int, *, level: float = 0.95) -> Interval:
    """The interval of a mean of n values with their sample standard deviation (divided by n - 1), by Student's t.

    Raises ValueError for fewer than two values, or a deviation that is negative or not finite.
    """
    if n < 2 or not isfinite(mean) or not isfinite(deviation) or deviation < 0:
        raise ValueError("An interval of a mean needs two values or more, and their standard deviation.")
    half = t_quantile(_upper_tail(level), n - 1) * deviation / sqrt(n)
    return Interval(mean - half, mean + half)


def t_quantile(probability: float, freedom: int) -> float:
    """The value that Student's t with so many degrees of freedom stays below with this probability (0.5 to 1).

    Found by halving on the exact finite sums of Abramowitz and Stegun 26.7.3 and 26.7.4, to 12 figures.
    """
    if not 0.5 <= probability < 1 or freedom < 1:
        raise ValueError("Student's t is asked for 0.5 <= probability < 1 and at least one degree of freedom.")
    within = 2 * probability - 1
    # t = tan(angle) * sqrt(freedom), so that even one degree of freedom has a bounded search
    angle = _halving(lambda angle: _t_within(angle, freedom) < within, 0.0, pi / 2)
    return sin(angle) / cos(angle) * sqrt(freedom)


def percentage(part: int, whole: int, *, minimum: int = FEWEST, of_people: bool = True) -> Percentage | NotShown:
    """The share in percent with its 95 % interval, or NotShown for fewer than `minimum` cases.

    Of people, it is also not shown where the part or the rest are so few that the percentage would tell their number.
    """
    if not may_show_share(part, whole, of_people=of_people, fewest=minimum):
        return NotShown(minimum)
    low, high = wilson(part, whole)
    return Percentage(part, whole, 100 * part / whole, Interval(100 * low, 100 * high))


def _upper_tail(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError("A level of confidence lies between 0 and 1.")
    return (1 + level) / 2


def _t_within(angle: float, freedom: int) -> float:
    """The probability that |t| stays below tan(angle) * sqrt(freedom)."""
    odd = freedom % 2
    square, term, total = cos(angle) ** 2, cos(angle) if odd else 1.0, 0.0
    for k in range(1 + odd, freedom, 2):
        total += term
        term *= square * k / (k + 1)
        if term < 1e-18:
            break
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total


def _halving(is_below: Callable[[float], bool], low: float, high: float) -> float:
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return (low + high) / 2
