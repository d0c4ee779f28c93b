"""The task of the process that reads one table; this module has loaded all that it will need."""

import codecs
from collections.abc import Mapping
from typing import Any

from saanjh.formats.sheets import workbooks
from saanjh.formats.sheets.read import read, sheet_of
from saanjh.formats.sheets.shapes import Limits, Sheet
from saanjh.formats.sheets.tables import OLD_WORKBOOK
from saanjh.formats.unfit import Unfit

for _encoding in ("utf-8", "utf-16-le", "utf-16-be"):
    codecs.lookup(_encoding)  # Python loads them when they are first asked for, and later it could not


def confined(
    content: bytes, *, required: list[str], known: list[str] | None, limits: Mapping[str, int]
) -> tuple[Any, bytes]:
    """The table as plain values, as `tables.read_table` takes them back."""
    most = Limits(**limits)
    if content.startswith(OLD_WORKBOOK):
        raise Unfit("locked")
    if content.startswith(b"PK"):
        sheet = sheet_of(workbooks.records(content, most), required=required, known=known, limits=most)
    else:
        sheet = read(content, required=required, known=known, limits=most)
    return _plain(sheet), b""


def _plain(sheet: Sheet) -> Any:
    rows = [[row.number, [row.cells[name] for name in sheet.columns]] for row in sheet.rows]
    problems = [[each.code, each.row, each.column, dict(each.params)] for each in sheet.problems]
    return {"columns": sheet.columns, "rows": rows, "problems": problems}
