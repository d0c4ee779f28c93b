"""Sentences of history that count one of their facts, so that one is said as one; or of which some are sums."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Counted:
    """`words` makes the sentence for a number; `fact` names the fact that is counted."""

    fact: str
    words: Callable[[int], str]

    def of(self, facts: Mapping[str, Any]) -> str:
        """The sentence for a line with these facts."""
        number = facts.get(self.fact)
        return self.words(number if isinstance(number, int) else 0)

    def __str__(self) -> str:
        return self.words(0)


@dataclass(frozen=True)
class Summed:
    """A sentence of which some facts are sums, in minor units of the line's currency."""

    sums: tuple[str, ...]
    words: Any

    def __str__(self) -> str:
        return str(self.words)
