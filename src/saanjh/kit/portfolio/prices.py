"""What each rule costs: how many points more the best set has once that one rule is dropped.

Each price is a search of its own; prices do not add up, since two rules may stand in each other's way or bear the same
cost together. Dropping the budget tells what all candidates that keep the other rules are worth.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from saanjh.kit.portfolio.choosing import Range, difference, optimum
from saanjh.kit.portfolio.rows import rows
from saanjh.kit.portfolio.shapes import Answer, Question, Status
from saanjh.kit.portfolio.solving import Solved

# The effort of one search among many: the last points of a proof cost most, to the hundredth one may take minutes.
NEARLY = Decimal("0.0001")  # a hundredth of a percent of all points: about one point where 160 are awarded
FEW_NODES = 200


@dataclass(frozen=True)
class Price:
    """The rule by its place in the question, and the points (hundredths) gained without it."""

    rule: int
    gained: Range


def prices(
    question: Question,
    answer: Answer,
    only: Iterable[int] | None = None,
    *,
    gap: Decimal = NEARLY,
    nodes: int = FEW_NODES,
) -> tuple[Price, ...]:
    """The price of each rule, or of `only` those at these places. One search for each that may bind.

    Each search ends within `gap` or after so many `nodes`: what is not proven then, the price states as a range. A
    share of the budget stays one of the stated budget when the budget itself is dropped. ValueError for an answer
    without a set: then see conflicts.
    """
    if answer.status in (Status.INFEASIBLE, Status.UNDECIDED):
        raise ValueError("Without a set there is nothing that a rule costs.")
    all_rows, with_all = rows(question), Solved(frozenset(answer.chosen), answer.bound)
    can_bind = {row.rule for row in all_rows}
    found = []
    for place in range(len(question.rules)) if only is None else sorted(set(only)):
        if place in can_bind:
            without = optimum(question, [row for row in all_rows if row.rule != place], gap=gap, nodes=nodes)
            found.append(Price(place, difference(without, with_all, question)))
        else:
            found.append(Price(place, Range(0, 0)))
    return tuple(found)
