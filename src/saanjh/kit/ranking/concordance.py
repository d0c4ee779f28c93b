"""How far two rankings agree: Kendall's tau-b, which gives ties their due."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Any


def kendall_tau_b(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Tau-b of two equally long lists of values of the same things: 1 the same order, -1 the reverse.

    Pairs in the same order less pairs in the reverse one, over the geometric mean of the pairs untied in each
    (Kendall 1945, Biometrika 33:239), counted in n log n by a merge sort (Knight 1966, JASA 61:436). None where one
    of the lists has no two different values. Raises ValueError for lists of unequal length.
    """
    if len(one) != len(other):
        raise ValueError("Two rankings of the same things are equally long.")
    pairs = sorted(zip(one, other, strict=True))
    every = len(pairs) * (len(pairs) - 1) // 2
    tied_one, tied_other, tied_both = _tied(one), _tied(other), _tied(pairs)
    # What is tied in `one` is sorted by `other` already: an exchange is a pair in the reverse order, tied in neither.
    reverse = _sort([value for _, value in pairs])[1]
    untied = every - tied_one - tied_other + tied_both
    scale = (every - tied_one) * (every - tied_other)
    return (untied - 2 * reverse) / sqrt(scale) if scale else None


def _tied(values: Iterable[Any]) -> int:
    """How many pairs of these are equal."""
    return sum(n * (n - 1) // 2 for n in Counter(values).values())


def _sort(values: list[float]) -> tuple[list[float], int]:
    """The values in order, and how many pairs were in the reverse one."""
    if len(values) < 2:
        return values, 0
    half = len(values) // 2
    (left, in_left), (right, in_right) = _sort(values[:half]), _sort(values[half:])
    merged, exchanges, i = [], in_left + in_right, 0
    for value in right:
        while i < len(left) and left[i] <= value:
            merged.append(left[i])
            i += 1
        exchanges += len(left) - i
        merged.append(value)
    return merged + left[i:], exchanges
