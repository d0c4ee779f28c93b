"""Rows of values to a workbook (XLSX) in which text is text: no formula, no link, whatever it looks like."""

import datetime
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from saanjh.formats.sheets.shapes import Cell

LONGEST = 32_767  # characters that a cell of a workbook can hold
EXACT = 10**15  # whole numbers up to here are exact in a workbook; larger ones are written as text
MADE = datetime.datetime(2000, 1, 1)  # noqa: DTZ001  (the same table makes the same bytes, whenever it is taken)
FIRST_DAY = datetime.date(1900, 3, 1)  # days before this one are reckoned differently by different programs


def workbook(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, name: str = "Table") -> bytes:
    """The whole table as a workbook of one sheet. Text longer than a cell can hold ends in “…”.

    A row of another length than `columns` is a mistake of the caller: ValueError.
    """
    from xlsxwriter import Workbook  # only here: most workers never write one

    out = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, {"constant_memory": True, **safe}) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for index, column in enumerate(columns):
            sheet.write_string(0, index, column, bold)
        for number, row in enumerate(rows, 1):
            if len(row) != len(columns):
                raise ValueError(f"a row of {len(row)} cells under {len(columns)} columns")
            for index, cell in enumerate(row):
                _write(sheet, number, index, cell, day)
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Cell, day: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_string(row, column, "true" if cell else "false")
    elif isinstance(cell, datetime.date) and not isinstance(cell, datetime.datetime) and cell >= FIRST_DAY:
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, int | float | Decimal) and -EXACT < cell < EXACT:
        sheet.write_number(row, column, cell)
    else:
        text = str(cell)
        sheet.write_string(row, column, text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")
