"""A table from outside, as CSV or as a workbook (XLSX), told apart by its content and read in a process of its own."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from saanjh.formats import confined
from saanjh.formats.sheets.read import read
from saanjh.formats.sheets.shapes import Limits, Problem, Row, Sheet
from saanjh.formats.unfit import Unfit

WORKBOOK = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"  # .xls, and workbooks with a password: neither can be looked into
SHORT = 64 * 1024  # bytes of CSV that are read at once: Python's own reader, bounded by `Limits`, needs no guard for it


def read_table(
    data: bytes,
    *,
    required: Collection[str] = (),
    known: Collection[str] | None = None,
    limits: Limits | None = None,
) -> Sheet:
    """The table in `data`, as `read` gives that of a CSV; what is wrong with the file stands among the problems."""
    limits = limits or Limits()
    if len(data) > limits.max_bytes:
        return Sheet(problems=(Problem("too_many_bytes", params={"size": len(data), "limit": limits.max_bytes}),))
    if not data.startswith((b"PK", OLD_WORKBOOK)) and len(data) <= SHORT:
        return read(data, required=required, known=known, limits=limits)
    options: dict[str, Any] = {
        "required": sorted(required),
        "known": None if known is None else sorted(known),
        "limits": asdict(limits),
    }
    try:
        return _told(confined.run("table", data, **options).value)
    except Unfit as unfit:
        return Sheet(problems=(Problem(f"file_{unfit.code}", params=unfit.params),))


def _told(value: Any) -> Sheet:
    columns = tuple(value["columns"])
    rows = tuple(Row(number, dict(zip(columns, cells, strict=True))) for number, cells in value["rows"])
    return Sheet(columns, rows, tuple(Problem(*each) for each in value["problems"]))
