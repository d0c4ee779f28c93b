"""Why each application is in or out, as a code with its figures; near the cut searched again with it forced in or out.

A code says what is true of this one set: put in alone, what would it break? Whether another set could hold the
application, and at what loss, only a further search tells (Check), so those nearest the cut are checked: of the ones
left out those of most points, of the ones chosen those of fewest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import zip_longest

from saanjh.kit.portfolio.choosing import Range, difference, optimum
from saanjh.kit.portfolio.prices import FEW_NODES, NEARLY
from saanjh.kit.portfolio.rows import Row, Strain, rows, strain
from saanjh.kit.portfolio.rules import Budget, CriterionFloor, ForcedIn, ForcedOut
from saanjh.kit.portfolio.shapes import Answer, Candidate, Question, Status
from saanjh.kit.portfolio.solving import Solved


class Code(StrEnum):
    """Why. NEEDS_MONEY: only the money ends before it. NO_GAIN: it fits, and brings no point that is proven missing."""

    CHOSEN = "chosen"
    FORCED_IN = "forced_in"
    NOT_ELIGIBLE = "not_eligible"
    FORCED_OUT = "forced_out"
    BELOW_FLOOR = "below_floor"
    NEEDS_MONEY = "needs_money"
    BREAKS_RULES = "breaks_rules"
    NO_GAIN = "no_gain"


@dataclass(frozen=True)
class Check:
    """A search with this one forced the other way: whether any set keeps the rules then, and the points lost by it.

    `is_possible` is None when the search ended first. `leaves` and `enters` are the change in one best such set.
    """

    is_possible: bool | None
    lost: Range | None = None
    leaves: tuple[str, ...] = ()
    enters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reason:
    """Of one application: left out, the `rules` that it would break if put in alone (of Budget: the money lacking).

    Chosen, the `rules` that would break if it alone were taken out: it is there for them too. BELOW_FLOOR has
    each floor, of the points or of a criterion (then its `key`), and what is lacking to it in `over`, in hundredths.
    """

    id: str
    code: Code
    rules: tuple[Strain, ...] = ()
    check: Check | None = None


def reasons(
    question: Question, answer: Answer, *, checks: int = 20, gap: Decimal = NEARLY, nodes: int = FEW_NODES
) -> tuple[Reason, ...]:
    """A reason for every application, by id; the `checks` nearest the cut are verified, a search for each.

    Each search ends within `gap` or after so many `nodes`: what is not proven then, the points lost state as a range.
    ValueError for an answer without a set.
    """
    if answer.status in (Status.INFEASIBLE, Status.UNDECIDED):
        raise ValueError("Without a set there are no reasons for single applications.")
    all_rows = rows(question)
    found = {
        each: _reason(question.by_id[each], question, answer, of) for each, of in _strains(question, answer, all_rows)
    }
    for _, id in zip(range(checks), _nearest(question, found), strict=False):
        found[id] = replace(found[id], check=_check(id, question, answer, all_rows, gap, nodes))
    return tuple(found[each.id] for each in question.candidates)


def _strains(question: Question, answer: Answer, all_rows: list[Row]) -> Iterator[tuple[str, tuple[Strain, ...]]]:
    """For each candidate what breaks when it alone changes sides."""
    chosen = frozenset(answer.chosen)
    strains: dict[str, list[Strain]] = {each.id: [] for each in question.candidates}
    for row in all_rows:
        excess = row.excess(chosen)
        for each, value in row.coefficients.items():
            changed = excess - value if each in chosen else excess + value
            if changed > 0:
                strains[each].append(strain(row, changed))
    return ((each, tuple(found)) for each, found in strains.items())


def _reason(each: Candidate, question: Question, answer: Answer, strains: tuple[Strain, ...]) -> Reason:
    if not each.eligible:
        return Reason(each.id, Code.NOT_ELIGIBLE)
    kinds = {type(question.rules[found.rule]): found for found in strains}
    if each.id in answer.chosen:
        return Reason(each.id, Code.FORCED_IN if ForcedIn in kinds else Code.CHOSEN, strains)
    if ForcedOut in kinds:
        return Reason(each.id, Code.FORCED_OUT, (kinds[ForcedOut],))
    if below := tuple(_below(each, question)):
        return Reason(each.id, Code.BELOW_FLOOR, below)
    if not strains:
        return Reason(each.id, Code.NO_GAIN)
    return Reason(each.id, Code.NEEDS_MONEY if set(kinds) == {Budget} else Code.BREAKS_RULES, strains)


def _below(each: Candidate, question: Question) -> Iterator[Strain]:
    """The floors that it does not reach, each with what is lacking."""
    for place, rule in enumerate(question.rules):
        if lacking := each.lacking(rule):
            yield Strain(place, rule.criterion if isinstance(rule, CriterionFloor) else "", lacking)


def _nearest(question: Question, found: dict[str, Reason]) -> Iterator[str]:
    """Those that a search could put on the other side, nearest the cut first, out and in by turns."""
    by_points = sorted(question.candidates, key=lambda each: (each.points, each.id))
    left_out = {Code.NEEDS_MONEY, Code.BREAKS_RULES, Code.NO_GAIN}
    best_out = (each.id for each in reversed(by_points) if found[each.id].code in left_out)
    last_in = (each.id for each in by_points if found[each.id].code == Code.CHOSEN)
    return (each for pair in zip_longest(best_out, last_in) for each in pair if each is not None)


def _check(id: str, question: Question, answer: Answer, all_rows: list[Row], gap: Decimal, nodes: int) -> Check:
    is_in = id in answer.chosen
    forced = Row(-1, id, {id: 1 if is_in else -1}, 0 if is_in else -1, 1)
    other = optimum(question, [*all_rows, forced], gap=gap, nodes=nodes)
    if other.chosen is None:
        return Check(False if other.is_infeasible else None)
    lost = difference(Solved(frozenset(answer.chosen), answer.bound), other, question)
    before = set(answer.chosen)
    return Check(True, lost, tuple(sorted(before - other.chosen)), tuple(sorted(other.chosen - before)))
