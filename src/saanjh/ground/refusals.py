"""A rule that says no says why, in words that a person can act on."""

from typing import Any


class Refusal(Exception):
    """Raised by rules and actions; the page shows `why` beside `field`, or above the form."""

    def __init__(self, why: Any, *, field: str = "") -> None:
        super().__init__(str(why))
        self.why = why
        self.field = field


class Conflict(Refusal):
    """The same key came again with other words: the first ones stay."""
