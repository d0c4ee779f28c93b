"""A ranking asked and answered in plain values, so that the worker reckons it, and anybody can reckon it again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from statistics import fmean
from typing import Any

from saanjh.kit.coding.agreement import Standing as Reliance
from saanjh.kit.coding.agreement import standing
from saanjh.kit.coding.alpha import alpha, alpha_interval
from saanjh.kit.ranking.answers import Adjusted, Adjustment, Band, Noise, NotModelled, Review, Standing
from saanjh.kit.ranking.cuts import Cut, Money, Places, above
from saanjh.kit.ranking.means import by_application, habits, rank

Plain = dict[str, Any]  # what JSON holds

DRAWS = 1_000
SEEDS = 10**9  # a seed lies below: people read it out to one another
DIGITS = 6  # the last figures of a double may differ between machines; what is written down does not
SHAPE = 1  # of question and answer: whoever changes it goes on reading the earlier ones


@dataclass(frozen=True)
class Weighed:
    """A criterion of the call by its code, its weight, and the least percent that is asked of it, if any."""

    code: str
    weight: int
    least: int | None = None


@dataclass(frozen=True)
class Question:
    """All that a ranking depends on. Applications by their numbers, reviewers by public ids: no names, no words.

    `unread` says how many applications stand in the call and not in the ranking, since nobody has reviewed them yet.
    """

    reviews: tuple[Review, ...]
    criteria: tuple[Weighed, ...]
    cut: Cut
    seed: int
    ties: tuple[str, ...] = ()
    draws: int = DRAWS
    currency: str = ""
    unread: int = 0

    def to_json(self) -> Plain:
        """The question as it is kept."""
        amounts = dict(self.cut.amounts) if isinstance(self.cut, Money) else {}
        return {
            "shape": SHAPE,
            "reviews": [asdict(each) for each in self.reviews],
            "criteria": [asdict(each) for each in self.criteria],
            "cut": _plain_cut(self.cut, self.currency),
            "amounts": amounts,
            "seed": self.seed,
            "ties": list(self.ties),
            "draws": self.draws,
            "unread": self.unread,
        }

    @classmethod
    def from_json(cls, plain: Plain) -> "Question":
        """The question as it was kept. ValueError for one of another shape."""
        if plain["shape"] != SHAPE:
            raise ValueError(f"A ranking of shape {plain['shape']} is not known here.")
        cut = plain["cut"]
        return cls(
            tuple(Review(**each) for each in plain["reviews"]),
            tuple(Weighed(**each) for each in plain["criteria"]),
            Places(cut["places"], cut["least"])
            if "places" in cut
            else Money(cut["budget"], plain["amounts"], cut["least"]),
            plain["seed"],
            tuple(plain["ties"]),
            plain["draws"],
            cut.get("currency", ""),
            plain["unread"],
        )


def _plain_cut(cut: Cut, currency: str) -> Plain:
    """The cut in few values, without what each application asks for."""
    if isinstance(cut, Places):
        return {"places": cut.places, "least": cut.least}
    return {"budget": cut.budget, "currency": currency, "least": cut.least}


@dataclass(frozen=True)
class Ranked:
    """One line of a ranking. `means` and `places` are 95 % intervals, `in_noise` whether it is inside that of the cut.

    These three, and `share_above`, are None where the noise is not modelled; `adjusted`, `adjusted_place` and
    `adjusted_above` where severity is not. `below` holds the criteria of whose floor it falls short; `is_low` that its
    total does.
    """

    application: str
    place: int
    mean: float
    reviews: int
    is_tied: bool
    is_above: bool
    is_low: bool
    below: Sequence[str]
    means: Sequence[float] | None = None
    places: Sequence[int] | None = None
    share_above: float | None = None
    in_noise: bool | None = None
    adjusted: float | None = None
    adjusted_place: int | None = None
    adjusted_above: bool | None = None

    @property
    def crosses(self) -> bool:
        """Whether it would stand on the other side of the cut by the adjusted means."""
        return self.adjusted_above is not None and self.adjusted_above != self.is_above

    @property
    def difference(self) -> float | None:
        """Points that the adjustment adds."""
        return None if self.adjusted is None else self.adjusted - self.mean


@dataclass(frozen=True)
class Agreed:
    """How far reviewers agree on one criterion: an alpha with its interval, or the reason why there is none.

    `reliance` is what conclusions it bears. `interval_reason` may say why an alpha has no interval.
    """

    criterion: str
    units: int
    value: float | None = None
    reliance: Reliance | None = None
    interval: Sequence[float] | None = None
    reason: str | None = None
    interval_reason: str | None = None


@dataclass(frozen=True)
class Marking:
    """How a reviewer marks, in percent points; `severity` with its error where it is modelled."""

    reviewer: str
    reviews: int
    mean: float
    deviation: float | None
    severity: float | None = None
    error: float | None = None


@dataclass(frozen=True)
class Answer:
    """A ranking as it was kept: lines in the order of their places, and what stands around them.

    `lines` stay plain, since a page shows few of many: `Ranked(**line)` is one of them. `line` is where the cut lies
    on the scale of means, `scale` between which means all bands lie. `noise` and `severity` hold what was estimated,
    or a reason and whom it is about.
    """

    lines: list[Plain]
    above: int
    line: float | None
    scale: Sequence[int]
    reviews: int
    noise: Plain
    agreement: list[Agreed]
    marking: list[Marking]
    severity: Plain

    def to_json(self) -> Plain:
        """The answer as it is kept."""
        return {"shape": SHAPE, **asdict(self)}

    @classmethod
    def from_json(cls, plain: Plain) -> "Answer":
        """The answer as it was kept. ValueError for one of another shape."""
        kept = dict(plain)
        if kept.pop("shape") != SHAPE:
            raise ValueError(f"A ranking of shape {plain['shape']} is not known here.")
        kept["agreement"] = [Agreed(**each) for each in plain["agreement"]]
        kept["marking"] = [Marking(**each) for each in plain["marking"]]
        return cls(**kept)

    def noisy(self, *, is_above: bool) -> int:
        """How many stand inside the noise of the cut, on this side of it."""
        return sum(1 for line in self.lines if line["in_noise"] and line["is_above"] == is_above)

    def crossing(self, *, rises: bool) -> list[str]:
        """Who would come above the cut by the adjusted means, or fall below it."""
        found = (line for line in self.lines if line["adjusted_above"] not in {None, line["is_above"]})
        return [line["application"] for line in found if line["adjusted_above"] == rises]


def reckon(plain: Plain) -> Plain:
    """From the plain question to the plain answer. Heavy: for the worker, never for a page."""
    return answer(Question.from_json(plain)).to_json()


def answer(question: Question) -> Answer:
    """The ranking that was asked for. ValueError when a reviewer has two reviews of an application."""
    from saanjh.kit.ranking.noise import bands  # with `adjust`, brings numpy: 20 MB that a page must not hold
    from saanjh.kit.ranking.severity import adjust

    order = rank(question.reviews, ties=question.ties)
    count = above(order, question.cut)
    noise = bands(question.reviews, cut=question.cut, seed=question.seed, draws=question.draws, ties=question.ties)
    adjustment = adjust(question.reviews, ties=question.ties)
    ranked, line = _lines(question, order, count, noise, adjustment), _line(order, count, question.cut.least)
    return Answer(
        [asdict(each) for each in ranked],
        count,
        line,
        _scale(ranked, line),
        len(question.reviews),
        _why(noise)
        if isinstance(noise, NotModelled)
        else {"deviation": round(noise.deviation, DIGITS), "freedom": noise.freedom},
        [_agreed(each.code, question) for each in question.criteria],
        _marking(question.reviews, adjustment),
        _severity(adjustment),
    )


def _lines(
    question: Question,
    order: Sequence[Standing],
    count: int,
    noise: Noise | NotModelled,
    adjustment: Adjustment | NotModelled,
) -> list[Ranked]:
    banded: dict[str, Plain] = {}
    if isinstance(noise, Noise):
        banded = {band.application: _band(band) for band in noise.bands}
    beside = {} if isinstance(adjustment, NotModelled) else _adjusted(adjustment.applications, question.cut)
    floors = {each.code: each.least for each in question.criteria if each.least is not None}
    read = by_application(question.reviews)
    return [
        Ranked(
            one.application,
            one.place,
            one.mean,
            one.reviews,
            one.is_tied,
            is_above=one.place <= count,
            is_low=one.mean < question.cut.least,
            below=_below(read[one.application], floors),
            **banded.get(one.application, {}),
            **beside.get(one.application, {}),
        )
        for one in order
    ]


def _band(band: Band) -> Plain:
    means = [round(end, DIGITS) for end in band.means]
    return {
        "means": means,
        "places": [int(end) for end in band.places],
        "share_above": band.share_above,
        "in_noise": band.is_in_noise,
    }


def _adjusted(applications: Iterable[Adjusted], cut: Cut) -> dict[str, Plain]:
    """By application its adjusted mean and place, and whether it stands above the same cut by them."""
    order = [Standing(one.application, one.place, one.adjusted, 0, (), False) for one in applications]
    count = above(order, cut)
    return {
        one.application: {
            "adjusted": one.mean,
            "adjusted_place": one.place,
            "adjusted_above": one.place <= count,
        }
        for one in order
    }


def _below(reviews: Iterable[Review], floors: Mapping[str, int]) -> list[str]:
    """The criteria on which the reviews' mean falls short of what is asked."""
    reviews = list(reviews)
    found = []
    for code, least in floors.items():
        marks = [review.marks[code] for review in reviews if code in review.marks]
        if marks and round(fmean(marks), DIGITS) < least:
            found.append(code)
    return found


def _line(order: Sequence[Standing], count: int, least: float) -> float | None:
    """The mean at which the cut is drawn: between the last above and the first below, or at the least total."""
    last = order[count - 1].mean if count else None
    first = order[count].mean if count < len(order) else None
    if first is not None and first < least and (last is None or last >= least):
        return least
    if first is None:
        return least or None
    return first if last is None else round((last + first) / 2, DIGITS)


def _scale(ranked: Iterable[Ranked], line: float | None) -> list[int]:
    """Whole tens around all means and bands, and the cut."""
    ends = [end for one in ranked for end in (one.mean, *(one.means or ()))] + [line or 0.0] * (line is not None)
    low, high = min(ends, default=0), max(ends, default=100)
    start = min(90, max(0, int(low // 10) * 10))
    return [start, max(start + 10, min(100, int(-(-high // 10)) * 10))]


def _agreed(code: str, question: Question) -> Agreed:
    """Krippendorff's alpha over the marks for a criterion, as an ordinal scale; a unit is an application."""
    people = sorted({review.reviewer for review in question.reviews})
    given = {(review.application, review.reviewer): review.marks.get(code) for review in question.reviews}
    units = [[given.get((name, person)) for person in people] for name in by_application(question.reviews)]
    whole = alpha(units, scale="ordinal")
    if whole.value is None or not isfinite(whole.value):
        return Agreed(code, whole.units, reason=whole.reason and whole.reason.value)
    spread = alpha_interval(units, scale="ordinal", draws=question.draws, seed=question.seed)
    return Agreed(
        code,
        whole.units,
        round(whole.value, DIGITS),
        standing(whole),
        None if spread.interval is None else [round(end, DIGITS) for end in spread.interval],
        interval_reason=spread.reason and spread.reason.value,
    )


def _marking(reviews: Sequence[Review], adjustment: Adjustment | NotModelled) -> list[Marking]:
    """Reviewers from the highest mean to the lowest, or, where that is told, from the most severe."""
    if isinstance(adjustment, Adjustment):
        return [
            _habit(one.habit, round(one.severity, DIGITS), round(one.error, DIGITS)) for one in adjustment.reviewers
        ]
    return marking_of(reviews)


def marking_of(reviews: Iterable[Review]) -> list[Marking]:
    """How each reviewer marks, from the highest mean to the lowest."""
    return [_habit(each) for each in sorted(habits(reviews), key=lambda habit: (-habit.mean, habit.reviewer))]


def _habit(habit: Any, severity: float | None = None, error: float | None = None) -> Marking:
    deviation = None if habit.deviation is None else round(habit.deviation, DIGITS)
    return Marking(habit.reviewer, habit.reviews, habit.mean, deviation, severity, error)


def _severity(adjustment: Adjustment | NotModelled) -> Plain:
    if isinstance(adjustment, NotModelled):
        return _why(adjustment)
    return {
        "severity_deviation": round(adjustment.severity_deviation, DIGITS),
        "noise_deviation": round(adjustment.noise_deviation, DIGITS),
        "freedom": adjustment.freedom,
        "efficiency": round(adjustment.efficiency, DIGITS),
    }


def _why(refused: NotModelled) -> Plain:
    return {"reason": refused.reason.value, "about": list(refused.about)}
