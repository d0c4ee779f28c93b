"""The kappas among themselves: where they must be the same, what does not matter, and where there is none."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from saanjh.kit.coding.agreement import Agreement, Reason, Unit, units_of
from saanjh.kit.coding.alpha import alpha
from saanjh.kit.coding.kappas import (
    brennan_prediger,
    category_kappas,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    percent_agreement,
)

ALL = [percent_agreement, brennan_prediger, fleiss_kappa, gwet_ac, conger_kappa]
EVERY_ONE = pytest.mark.parametrize("kappa", ALL)
WEIGHTS = st.sampled_from(["identity", "linear", "quadratic", "ordinal"])
VALUES = st.one_of(st.none(), st.integers(1, 4))
UNITS = st.integers(2, 4).flatmap(
    lambda coders: st.lists(st.lists(VALUES, min_size=coders, max_size=coders), min_size=1, max_size=12)
)
PAIRS = st.lists(st.lists(st.integers(1, 4), min_size=2, max_size=2), min_size=1, max_size=20)
Kappa = Callable[..., Agreement]


@pytest.mark.slow
@EVERY_ONE
@given(units=UNITS, random=st.randoms(use_true_random=False), weights=WEIGHTS)
def test_the_order_of_coders_and_units_does_not_matter(
    kappa: Kappa, units: list[Unit], random: Random, weights: str
) -> None:
    coders = list(range(len(units[0])))
    random.shuffle(coders)
    turned: list[Unit] = [[None, *(unit[coder] for coder in coders)] for unit in units]
    random.shuffle(turned)
    one, other = kappa(units, weights=weights), kappa(turned, weights=weights)
    assert other.value == pytest.approx(one.value, abs=1e-9)
    assert (other.reason, other.units, other.values) == (one.reason, one.units, one.values)


@pytest.mark.slow
@EVERY_ONE
@given(values=st.lists(st.integers(1, 9), min_size=2, max_size=20), coders=st.integers(2, 4), weights=WEIGHTS)
def test_perfect_agreement_on_two_categories_is_1(kappa: Kappa, values: list[int], coders: int, weights: str) -> None:
    assume(len(set(values)) > 1)
    assert kappa([[value] * coders for value in values], weights=weights).value == pytest.approx(1)


@given(PAIRS)
def test_congers_is_cohens_for_two_coders(pairs: list[Unit]) -> None:
    assert cohen_kappa(pairs) == conger_kappa(pairs)


@given(PAIRS)
def test_cohens_is_that_of_his_definition(pairs: list[Unit]) -> None:
    n = len(pairs)
    agreeing = sum(one == other for one, other in pairs) / n
    chance = sum(one[0] == other[1] for one in pairs for other in pairs) / n**2
    assert cohen_kappa(pairs).value == (pytest.approx((agreeing - chance) / (1 - chance)) if chance < 1 else None)


@given(PAIRS)
def test_with_squared_weights_cohens_is_that_of_mean_squared_differences(pairs: list[Any]) -> None:
    """Cohen 1968: 1 less observed by expected mean squared difference."""
    observed = sum((one - other) ** 2 for one, other in pairs) / len(pairs)
    expected = sum((one[0] - other[1]) ** 2 for one in pairs for other in pairs) / len(pairs) ** 2
    found = cohen_kappa(pairs, weights="quadratic").value
    assert found == (pytest.approx(1 - observed / expected, abs=1e-9) if expected else None)


@given(PAIRS)
def test_alpha_is_scotts_pi_corrected_for_few_units(pairs: list[Unit]) -> None:
    """Krippendorff 2004, page 250: 1 - alpha is (1 - pi) (n - 1) / n, of n values."""
    pi, other = fleiss_kappa(pairs).value, alpha(pairs).value
    n = 2 * len(pairs)
    assert other == (None if pi is None else pytest.approx(1 - (1 - pi) * (n - 1) / n, abs=1e-9))


def test_weights_give_credit_for_near_misses() -> None:
    near, far = [[1, 2], [2, 2], [3, 3], [4, 4]], [[1, 4], [2, 2], [3, 3], [4, 4]]
    assert percent_agreement(near).value == percent_agreement(far).value == 0.75
    assert percent_agreement(near, weights="linear").value == pytest.approx(1 - 1 / 3 / 4)
    assert percent_agreement(near, weights="quadratic").value == pytest.approx(1 - 1 / 9 / 4)
    assert percent_agreement(near, weights="ordinal").value == pytest.approx(1 - 1 / 6 / 4)
    assert percent_agreement(far, weights="linear").value == pytest.approx(0.75)


def test_categories_that_nobody_used_count_where_chance_takes_all_alike() -> None:
    units = units_of([[20, 10], [20, 50]], [1, 2])
    assert brennan_prediger(units).value == pytest.approx((0.7 - 1 / 2) / (1 - 1 / 2))
    assert brennan_prediger(units, categories=range(1, 5)).value == pytest.approx((0.7 - 1 / 4) / (1 - 1 / 4))
    assert fleiss_kappa(units, categories=range(1, 5)) == fleiss_kappa(units)


def test_one_category_of_several_is_an_answer_only_where_the_definition_gives_one() -> None:
    units = [["yes", "yes"], ["yes", "yes"]]
    for kappa in (brennan_prediger, gwet_ac):
        assert kappa(units).reason is Reason.ONE_CATEGORY
        assert kappa(units, categories=["yes", "no"]).value == 1
    for kappa in (fleiss_kappa, conger_kappa, cohen_kappa):
        assert kappa(units) == Agreement(None, 2, 4, 2, Reason.ONE_CATEGORY)
        assert kappa(units, categories=["yes", "no"]).reason is Reason.ONE_CATEGORY
    assert percent_agreement(units).value == 1


@EVERY_ONE
@pytest.mark.parametrize(
    ("units", "reason"),
    [
        ([], Reason.ONE_CODER),
        ([[1], [2]], Reason.ONE_CODER),
        ([[1, None], [2, None]], Reason.ONE_CODER),
        ([[1, None], [None, 2]], Reason.NOTHING_PAIRABLE),
    ],
)
def test_what_cannot_be_paired_has_no_figure_but_a_reason(kappa: Kappa, units: list[Unit], reason: Reason) -> None:
    found = kappa(units)
    assert (found.value, found.units, found.reason) == (None, 0, reason)


def test_cohens_is_of_the_units_that_both_judged() -> None:
    units: list[Unit] = [[1, 1], [1, 2], [2, 2], [2, None], [None, 1]]
    assert cohen_kappa(units) == cohen_kappa(units[:3])
    assert cohen_kappa([[1, None], [None, 1]]).reason is Reason.NOTHING_PAIRABLE
    assert cohen_kappa([[1, None], [2, None]]).reason is Reason.ONE_CODER
    with pytest.raises(ValueError):
        cohen_kappa([[1, 1, 1]])


def test_each_category_is_judged_against_all_others() -> None:
    found = category_kappas([["a", "a"], ["b", "c"], ["c", "b"], ["a", "a"], [None, "d"]])
    assert found["a"].value == pytest.approx(1)
    assert found["b"].value == found["c"].value
    assert found["b"].value is not None
    assert found["b"].value < 0
    assert list(found) == ["a", "b", "c", "d"]


@EVERY_ONE
def test_what_no_codebook_knows_is_an_error(kappa: Kappa) -> None:
    with pytest.raises(ValueError):
        kappa([[1, 5]], categories=[1, 2])
    with pytest.raises(ValueError):
        kappa([["a", "b"]], weights="linear")
