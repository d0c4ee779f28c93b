"""Intervals, against values of the literature and their own properties; a share is shown only of many."""

from math import pi, sqrt, tan
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saanjh.kit.intervals import (
    Interval,
    NotShown,
    Percentage,
    newcombe,
    percentage,
    t_interval,
    t_quantile,
    wilson,
)

SHARES = st.integers(1, 10**6).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_of_a_share_is_that_of_the_literature(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(SHARES)
def test_the_share_lies_inside_and_the_ends_between_0_and_1(share: tuple[int, int]) -> None:
    part, whole = share
    low, high = wilson(part, whole)
    assert 0 <= low <= part / whole <= high <= 1
    assert low < high


@given(SHARES)
def test_a_share_and_its_rest_mirror_each_other(share: tuple[int, int]) -> None:
    part, whole = share
    low, high = wilson(whole - part, whole)
    assert wilson(part, whole) == (pytest.approx(1 - high, abs=1e-9), pytest.approx(1 - low, abs=1e-9))


def test_more_confidence_asks_for_a_wider_interval() -> None:
    narrow, wide = wilson(20, 60, level=0.9), wilson(20, 60, level=0.99)
    assert wide.low < narrow.low < narrow.high < wide.high


@pytest.mark.parametrize(("part", "whole"), [(-1, 5), (6, 5), (0, 0)])
def test_what_is_no_share_is_an_error(part: int, whole: int) -> None:
    with pytest.raises(ValueError):
        wilson(part, whole)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0, -0.5])
def test_a_level_beyond_0_and_1_is_an_error(level: float) -> None:
    with pytest.raises(ValueError):
        wilson(1, 2, level=level)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17:873, table II, method 10.
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_that_of_the_literature(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    assert newcombe(*one, *other) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(SHARES, SHARES)
def test_a_difference_lies_inside_its_interval_and_turns_round(one: tuple[int, int], other: tuple[int, int]) -> None:
    low, high = newcombe(*one, *other)
    assert -1 <= low <= one[0] / one[1] - other[0] / other[1] <= high <= 1
    assert newcombe(*other, *one) == (pytest.approx(-high), pytest.approx(-low))


@pytest.mark.parametrize(
    ("freedom", "at_95", "at_975", "at_995"),
    # NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, critical values of Student's t.
    [
        (1, 6.314, 12.706, 63.657),
        (2, 2.920, 4.303, 9.925),
        (5, 2.015, 2.571, 4.032),
        (10, 1.812, 2.228, 3.169),
        (29, 1.699, 2.045, 2.756),
        (30, 1.697, 2.042, 2.750),
        (100, 1.660, 1.984, 2.626),
    ],
)
def test_students_t_is_that_of_the_tables(freedom: int, at_95: float, at_975: float, at_995: float) -> None:
    found = [round(t_quantile(probability, freedom), 3) for probability in (0.95, 0.975, 0.995)]
    assert found == [at_95, at_975, at_995]


@given(st.floats(0.51, 0.999))
def test_students_t_has_its_closed_forms_for_1_and_2_and_nears_the_normal(p: float) -> None:
    assert t_quantile(p, 1) == pytest.approx(tan(pi * (p - 0.5)), rel=1e-9)
    assert t_quantile(p, 2) == pytest.approx((2 * p - 1) * sqrt(2 / (4 * p * (1 - p))), rel=1e-9)
    assert t_quantile(p, 2_000) == pytest.approx(NormalDist().inv_cdf(p), rel=2e-3)


def test_the_interval_of_a_mean_is_that_of_the_literature() -> None:
    """NIST/SEMATECH e-Handbook, 1.3.5.2: the heat flow data (ZARR13.DAT), 195 values, 95 %."""
    low, high = t_interval(9.261460, 0.02278881, 195)
    assert (low, high) == (pytest.approx(9.258242, abs=2e-6), pytest.approx(9.264679, abs=2e-6))


@pytest.mark.parametrize(
    ("mean", "deviation", "n"), [(1.0, 1.0, 1), (1.0, -0.1, 5), (float("nan"), 1.0, 5), (1.0, float("inf"), 5)]
)
def test_a_mean_of_too_little_is_an_error(mean: float, deviation: float, n: int) -> None:
    with pytest.raises(ValueError):
        t_interval(mean, deviation, n)


@pytest.mark.parametrize(("probability", "freedom"), [(0.4, 5), (1.0, 5), (0.9, 0)])
def test_students_t_is_refused_where_it_is_not_defined(probability: float, freedom: int) -> None:
    with pytest.raises(ValueError):
        t_quantile(probability, freedom)


def test_a_percentage_of_30_and_more_is_shown_with_its_interval() -> None:
    low, high = wilson(20, 60)
    assert percentage(20, 60) == Percentage(20, 60, 100 / 3, Interval(100 * low, 100 * high))


@pytest.mark.parametrize(("part", "whole"), [(15, 29), (0, 0), (29, 29), (9, 200), (195, 200)])
def test_a_percentage_of_few_is_not_shown_and_says_nothing_of_them(part: int, whole: int) -> None:
    assert percentage(part, whole) == NotShown(minimum=30)


def test_the_rule_for_a_percentage_can_be_set() -> None:
    assert percentage(50, 90, minimum=100) == NotShown(minimum=100)
    assert isinstance(percentage(195, 200, of_people=False), Percentage)


def test_a_percentage_of_an_impossible_share_is_an_error() -> None:
    with pytest.raises(ValueError):
        percentage(31, 30)
