"""The cells of a sheet become typed values, each unsound one a problem with its row and column."""

import datetime
import re
from decimal import Decimal

from saanjh.formats.sheets import Problem, Row
from saanjh.kit import personal_data
from saanjh.kit.text import ascii_digits

NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,9})?")


class Cells:
    """One row, read cell by cell. What is wrong is gathered, so that a person mends the whole file in one go."""

    def __init__(self, row: Row, problems: list[Problem]) -> None:
        self.row = row
        self.problems = problems
        self.sound = True

    def complain(self, code: str, column: str, **params: str | int) -> None:
        """Note what is wrong with a cell; the row is no longer sound."""
        self.sound = False
        self.problems.append(Problem(code, self.row.number, column, params))

    def text(self, column: str, *, longest: int = 120, needed: bool = True) -> str:
        """Words: not blank where they are needed, not too long, and without personal data."""
        value = self.row.cells.get(column, "")
        if needed and not value:
            self.complain("blank", column)
        if len(value) > longest:
            self.complain("too_long", column, limit=longest)
        for finding in personal_data.find(value):
            self.complain("personal_data", column, kind=finding.kind.value)
        return value

    def number(self, column: str, *, least: float = 0, most: float | None = None) -> Decimal | None:
        """A number with a point for decimals; None for a blank, which is not a zero."""
        value = ascii_digits(self.row.cells.get(column, "")).replace(",", "")
        if not value:
            return None
        if not NUMBER.fullmatch(value):
            self.complain("not_a_number", column)
            return None
        number = Decimal(value)
        if number < Decimal(str(least)) or (most is not None and number > Decimal(str(most))):
            self.complain("out_of_range", column)
            return None
        return number

    def whole(self, column: str) -> int | None:
        """A whole number of at least 0, or None for a blank."""
        number = self.number(column)
        if number is not None and number != number.to_integral_value():
            self.complain("not_whole", column)
            return None
        return None if number is None else int(number)

    def measure(self, column: str, *, least: float = 0, most: float | None = None) -> float | None:
        """A number with decimals, or None for a blank."""
        number = self.number(column, least=least, most=most)
        return None if number is None else float(number)

    def day(self, column: str, *, needed: bool = True) -> datetime.date | None:
        """A day as 2026-07-01, or None for a blank one that is not needed."""
        value = ascii_digits(self.text(column, needed=needed))
        if not value:
            return None
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            self.complain("not_a_day", column)
            return None

    def one_of(self, column: str, known: dict[str, str]) -> str:
        """What a code of the file means here."""
        value = self.text(column)
        if value and value not in known:
            self.complain("not_listed", column, name=value[:80])
        return known.get(value, "")
