"""Many values as one figure, against plain reckoning and a published pool."""

from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saanjh.kit.indicators.pooling import pooled, random_effects
from saanjh.kit.indicators.rolling import FORBIDDEN, RULES, cells_differ, roll_up
from saanjh.kit.indicators.shapes import Forbids, Measured, NotComparable, Rolled, Spread, Warned
from saanjh.kit.intervals import wilson

CENT = Decimal("0.01")
NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=2)


@st.composite
def shares(draw: st.DrawFn) -> Measured:
    n = draw(st.integers(1, 500))
    part = draw(st.integers(0, n))
    return Measured((Decimal(100 * part) / n).quantize(CENT), n, part)


@st.composite
def averages(draw: st.DrawFn) -> Measured:
    value, below, above = draw(NUMBERS), draw(st.integers(1, 900)), draw(st.integers(1, 900))
    return Measured(value, draw(st.integers(1, 500)), None, value - below * CENT, value + above * CENT)


COUNTS = st.builds(lambda n: Measured(Decimal(n), n), st.integers(1, 10**6))


def rolled(rule: str, values: list[Measured]) -> Rolled:
    found = roll_up(rule, values)
    assert isinstance(found, Rolled)
    return found


@given(st.lists(COUNTS, min_size=1, max_size=30))
def test_sums_are_the_plain_sum(values: list[Measured]) -> None:
    for rule in ("sum", "sum_may_double_count"):
        found = rolled(rule, values)
        assert (found.value, found.n, found.went_in) == (
            sum(each.value for each in values), sum(each.n for each in values), len(values)
        )  # fmt: skip
        assert found.spread is Spread.NONE


@given(st.lists(shares(), min_size=1, max_size=30))
def test_shares_are_reckoned_anew_from_parts_and_wholes(values: list[Measured]) -> None:
    part, whole = sum(each.numerator or 0 for each in values), sum(each.n for each in values)
    for rule in ("sum_and_share", "weighted_mean_by_n"):
        found = rolled(rule, values)
        assert (found.numerator, found.n) == (part, whole)
        assert abs(found.value - Decimal(100 * part) / whole) <= CENT / 2
        assert (found.low, found.high) == tuple(Decimal(100 * end).quantize(CENT) for end in wilson(part, whole))


@given(st.lists(averages(), min_size=1, max_size=15))
def test_the_middle_and_the_largest_are_those_of_the_sorted_values(values: list[Measured]) -> None:
    ordered = sorted(each.value for each in values)
    half = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    assert abs(rolled("median", values).value - half) <= CENT / 2
    assert rolled("max_across_channels", values).value == ordered[-1]


@given(st.lists(averages(), min_size=1, max_size=15))
def test_a_pool_lies_among_its_values_and_inside_its_range(values: list[Measured]) -> None:
    found = rolled("pool", values)
    assert min(each.value for each in values) <= found.value <= max(each.value for each in values)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.value <= found.high
    if len(values) == 1:
        width = values[0].high - values[0].low  # type: ignore[operator]
        assert abs((found.high - found.low) - width) <= 2 * CENT


@given(st.lists(averages(), min_size=1, max_size=10), st.randoms(use_true_random=False), st.sampled_from(sorted(RULES)))
def test_the_order_of_values_never_matters(values: list[Measured], random: object, rule: str) -> None:
    other = list(values)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert roll_up(rule, other) == roll_up(rule, values)


@given(st.lists(st.lists(shares(), min_size=1, max_size=6), min_size=1, max_size=6))
def test_grouping_does_not_matter_where_parts_and_wholes_are_added(groups: list[list[Measured]]) -> None:
    once = rolled("weighted_mean_by_n", [each for group in groups for each in group])
    parts = [rolled("weighted_mean_by_n", group) for group in groups]
    twice = rolled("weighted_mean_by_n", [Measured(each.value, each.n, each.numerator) for each in parts])
    assert (once.value, once.numerator, once.n, once.low, once.high) == (
        twice.value, twice.numerator, twice.n, twice.low, twice.high
    )  # fmt: skip


@given(st.lists(st.lists(COUNTS, min_size=1, max_size=6), min_size=1, max_size=6))
def test_grouping_does_not_matter_for_sums(groups: list[list[Measured]]) -> None:
    once = rolled("sum", [each for group in groups for each in group])
    parts = [rolled("sum", group) for group in groups]
    twice = rolled("sum", [Measured(each.value, each.n) for each in parts])
    assert (once.value, once.n) == (twice.value, twice.n)


@given(st.lists(shares(), min_size=1, max_size=8))
def test_cells_come_to_their_whole_or_it_is_said_why_not(cells: list[Measured]) -> None:
    whole = rolled("weighted_mean_by_n", cells)
    assert cells_differ("weighted_mean_by_n", whole, cells) == ""
    assert cells_differ("weighted_mean_by_n", whole, [*cells, Measured(Decimal(0), 1, 0)]) == "numbers"
    assert cells_differ("median", whole, cells) == "rule"


def test_people_who_stand_in_two_cells_are_named_as_the_reason() -> None:
    whole = rolled("sum_may_double_count", [Measured(Decimal(5), 5)])
    assert cells_differ("sum_may_double_count", whole, [Measured(Decimal(3), 3), Measured(Decimal(3), 3)]) == "people"


def test_the_pool_is_that_of_borenstein() -> None:
    """Borenstein and others 2009, Introduction to Meta-Analysis, chapter 14: 0.358, from 0.152 to 0.565."""
    effects = [0.095, 0.277, 0.367, 0.664, 0.462, 0.185]
    variances = [0.033, 0.031, 0.050, 0.011, 0.043, 0.023]
    average, variance = random_effects(effects, variances)
    assert (round(average, 3), round(variance**0.5, 3)) == (0.358, 0.105)
    assert {
        random_effects(*zip(*each, strict=True)) for each in permutations(zip(effects, variances, strict=True))
    } == {(average, variance)}


def test_values_that_are_never_combined_say_so() -> None:
    value = Measured(Decimal(3), 3)
    assert roll_up("do_not_add", [value, value]) == NotComparable(Forbids.NOT_ADDED, 2)
    assert roll_up("recompute", [value]) == NotComparable(Forbids.FROM_THE_REGISTER, 1)
    assert not set(RULES) & set(FORBIDDEN)


def test_what_one_must_know_stands_beside_the_figure() -> None:
    one = Measured(Decimal(3), 3, method="survey", evidence=2, definition="a")
    other = Measured(Decimal(3), 3, method="records", evidence=1, definition="b")
    found = rolled("sum_may_double_count", [one, other])
    assert found.warned == {Warned.DOUBLE_COUNT, Warned.METHODS, Warned.EVIDENCE, Warned.DEFINITIONS}
    assert (found.evidence, found.methods) == (1, ("records", "survey"))
    assert rolled("sum_may_double_count", [one]).warned == frozenset()


def test_averages_without_a_range_are_weighted_by_n_and_claim_none() -> None:
    ranged = Measured(Decimal(4), 30, low=Decimal(3), high=Decimal(5))
    found = rolled("pool", [ranged, Measured(Decimal(1), 10)])
    assert (found.value, found.low, found.spread) == (Decimal("3.25"), None, Spread.NONE)
    assert found.warned == {Warned.NO_RANGE}


def test_estimates_that_are_added_keep_their_ends() -> None:
    found = rolled("sum", [Measured(Decimal(9), 1, low=Decimal(7), high=Decimal(12)), Measured(Decimal(3), 3)])
    assert (found.value, found.low, found.high, found.spread) == (12, 10, 15, Spread.ENDS)


def test_shares_without_parts_are_weighted_by_n() -> None:
    found = rolled("weighted_mean_by_n", [Measured(Decimal(50), 1), Measured(Decimal(20), 2, 1)])
    assert (found.value, found.numerator, found.spread) == (Decimal("30.00"), None, Spread.NONE)
    assert Fraction(found.value) == 30


def test_what_cannot_be_rolled_up_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing"):
        roll_up("sum", [])
    with pytest.raises(ValueError, match="No rule"):
        roll_up("guess", [Measured(Decimal(1), 1)])
    with pytest.raises(ValueError, match="range"):
        pooled([(Decimal(1), Decimal(1), Decimal(1))])
