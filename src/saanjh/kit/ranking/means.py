"""The plain ranking: by the mean of the totals, ties by criteria, then by id; and when a third reader is wanted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from math import inf
from statistics import fmean, stdev

from saanjh.kit.ranking.answers import Habit, Review, Standing

TIES = ("C4", "C2")  # do no harm, then community ownership: the programme's order, which a call may change
GAP = 15  # points between two reviewers, beyond which a third one reads
DIGITS = 6  # means are compared to these decimals, lest (70.1 + 69.9) / 2 and 70 differ by a rounding of the machine


class Third(StrEnum):
    """Why a third reviewer is asked for."""

    GAP = "gap"
    ACROSS_THE_CUT = "across the cut"


def by_application(reviews: Iterable[Review]) -> dict[str, list[Review]]:
    """The reviews of each application, both in the order of their ids, however they came.

    Raises ValueError when a reviewer has two reviews of one application.
    """
    found: dict[str, list[Review]] = defaultdict(list)
    for review in sorted(reviews, key=lambda review: (review.application, review.reviewer)):
        if found[review.application] and found[review.application][-1].reviewer == review.reviewer:
            raise ValueError(f"{review.reviewer} reviewed {review.application} twice.")
        found[review.application].append(review)
    return dict(found)


def mean(values: Iterable[float]) -> float:
    """The mean, to DIGITS decimals."""
    return round(fmean(values), DIGITS)


def rank(reviews: Iterable[Review], *, ties: Sequence[str] = TIES) -> list[Standing]:
    """Every application with a review, the best first, places 1, 2, 3 … without gaps.

    Equal means are told apart by the means of the criteria `ties`, one after the other, the higher first; at last by
    the id, which is no merit: these say so (`is_tied`) and may go to a lottery. An application that nobody marked on
    such a criterion stands after those that somebody did.
    """
    grouped = by_application(reviews)
    keys = {
        application: (mean(review.total for review in read), *tie_means(read, ties))
        for application, read in grouped.items()
    }
    order = sorted(keys, key=lambda application: (*(-value for value in keys[application]), application))
    alike = Counter(keys.values())
    return [
        Standing(name, place, keys[name][0], len(grouped[name]), keys[name][1:], alike[keys[name]] > 1)
        for place, name in enumerate(order, start=1)
    ]


def tie_means(reviews: Iterable[Review], ties: Sequence[str]) -> tuple[float, ...]:
    """The mean of each criterion over those reviews that marked it; minus infinity where none did."""
    read = list(reviews)
    marked = ([review.marks[criterion] for review in read if criterion in review.marks] for criterion in ties)
    return tuple(mean(marks) if marks else -inf for marks in marked)


def habits(reviews: Iterable[Review]) -> list[Habit]:
    """How each reviewer marks, by id: what a chair is shown, whether or not severity can be modelled."""
    totals: Mapping[str, list[float]] = defaultdict(list)
    for read in by_application(reviews).values():
        for review in read:
            totals[review.reviewer].append(review.total)
    return [
        Habit(reviewer, len(given), mean(given), stdev(given) if len(given) > 1 else None)
        for reviewer, given in sorted(totals.items())
    ]


def third_review_wanted(totals: Sequence[float], cut: float | None, gap: float = GAP) -> Third | None:
    """Why two totals (percent) ask for a third reader: more than `gap` points apart, or either side of the cut.

    The cut is a total in percent; who has exactly as much is above. None where no cut is known yet. With one total
    there is nothing to compare; with three or more the third has read already: None.
    """
    if len(totals) != 2:
        return None
    low, high = sorted(totals)
    if round(high - low, DIGITS) > gap:
        return Third.GAP
    if cut is not None and low < cut <= high:
        return Third.ACROSS_THE_CUT
    return None
