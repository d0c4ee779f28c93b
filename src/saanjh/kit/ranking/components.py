"""Variance components of a crossed design by REML: how much of what marks differ by is severity, and how much noise.

The model: y_ij = a_i + r_j + e_ij, the total that reviewer j gives to application i; a_i fixed, r_j ~ N(0, s_r^2),
e_ij ~ N(0, s_e^2), all independent. It is that of treatments (applications) in incomplete blocks (reviewers), for
which REML was made: Patterson & Thompson 1971, Biometrika 58:545, "Recovery of inter-block information when block
sizes are unequal".

Less each application's own mean, the totals know nothing of a_i any more, and the likelihood falls apart into one
independent piece for each eigenvalue of the reviewers' information matrix, and one for the rest. It is then maximised
over a single number, s_r^2 / s_e^2.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

# Heavy (20 MB): whoever answers requests imports this module where it is needed, not at the top.
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ZERO = 1e-9  # an eigenvalue below this, where those of one shared application are 1, is a group of its own


@dataclass(frozen=True)
class Contrasts:
    """What totals say of reviewers once each application's own mean is taken off.

    `information` (reviewers x reviewers) is the matrix of their normal equations and `gaps` the right side: the sum of
    what each reviewer differs from the means, in points. `within` is the sum of all squares, `read` how many
    applications each read, `freedom` reviews less applications.
    """

    information: Floats
    gaps: Floats
    read: Floats
    within: float
    freedom: int


@dataclass(frozen=True)
class Components:
    """What REML finds: both variances in squared points, the degrees of freedom left, and reviewers' effects.

    `effects` are the best linear unbiased predictions of r_j (Henderson 1975, Biometrics 31:423), in points, above 0
    for a lenient reviewer; they sum to zero. `errors` are the square roots of the prediction variances of r_j less the
    mean of these very reviewers, in which the variance components count as known.
    """

    severity: float
    noise: float
    freedom: int
    effects: Floats
    errors: Floats


def contrasts(readings: Iterable[tuple[Sequence[int], Sequence[float]]], reviewers: int) -> Contrasts:
    """By application: who read it, as numbers from 0 below `reviewers`, and their totals in the same order."""
    information, gaps = np.zeros((reviewers, reviewers)), np.zeros(reviewers)
    read, within, freedom = np.zeros(reviewers), 0.0, 0
    for team, totals in readings:
        middle = fmean(totals)
        for reviewer, total in zip(team, totals, strict=True):
            information[reviewer, team] -= 1 / len(team)
            information[reviewer, reviewer] += 1
            gaps[reviewer] += total - middle
            read[reviewer] += 1
            within += (total - middle) ** 2
        freedom += len(team) - 1
    return Contrasts(information, gaps, read, within, freedom)


def efficiency(found: Contrasts) -> float:
    """The least canonical efficiency factor: what share of its reviews informs the least known contrast of reviewers.

    0 where groups of reviewers share nothing, 1 where all read everything (James & Wilkinson 1971, Biometrika
    58:279). Each reviewer weighs by what they read, so it is small where large groups hang together by few
    applications, and not where one reviewer read little.
    """
    values = np.linalg.eigvalsh(found.information / np.sqrt(np.outer(found.read, found.read)))
    return max(0.0, float(values[1]))


def estimate(found: Contrasts) -> Components:
    """Variance components and reviewers' effects. Each reviewer has read something.

    Raises ValueError when no degree of freedom is left for the noise, or when there is nothing to explain.
    """
    values, vectors = np.linalg.eigh(found.information)
    turned = vectors.T @ found.gaps
    known = values > _ZERO
    pieces = turned[known] ** 2 / values[known]
    freedom = found.freedom - len(pieces)
    if freedom < 1 or found.within <= 0:
        raise ValueError("Nothing is left to tell noise from severity.")
    rest = max(0.0, found.within - float(pieces.sum()))
    ratio = _best_ratio(values[known], pieces, rest, freedom)
    noise = (float((pieces / (ratio * values[known] + 1)).sum()) + rest) / found.freedom
    # Henderson's equations (information + 1 / ratio) r = gaps, solved by the eigenvectors at hand
    shrunk = ratio / (ratio * np.maximum(values, 0) + 1)
    errors = np.sqrt(noise * (vectors[:, known] ** 2 @ shrunk[known]))
    return Components(ratio * noise, noise, freedom, vectors @ (shrunk * turned), errors)


def _best_ratio(values: Floats, pieces: Floats, rest: float, freedom: int) -> float:
    """The ratio of the two variances, 0 to a million, at which the residual likelihood is highest, to 6 digits."""
    every = freedom + len(values)

    def losses(ratios: Floats) -> Floats:
        """Minus twice the logarithm of the likelihood, the noise profiled out, but for a constant."""
        scales = np.outer(ratios, values) + 1
        noise = ((pieces / scales).sum(axis=1) + rest) / every
        return every * np.log(noise) + np.log(scales).sum(axis=1)

    low, high = -6.0, 6.0  # powers of ten
    for _ in range(6):  # it may have two hills (not near the best): the first round looks at all, the others zoom in
        powers = np.linspace(low, high, 61)
        best = float(powers[np.argmin(losses(10**powers))])
        step = (high - low) / 60
        low, high = max(-6.0, best - step), min(6.0, best + step)
    found, none = losses(np.array([10**best, 0.0]))
    return 10**best if found < none else 0.0
