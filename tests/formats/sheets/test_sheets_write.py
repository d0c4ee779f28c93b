"""Writing tables: no cell runs as a formula, and what was written is what is read."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saanjh.formats.sheets import lines, read, write

PAYLOADS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org","x")',
    "+1+1",
    "+A1",
    "-1+1",
    "-A1",
    "@SUM(1)",
    "\t=1+1",
    "\tx",
    "\r=1+1",
    "\rx",
    "\n=1+1",
    "\x00=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\u3000=1+1",
    "\u200b=1+1",
    "\u200f=1+1",
    "\u202e=1+1",
    "\ufeff=1+1",
    "'=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "−1+1",
    "=",
    "+",
    "-",
    "@",
    "--1",
    "-1,2",
    "+92-300",
    "-۵",
]
HARMLESS = ["swat", "سوات", "a=b", "5", "-5", "+5", "-1,200.50", "1e-7", "+92", "'tis", "", "1-2", "x@example.org"]


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_that_could_run_gets_an_apostrophe_in_cells_and_headers(payload: str) -> None:
    assert cells(write([payload], [[payload]])) == [["'" + payload]] * 2


@pytest.mark.parametrize("text", HARMLESS)
def test_real_numbers_and_harmless_text_are_left_alone(text: str) -> None:
    assert cells(write(["a", "b"], [[text, "x"]]))[1] == [text, "x"]


def test_values_are_written_plainly() -> None:
    row = [-5, Decimal("-2.50"), 0.5, date(2026, 3, 1), None, True, "سوات"]
    assert write(list("abcdefg"), [row]) == (
        '"a","b","c","d","e","f","g"\r\n-5,-2.50,0.5,"2026-03-01","","true","سوات"\r\n'.encode()
    )


def test_the_byte_order_mark_is_written_only_when_asked_for() -> None:
    assert write(["a"], [], bom=True) == b'\xef\xbb\xbf"a"\r\n'
    assert write(["a"], []) == b'"a"\r\n'


def test_text_is_quoted_so_that_a_semicolon_cannot_begin_a_new_cell() -> None:
    assert write(["a"], [["x;=1+1"]]) == b'"a"\r\n"x;=1+1"\r\n'


def test_a_row_of_the_wrong_length_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="a row of 1 cells under 2 columns"):
        write(["a", "b"], [["x"]])


def test_lines_come_one_by_one() -> None:
    assert list(lines(["a"], [["x"], ["y"]])) == [b'"a"\r\n', b'"x"\r\n', b'"y"\r\n']


VISIBLE = st.text(
    alphabet=st.one_of(st.sampled_from("=+-@'＝,;\"\n ۵سا5"), st.characters(exclude_categories=["Cc", "Cs"])),
    max_size=20,
).map(str.strip)


@given(st.lists(st.tuples(VISIBLE, VISIBLE), max_size=5), st.booleans())
def test_what_was_written_is_what_is_read(rows: list[tuple[str, str]], bom: bool) -> None:
    sheet = read(write(["a", "b"], rows, bom=bom))
    assert sheet.problems == ()
    assert [(row.cells["a"], row.cells["b"]) for row in sheet.rows] == [row for row in rows if any(row)]
