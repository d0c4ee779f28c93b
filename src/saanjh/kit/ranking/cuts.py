"""Where a ranking is cut: after so many places, or where the money ends; and never below the least total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saanjh.kit.ranking.answers import Standing


@dataclass(frozen=True)
class Places:
    """So many places, for applications of at least `least` percent."""

    places: int
    least: float = 0.0

    def __post_init__(self) -> None:
        if self.places < 0:
            raise ValueError("There are no fewer than no places.")


@dataclass(frozen=True)
class Money:
    """A budget, and what each application asks of it, by id: whole minor units of one currency.

    The line is drawn at the first application that no longer fits, though a cheaper one further down would: nobody is
    funded over the head of somebody better ranked. (Filling up what is left is the portfolio's work.)
    """

    budget: int
    amounts: Mapping[str, int]
    least: float = 0.0

    def __post_init__(self) -> None:
        if self.budget < 0 or min(self.amounts.values(), default=0) < 0:
            raise ValueError("Neither a budget nor an amount is negative.")


Cut = Places | Money


def above(standings: Sequence[Standing], cut: Cut) -> int:
    """How many, from the best, stand above the cut. Raises KeyError for an application without its amount."""
    count, spent = 0, 0
    for standing in standings:
        spent += 1 if isinstance(cut, Places) else cut.amounts[standing.application]
        if spent > (cut.places if isinstance(cut, Places) else cut.budget) or standing.mean < cut.least:
            break
        count += 1
    return count
