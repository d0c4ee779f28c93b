"""Every table that can be taken, as CSV and as a workbook: the same rows, and not one cell that a spreadsheet runs."""

import csv
import io
import zipfile
from typing import Any

import pytest
import python_calamine
from django.apps import apps
from django.db import DatabaseError, transaction
from django.test import Client

from saanjh.formats.sheets.formulas import runs, unguarded
from saanjh.ground.fields import FreeLine, FreeText
from tests.formats.sheets.test_sheets_write import PAYLOADS

TABLES = ["initiatives", "map/table", "districts/census", "money/table", "indicators/bank", "roadmap", "claims"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STORABLE = [payload for payload in PAYLOADS if "\x00" not in payload]
# Beside those that any text is tried with: what is known of programs that open tables.
MORE = [
    "=1+1+cmd|' /C calc'!A0", '=WEBSERVICE("http://x.example")', "=IMPORTXML(A1)", "@A1", '+HYPERLINK("http://x.example")',
    "-2+3", "=DDE(1;2;3)", "%0A-3+3", "=1;=2", "= 1",
]  # fmt: skip
TRIED = [*STORABLE, *MORE]

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def as_csv(client: Client, table: str) -> list[list[str]]:
    response = client.get(f"/en/{table}.csv")
    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def as_workbook(client: Client, table: str) -> list[list[str]]:
    response = client.get(f"/en/{table}.xlsx")
    assert (response.status_code, response["Content-Type"]) == (200, XLSX)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Disposition"].startswith('attachment; filename="saanjh-demo-')
    assert response["Content-Disposition"].endswith('.xlsx"')
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f" not in sheet
    assert b"hyperlink" not in sheet
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0)
    return [[text(cell) for cell in row] for row in rows.to_python(skip_empty_area=False)]


def text(cell: Any) -> str:
    """A cell of a workbook as it stands in CSV."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


def number(cell: str) -> str:
    """The same number in the same way: a workbook keeps no noughts at the end."""
    try:
        return text(float(cell))
    except ValueError:
        return cell


def fill_with_formulas() -> int:
    """Put a formula into every column of free words of every row that may be changed; how many were put."""
    count = 0
    for model in apps.get_models():
        fields = [field.attname for field in model._meta.concrete_fields if isinstance(field, FreeLine | FreeText)]
        for pk in model._default_manager.values_list("pk", flat=True) if fields else []:
            words = {}
            for name in fields:
                words[name] = f"{TRIED[count % len(TRIED)]} {count}"
                count += 1
            try:
                with transaction.atomic():
                    model._default_manager.filter(pk=pk).update(**words)
            except DatabaseError:
                break  # sealed, or too short for it
    return count


@pytest.mark.parametrize("table", TABLES)
def test_a_table_holds_the_same_rows_in_both_forms(table: str, world: Any, client: Client) -> None:
    plain = [[number(unguarded(cell)) for cell in row] for row in as_csv(client, table)]
    assert [[number(cell) for cell in row] for row in as_workbook(client, table)] == plain
    assert len(plain) > 1
    assert {row[0] for row in plain[1:]} <= {"demo: invented", "quoted from its source"}


def test_no_words_of_anybody_run_in_any_table(world: Any, client: Client) -> None:
    assert fill_with_formulas() > len(TRIED)
    arrived = set()
    for table in TABLES:
        plain, book = as_csv(client, table), as_workbook(client, table)
        told = [[number(unguarded(cell)) for cell in row] for row in plain]
        assert [[number(cell) for cell in row] for row in book] == told
        assert [cell for row in plain for cell in row if runs(cell) and not cell.startswith("'")] == []
        arrived |= {cell.rpartition(" ")[0] for row in book for cell in row}
    assert len(arrived & set(TRIED)) >= 40
