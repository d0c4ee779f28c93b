"""What measures of agreement take and answer: rows of values, and how far a figure may be relied upon."""

import pytest

from saanjh.kit.coding.agreement import Agreement, Reason, Standing, ordered, rows, standing


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.8, Standing.RELIABLE), (0.799, Standing.TENTATIVE), (0.667, Standing.TENTATIVE), (0.666, Standing.UNRELIABLE)],
)
def test_an_alpha_stands_where_krippendorff_puts_it(value: float, expected: Standing) -> None:
    assert standing(Agreement(value, 10, 20, 2)) is expected


def test_what_has_no_figure_has_no_standing() -> None:
    assert standing(Agreement(None, 0, 0, 1, Reason.ONE_CODER)) is None


def test_a_coder_without_any_value_is_left_out() -> None:
    assert rows([[None, 1, 2], [None, None, 3]]) == [[1, 2], [None, 3]]
    assert rows([[None, None]]) == [[]]
    assert rows([]) == []


@pytest.mark.parametrize("units", [[[1, 2], [1]], [[1.0, float("nan")]], [[float("inf"), 1]]])
def test_what_is_no_row_of_values_is_refused(units: list[list[float]]) -> None:
    with pytest.raises(ValueError):
        rows(units)


def test_numbers_are_ordered_before_words() -> None:
    assert ordered(["b", 10, 2, "a", 2.0]) == [2, 10, "a", "b"]
