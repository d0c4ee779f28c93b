"""Plain tables as CSV and workbooks: read without ever raising, written so that no cell runs as a formula."""

from saanjh.formats.sheets.read import read
from saanjh.formats.sheets.shapes import Cell, Limits, Problem, Row, Sheet
from saanjh.formats.sheets.tables import read_table
from saanjh.formats.sheets.workbook import workbook
from saanjh.formats.sheets.write import lines, write

__all__ = ["Cell", "Limits", "Problem", "Row", "Sheet", "lines", "read", "read_table", "workbook", "write"]
