"""Answers as they are kept in a sheet, read as the values that expressions reckon with."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from saanjh.kit import money
from saanjh.kit.expressions.kinds import Kind, Sort
from saanjh.kit.expressions.limits import LONGEST_LIST, LONGEST_TEXT
from saanjh.kit.expressions.problems import Fault, TooMuch

# None is blank; a text also stands for the code of a choice; a table has one mapping a row, column → value.
Value: TypeAlias = bool | Decimal | str | date | tuple[str, ...] | tuple["Row", ...] | None
Row: TypeAlias = Mapping[str, "Value"]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_blank(value: Value) -> bool:
    """Whether nothing is answered: no value, a text of nothing but spaces, an empty list or table."""
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def read(kind: Kind, answer: Any) -> Value:
    """The value of one answer (shapes: questions.models.AnswerSheet; a table is a list of {column: answer}).

    None for a blank answer and for one of another shape, as a draft may hold. TooMuch for a text or a list that is
    longer than limits.py allows.
    """
    if isinstance(answer, str | list):
        most = LONGEST_TEXT if isinstance(answer, str) else LONGEST_LIST
        if len(answer) > most:
            raise TooMuch(Fault.TOO_LONG_ANSWER, 0, most=most)
    value = _read(kind, answer)
    return None if is_blank(value) else value


def read_all(kinds: Mapping[str, Kind], answers: Mapping[str, Any]) -> dict[str, Value]:
    """The values of the answers to known questions, by code; blank ones too. TooMuch as read, at 0."""
    return {code: read(kind, answers.get(code)) for code, kind in kinds.items()}


def read_number(text: str) -> Decimal | None:
    """The number that a text says, in any digits; None if it says none."""
    try:
        return money.read_number(text[:60])  # longer than any number, with its thousands set apart
    except ValueError:
        return None


def read_day(text: str) -> date | None:
    """The day that a text says as 2026-03-01, and in no other way; None if it says none."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _read(kind: Kind, answer: Any) -> Value:
    match kind.sort, answer:
        case Sort.BOOLEAN, bool():
            return answer
        case ((Sort.TEXT | Sort.CHOICE), str()):
            return answer
        case Sort.NUMBER, str():
            return read_number(answer)
        case Sort.DATE, str():
            return read_day(answer)
        case Sort.MONEY, {"minor": int(minor), "currency": kind.currency} if not isinstance(minor, bool):
            return money.from_minor(minor, kind.currency) if abs(minor) <= money.LARGEST else None
        case ((Sort.CHOICES | Sort.PLACES | Sort.THINGS), list()) if all(isinstance(code, str) for code in answer):
            return tuple(answer)
        case Sort.TABLE, list():
            rows = (row if isinstance(row, Mapping) else {} for row in answer)
            return tuple(read_all(kind.columns, row) for row in rows)
    return None
