"""Workbooks: the same table as in CSV, in and out, and no cell that is a formula."""

import csv
import datetime
import io
import zipfile
from decimal import Decimal

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.sheets.test_sheets_write import HARMLESS, PAYLOADS

from saanjh.formats.sheets import Limits, Problem, Row, Sheet, read_table, workbook, write
from saanjh.formats.sheets.formulas import unguarded
from saanjh.formats.sheets.workbooks import records

LIMITS = Limits()


def cells(data: bytes) -> list[list[object]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return any(
            b"<f" in book.read(name) or b"hyperlink" in book.read(name) for name in book.namelist() if "sheet" in name
        )


def test_a_table_is_the_same_as_a_workbook_and_as_csv() -> None:
    rows = [["swat", "سوات", 5, Decimal("2.50"), datetime.date(2026, 3, 1), None, True]]
    columns = ["id", "name_ur", "number", "share", "day", "blank", "yes"]
    expected = {
        "id": "swat", "name_ur": "سوات", "number": "5", "share": "2.5", "day": "2026-03-01", "blank": "", "yes": "true",
    }  # fmt: skip
    assert read_table(workbook(columns, rows)) == Sheet(tuple(columns), (Row(2, expected),))
    as_csv = read_table(write(columns, rows)).rows[0].cells
    assert as_csv == {**expected, "share": "2.50"}  # a workbook keeps no noughts at the end


def test_the_same_table_makes_the_same_bytes() -> None:
    assert workbook(["a"], [["x"]]) == workbook(["a"], [["x"]])


@pytest.mark.parametrize("payload", PAYLOADS + HARMLESS)
def test_text_is_text_in_a_workbook_and_comes_back_as_it_was(payload: str) -> None:
    data = workbook([payload or "a"], [[payload], ["end"]])
    assert cells(data)[1] == [payload]
    assert not formulas(data)
    ((row,),) = list(csv.reader(io.StringIO(write(["a"], [[payload]]).decode(), newline="")))[1:]
    assert unguarded(row) == payload


def test_at_least_forty_payloads_are_tried() -> None:
    assert len(set(PAYLOADS + HARMLESS)) >= 40


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=2, max_size=2)))
def test_any_text_comes_back_as_it_was(rows: list[list[str]]) -> None:
    written = workbook(["a", "b"], [*rows, ["end", "end"]])
    assert [["" if cell is None else cell for cell in row] for row in cells(written)][1:-1] == rows
    assert not formulas(written)


def test_what_a_workbook_cannot_hold_exactly_is_text_or_says_that_it_ends() -> None:
    data = workbook(["a"], [[10**15], [-(10**15)], [10**15 - 1], ["x" * 40_000], [datetime.date(1850, 1, 1)]])
    assert [row[0] for row in cells(data)[1:]] == [
        "1000000000000000", "-1000000000000000", 999_999_999_999_999.0, "x" * 32_766 + "…", "1850-01-01",
    ]  # fmt: skip


def test_a_row_of_the_wrong_length_is_the_caller_s_mistake() -> None:
    with pytest.raises(ValueError, match="a row of 1 cells under 2 columns"):
        workbook(["a", "b"], [["x"]])


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    data = workbook(["a", "b"], [["1", None], [None, None], ["3", "4"]])
    assert [number for number, _ in records(data, LIMITS)] == [1, 2, 4]


def test_problems_name_row_and_column_as_in_csv() -> None:
    sheet = read_table(workbook(["id", "odd"], [["x", 1]]), required=("id", "name"), known={"id", "name"})
    assert sheet.problems == (
        Problem("column_unknown", 1, "B", {"name": "odd"}),
        Problem("column_missing", 1, params={"name": "name"}),
    )


def test_a_text_that_looks_like_a_guarded_formula_is_left_as_it_is_in_a_workbook() -> None:
    assert read_table(workbook(["a"], [["'=1+1"]])).rows[0].cells == {"a": "'=1+1"}
    assert read_table(b"a\n'=1+1\n").rows[0].cells == {"a": "=1+1"}


def test_a_long_csv_is_read_apart_and_the_same() -> None:
    short, long = b"a\n" + b"x\n" * 10, b"a\n" + b"x\n" * 19_999 + b"y" * 30_000
    assert len(read_table(short).rows) == 10
    assert len(read_table(long).rows) == 19_999
    assert [problem.code for problem in read_table(long).problems] == ["cell_too_long"]
