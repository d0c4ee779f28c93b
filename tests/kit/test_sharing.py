"""A sum cut into parts keeps every paisa, and no part is moved by as much as one."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saanjh.kit.sharing import shared

WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(sum)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**13), WEIGHTS)
def test_the_parts_add_up_and_each_is_its_share_to_less_than_one_unit(total: int, weights: list[int]) -> None:
    parts = shared(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1


def test_what_is_left_goes_to_the_parts_that_lost_most_and_else_to_the_earlier() -> None:
    assert shared(100_01, [40, 40, 20]) == [40_01, 40_00, 20_00]
    assert shared(10, [1, 1, 1]) == [4, 3, 3]
    assert shared(11, [50, 40, 10]) == [6, 4, 1]
    assert shared(0, [1, 0]) == [0, 0]


@pytest.mark.parametrize(("total", "weights"), [(1, [0]), (1, []), (-1, [1]), (1, [2, -1])])
def test_there_is_nothing_to_cut_by(total: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="Parts are of a sum"):
        shared(total, weights)
