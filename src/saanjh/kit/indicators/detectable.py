"""The smallest change that a survey of a size can tell from chance: what to know before a target is promised.

With 80 % power at the 5 % level, two-sided. The size of a cluster and the correlation within it make it worse by Kish's
design effect, 1 + (m - 1) rho; one of 1 is a simple random sample.
"""

from math import sqrt
from statistics import NormalDist

ALPHA, POWER = 0.05, 0.8


def needed_for_shares(one: float, other: float, *, alpha: float = ALPHA, power: float = POWER) -> float:
    """How many people in each round tell two shares (0 to 1) apart: Fleiss 1981, Statistical Methods for Rates and
    Proportions, 3.14, without the correction for continuity. ValueError for the same share twice, or none."""
    if one == other or not (0 <= one <= 1 and 0 <= other <= 1):
        raise ValueError("Two different shares between 0 and 1 are needed.")
    middle, (chance, found) = (one + other) / 2, _quantiles(alpha, power)
    apart = chance * sqrt(2 * middle * (1 - middle)) + found * sqrt(one * (1 - one) + other * (1 - other))
    return (apart / (one - other)) ** 2


def shows_shares(one: float, other: float, n: int, *, effect: float = 1) -> bool:
    """Whether n people in each round can tell these two shares (0 to 1) apart; two that are the same never are."""
    return one != other and needed_for_shares(one, other) <= n / effect


def share_from(share: float, n: int, *, rises: bool = True, effect: float = 1) -> float | None:
    """The nearest share above (below) this one that n people in each round can tell from it; None where none is."""
    end = 1.0 if rises else 0.0
    if share == end or not shows_shares(share, end, n, effect=effect):
        return None
    near, far = share, end
    for _ in range(50):
        middle = (near + far) / 2
        near, far = (near, middle) if shows_shares(share, middle, n, effect=effect) else (middle, far)
    return far


def change_of_mean(deviation: float, n: int, *, effect: float = 1) -> float:
    """The smallest difference of two averages, in the units of the standard deviation: n people in each of two rounds.

    (1.96 + 0.84) x sd x sqrt(2 x effect / n): Cohen 1988, Statistical Power Analysis, in the normal approximation.
    """
    if n < 1 or deviation <= 0:
        raise ValueError("People and a standard deviation are needed.")
    return sum(_quantiles(ALPHA, POWER)) * deviation * sqrt(2 * effect / n)


def _quantiles(alpha: float, power: float) -> tuple[float, float]:
    normal = NormalDist()
    return normal.inv_cdf(1 - alpha / 2), normal.inv_cdf(power)
