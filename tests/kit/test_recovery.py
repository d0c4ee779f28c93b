"""The range found for a number of a table is exactly the one that trying out all tables finds."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saanjh.kit import recovery
from saanjh.kit.recovery import GRAND_TOTAL, Arc, Bounds, cell, column_total, row_total


def _table(counts: list[list[int]], room: dict[Arc, tuple[int, int]]) -> dict[Arc, Bounds]:
    return {
        arc: Bounds(count, max(0, count - room.get(arc, (0, 0))[0]), count + room.get(arc, (0, 0))[1])
        for arc, count in recovery.arcs(counts).items()
    }


def _by_trying(table: dict[Arc, Bounds], arc: Arc, shape: tuple[int, int]) -> tuple[int, int]:
    places = list(product(range(shape[0]), range(shape[1])))
    found = set()
    for guess in product(*(range(table[cell(i, j)].low, table[cell(i, j)].high + 1) for i, j in places)):
        rows = [list(guess[i * shape[1] : (i + 1) * shape[1]]) for i in range(shape[0])]
        numbers = recovery.arcs(rows)
        if all(table[each].low <= number <= table[each].high for each, number in numbers.items()):
            found.add(numbers[arc])
    return min(found), max(found)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from([(2, 2), (2, 3), (3, 2), (1, 4)]))
def test_the_range_is_the_one_that_trying_out_finds(data: st.DataObject, shape: tuple[int, int]) -> None:
    counts = data.draw(
        st.lists(
            st.lists(st.integers(0, 6), min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
        )
    )
    rooms = st.tuples(st.integers(0, 2), st.integers(0, 1))
    table = _table(counts, {arc: data.draw(rooms) for arc in recovery.arcs(counts)})
    for arc in table:
        assert recovery.possible_range(table, arc) == _by_trying(table, arc, shape)


def test_exact_totals_give_one_hidden_cell_back_and_leave_four_hidden_cells_open() -> None:
    counts = [[3, 20], [30, 40]]
    assert recovery.possible_range(_table(counts, {cell(0, 0): (3, 6)}), cell(0, 0)) == (3, 3)
    four = {cell(i, j): (5, 5) for i, j in product(range(2), repeat=2)}
    assert recovery.possible_range(_table(counts, four), cell(0, 0)) == (0, 8)


def test_the_numbers_of_a_table_are_its_cells_and_all_its_totals() -> None:
    assert recovery.arcs([[1, 2], [3, 4]]) == {
        cell(0, 0): 1, cell(0, 1): 2, cell(1, 0): 3, cell(1, 1): 4,
        row_total(0): 3, row_total(1): 7, column_total(0): 4, column_total(1): 6, GRAND_TOTAL: 10,
    }  # fmt: skip


def test_rows_of_unequal_length_are_an_error() -> None:
    with pytest.raises(ValueError):
        recovery.arcs([[1, 2], [3]])
