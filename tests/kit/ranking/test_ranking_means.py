"""The plain ranking, its ties, where it is cut, and when a third reviewer is wanted."""

import subprocess
import sys
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saanjh.kit.ranking.answers import Habit, Review, Standing
from saanjh.kit.ranking.cuts import Money, Places, above
from saanjh.kit.ranking.means import Third, by_application, habits, rank, third_review_wanted

REVIEWS = [
    Review("A", "Razia", 70.1, {"C2": 60, "C4": 80}),
    Review("A", "Bilal", 69.9, {"C2": 60, "C4": 60}),
    Review("B", "Razia", 70.0, {"C2": 80, "C4": 70}),
    Review("C", "Bilal", 90.0, {"C2": 20, "C4": 20}),
    Review("D", "Bilal", 70.0, {"C2": 80, "C4": 70}),
    Review("E", "Razia", 70.0),
]


def test_the_best_mean_is_first_then_criteria_decide_then_the_id_which_says_so() -> None:
    assert rank(REVIEWS) == [
        Standing("C", 1, 90.0, 1, (20.0, 20.0), False),
        Standing("B", 2, 70.0, 1, (70.0, 80.0), True),
        Standing("D", 3, 70.0, 1, (70.0, 80.0), True),
        Standing("A", 4, 70.0, 2, (70.0, 60.0), False),
        Standing("E", 5, 70.0, 1, (-inf, -inf), False),
    ]


def test_a_call_may_have_ties_decided_by_another_criterion_or_none() -> None:
    assert [one.application for one in rank(REVIEWS, ties=["C2"])] == ["C", "B", "D", "A", "E"]
    assert [(one.application, one.is_tied) for one in rank(REVIEWS, ties=[])] == [
        ("C", False), ("A", True), ("B", True), ("D", True), ("E", True),
    ]  # fmt: skip


@given(st.permutations(REVIEWS))
def test_the_order_in_which_reviews_come_changes_nothing(reviews: list[Review]) -> None:
    assert rank(reviews) == rank(REVIEWS)
    assert habits(reviews) == habits(REVIEWS)


def test_no_reviews_are_no_ranking() -> None:
    assert rank([]) == []
    assert habits([]) == []


def test_how_a_reviewer_marks_is_told_by_mean_and_deviation() -> None:
    reviews = [Review("A", "Razia", 60), Review("B", "Razia", 80), Review("B", "Bilal", 50)]
    assert habits(reviews) == [Habit("Bilal", 1, 50.0, None), Habit("Razia", 2, 70.0, pytest.approx(200**0.5))]


def test_two_reviews_of_one_application_by_one_reviewer_are_an_error() -> None:
    with pytest.raises(ValueError):
        by_application([Review("A", "Razia", 60), Review("B", "Razia", 50), Review("A", "Razia", 61)])


@pytest.mark.parametrize("total", [-0.1, 100.1, float("nan"), float("inf")])
def test_a_total_beyond_0_and_100_is_an_error(total: float) -> None:
    with pytest.raises(ValueError):
        Review("A", "Razia", total)


@pytest.mark.parametrize(
    ("totals", "cut", "reason"),
    [
        ([75.1, 60.0], 50, Third.GAP),
        ([60.0, 75.1], None, Third.GAP),
        ([75.1, 60.1], 50, None),  # 15 exactly, whatever the machine makes of 75.1 - 60.1
        ([58.0, 62.0], 60, Third.ACROSS_THE_CUT),
        ([58.0, 60.0], 60, Third.ACROSS_THE_CUT),
        ([60.0, 62.0], 60, None),
        ([58.0, 59.9], 60, None),
        ([58.0, 62.0], None, None),
        ([20.0, 90.0, 60.0], 60, None),
        ([20.0], 60, None),
        ([], 60, None),
    ],
)
def test_a_third_review_is_wanted_beyond_the_gap_or_across_the_cut(
    totals: list[float], cut: float | None, reason: Third | None
) -> None:
    assert third_review_wanted(totals, cut) == reason


def test_the_gap_can_be_set() -> None:
    assert third_review_wanted([50, 61], None, gap=10) == Third.GAP


def standings(*means: float) -> list[Standing]:
    return rank([Review(f"A{n}", "Razia", mean) for n, mean in enumerate(means)])


@pytest.mark.parametrize(("places", "least", "count"), [(0, 0, 0), (2, 0, 2), (9, 0, 4), (4, 60, 3), (4, 60.1, 2)])
def test_places_are_cut_after_so_many_and_below_the_least_total(places: int, least: float, count: int) -> None:
    assert above(standings(80, 70, 60, 50), Places(places, least)) == count


@pytest.mark.parametrize(("budget", "count"), [(0, 0), (99, 0), (100, 1), (299, 1), (300, 2), (350, 3), (10**9, 4)])
def test_money_is_cut_at_the_first_application_that_no_longer_fits(budget: int, count: int) -> None:
    amounts = {"A0": 100, "A1": 200, "A2": 50, "A3": 10}
    assert above(standings(80, 70, 60, 50), Money(budget, amounts)) == count


def test_money_is_not_spent_below_the_least_total() -> None:
    assert above(standings(80, 70, 40), Money(1_000, {"A0": 1, "A1": 1, "A2": 1}, least=60)) == 2


def test_what_is_no_cut_is_an_error() -> None:
    with pytest.raises(ValueError):
        Places(-1)
    with pytest.raises(ValueError):
        Money(-1, {})
    with pytest.raises(ValueError):
        Money(100, {"A0": -5})
    with pytest.raises(KeyError):
        above(standings(80), Money(100, {}))


def test_what_a_page_needs_brings_no_numpy() -> None:
    names = ["answers", "concordance", "cuts", "designs", "means", "panels"]
    imports = "; ".join(f"import saanjh.kit.ranking.{name}" for name in names)
    code = f"import sys; {imports}; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
