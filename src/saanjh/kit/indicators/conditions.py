"""Conditions on one row of a register, as they stand in the table of calculations: "attended>=8 & mixed"."""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

_PART = re.compile(r"(?P<left>\w+)\s*(?:(?P<sign>>=|<=)\s*(?P<right>\w+))?")
_SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {">=": operator.ge, "<=": operator.le}


def holds(condition: str, row: Mapping[str, Any]) -> bool:
    """Whether all parts of the condition hold: a column that is yes, or one at least (at most) a number or a column.

    What was not answered fulfils nothing. ValueError for a condition that cannot be read.
    """
    return all(_holds(part.strip(), row) for part in condition.split("&"))


def _holds(part: str, row: Mapping[str, Any]) -> bool:
    read = _PART.fullmatch(part)
    if read is None:
        raise ValueError(f"{part!r} is no condition.")
    left, right = row.get(read["left"]), read["right"]
    if right is None:
        return left is True
    other = int(right) if right.isdecimal() else row.get(right)
    return left is not None and other is not None and _SIGNS[read["sign"]](left, other)
