"""The average of averages from grants that differ among themselves, with its range.

DerSimonian and Laird 1986, Controlled Clinical Trials 7:177. The standard error of each value is read from its 95 %
range, its width over 2 x 1.96. Published example in the tests.
"""

from collections.abc import Sequence
from decimal import Decimal
from math import fsum, sqrt
from statistics import NormalDist

Ranged = tuple[Decimal, Decimal, Decimal]  # value, lower and upper end of its 95 % range
Z = NormalDist().inv_cdf(0.975)
CENT = Decimal("0.01")


def pooled(values: Sequence[Ranged]) -> Ranged:
    """The random-effects average and its 95 % range. ValueError unless every range is wider than nothing."""
    if not values or any(low >= high for _value, low, high in values):
        raise ValueError("Every value that is pooled needs a range.")
    effects = [float(value) for value, _low, _high in values]
    variances = [(float(high - low) / (2 * Z)) ** 2 for _value, low, high in values]
    average, variance = random_effects(effects, variances)
    half = Z * sqrt(variance)
    return _cents(average), _cents(average - half), _cents(average + half)


def random_effects(effects: Sequence[float], variances: Sequence[float]) -> tuple[float, float]:
    """The average and its variance, in the units of the effects and their square. The order of them does not matter."""
    average, _total = _weighted(effects, variances)
    between = between_grants(effects, variances, average)
    average, total = _weighted(effects, [variance + between for variance in variances])
    return average, 1 / total


def between_grants(effects: Sequence[float], variances: Sequence[float], average: float) -> float:
    """How much the true effects vary (tau squared), by the method of moments; 0 where chance explains it all."""
    weights = [1 / variance for variance in variances]
    total, squares = fsum(weights), fsum(weight**2 for weight in weights)
    spread = fsum(weight * (effect - average) ** 2 for effect, weight in zip(effects, weights, strict=True))
    room = total - squares / total
    return max(0.0, (spread - (len(effects) - 1)) / room) if len(effects) > 1 and room > 0 else 0.0


def _weighted(effects: Sequence[float], variances: Sequence[float]) -> tuple[float, float]:
    weights = [1 / variance for variance in variances]
    total = fsum(weights)
    return fsum(effect * weight for effect, weight in zip(effects, weights, strict=True)) / total, total


def _cents(number: float) -> Decimal:
    return Decimal(number).quantize(CENT)
