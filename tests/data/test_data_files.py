"""What holds for every data file: sources beside it, sound text, nothing that could harm."""

import csv
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from saanjh.formats.sheets import read

Table = Callable[[str], list[dict[str, str]]]
Columns = Callable[[str], list[str]]
Entries = dict[str, str]

FORBIDDEN = re.compile(
    r"tongue|language_spoken|religio|sect\b|sect_|ethnic|caste|tribe|cnic|phone|e_?mail|father|ideolog|party|risk_level"
)


def test_there_are_data_files(files: list[str]) -> None:
    assert "places/districts.csv" in files


def test_every_file_has_its_entry_with_source_licence_date_and_limits(files: list[str], entries: Entries) -> None:
    for name in files:
        words = ("Source", "Licence", "Date", "Limits")
        assert [word for word in words if f"- **{word}:**" not in entries[name]] == [], name


def test_no_entry_speaks_of_a_file_that_is_not_there(files: list[str], entries: Entries) -> None:
    assert sorted(entries) == files


def test_every_entry_names_all_columns_in_their_order(files: list[str], entries: Entries, columns: Columns) -> None:
    for name in files:
        stated = re.search(r"Columns: `([^`]+)`", entries[name])
        assert stated, name
        assert re.split(r",\s+", stated[1]) == columns(name), name


def test_no_file_has_a_column_for_identity_or_contact(files: list[str], columns: Columns) -> None:
    for name in files:
        assert [column for column in columns(name) if FORBIDDEN.search(column)] == [], name


def test_every_file_is_plain_utf_8_with_unix_line_ends_and_full_rows(files: list[str], folder: Path) -> None:
    for name in files:
        raw = (folder / name).read_bytes()
        assert b"\r" not in raw, name
        assert not raw.startswith(b"\xef\xbb\xbf"), name
        assert raw.endswith(b"\n"), name
        with (folder / name).open(encoding="utf-8", newline="") as sheet:
            assert len({len(row) for row in csv.reader(sheet, strict=True)}) == 1, name


def test_every_cell_is_trimmed_and_in_composed_form(files: list[str], rows: Table) -> None:
    for name in files:
        for row in rows(name):
            for column, value in row.items():
                assert value == unicodedata.normalize("NFC", value.strip()), (name, column, value)


def test_urdu_is_written_with_urdu_letters(files: list[str], rows: Table) -> None:
    arabic_twins = set("\u064a\u0643\u0649\u0647")  # yeh, kaf, alef maksura and heh as Arabic types them
    for name in files:
        for row in rows(name):
            for column in row:
                if column.endswith("_ur"):
                    assert not arabic_twins & set(row[column]), (name, column, row[column])


def test_urdu_columns_hold_western_digits_only(files: list[str], rows: Table) -> None:
    for name in files:
        for row in rows(name):
            for column in row:
                if column.endswith("_ur"):
                    assert not re.search(r"[\u0660-\u0669\u06f0-\u06f9]", row[column]), (name, row[column])


def test_every_file_is_read_without_a_problem_by_the_projects_own_reader(
    files: list[str], folder: Path, columns: Columns, rows: Table
) -> None:
    for name in files:
        sheet = read((folder / name).read_bytes(), known=columns(name))
        assert sheet.problems == (), name
        assert [dict(row.cells) for row in sheet.rows] == rows(name), name
