"""People counted by sex, age band and disability."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saanjh.ground.counting import (
    MOST,
    AgeBand,
    Disability,
    Sex,
    Table,
    counted,
    margin,
    public_parts,
    public_table,
    table,
)
from saanjh.ground.refusals import Refusal

CELLS = st.dictionaries(
    st.tuples(st.sampled_from(Sex.values), st.sampled_from(AgeBand.values), st.sampled_from(Disability.values)),
    st.integers(0, 80),
    max_size=40,
)


@given(CELLS)
def test_the_sums_by_each_part_are_the_same(cells: dict[tuple[str, ...], int]) -> None:
    assert {sum(margin(cells, place).values()) for place in range(3)} == {sum(cells.values())}


@given(CELLS)
def test_the_exact_table_adds_up(cells: dict[tuple[str, ...], int]) -> None:
    exact = table(cells)
    assert exact.totals.total == sum(cells.values())
    assert sum(row.total or 0 for row in exact.rows) == exact.totals.total
    assert [sum(number or 0 for _sex, number in row.cells) for row in exact.rows] == [row.total for row in exact.rows]


def numbers(shown: Table) -> list[int | None]:
    rows = [*shown.rows, shown.totals]
    return [number for row in rows for number in [*(people for _sex, people in row.cells), row.total]]


@given(CELLS)
def test_nothing_under_ten_and_nothing_unrounded_is_published(cells: dict[tuple[str, ...], int]) -> None:
    shown = [number for number in numbers(public_table(cells)) if number is not None]
    assert all(number >= 10 and number % 5 == 0 for number in shown)


def test_groups_that_held_nobody_stand_in_the_public_table_all_the_same() -> None:
    """Else a group that is missing would tell that nobody of it came."""
    columns = [str(column) for column in public_table({("women", "15-29"): 30}).columns]
    assert columns == ["Women and girls", "Men and boys", "Transgender people"]
    parts, _total = public_parts({("women", "15-29"): 30}, 0, Sex)
    assert [(part.code, part.people) for part in parts] == [("women", 30), ("men", None), ("transgender", None)]


def test_what_nobody_noted_has_a_column_of_its_own() -> None:
    assert [str(column) for column in table({("unknown", "unknown"): 3}).columns] == ["Sex not noted"]


def test_cells_of_nobody_are_left_out() -> None:
    assert counted({("women", "15-29"): 3, ("men", "15-29"): 0}) == {("women", "15-29"): 3}
    assert counted({}, nobody=True) == {}


@pytest.mark.parametrize("cells", [{}, {("men", "60+"): 0}, {("men", "60+"): -1}, {("men", "60+"): MOST + 1}])
def test_what_is_no_count_of_people_is_refused(cells: dict[tuple[str, ...], int]) -> None:
    with pytest.raises(Refusal):
        counted(cells)


def test_a_cell_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError):
        counted({("women", "young"): 3})
