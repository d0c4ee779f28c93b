"""The table in a workbook (XLSX): the cells of its one sheet as text, as CSV would have them.

Only called in a process of its own (see tables.py): the parser builds every cell between the first and the last.
"""

import datetime
import io
import re
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from saanjh.formats import zips
from saanjh.formats.sheets.shapes import Limits
from saanjh.formats.unfit import Unfit

MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
ACTIVE = ("vbaproject", "macrosheets/", "dialogsheets/", "activex/", "ctrlprops/", "customui")
LINKED = ("externallinks/", "connections.xml", "querytables/", "webextensions/")
ATTACHED = ("embeddings/", "oleobject")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ELSEWHERE = re.compile(rb"TargetMode\s*=\s*[\"']\s*External")
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")  # words that a reader may click on, never fetched
_ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_NO_RESULT = re.compile(rb"\st=\"e\"|</(?:\w+:)?f>\s*</(?:\w+:)?c>|<(?:\w+:)?f\b[^>]*/>\s*</(?:\w+:)?c>")
_WIDE = re.compile(
    rb"^(\xff\xfe|\xfe\xff|[<\s]\x00|\x00[<\s])"
)  # letters of two bytes, in which the above finds nothing


def records(data: bytes, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with its number in the spreadsheet. Unfit for what is not such a workbook.

    Raises Unfit `formulas` where a formula has no result to read, and `sheets` where several sheets hold something.
    """
    _check(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = [name for name in _visible(book) if (sheet := book.get_sheet_by_name(name)).width or sheet.height]
        if len(found) > 1:
            raise Unfit("sheets", count=len(found))
        rows = (
            book.get_sheet_by_name(found[0]).to_python(skip_empty_area=False, nrows=limits.max_rows + 1000)
            if found
            else []
        )
    except CalamineError:
        raise Unfit("damaged") from None
    for number, cells in enumerate(rows, 1):
        texts = [_text(cell) for cell in cells]
        if any(text.strip() for text in texts):
            yield number, texts


def _visible(book: CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]


def _check(data: bytes) -> None:
    """Every part of the archive, before the parser sees any."""
    main = False
    for name, content in zips.entries(data):
        lower = name.lower()
        for parts, code in ((ACTIVE, "active"), (LINKED, "linked"), (ATTACHED, "attached")):
            if any(part in lower for part in parts):
                raise Unfit(code)
        if lower.endswith((".xml", ".rels", ".vml")):
            if _WIDE.match(content) or _ENTITIES.search(content):
                raise Unfit("active")
            if b"macroEnabled" in content[:200_000]:
                raise Unfit("active")
        elif content.startswith((b"MZ", b"\x7fELF", b"#!", b"\xd0\xcf\x11\xe0")):
            raise Unfit("active")
        if lower.endswith(".rels") and any(map(_fetches, _RELATION.findall(content))):
            raise Unfit("linked")
        if "worksheets/" in lower and _NO_RESULT.search(content):
            raise Unfit("formulas")
        main = main or (name == "[Content_Types].xml" and MAIN in content)
    if not main:
        raise Unfit("kind")


def _fetches(relation: bytes) -> bool:
    return bool(_ELSEWHERE.search(relation)) and not _HYPERLINK.search(relation)


def _text(cell: object) -> str:
    """A cell as it would stand in CSV: whole numbers without a point, days as 2026-03-01."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)
