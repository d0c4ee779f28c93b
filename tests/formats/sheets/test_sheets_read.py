"""Reading tables: whatever comes in, rows and problems come out."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saanjh.formats.sheets import Limits, Problem, Row, Sheet, read
from saanjh.formats.sheets.shapes import CODES, column_letter, column_name

PLAIN = "id,name_ur\nswat,سوات\n"
PLAIN_SHEET = Sheet(("id", "name_ur"), (Row(2, {"id": "swat", "name_ur": "سوات"}),))


def problems(data: bytes, **options: object) -> tuple[Problem, ...]:
    return read(data, **options).problems  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        codecs.BOM_UTF8 + PLAIN.encode(),
        codecs.BOM_UTF16_LE + PLAIN.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode("utf-16"),
        PLAIN.rstrip("\n").encode(),
        " ID , Name-UR \n swat , سوات \n".encode(),
        "id,name_ur,,\nswat,سوات,,\n".encode(),
    ],
)
def test_the_same_table_is_read_however_it_was_saved(data: bytes) -> None:
    assert read(data) == PLAIN_SHEET


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    sheet = read(b'a,b\n1,2\n\n"two\nlines",4\n,\n5,6\n')
    assert [row.number for row in sheet.rows] == [2, 4, 6]
    assert sheet.rows[1].cells == {"a": "two\nlines", "b": "4"}


def test_a_blank_stays_a_blank_and_a_short_row_is_filled_with_blanks() -> None:
    assert [row.cells for row in read(b"a,b,c\n0,,\n1\n").rows] == [
        {"a": "0", "b": "", "c": ""},
        {"a": "1", "b": "", "c": ""},
    ]


@pytest.mark.parametrize("data", [b"", b"\n\n", b" , \n", codecs.BOM_UTF8])
def test_a_file_with_nothing_in_it_is_called_empty(data: bytes) -> None:
    assert problems(data) == (Problem("empty"),)


def test_a_file_of_another_encoding_is_not_guessed_at_and_its_row_is_named() -> None:
    assert problems("id,name\n1,a\n2,سوات\n".encode("cp1256")) == (Problem("unknown_encoding", row=3),)


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF32_LE + PLAIN.encode("utf-32-le"),
        codecs.BOM_UTF16_LE + PLAIN.encode("utf-16-le") + b"\x00",
        codecs.BOM_UTF16_LE + b"\x00\xd8,\x00",
    ],
)
def test_utf_32_and_broken_utf_16_are_refused(data: bytes) -> None:
    assert problems(data) == (Problem("unknown_encoding"),)


def test_a_file_above_the_limit_of_bytes_is_not_read() -> None:
    found = problems(b"a\n" + b"1\n" * 50, limits=Limits(max_bytes=100))
    assert found == (Problem("too_many_bytes", params={"size": 102, "limit": 100}),)


def test_rows_above_the_limit_are_not_read_and_those_before_it_are_kept() -> None:
    sheet = read(b"a\n1\n2\n3\n4\n", limits=Limits(max_rows=2))
    assert [row.cells["a"] for row in sheet.rows] == ["1", "2"]
    assert sheet.problems == (Problem("too_many_rows", 4, params={"limit": 2}),)


def test_half_a_million_columns_are_refused_by_their_number() -> None:
    found = problems(b"a" + b",a" * 499_999)
    assert found == (Problem("too_many_columns", 1, params={"count": 500_000, "limit": 200}),)


def test_a_nul_byte_is_a_problem_of_its_cell_and_the_other_rows_are_kept() -> None:
    sheet = read(b"a,b\n1,x\x00y\n2,z\n")
    assert sheet.problems == (Problem("hidden_character", 2, "b", {"character": "U+0000"}),)
    assert [row.number for row in sheet.rows] == [3]


def test_a_long_cell_is_a_problem_of_its_cell_and_the_other_rows_are_kept() -> None:
    sheet = read(b"a,b\n1," + b"x" * 11 + b"\n2,y\n", limits=Limits(max_cell=10))
    assert sheet.problems == (Problem("cell_too_long", 2, "b", {"limit": 10}),)
    assert [row.cells for row in sheet.rows] == [{"a": "2", "b": "y"}]


def test_a_cell_of_megabytes_ends_the_reading_with_a_problem() -> None:
    sheet = read(b'a,b\n1,2\n3,"' + b"x" * 1_000_000 + b"\n4,5\n")
    assert sheet.problems == (Problem("cell_too_long", 3, params={"limit": 10_000}),)
    assert [row.number for row in sheet.rows] == [2]


def test_a_quotation_mark_that_is_not_closed_is_named_with_the_row_it_opens_in() -> None:
    sheet = read(b'a,b\n1,2\n3,"4\n5,6\n')
    assert sheet.problems == (Problem("quotes_unbalanced", 3),)
    assert [row.number for row in sheet.rows] == [2]


def test_text_after_a_closing_quotation_mark_costs_only_its_row() -> None:
    sheet = read(b'a,b\n"1"x,2\n3,4\n')
    assert sheet.problems == (Problem("quotes_unbalanced", 2),)
    assert [row.cells for row in sheet.rows] == [{"a": "3", "b": "4"}]


def test_more_cells_than_names_are_a_problem() -> None:
    assert problems(b"a,b\n1,2,3\n") == (Problem("too_many_cells", 2, params={"count": 3, "columns": 2}),)


def test_a_header_that_stands_twice_stops_the_reading_even_when_typed_differently() -> None:
    sheet = read(b"Valid From,x,valid_from\n1,2,3\n")
    assert sheet.problems == (Problem("header_twice", 1, "C", {"name": "valid_from"}),)
    assert sheet.rows == ()


def test_a_column_without_a_name_is_a_problem() -> None:
    assert problems(b"a,,c\n1,2,3\n") == (Problem("header_blank", 1, "B"),)


def test_missing_and_unknown_columns_are_named_together() -> None:
    assert problems(b"id,colour\n1,2\n", required=("id", "name_en"), known={"id", "name_en"}) == (
        Problem("column_unknown", 1, "B", {"name": "colour"}),
        Problem("column_missing", 1, params={"name": "name_en"}),
    )


def test_a_broken_first_row_is_not_followed_by_taking_the_next_one_for_the_header() -> None:
    assert problems(b'"a"x,b\n1,2\n', required=("a",)) == (Problem("quotes_unbalanced", 1),)


def test_a_file_full_of_problems_lists_only_so_many() -> None:
    found = problems(b"a\n" + b"1,2\n" * 50, limits=Limits(max_problems=3))
    assert [problem.code for problem in found] == ["too_many_cells"] * 3 + ["more_problems"]
    assert found[-1].params == {"limit": 3}


def test_what_the_file_says_is_cut_short_before_it_enters_a_problem() -> None:
    (found,) = problems(b"x" * 5000 + b"\n1\n", known={"id"})
    assert found.params == {"name": "x" * 80}


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    sheet = read(data, required=("id",), limits=Limits(max_rows=5, max_columns=5, max_cell=20, max_problems=4))
    assert {problem.code for problem in sheet.problems} <= CODES
    assert len(sheet.problems) <= 5
    assert len(sheet.rows) <= 5


@given(st.text(alphabet='ab,;\t"\n\r=\x00سا', max_size=60))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    sheet = read(text.encode())
    assert {problem.code for problem in sheet.problems} <= CODES
    assert all(set(row.cells) == set(sheet.columns) for row in sheet.rows)


def test_names_and_letters_of_columns() -> None:
    assert column_name("  Valid-From  (date) ") == "valid_from_(date)"
    assert [column_letter(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip
