"""Rows of values to a workbook (XLSX) in which text is text: no formula, no link, whatever it looks like.

Our own few lines and not a library: a worker that has written one table would carry the library ever after (4 MB).
The parts are those of ECMA-376, part 1: a package, a workbook, its one sheet with texts in their cells, three styles.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape

from saanjh.formats.sheets.shapes import Cell

LONGEST = 32_767  # characters that a cell of a workbook can hold
EXACT = 10**15  # whole numbers up to here are exact in a workbook; larger ones are written as text
MADE = (2000, 1, 1, 0, 0, 0)  # the same table makes the same bytes, whenever it is taken
FIRST_DAY = datetime.date(1900, 3, 1)  # days before this one are reckoned differently by different programs
DAY_ZERO = datetime.date(1899, 12, 30)  # from which workbooks count days
BOLD, DAY = 1, 2  # of the styles below
# Letters that XML cannot hold are written as _xHHHH_, and what only looks like that is marked (ECMA-376, 22.9.2.19).
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
)
_ROOT = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_PARTS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_STYLES = (
    f'<styleSheet xmlns="{_SHEET}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_HEAD = (
    f'<worksheet xmlns="{_SHEET}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    '<selection pane="bottomLeft"/></sheetView></sheetViews><sheetData>'
)


def workbook(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, name: str = "Table") -> bytes:
    """The whole table as a workbook of one sheet. Text longer than a cell can hold ends in “…”.

    A row of another length than `columns` is a mistake of the caller: ValueError.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for part, content in (
            ("[Content_Types].xml", _CONTENT_TYPES),
            ("_rels/.rels", _ROOT),
            ("xl/workbook.xml", _book(name)),
            ("xl/_rels/workbook.xml.rels", _PARTS),
            ("xl/styles.xml", _STYLES),
        ):
            book.writestr(_entry(part), _XML + content)
        with book.open(_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            sheet.write((_XML + _HEAD + _row(1, [_text(column, BOLD) for column in columns])).encode())
            for number, row in enumerate(rows, 2):
                if len(row) != len(columns):
                    raise ValueError(f"a row of {len(row)} cells under {len(columns)} columns")
                sheet.write(_row(number, [_cell(cell) for cell in row]).encode())
            sheet.write(b"</sheetData></worksheet>")
    return out.getvalue()


def _entry(part: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(part, MADE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _book(name: str) -> str:
    return (
        f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{escape(name[:31])}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _row(number: int, cells: list[str]) -> str:
    """One row; each cell says where it stands, because blank ones are left out."""
    placed = (cell.replace("<c", f'<c r="{_column(index)}{number}"', 1) for index, cell in enumerate(cells) if cell)
    return f'<row r="{number}">{"".join(placed)}</row>'


def _column(index: int) -> str:
    """A to Z, AA, AB, …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return _text("true" if cell else "false")
    if isinstance(cell, datetime.date) and not isinstance(cell, datetime.datetime) and cell >= FIRST_DAY:
        return f'<c s="{DAY}"><v>{(cell - DAY_ZERO).days}</v></c>'
    if isinstance(cell, int | float | Decimal) and -EXACT < cell < EXACT:
        return f"<c><v>{format(cell, 'f') if isinstance(cell, Decimal) else repr(cell)}</v></c>"
    return _text(str(cell))


def _text(text: str, style: int = 0) -> str:
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    written = escape(_UNWRITABLE.sub(lambda found: f"_x{ord(found.group()):04X}_", text), quote=False)
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'
