"""The kappas: agreement of coders on categories, with what chance would give taken out in five ways.

All are (observed - expected) / (1 - expected), and differ in what they think chance would do. Weights say how much
of an agreement two different categories are; "identity" says none. Many coders and missing values are treated as in
Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition, chapters 2 to 5.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from saanjh.kit.coding.agreement import Agreement, Reason, Unit, Value, given, missing_reason, numbers, ordered, rows

Weights = Literal["identity", "linear", "quadratic", "ordinal"]
Categories = Collection[Value] | None  # those of the codebook, used or not; None stands for those that were used


def percent_agreement(
    units: Iterable[Unit], *, weights: Weights = "identity", categories: Categories = None
) -> Agreement:
    """The share (0 to 1) of pairs of coders who agree, a mean over units; chance is left in.

    Raises ValueError, as all kappas do: for a value outside the categories, and for words with weights.
    """
    judged = _judged(units, weights, categories)
    if (reason := missing_reason(judged.coders, len(judged.pairable))) is not None:
        return _answer(judged, None, reason)
    return Agreement(judged.observed(), *judged.sizes(), observed=judged.observed())


def brennan_prediger(
    units: Iterable[Unit], *, weights: Weights = "identity", categories: Categories = None
) -> Agreement:
    """Chance takes every category alike (Brennan and Prediger 1981); for two coders Bennett's S."""
    judged = _judged(units, weights, categories)
    return _answer(judged, judged.mean_weight())


def fleiss_kappa(units: Iterable[Unit], *, weights: Weights = "identity", categories: Categories = None) -> Agreement:
    """Chance takes categories as often as all coders together did (Fleiss 1971); for two coders Scott's pi."""
    judged = _judged(units, weights, categories)
    return _answer(judged, judged.weighed(judged.shares(), judged.shares()))


def gwet_ac(units: Iterable[Unit], *, weights: Weights = "identity", categories: Categories = None) -> Agreement:
    """Chance is only where a unit is hard to judge: AC1, and with weights AC2 (Gwet 2008, 2014).

    It stays steady where nearly all units are of one category. With the categories of a codebook it is defined, and
    1, when all values are alike: a unanimous answer out of several possible ones.
    """
    judged = _judged(units, weights, categories)
    q = len(judged.categories)
    hard = sum(share * (1 - share) for share in judged.shares())
    return _answer(judged, judged.mean_weight() * q / (q - 1) * hard if q > 1 else None)


def conger_kappa(units: Iterable[Unit], *, weights: Weights = "identity", categories: Categories = None) -> Agreement:
    """Chance takes categories as often as each coder did (Conger 1980); for two coders who miss nothing Cohen's kappa.

    The expected agreement is the mean over all pairs of coders.
    """
    judged = _judged(units, weights, categories)
    habits = [judged.habit(values) for values in zip(*judged.rows, strict=True)]
    coders = len(habits)
    if coders < 2:
        return _answer(judged, None, Reason.ONE_CODER)
    sums = [sum(shares) for shares in zip(*habits, strict=True)]
    # every pair is what all make with all, less what each makes with itself
    themselves = sum(judged.weighed(habit, habit) for habit in habits)
    return _answer(judged, (judged.weighed(sums, sums) - themselves) / (coders * (coders - 1)))


def cohen_kappa(units: Iterable[Unit], *, weights: Weights = "identity", categories: Categories = None) -> Agreement:
    """Two coders, and the units that both judged (Cohen 1960; with weights Cohen 1968). ValueError for three."""
    listed = list(units)
    if any(len(unit) != 2 for unit in listed):
        raise ValueError("Cohen's kappa is of two coders; of more take Conger's.")
    both = [unit for unit in listed if None not in unit]
    if not both and len(rows(listed)[0] if listed else []) == 2:
        return Agreement(None, 0, 0, 2, Reason.NOTHING_PAIRABLE)
    return conger_kappa(both, weights=weights, categories=categories)


def category_kappas(units: Iterable[Unit]) -> dict[Value, Agreement]:
    """How far coders agree on each category against all others: Fleiss' kappa of "this one or not" (Fleiss 1971)."""
    judged = rows(units)
    used = ordered(value for unit in judged for value in given(unit))
    return {
        category: fleiss_kappa([[None if v is None else int(v == category) for v in unit] for unit in judged])
        for category in used
    }


@dataclass(frozen=True)
class _Judged:
    """Units with the categories in their order and the weight of each two of them."""

    rows: list[Unit]
    categories: list[Value]
    weights: list[list[float]]
    pairable: list[Counter[Value]]

    @property
    def coders(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def sizes(self) -> tuple[int, int, int]:
        return len(self.pairable), sum(counts.total() for counts in self.pairable), self.coders

    def observed(self) -> float:
        """The weighted share of agreeing pairs of coders, of each unit and then of all (Gwet 2014, chapter 2)."""
        places = {category: place for place, category in enumerate(self.categories)}
        total = 0.0
        for counts in self.pairable:
            n = counts.total()
            agreeing = sum(
                mine * (sum(theirs * self.weights[places[a]][places[b]] for b, theirs in counts.items()) - 1)
                for a, mine in counts.items()
            )
            total += agreeing / (n * (n - 1))
        return total / len(self.pairable)

    def shares(self) -> list[float]:
        """How often each category was taken, each unit with one value or more counting as one."""
        found = [Counter(values) for unit in self.rows if (values := given(unit))]
        return [sum(c[category] / c.total() for c in found) / max(1, len(found)) for category in self.categories]

    def habit(self, values: Iterable[Value | None]) -> list[float]:
        """How often one coder took each category."""
        counts = Counter(value for value in values if value is not None)
        return [counts[category] / counts.total() for category in self.categories]

    def weighed(self, one: list[float], other: list[float]) -> float:
        rows_of_weights = zip(one, self.weights, strict=True)
        return sum(a * b * w for a, row in rows_of_weights for b, w in zip(other, row, strict=True))

    def mean_weight(self) -> float:
        return sum(map(sum, self.weights)) / max(1, len(self.categories)) ** 2


def _judged(units: Iterable[Unit], weights: Weights, categories: Categories) -> _Judged:
    judged = rows(units)
    used = ordered(value for unit in judged for value in given(unit))
    listed = ordered(categories) if categories is not None else used
    if not set(used) <= set(listed):
        raise ValueError("A value is not among the categories.")
    pairable = [Counter(values) for unit in judged if len(values := given(unit)) > 1]
    return _Judged(judged, listed, _weights(listed, weights), pairable)


def _answer(judged: _Judged, expected: float | None, reason: Reason | None = None) -> Agreement:
    reason = reason or missing_reason(judged.coders, len(judged.pairable))
    if reason is None and (len(judged.categories) < 2 or expected is None or 1 - expected < 1e-12):
        reason = Reason.ONE_CATEGORY
    if reason is not None or expected is None:
        return Agreement(None, *judged.sizes(), reason)
    observed = judged.observed()
    return Agreement((observed - expected) / (1 - expected), *judged.sizes(), None, observed, expected)


def _weights(categories: list[Value], kind: Weights) -> list[list[float]]:
    """How much of an agreement each two categories are, from 1 for the same to 0 for the ends of the scale."""
    if kind == "identity":
        return [[float(a == b) for b in categories] for a in categories]
    # ranks for "ordinal" (Gwet 2014, chapter 3: pairs of ranks between two), sizes for the others (Cohen 1968)
    stands = numbers(categories)
    if kind == "ordinal":
        stands = [float(rank) for rank in range(len(categories))]
    width = (stands[-1] - stands[0] if stands else 0.0) or 1.0
    most = width * (width + 1)
    apart = [[abs(a - b) for b in stands] for a in stands]
    if kind == "ordinal":
        return [[1 - gap * (gap + 1) / most for gap in row] for row in apart]
    return [[1 - (gap / width) ** (1 if kind == "linear" else 2) for gap in row] for row in apart]
