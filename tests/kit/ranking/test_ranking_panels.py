"""Simulated panels: they are what was asked for, and adjusting brings a ranking nearer to the truth where it may."""

from collections import Counter
from statistics import fmean, stdev

import pytest

from saanjh.kit.ranking.answers import Reason
from saanjh.kit.ranking.panels import Comparison, Design, compare, simulate

SIZE = {"applications": 80, "reviewers": 12}


def comparisons(design: Design, severity: float, panels: int = 12) -> list[Comparison]:
    return [compare(simulate(**SIZE, seed=seed, severity=severity, design=design)) for seed in range(panels)]


def gain(found: list[Comparison]) -> float:
    return fmean(one.adjusted - one.plain for one in found if one.adjusted is not None)


def test_a_panel_is_as_large_and_as_varied_as_asked_for() -> None:
    panel = simulate(applications=500, reviewers=60, seed=1, severity=6, merit=12)
    load = Counter(review.reviewer for review in panel.reviews)
    assert len(panel.merit) == len({review.application for review in panel.reviews}) == 500
    assert len(panel.reviews) / 500 == pytest.approx(2.2, abs=0.05)
    assert max(load.values()) - min(load.values()) <= 2
    assert stdev(panel.merit.values()) == pytest.approx(12, rel=0.1)
    assert stdev(panel.severity.values()) == pytest.approx(6, rel=0.25)


@pytest.mark.parametrize("design", Design)
def test_the_same_seed_makes_the_same_panel(design: Design) -> None:
    assert simulate(**SIZE, seed=4, design=design) == simulate(**SIZE, seed=4, design=design)
    assert simulate(**SIZE, seed=4, design=design) != simulate(**SIZE, seed=5, design=design)


def test_too_few_reviewers_are_an_error() -> None:
    with pytest.raises(ValueError):
        simulate(applications=10, reviewers=3, seed=1)


@pytest.mark.parametrize("design", [Design.RANDOM, Design.BLOCKED, Design.STRICT_PICK_BEST])
def test_where_reviewers_differ_adjusting_comes_nearer_to_the_truth(design: Design) -> None:
    assert gain(comparisons(design, severity=8)) > 0.03


@pytest.mark.parametrize("design", [Design.RANDOM, Design.BLOCKED])
def test_where_they_do_not_differ_adjusting_costs_next_to_nothing(design: Design) -> None:
    assert gain(comparisons(design, severity=0)) > -0.005


def test_where_the_lenient_picked_the_best_the_plain_mean_was_right_by_luck() -> None:
    assert gain(comparisons(Design.LENIENT_PICK_BEST, severity=8)) < 0


def test_where_panels_share_nothing_adjusting_is_refused() -> None:
    found = comparisons(Design.DISCONNECTED, severity=8)
    assert {(one.adjusted, one.reason) for one in found} == {(None, Reason.NOT_CONNECTED)}
    assert all(0.4 < one.plain < 0.8 for one in found)
