"""Krippendorff's alpha does not change with what does not matter, and says where it is not defined."""

from collections import Counter
from itertools import permutations
from random import Random
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from saanjh.kit.coding.agreement import Agreement, Reason, Unit
from saanjh.kit.coding.alpha import Resampled, Scale, alpha, alpha_interval

SCALES: list[Scale] = list(get_args(Scale))
VALUES = st.one_of(st.none(), st.integers(1, 5))
UNITS = st.integers(2, 5).flatmap(
    lambda coders: st.lists(st.lists(VALUES, min_size=coders, max_size=coders), min_size=1, max_size=12)
)
EVERY_SCALE = pytest.mark.parametrize("scale", SCALES)


def by_the_book(units: list[Unit], scale: Scale) -> float | None:
    """Alpha pair by pair as defined, with the differences of Krippendorff 2004, pages 232 to 234."""
    judged = [values for unit in units if len(values := [v for v in unit if v is not None]) > 1]
    counts = Counter(v for values in judged for v in values)

    def squared(c: int, k: int) -> float:
        if scale == "nominal":
            return float(c != k)
        if scale == "ordinal":
            between = sum(n for value, n in counts.items() if min(c, k) <= value <= max(c, k))
            return (between - (counts[c] + counts[k]) / 2) ** 2
        return float(c - k) ** 2 if scale == "interval" else ((c - k) / (c + k)) ** 2

    n = counts.total()
    observed = sum(squared(c, k) / (len(unit) - 1) for unit in judged for c, k in permutations(unit, 2))
    expected = sum(squared(c, k) for c, k in permutations(counts.elements(), 2))
    return 1 - (n - 1) * observed / expected if expected else None


@pytest.mark.slow
@EVERY_SCALE
@given(units=UNITS)
def test_it_is_what_its_definition_says_pair_by_pair(scale: Scale, units: list[Unit]) -> None:
    assert alpha(units, scale=scale).value == pytest.approx(by_the_book(units, scale), abs=1e-9)


@pytest.mark.slow
@EVERY_SCALE
@given(units=UNITS, random=st.randoms(use_true_random=False))
def test_the_order_of_coders_and_units_does_not_matter(scale: Scale, units: list[Unit], random: Random) -> None:
    coders = list(range(len(units[0])))
    random.shuffle(coders)
    turned: list[Unit] = [[unit[coder] for coder in coders] for unit in units]
    random.shuffle(turned)
    one, other = alpha(units, scale=scale), alpha(turned, scale=scale)
    assert other.value == pytest.approx(one.value, abs=1e-9)
    assert (other.units, other.values, other.coders, other.reason) == (one.units, one.values, one.coders, one.reason)


@pytest.mark.slow
@EVERY_SCALE
@given(units=UNITS)
def test_a_coder_without_values_does_not_matter(scale: Scale, units: list[Unit]) -> None:
    assert alpha([[None, *unit, None] for unit in units], scale=scale) == alpha(units, scale=scale)


@EVERY_SCALE
@given(values=st.lists(st.integers(1, 9), min_size=2, max_size=20), coders=st.integers(2, 4))
def test_perfect_agreement_on_two_categories_is_1(scale: Scale, values: list[int], coders: int) -> None:
    assume(len(set(values)) > 1)
    assert alpha([[value] * coders for value in values], scale=scale).value == 1


@given(units=UNITS, steps=st.lists(st.integers(1, 50), min_size=5, max_size=5))
def test_the_ordinal_one_knows_only_the_order_of_categories(units: list[Unit], steps: list[int]) -> None:
    stretched = {value: sum(steps[:value]) for value in range(1, 6)}
    recoded = [[None if value is None else stretched[int(value)] for value in unit] for unit in units]
    assert alpha(recoded, scale="ordinal").value == pytest.approx(alpha(units, scale="ordinal").value, abs=1e-9)


@pytest.mark.slow
@given(units=UNITS)
def test_the_nominal_one_knows_only_which_are_alike(units: list[Unit]) -> None:
    words: list[Unit] = [[None if value is None else "edcba"[int(value) - 1] for value in unit] for unit in units]
    assert alpha(words).value == pytest.approx(alpha(units).value, abs=1e-9)


@EVERY_SCALE
@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ([], Agreement(None, 0, 0, 0, Reason.ONE_CODER)),
        ([[1], [2]], Agreement(None, 0, 0, 1, Reason.ONE_CODER)),
        ([[1, None], [2, None]], Agreement(None, 0, 0, 1, Reason.ONE_CODER)),
        ([[1, None], [None, 2]], Agreement(None, 0, 0, 2, Reason.NOTHING_PAIRABLE)),
        ([[3, 3], [3, 3], [None, 1]], Agreement(None, 2, 4, 2, Reason.ONE_CATEGORY, 0.0, 0.0)),
        ([[0, 0], [0, 0]], Agreement(None, 2, 4, 2, Reason.ONE_CATEGORY, 0.0, 0.0)),
    ],
)
def test_what_tells_nothing_has_no_figure_but_a_reason(scale: Scale, units: list[Unit], expected: Agreement) -> None:
    assert alpha(units, scale=scale) == expected


def test_it_says_what_it_was_reckoned_from() -> None:
    found = alpha([[1, 2, None], [2, 2, 2], [None, 1, None]])
    assert (found.units, found.values, found.coders, found.reason) == (2, 5, 3, None)
    assert (found.observed, found.expected) == (pytest.approx(0.4), pytest.approx(0.4))
    assert found.value == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("scale", ["ordinal", "interval", "ratio"])
def test_words_have_no_order(scale: Scale) -> None:
    with pytest.raises(ValueError):
        alpha([["low", "high"], ["low", "low"]], scale=scale)


def test_the_ratio_scale_begins_at_zero() -> None:
    assert alpha([[0, 1], [1, 1], [0, 0]], scale="ratio").value is not None
    with pytest.raises(ValueError):
        alpha([[-1, 1], [1, 1]], scale="ratio")


def noisy(units: int, coders: int, seed: int = 1) -> list[Unit]:
    """Units on five steps, where coders now and then take the next step."""
    random = Random(seed)
    truth = [random.randint(1, 5) for _ in range(units)]
    return [[min(5, max(1, value + random.choice([-1, 0, 0, 0, 1]))) for _ in range(coders)] for value in truth]


@EVERY_SCALE
def test_the_interval_holds_the_figure_and_is_the_same_for_the_same_seed(scale: Scale) -> None:
    units = noisy(40, 3)
    found, figure = alpha_interval(units, scale=scale, draws=200), alpha(units, scale=scale).value
    assert found.interval is not None
    assert figure is not None
    assert found.interval.low < figure < found.interval.high <= 1
    turned = [list(reversed(unit)) for unit in reversed(units)]
    assert alpha_interval(turned, scale=scale, draws=200).interval == pytest.approx(found.interval, abs=1e-9)
    assert alpha_interval(units, scale=scale, draws=200, seed=2).interval != found.interval


def test_more_units_and_less_confidence_ask_for_a_narrower_interval() -> None:
    few, many = (alpha_interval(noisy(n, 3), draws=200).interval for n in (20, 200))
    unsure = alpha_interval(noisy(20, 3), draws=200, level=0.5).interval
    assert few is not None
    assert many is not None
    assert unsure is not None
    assert many.high - many.low < few.high - few.low
    assert few.low < unsure.low < unsure.high < few.high


def test_draws_of_one_category_are_counted_and_left_out() -> None:
    found = alpha_interval([[1, 1], [1, 1], [2, 2]], draws=200)
    assert found.interval == (1, 1)
    assert 0 < found.undefined < found.draws == 200


@pytest.mark.parametrize(
    ("units", "reason"),
    [
        ([[1, 2]], Reason.ONE_UNIT),
        ([[1, 1], [1, 1]], Reason.ONE_CATEGORY),
        ([[1, None], [None, 1]], Reason.NOTHING_PAIRABLE),
        ([[1], [2]], Reason.ONE_CODER),
    ],
)
def test_what_tells_nothing_has_no_interval(units: list[Unit], reason: Reason) -> None:
    assert alpha_interval(units) == Resampled(None, 0, reason=reason)


@pytest.mark.parametrize(("level", "draws"), [(0.0, 10), (1.0, 10), (95.0, 10), (0.95, 0)])
def test_an_interval_of_nothing_is_an_error(level: float, draws: int) -> None:
    with pytest.raises(ValueError):
        alpha_interval([[1, 2], [2, 2]], level=level, draws=draws)
