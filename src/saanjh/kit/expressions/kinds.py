"""What sort of value an answer, or a part of an expression, is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Sort(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    PLACES = "places"
    THINGS = "things"  # by their public ids: files, practices
    TABLE = "table"
    BOOLEAN = "boolean"
    BLANK = "blank"  # of a written '' only


NUMERIC = frozenset({Sort.NUMBER, Sort.MONEY})
LISTS = frozenset({Sort.CHOICES, Sort.PLACES, Sort.THINGS})


@dataclass(frozen=True)
class Kind:
    """The sort of an answer and what belongs to it.

    `currency` (ISO 4217) of money; `codes` that can be chosen, None where any may (places and things, not listed here);
    `columns` of a table, code → Kind. ValueError for a table inside a table: there is one level of repeat.
    """

    sort: Sort
    currency: str = ""
    codes: frozenset[str] | None = None
    columns: Mapping[str, "Kind"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if any(column.sort == Sort.TABLE for column in self.columns.values()):
            raise ValueError("A table holds no table.")
        if (self.sort == Sort.MONEY) != bool(self.currency):
            raise ValueError("Money has a currency, and nothing else has.")


TEXT, NUMBER, DATE, BOOLEAN, BLANK = (
    Kind(sort) for sort in (Sort.TEXT, Sort.NUMBER, Sort.DATE, Sort.BOOLEAN, Sort.BLANK)
)
