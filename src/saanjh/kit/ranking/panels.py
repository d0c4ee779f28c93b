"""Simulated panels whose applications' merit is known, to see how near to the truth each ranking comes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import exp
from random import Random

from saanjh.kit.ranking.answers import NotModelled, Reason, Review
from saanjh.kit.ranking.concordance import kendall_tau_b
from saanjh.kit.ranking.means import rank

MIDDLE = 60.0  # percent: the mean merit, where selections tend to cut
PANEL = 4  # reviewers who sit together in a blocked or disconnected design
BRIDGED = 0.15  # the share of applications of a blocked design that two panels read


class Design(StrEnum):
    """Who reads what."""

    RANDOM = "random"  # anybody, evenly loaded
    BLOCKED = "blocked"  # panels of four, which share some applications
    DISCONNECTED = "disconnected"  # panels of four, which share none
    LENIENT_PICK_BEST = "lenient pick best"  # self-selected: the better an application, the more lenient its readers
    STRICT_PICK_BEST = "strict pick best"  # self-selected the other way round: experts pick the best, and expect more


@dataclass(frozen=True)
class Panel:
    """What was simulated: merit by application, severity by reviewer (points below the panel), and the reviews."""

    merit: dict[str, float]
    severity: dict[str, float]
    reviews: list[Review]


@dataclass(frozen=True)
class Comparison:
    """Kendall's tau-b with the true merit, of the plain and of the adjusted ranking; None and why, where refused."""

    plain: float
    adjusted: float | None
    reason: Reason | None


def simulate(
    *,
    applications: int,
    reviewers: int,
    seed: int,
    reviews_each: float = 2.2,
    severity: float = 8.0,
    noise: float = 8.0,
    merit: float = 10.0,
    design: Design = Design.RANDOM,
) -> Panel:
    """A panel of such size. `severity`, `noise` and `merit` are standard deviations in points, all normal.

    Each application is read by the whole part of `reviews_each`, and that fraction of them by one more. Totals are
    cut off at 0 and 100 and rounded to one decimal, as those of people are. ValueError for fewer reviewers than an
    application needs, or than a panel has.
    """
    least = int(reviews_each) + 1
    if reviewers < max(least, PANEL) or applications < 1:
        raise ValueError("Too few reviewers for these applications.")
    chance = Random(seed)
    better = {f"A{n:05}": chance.gauss(0, 1) for n in range(applications)}
    stricter = {f"R{n:05}": chance.gauss(0, 1) for n in range(reviewers)}
    reviews = [
        Review(application, reviewer, min(100.0, max(0.0, round(total, 1))))
        for application, team in _teams(design, better, stricter, reviews_each, chance)
        for reviewer in team
        for total in [MIDDLE + merit * better[application] - severity * stricter[reviewer] + chance.gauss(0, noise)]
    ]
    return Panel(
        {name: MIDDLE + merit * value for name, value in better.items()},
        {name: severity * value for name, value in stricter.items()},
        reviews,
    )


def compare(panel: Panel) -> Comparison:
    """How near to the true merit the plain and the adjusted ranking of a panel come."""
    from saanjh.kit.ranking.severity import adjust  # brings numpy

    adjustment = adjust(panel.reviews)
    plain = {one.application: one.mean for one in rank(panel.reviews)}
    if isinstance(adjustment, NotModelled):
        return Comparison(_tau(panel, plain), None, adjustment.reason)
    adjusted = {one.application: one.adjusted for one in adjustment.applications}
    return Comparison(_tau(panel, plain), _tau(panel, adjusted), None)


def _tau(panel: Panel, means: Mapping[str, float]) -> float:
    return kendall_tau_b([panel.merit[name] for name in means], list(means.values())) or 0.0


def _teams(
    design: Design, better: Mapping[str, float], stricter: Mapping[str, float], each: float, chance: Random
) -> Iterator[tuple[str, list[str]]]:
    """Who reads each application."""
    panels = _panels(list(stricter), design)
    load = dict.fromkeys(stricter, 0)
    for n, (application, worth) in enumerate(better.items()):
        size = int(each) + (chance.random() < each % 1)
        own = panels[n % len(panels)]
        if design in {Design.LENIENT_PICK_BEST, Design.STRICT_PICK_BEST}:
            team = _self_selected(-worth if design == Design.LENIENT_PICK_BEST else worth, stricter, size, chance)
        elif design == Design.BLOCKED and chance.random() < BRIDGED:
            team = _least_busy(own, load, 1, chance)
            team += _least_busy(panels[(n + 1) % len(panels)], load, size - 1, chance)
        else:
            team = _least_busy(own, load, size, chance)
        for reviewer in team:
            load[reviewer] += 1
        yield application, team


def _panels(reviewers: list[str], design: Design) -> list[list[str]]:
    """Those who sit together: all, or panels of PANEL and what is left over."""
    count = len(reviewers) // PANEL if design in {Design.BLOCKED, Design.DISCONNECTED} else 1
    return [reviewers[n::count] for n in range(count)]


def _least_busy(reviewers: list[str], load: Mapping[str, int], size: int, chance: Random) -> list[str]:
    return sorted(reviewers, key=lambda reviewer: (load[reviewer], chance.random()))[:size]


def _self_selected(wanted: float, stricter: Mapping[str, float], size: int, chance: Random) -> list[str]:
    """Drawn with weights that fall off, as a bell does, with the distance from the strictness wanted.

    The keys are those of Efraimidis & Spirakis 2006, Information Processing Letters 97:181, as waiting times.
    """
    waits = {name: chance.expovariate(1.0) * exp((wanted - strict) ** 2) for name, strict in stricter.items()}
    return sorted(waits, key=lambda name: waits[name])[:size]
