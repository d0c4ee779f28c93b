"""Rows of values to CSV bytes that no spreadsheet runs: text that looks like a formula gets an apostrophe."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from saanjh.formats.sheets.formulas import guarded
from saanjh.formats.sheets.shapes import Cell

BOM = "\ufeff"


def write(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, bom: bool = False) -> bytes:
    """The whole table as UTF-8. `bom` helps Excel to see that it is UTF-8; leave it out for programs."""
    return b"".join(lines(columns, rows, bom=bom))


def lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, bom: bool = False) -> Iterator[bytes]:
    """The table line by line (CRLF, as RFC 4180 says), for answers that are streamed.

    Text is always quoted, so that a spreadsheet that splits at semicolons cannot cut a cell in two; numbers
    are not. A row of another length than `columns` is a mistake of the caller: ValueError.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    buffer.write(BOM if bom else "")
    writer.writerow([guarded(column) for column in columns])
    yield _taken(buffer)
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"a row of {len(row)} cells under {len(columns)} columns")
        writer.writerow([_plain(cell) for cell in row])
        yield _taken(buffer)


def _plain(cell: Cell) -> str | int | float | Decimal:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float | Decimal):
        return cell
    return guarded(cell)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
