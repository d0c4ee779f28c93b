"""The functions of expressions: how many arguments each takes, and what it makes of their values."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

from saanjh.kit.expressions import arithmetic
from saanjh.kit.expressions.answers import Value, read_day, read_number

# name → least and most arguments; None for any number
FUNCTIONS: dict[str, tuple[int, int | None]] = {
    "selected": (2, 2),
    "count-selected": (1, 1),
    "if": (3, 3),
    "coalesce": (2, 2),
    "string-length": (1, 1),
    "number": (1, 1),
    "int": (1, 1),
    "round": (1, 2),
    "min": (1, None),
    "max": (1, None),
    "sum": (1, 1),
    "count": (1, 1),
    "today": (0, 0),
    "date": (1, 1),
    "true": (0, 0),
    "false": (0, 0),
    "not": (1, 1),
}


def as_number(value: Value) -> Decimal | None:
    """The value if it is a number that can be reckoned with."""
    return arithmetic.bounded(value) if isinstance(value, Decimal) else None


def total(values: Iterable[Value]) -> Decimal | None:
    """The sum of the numbers among the values, 0 of none; None beyond bounds."""
    result: Decimal | None = Decimal(0)
    for number in map(as_number, values):
        if result is not None and number is not None:
            result = arithmetic.reckon(result, "+", number)
    return result


def least(values: Iterable[Value]) -> Decimal | None:
    return min((number for number in map(as_number, values) if number is not None), default=None)


def largest(values: Iterable[Value]) -> Decimal | None:
    return max((number for number in map(as_number, values) if number is not None), default=None)


def _selected(chosen: Value, code: Value) -> bool:
    return code is not None and (code in chosen if isinstance(chosen, tuple) else chosen == code)


def _count_selected(chosen: Value) -> Decimal:
    return Decimal(len(chosen) if isinstance(chosen, tuple) else 0)


def _count(table: Value) -> Decimal:
    rows = table if isinstance(table, tuple) else ()
    return Decimal(sum(isinstance(row, Mapping) for row in rows))


def _number(value: Value) -> Decimal | None:
    return read_number(value) if isinstance(value, str) else as_number(value)


def _whole(value: Value) -> Decimal | None:
    number = as_number(value)
    return None if number is None else arithmetic.whole(number)


def _rounded(value: Value, places: Value = Decimal(0)) -> Decimal | None:
    number, digits = as_number(value), as_number(places)
    return None if number is None or digits is None else arithmetic.rounded(number, digits)


def _date(value: Value) -> date | None:
    return read_day(value) if isinstance(value, str) else value if type(value) is date else None


# Those that take the values of their arguments.
OF_VALUES: dict[str, Callable[..., Value]] = {
    "selected": _selected,
    "count-selected": _count_selected,
    "string-length": lambda text: Decimal(len(text) if isinstance(text, str) else 0),
    "number": _number,
    "int": _whole,
    "round": _rounded,
    "count": _count,
    "date": _date,
    "true": lambda: True,
    "false": lambda: False,
    "not": lambda value: value is not True,
}

# Those that take numbers, and columns of tables among them.
OF_COLUMNS: dict[str, Callable[[Iterable[Value]], Value]] = {"sum": total, "min": least, "max": largest}
