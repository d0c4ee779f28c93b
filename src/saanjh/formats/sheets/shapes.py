"""What a table is once it has left its file: columns, rows of text, and problems that can be put into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from saanjh.formats import unfit

Cell: TypeAlias = str | int | float | Decimal | date | None

CODES = frozenset(
    {
        "empty",  # nothing but blanks in the file
        "too_many_bytes",  # size, limit: not read at all
        "unknown_encoding",  # neither UTF-8 nor UTF-16; row where it breaks off, when that can be told
        "header_blank",  # column: a column without a name, left of others that have one
        "header_twice",  # column, name: the same name twice
        "column_missing",  # name: a column that must be there
        "column_unknown",  # column, name: a column that is not known here
        "too_many_columns",  # count, limit
        "too_many_rows",  # limit: what lies below was not read
        "too_many_cells",  # count, columns: more cells than the header has names
        "cell_too_long",  # limit; without a column, what lies below was not read
        "hidden_character",  # character as U+XXXX: NUL and other control characters
        "quotes_unbalanced",  # a quotation mark that is not closed, or text after a closing one
        "more_problems",  # limit: there are more than are listed
        *(f"file_{code}" for code in unfit.CODES),  # the file as such: what was found before any row of it
    }
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read before reading stops. Bytes of the file; the rest in rows, columns and characters."""

    max_bytes: int = 5_000_000
    max_rows: int = 20_000
    max_columns: int = 200
    max_cell: int = 10_000
    max_problems: int = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and where, as a stable code of `CODES`; the words are found by whoever shows it.

    `row` counts as a spreadsheet does, blank rows too; `column` is the header as typed for a cell, and the
    spreadsheet's letter for a header. `params` holds only numbers and short text for the sentence.
    """

    code: str
    row: int | None = None
    column: str | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One sound row: its number in the spreadsheet and its trimmed cells by column name; "" is a blank."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as read. A row with a problem is not among `rows`, so what is there can be used."""

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether the whole file was read without a problem."""
        return not self.problems


def column_name(header: str) -> str:
    """The name a header stands for: `" Valid  From"` and `valid-from` are both `valid_from`."""
    return "_".join(header.replace("-", " ").replace("_", " ").casefold().split())


def column_letter(index: int) -> str:
    """The spreadsheet's letter of a column counted from 0: 0 is A, 25 Z, 26 AA."""
    letters = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        letters, index = chr(ord("A") + rest) + letters, index - 1
    return letters
