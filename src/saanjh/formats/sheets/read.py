"""CSV bytes to rows and problems. Whatever is sent in, nothing is raised and the work is bounded."""

import csv
import io
import re
from collections.abc import Collection, Iterator

from saanjh.formats.sheets.encodings import decoded
from saanjh.formats.sheets.formulas import unguarded
from saanjh.formats.sheets.shapes import Limits, Problem, Row, Sheet, column_letter, column_name

_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SEPARATORS = ",;\t"

Record = tuple[int, list[str]]


def read(
    data: bytes,
    *,
    required: Collection[str] = (),
    known: Collection[str] | None = None,
    limits: Limits | None = None,
) -> Sheet:
    """The table in `data`: UTF-8 or UTF-16, separated by commas, semicolons or tabs, names in the first row.

    `required` and `known` are column names as `column_name` makes them; without `known` every column is
    welcome. When the header has a problem no row is read. See `shapes.CODES` for every problem there is.
    """
    limits = limits or Limits()
    if len(data) > limits.max_bytes:
        return Sheet(problems=(_problem("too_many_bytes", size=len(data), limit=limits.max_bytes),))
    text = decoded(data)
    if isinstance(text, Problem):
        return Sheet(problems=(text,))
    return _Reading(limits).text(text, required, known)


def sheet_of(
    records: Iterator[Record], *, required: Collection[str], known: Collection[str] | None, limits: Limits
) -> Sheet:
    """The table in records that another format gives: row number in the spreadsheet, cells as text."""
    return _Reading(limits, as_written=True).sheet(records, required, known)


def _problem(code: str, row: int | None = None, column: str | None = None, **params: str | int) -> Problem:
    return Problem(code, row, column, params)


def _shown(text: str) -> str:
    """Text from the file, short enough for a sentence."""
    return text.strip()[:80]


def _separator(text: str) -> str:
    """The separator that stands most often in the first line that is not blank; the comma when in doubt."""
    first = text.lstrip().split("\n", 1)[0].split("\r", 1)[0]
    bare = re.sub(r'"[^"]*"', "", first)
    return max(_SEPARATORS, key=bare.count)


class _Reading:
    """One pass over one file, gathering problems until there are too many."""

    def __init__(self, limits: Limits, *, as_written: bool = False) -> None:
        self.limits = limits
        self.problems: list[Problem] = []
        self.text_of = str if as_written else unguarded  # only CSV needs an apostrophe to keep text from running

    def text(self, text: str, required: Collection[str], known: Collection[str] | None) -> Sheet:
        return self.sheet(self._records(text), required, known)

    def sheet(self, records: Iterator[Record], required: Collection[str], known: Collection[str] | None) -> Sheet:
        number, headers = next(records, (0, []))
        if self.problems or not headers:
            return Sheet(problems=self._listed() or (_problem("empty"),))
        while not headers[-1].strip():
            headers.pop()
        if len(headers) > self.limits.max_columns:
            limit = self.limits.max_columns
            return Sheet(problems=(_problem("too_many_columns", number, count=len(headers), limit=limit),))
        names = tuple(column_name(self.text_of(header)) for header in headers)
        self._check_headers(number, headers, names, known)
        missing = [name for name in required if name not in names]
        self.problems += [_problem("column_missing", number, name=name) for name in missing]
        if self.problems:
            return Sheet(columns=names, problems=self._listed())
        rows = tuple(self._rows(records, headers, names))
        return Sheet(columns=names, rows=rows, problems=self._listed())

    def _records(self, text: str) -> Iterator[Record]:
        """Records that are not blank, with their spreadsheet row. A broken one is named and left out."""
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
        number = 0
        while len(self.problems) <= self.limits.max_problems:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "field limit" in str(error):  # the csv module's own bound; what follows is out of step
                    self.problems.append(_problem("cell_too_long", number, limit=self.limits.max_cell))
                    return
                self.problems.append(_problem("quotes_unbalanced", number))
                continue
            if any(cell.strip() for cell in cells):
                yield number, cells

    def _check_headers(
        self, number: int, headers: list[str], names: tuple[str, ...], known: Collection[str] | None
    ) -> None:
        for index, (header, name) in enumerate(zip(headers, names, strict=True)):
            if self._check_cell(number, column_letter(index), header):
                continue
            if not name:
                self.problems.append(_problem("header_blank", number, column_letter(index)))
            elif name in names[:index]:
                self.problems.append(_problem("header_twice", number, column_letter(index), name=_shown(name)))
            elif known is not None and name not in known:
                self.problems.append(_problem("column_unknown", number, column_letter(index), name=_shown(name)))

    def _rows(self, records: Iterator[Record], headers: list[str], names: tuple[str, ...]) -> Iterator[Row]:
        for count, (number, cells) in enumerate(records):
            if count == self.limits.max_rows:
                self.problems.append(_problem("too_many_rows", number, limit=self.limits.max_rows))
                return
            if any(cell.strip() for cell in cells[len(names) :]):
                self.problems.append(_problem("too_many_cells", number, count=len(cells), columns=len(names)))
                continue
            pairs = list(zip(headers, cells, strict=False))
            unsound = [self._check_cell(number, _shown(header), cell) for header, cell in pairs]
            if any(unsound):
                continue
            texts = [self.text_of(cell).strip() for _, cell in pairs]
            texts += [""] * (len(names) - len(texts))
            yield Row(number, dict(zip(names, texts, strict=True)))

    def _check_cell(self, number: int, column: str, cell: str) -> bool:
        """Whether this cell is unsound; if so its problem is on the list."""
        if len(cell) > self.limits.max_cell:
            self.problems.append(_problem("cell_too_long", number, column, limit=self.limits.max_cell))
            return True
        if hidden := _HIDDEN.search(cell):
            character = f"U+{ord(hidden[0]):04X}"
            self.problems.append(_problem("hidden_character", number, column, character=character))
            return True
        return False

    def _listed(self) -> tuple[Problem, ...]:
        limit = self.limits.max_problems
        if len(self.problems) <= limit:
            return tuple(self.problems)
        return (*self.problems[:limit], _problem("more_problems", limit=limit))
