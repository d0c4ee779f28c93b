"""Plain tables as CSV: read without ever raising, written so that no cell runs as a formula."""

from saanjh.formats.sheets.read import read
from saanjh.formats.sheets.shapes import Cell, Limits, Problem, Row, Sheet
from saanjh.formats.sheets.write import lines, write

__all__ = ["Cell", "Limits", "Problem", "Row", "Sheet", "lines", "read", "write"]
