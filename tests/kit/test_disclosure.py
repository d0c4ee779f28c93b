"""Counts of people as they may be published: whoever has every number of a table cannot work out a hidden one."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saanjh.kit import disclosure
from saanjh.kit.disclosure import Published, PublishedTable, Shown, Suppressed, publish_count, publish_table


@pytest.mark.parametrize(
    ("count", "shown"), [(0, None), (9, None), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (1004, 1005)]
)
def test_fewer_than_ten_are_hidden_and_the_rest_is_rounded_to_five(count: int, shown: int | None) -> None:
    assert disclosure.people(count) == shown


def test_no_difference_of_two_published_numbers_gives_a_small_count_back() -> None:
    """The worst a reader can do: take the one shown part from the sum. The hidden part stays open."""
    for hidden in range(10):
        for part in range(10, 60):
            total = disclosure.people(part + hidden)
            shown = disclosure.people(part)
            fits = {
                guess
                for guess in range(10)
                for base in range(10, 70)
                if disclosure.people(base) == shown and disclosure.people(base + guess) == total
            }
            assert hidden in fits
            assert len(fits) >= 3


def test_a_negative_count_is_an_error() -> None:
    with pytest.raises(ValueError):
        disclosure.people(-1)


@pytest.mark.parametrize(
    ("part", "whole", "of_people", "shows"),
    [
        (15, 29, True, False),  # R5: fewer than 30
        (15, 30, True, True),
        (9, 200, True, False),  # 4.5 % of 200 are nine people
        (195, 200, True, False),  # and so are the other five
        (195, 200, False, True),  # reports, not people
        (15, 29, False, False),
    ],
)
def test_a_share_is_shown_only_of_many(part: int, whole: int, of_people: bool, shows: bool) -> None:
    assert disclosure.may_show_share(part, whole, of_people=of_people) is shows


def test_a_part_larger_than_the_whole_is_an_error() -> None:
    with pytest.raises(ValueError):
        disclosure.may_show_share(31, 30)


@pytest.mark.parametrize(
    ("count", "informative", "published"),
    [
        (0, True, Suppressed()),
        (0, False, Shown(0)),
        (1, False, Suppressed()),
        (9, False, Suppressed()),
        (10, True, Shown(10)),
        (12, True, Shown(10)),
        (13, True, Shown(15)),
    ],
)
def test_a_zero_is_hidden_where_it_tells_something(count: int, informative: bool, published: Published) -> None:
    assert publish_count(count, zero_is_informative=informative) == published


def test_a_table_is_rounded_cell_by_cell_and_total_by_total() -> None:
    assert publish_table([[103, 41, 4], [57, 38, 22]]) == PublishedTable(
        cells=((Shown(105), Shown(40), Suppressed()), (Shown(55), Shown(40), Shown(20))),
        row_totals=(Shown(150), Shown(115)),
        column_totals=(Shown(160), Shown(80), Shown(25)),
        total=Shown(265),
    )


def test_a_total_that_would_give_a_cell_back_is_hidden() -> None:
    """12 and 12 read as at most 12 each, the sum 33 as 35 and so at least 33: the third would have to be 9."""
    assert publish_table([[12, 12, 9]]) == PublishedTable(
        cells=((Shown(10), Shown(10), Suppressed()),),
        row_totals=(Suppressed(),),
        column_totals=(Shown(10), Shown(10), Suppressed()),
        total=Suppressed(),
    )


COUNTS = st.one_of(st.integers(0, 30), st.sampled_from([0, 1, 9, 10, 12, 13, 17]))
TABLES = st.sampled_from([(2, 2), (1, 3), (3, 1), (1, 2), (1, 1)]).flatmap(
    lambda shape: st.lists(st.lists(COUNTS, min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0])
)


def _readings(published: Published, informative: bool) -> list[int]:
    return [n for n in range(70) if publish_count(n, zero_is_informative=informative) == published]


def _fitting(table: PublishedTable, informative: bool) -> Iterator[list[tuple[int, ...]]]:
    """Every table that would look the same, found by trying all: an attacker who knows the rule and can wait."""

    def fits(numbers: tuple[int, ...], published: Published) -> bool:
        shown = publish_count(sum(numbers), zero_is_informative=informative)
        return published == Suppressed() or shown == published

    choices = [[_readings(cell, informative) for cell in row] for row in table.cells]
    rows = [
        [row for row in product(*each) if fits(row, total)]
        for each, total in zip(choices, table.row_totals, strict=True)
    ]
    for guess in product(*rows):
        columns = zip(zip(*guess, strict=True), table.column_totals, strict=True)
        if all(fits(column, total) for column, total in columns) and fits(sum(guess, ()), table.total):
            yield list(guess)


def _narrowest(table: PublishedTable, informative: bool) -> int | None:
    """The width of the range that the attacker finds for the hidden cell that he knows best."""
    hidden = [(i, j) for i, row in enumerate(table.cells) for j, cell in enumerate(row) if cell == Suppressed()]
    found: dict[tuple[int, int], set[int]] = {place: set() for place in hidden}
    for guess in _fitting(table, informative):
        for i, j in hidden:
            found[i, j].add(guess[i][j])
    return min((max(values) - min(values) for values in found.values()), default=None)


@settings(max_examples=150, deadline=None)
@given(TABLES, st.booleans())
def test_an_attacker_with_all_totals_keeps_six_possible_values_for_each_hidden_cell(
    counts: list[list[int]], informative: bool
) -> None:
    width = _narrowest(publish_table(counts, zero_is_informative=informative), informative)
    assert width is None or width >= 5


def test_that_attacker_recovers_a_cell_exactly_where_totals_are_only_rounded() -> None:
    assert _narrowest(publish_table([[12, 12, 9]], narrowest=0), informative=True) == 0
    assert _narrowest(publish_table([[13, 13], [13, 0]], narrowest=0), informative=True) == 3


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_only_totals_are_hidden_beyond_the_rule(counts: list[list[int]]) -> None:
    table = publish_table(counts)
    assert table.cells == tuple(tuple(publish_count(count) for count in row) for row in counts)
    for total, row in zip(table.row_totals, counts, strict=True):
        assert total in (publish_count(sum(row)), Suppressed())


def test_a_table_as_long_as_the_country_is_published() -> None:
    """160 districts by sex: nearly every total stays."""
    counts = [[(7 * i) % 61, (11 * i) % 53] for i in range(160)]
    table = publish_table(counts)
    assert table.total == publish_count(sum(map(sum, counts)))
    assert (
        sum(total == Suppressed() and sum(row) >= 10 for total, row in zip(table.row_totals, counts, strict=True)) < 40
    )


@pytest.mark.parametrize(
    ("counts", "narrowest"), [([], 5), ([[]], 5), ([[1, 2], [3]], 5), ([[1, -1]], 5), ([[10]], 9), ([[10]], -1)]
)
def test_what_is_no_table_or_cannot_be_promised_is_an_error(counts: list[list[int]], narrowest: int) -> None:
    with pytest.raises(ValueError):
        publish_table(counts, narrowest=narrowest)
