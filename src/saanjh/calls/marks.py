"""What scores come to: a review's percentage, and what a panel is told about two of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Mark:
    """One score with what is needed to weigh it. `least_percent` is the criterion's own floor, where it has one."""

    score: int
    weight: int
    lowest: int
    highest: int
    least_percent: int | None = None

    @property
    def percent(self) -> Decimal:
        """The score as a share of the best one: 5 of 5 is 100, 3 of 5 is 60 (the grid that the codelist states)."""
        return share(self.score, self.highest)

    @property
    def is_below(self) -> bool:
        """Whether it falls short of the criterion's own floor."""
        return self.least_percent is not None and self.percent < self.least_percent


def share(score: int, highest: int) -> Decimal:
    """A score in percent of the best one."""
    return Decimal(100 * score) / highest


def percent(marks: Iterable[Mark]) -> Decimal | None:
    """The weighted mean of the marks' percentages, to one place; None without marks."""
    marks = list(marks)
    weight = sum(mark.weight for mark in marks)
    if not weight:
        return None
    mean = sum((mark.percent * mark.weight for mark in marks), Decimal(0)) / weight
    return mean.quantize(Decimal("0.1"), ROUND_HALF_UP)
