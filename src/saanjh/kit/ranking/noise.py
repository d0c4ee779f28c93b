"""The noise around a plain ranking: how far means and places would move, had others of the panel read it.

With two reviews an application has one degree of freedom of its own, and drawing anew from its two totals gives half
of the variance, or none. So the noise is taken from all applications together, as from several samples with one
variance (Davison & Hinkley 1997, Bootstrap Methods and their Application, sections 3.2 and 6.2.3):

1. what each total differs from its application's mean, times sqrt(n / (n - 1)) for its n reviews, since the mean took
   part of the difference away (their modified residuals);
2. times Student's t of 97.5 % with the pooled degrees of freedom (reviews less applications) over the normal one,
   since the pool is finite;
3. each draw gives each application as many of these as it has reviews, added to its mean, and ranks them all.

Assumed: noise is of one size for all applications, and a review's noise includes its reviewer's severity, as if other
reviewers might have been asked. Where reviewers share applications, part of it cancels, so the bands are if anything
too wide: they rather say "inside the noise" too often. Among many near ties, intervals of places are known to fall
short of 95 % whatever the bootstrap (Hall & Miller 2009, Annals of Statistics 37:3929). In simulated panels of 10 to
300 applications with two reviews (`panels`), intervals of means held the truth in 93 to 96 of 100 cases, those of
places in 92 to 98; of those outside the noise of the cut, 1 to 3 in 100 stood on the wrong side of it.
"""

from collections.abc import Iterable, Sequence
from math import sqrt
from statistics import NormalDist, fmean

# Heavy (20 MB): whoever answers requests imports this module where it is needed, not at the top.
import numpy as np
from numpy.typing import NDArray

from saanjh.kit.intervals import Interval, t_quantile
from saanjh.kit.ranking.answers import Band, Noise, NotModelled, Reason, Review, Standing
from saanjh.kit.ranking.cuts import Cut, Places, above
from saanjh.kit.ranking.means import DIGITS, TIES, by_application, rank

DRAWS = 1_000
LEAST_FREEDOM = 10
FIRM = 0.95  # above the cut in more draws than this, or in fewer than the rest, is outside the noise
_AT_ONCE = 100  # draws held in full at one time

Floats = NDArray[np.float64]


def bands(
    reviews: Iterable[Review],
    *,
    cut: Cut,
    seed: int,
    draws: int = DRAWS,
    ties: Sequence[str] = TIES,
    firm: float = FIRM,
) -> Noise | NotModelled:
    """Every application's band, in the order of the plain ranking; the same for the same reviews, cut and seed.

    An application is in the noise of the cut when it is above in at least 1 - firm and at most `firm` of the draws.
    Equal means in a draw are told apart as in the plain ranking. NotModelled without reviews (NO_REVIEWS), when all
    have a single one (ONE_REVIEW_EACH), with fewer than LEAST_FREEDOM degrees of freedom (FEW_FREE), or when all who
    read the same agree (NO_VARIANCE). An application with one review takes its noise from the others'.

    Keeps 12 bytes for each application and draw. Raises ValueError for fewer than 40 draws, which have no 2.5 % to
    cut off, or a negative seed; KeyError for an application without its amount.
    """
    if draws < 40 or seed < 0 or not 0.5 <= firm <= 1:
        raise ValueError("Noise needs 40 draws or more, a seed of 0 or more, and a firmness between 0.5 and 1.")
    read = by_application(reviews)
    totals = [[review.total for review in readings] for readings in read.values()]
    freedom = sum(len(given) - 1 for given in totals)
    widening = t_quantile(0.975, freedom) / NormalDist().inv_cdf(0.975) if freedom else 1.0
    residuals = _residuals(totals, freedom, widening)
    if isinstance(residuals, NotModelled):
        return residuals
    standings = rank((review for readings in read.values() for review in readings), ties=ties)
    # In the order of the criteria that decide ties, so that a stable sort by a draw's means breaks its ties by them.
    order = sorted(standings, key=lambda one: (*(-value for value in one.tie_means), one.application))
    means, places, shares = _draw(order, residuals, cut, seed, draws)
    line = above(standings, cut)
    found = {
        one.application: _band(one, means[i], places[i], float(shares[i]), is_above=one.place <= line, firm=firm)
        for i, one in enumerate(order)
    }
    deviation = float(np.sqrt(np.mean(residuals**2))) / widening
    return Noise(tuple(found[one.application] for one in standings), deviation, freedom, draws, seed)


def _residuals(read: Sequence[Sequence[float]], freedom: int, widening: float) -> Floats | NotModelled:
    """What one review's noise may be: a pool in points, its mean zero; or why there is none."""
    if freedom < LEAST_FREEDOM:
        reason = Reason.FEW_FREE if freedom else Reason.ONE_REVIEW_EACH if read else Reason.NO_REVIEWS
        return NotModelled(reason)
    pool = [
        (total - fmean(totals)) * sqrt(len(totals) / (len(totals) - 1))
        for totals in read
        if len(totals) > 1
        for total in totals
    ]
    residuals = np.round(np.array(pool) * widening, DIGITS)
    return residuals if residuals.any() else NotModelled(Reason.NO_VARIANCE)


def _draw(
    order: Sequence[Standing], residuals: Floats, cut: Cut, seed: int, draws: int
) -> tuple[Floats, NDArray[np.int32], Floats]:
    """By application in this order: its mean and its place in each draw, sorted, and its share of draws above."""
    # Raw numbers of PCG64 and a remainder: numpy keeps these the same for good, but not those of Generator.integers
    # (NEP 19), and a selection is replayed years later. The remainder's unevenness is below 10^-15.
    numbers = np.random.PCG64(seed)
    counts = np.array([one.reviews for one in order])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    plain = np.array([one.mean for one in order])
    means = np.empty((len(order), draws))
    places = np.empty((len(order), draws), np.int32)
    shares = np.zeros(len(order))
    for first in range(0, draws, _AT_ONCE):
        n = min(_AT_ONCE, draws - first)
        raw = numbers.random_raw(n * counts.sum()).reshape(n, -1)
        noise = np.add.reduceat(residuals[raw % len(residuals)], starts, axis=1) / counts
        drawn = np.round(plain + noise, DIGITS)
        by_place = np.argsort(-drawn, axis=1, kind="stable")
        np.put_along_axis(places[:, first : first + n].T, by_place, np.arange(1, len(order) + 1)[None, :], axis=1)
        means[:, first : first + n] = drawn.T
        shares += _is_above(order, drawn, by_place, cut).sum(axis=0)
    means.sort(axis=1)
    places.sort(axis=1)
    return means, places, shares / draws


def _is_above(order: Sequence[Standing], drawn: Floats, by_place: NDArray[np.intp], cut: Cut) -> NDArray[np.bool_]:
    """By draw and application, whether it stands above the cut: `cuts.above` for many rankings at once."""
    asked = np.array([1 if isinstance(cut, Places) else cut.amounts[one.application] for one in order])
    spent = np.cumsum(asked[by_place], axis=1)
    within = np.empty(drawn.shape, np.bool_)
    np.put_along_axis(within, by_place, spent <= (cut.places if isinstance(cut, Places) else cut.budget), axis=1)
    return within & (drawn >= cut.least)


def _band(
    one: Standing, means: Floats, places: NDArray[np.int32], share: float, *, is_above: bool, firm: float
) -> Band:
    low = int((len(means) + 1) * 0.025) - 1  # Davison & Hinkley 1997, section 5.2.1: the (draws + 1) p-th in order
    high = len(means) - 1 - low
    return Band(
        one.application,
        one.place,
        one.mean,
        Interval(max(0.0, float(means[low])), min(100.0, float(means[high]))),
        Interval(int(places[low]), int(places[high])),
        is_above,
        share,
        round(1 - firm, DIGITS) <= share <= firm,
    )
