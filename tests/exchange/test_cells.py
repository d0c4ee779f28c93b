"""Cells become values, or problems that say where."""

import datetime

import pytest

from saanjh.exchange.cells import Cells
from saanjh.formats.sheets import Problem, Row


def cells(**values: str) -> Cells:
    return Cells(Row(5, values), [])


def found(read: Cells) -> list[tuple[str, int | None, str | None]]:
    return [(problem.code, problem.row, problem.column) for problem in read.problems]


def test_a_blank_is_not_a_zero() -> None:
    read = cells(people="")
    assert (read.whole("people"), read.measure("people"), read.sound) == (None, None, True)


@pytest.mark.parametrize(("typed", "value"), [("0", 0), ("1,234", 1234), ("۱۲۳۴", 1234), ("12.0", 12)])
def test_whole_numbers_are_read_in_any_digits(typed: str, value: int) -> None:
    assert cells(people=typed).whole("people") == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [("-1", "out_of_range"), ("12.5", "not_whole"), ("many", "not_a_number"), ("1e9", "not_a_number")],
)
def test_what_is_no_count_is_named_with_row_and_column(typed: str, code: str) -> None:
    read = cells(people=typed)
    assert read.whole("people") is None
    assert found(read) == [(code, 5, "people")]


def test_a_percentage_ends_at_a_hundred() -> None:
    read = cells(share="100.1")
    assert read.measure("share", most=100) is None
    assert found(read) == [("out_of_range", 5, "share")]


def test_a_day_is_read_in_urdu_digits_too() -> None:
    assert cells(day="۲۰۲۶-۰۷-۰۱").day("day") == datetime.date(2026, 7, 1)


@pytest.mark.parametrize("typed", ["1/7/2026", "2026-02-30", "yesterday"])
def test_another_way_to_write_a_day_is_asked_back(typed: str) -> None:
    read = cells(day=typed)
    assert read.day("day") is None
    assert found(read) == [("not_a_day", 5, "day")]


def test_words_that_identify_a_person_are_a_problem() -> None:
    read = cells(name="Call 0300 1234567")
    read.text("name")
    assert read.problems == [Problem("personal_data", 5, "name", {"kind": "phone"})]


def test_words_are_neither_blank_nor_too_long() -> None:
    read = cells(name="", note="x" * 11)
    read.text("name")
    read.text("note", longest=10)
    assert found(read) == [("blank", 5, "name"), ("too_long", 5, "note")]
