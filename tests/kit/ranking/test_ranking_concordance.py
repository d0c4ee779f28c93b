"""Kendall's tau-b, by hand, from the literature, against every pair counted, and against SciPy."""

from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from saanjh.kit.ranking.concordance import kendall_tau_b

PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=40)


@pytest.mark.parametrize(
    ("one", "other", "tau"),
    [
        ([1, 2, 3, 4], [1, 2, 3, 4], 1.0),
        ([1, 2, 3, 4], [8, 6, 4, 2], -1.0),
        ([1, 2, 3], [1, 3, 2], 1 / 3),
        ([1, 1, 2], [1, 2, 2], 1 / 2),  # one pair in order; one tied in each: 1 / sqrt(2 * 2)
        ([1, 2, 3, 4, 5], [3, 1, 2, 5, 4], 0.4),  # 7 pairs in order, 3 in the reverse one
    ],
)
def test_small_rankings_agree_as_counted_by_hand(one: list[float], other: list[float], tau: float) -> None:
    assert kendall_tau_b(one, other) == pytest.approx(tau)


@given(PAIRS)
def test_it_is_what_counting_every_pair_gives_and_what_scipy_gives(pairs: list[tuple[int, int]]) -> None:
    one, other = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    signs = [(sign(a - c), sign(b - d)) for n, (a, b) in enumerate(pairs) for c, d in pairs[:n]]
    scale = sqrt(sum(abs(x) for x, _ in signs) * sum(abs(y) for _, y in signs))
    tau = kendall_tau_b(one, other)
    if not scale:
        assert tau is None
    else:
        assert tau == pytest.approx(sum(x * y for x, y in signs) / scale)
        assert tau == pytest.approx(kendalltau(one, other).statistic)


def sign(value: int) -> int:
    return (value > 0) - (value < 0)


@given(PAIRS, st.randoms(use_true_random=False))
def test_it_is_the_same_both_ways_and_in_any_order_and_turns_with_the_sign(
    pairs: list[tuple[int, int]], chance: Random
) -> None:
    shuffled = chance.sample(pairs, len(pairs))
    one, other = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    tau = kendall_tau_b(one, other)
    assert kendall_tau_b(other, one) == tau
    assert kendall_tau_b([pair[0] for pair in shuffled], [pair[1] for pair in shuffled]) == tau
    turned = kendall_tau_b(one, [-value for value in other])
    assert turned is tau is None or (tau is not None and turned == pytest.approx(-tau))


def test_thousands_are_counted() -> None:
    assert kendall_tau_b(range(5_000), range(5_000)) == 1.0
    assert kendall_tau_b(range(5_000), range(5_000, 0, -1)) == -1.0


def test_rankings_of_unequal_length_are_an_error() -> None:
    with pytest.raises(ValueError):
        kendall_tau_b([1, 2], [1, 2, 3])
