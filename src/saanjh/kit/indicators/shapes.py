"""What goes into a roll-up and what comes out of it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Warned(StrEnum):
    """What one must know beside a figure that many values made."""

    DOUBLE_COUNT = "double_count"  # one person may be in two of them
    METHODS = "methods"  # they were not measured in one way
    EVIDENCE = "evidence"  # some are shown better than others; the figure is as good as the worst
    DEFINITIONS = "definitions"  # the words of the definition changed in between
    NO_RANGE = "no_range"  # not every value has a range, so that none can be told of the whole


class Spread(StrEnum):
    """Where the range of a figure comes from."""

    NONE = "none"
    WILSON = "wilson"  # from the cases added up, as if they were one sample
    POOLED = "pooled"  # of the average over grants, which differ among themselves
    ENDS = "ends"  # the lower ends added up, and the upper ends: wider than need be
    ITS_OWN = "its_own"  # of the one value that is shown


class Forbids(StrEnum):
    """Why values make no figure together."""

    NOT_ADDED = "not_added"  # they are never combined
    FROM_THE_REGISTER = "from_the_register"  # it is reckoned anew from the register, not from values


@dataclass(frozen=True)
class Measured:
    """One value that goes into a roll-up. A share has `numerator` of `n`, and `value` in percent."""

    value: Decimal
    n: int
    numerator: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    method: str = ""
    evidence: int = 0
    definition: str = ""


@dataclass(frozen=True)
class Rolled:
    """The figure of many values: shares in percent, to two digits after the point; `n` is all that was counted."""

    value: Decimal
    n: int
    went_in: int
    evidence: int  # the lowest
    methods: tuple[str, ...]
    numerator: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    spread: Spread = Spread.NONE
    warned: frozenset[Warned] = frozenset()


@dataclass(frozen=True)
class NotComparable:
    """In place of a figure, with the reason."""

    reason: Forbids
    went_in: int
