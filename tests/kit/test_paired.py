"""Two tables of the same counts: nobody who has both works a hidden number out."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saanjh.kit.disclosure import NARROWEST, SMALLEST, Published, PublishedTable, Shown, publish_table
from saanjh.kit.paired import highest, lowest, publish_pair

CELLS = st.integers(0, 14)


def _values(published: Published) -> range:
    """What a cell can be, as far as a reader sees."""
    top = highest(published)
    return range(lowest(published), (9 if top is None else top) + 1)


def _fits(number: int, published: Published) -> bool:
    top = highest(published)
    return lowest(published) <= number and (top is None or number <= top)


def _tables(table: PublishedTable) -> set[tuple[tuple[int, int], tuple[int, int]]]:
    """Every 2 by 2 table that fits what is shown of it."""
    found = set()
    for a, b, c, d in product(*(_values(each) for row in table.cells for each in row)):
        sums = zip((a + b, c + d, a + c, b + d), (*table.row_totals, *table.column_totals), strict=True)
        if _fits(a + b + c + d, table.total) and all(_fits(number, shown) for number, shown in sums):
            found.add(((a, b), (c, d)))
    return found


@settings(max_examples=25, deadline=None)
@given(CELLS, CELLS, CELLS, CELLS, st.integers(0, 100), st.integers(0, 100))
def test_whoever_tries_every_pair_of_tables_leaves_each_hidden_number_open(
    a: int, b: int, c: int, d: int, one: int, two: int
) -> None:
    first = [[a, b], [c, d]]
    left, right = one * (a + c) // 100, two * (b + d) // 100
    second = [[left, right], [a + c - left, b + d - right]]
    pair = publish_pair(first, second)
    if pair.second is None:
        return
    sums = {(x[0][0] + x[1][0], x[0][1] + x[1][1]) for x in _tables(pair.second)}
    possible = [x for x in _tables(pair.first) if (x[0][0] + x[1][0], x[0][1] + x[1][1]) in sums]
    for i, j in product(range(2), repeat=2):
        if not isinstance(pair.first.cells[i][j], Shown):
            guesses = {x[i][j] for x in possible}
            assert max(guesses) - min(guesses) >= NARROWEST


def test_a_total_that_the_second_table_would_give_back_is_not_shown_there() -> None:
    """Alone each is safe; 12 and 3 by place are given away by 15 that the tracks show without a doubt."""
    pair = publish_pair([[12, 20], [3, 20]], [[15, 20], [0, 20]])
    totals = [pair.first.column_totals[0]] + ([pair.second.column_totals[0]] if pair.second else [])
    assert not any(isinstance(each, Shown) for each in totals)


def test_large_counts_are_all_shown_in_both() -> None:
    pair = publish_pair([[12, 20], [30, 20]], [[22, 20], [20, 20]])
    assert pair.second is not None
    assert all(isinstance(each, Shown) for row in (*pair.first.cells, *pair.second.cells) for each in row)


def test_a_table_alone_is_what_the_rule_for_one_table_makes_of_it() -> None:
    counts = [[12, 3, 40], [11, 25, 2], [0, 0, 0]]
    alone, pair = publish_table(counts), publish_pair(counts, None)
    assert pair.second is None
    assert pair.first.cells == alone.cells


def test_what_public_records_say_is_counted_as_known() -> None:
    """Five of the eight are published, so that it is five to nine: a total from which it were eight is hidden."""
    counts = [[8, 12], [12, 12]]
    shown = publish_pair(counts, None, known=[[5, 0], [0, 0]]).first
    assert not isinstance(shown.cells[0][0], Shown)
    low = lowest(shown.row_totals[0]) - (highest(shown.cells[0][1]) or 0)
    assert max(low, 5) == 5
    assert highest(shown.row_totals[0]) is None or (highest(shown.row_totals[0]) or 0) - 10 >= 9


def test_tables_that_do_not_count_the_same_are_an_error() -> None:
    with pytest.raises(ValueError, match="count the same"):
        publish_pair([[1, 2]], [[2, 1]])
    assert SMALLEST == 10
