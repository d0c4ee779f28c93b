"""Why no set keeps all rules: each rule that, dropped alone, would allow one; and a smallest core that cannot be kept.

A share says nothing of an empty set, so rules that cannot be kept by any award are kept by none. Such an empty set is
explained in the same way, by asking for one award at least.

The core is minimal: any one of its parts left out, the rest can be kept. It is found by the deletion filter (Chinneck
and Dravnieks 1991, ORSA Journal on Computing 3:157), halving as QuickXplain does (Junker 2004, AAAI) to ask less
often: first among the rules, then among the inequalities of those, which name the theme or the district.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from saanjh.kit.portfolio.rows import Row, rows
from saanjh.kit.portfolio.rules import ForcedOut
from saanjh.kit.portfolio.shapes import Candidate, Question
from saanjh.kit.portfolio.solving import can_be_kept

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Part:
    """One demand or ceiling in the core, with the arithmetic that it meets.

    `asked` is its figure, in minor units or awards (0 for a share of what is awarded); `candidates` are those at or
    above the floors and not forced out that would serve a demand or use up a ceiling, and `amount` is their money.
    `cheapest` is the least money that a demand for awards costs, None where too few candidates serve it.
    """

    rule: int
    key: str
    asked: int
    is_demand: bool
    candidates: int
    amount: int
    cheapest: int | None


@dataclass(frozen=True)
class Conflict:
    """Rules by their places: `remedies` each of which, dropped alone, leaves rules that can be kept; the core's parts.

    Not `is_sure` when a search ended at its bound of nodes: then a remedy may be missing and the core not minimal.
    """

    remedies: tuple[int, ...]
    rules: tuple[int, ...]
    parts: tuple[Part, ...]
    is_sure: bool


def conflict(question: Question, *, not_empty: bool = False) -> Conflict | None:
    """What stands against a portfolio, or None when some set keeps all rules (or the search ended without saying).

    `not_empty`: what stands against any award at all. Searches: one for each rule, and for a core of k among n rules
    or inequalities about k * log2(n).
    """
    all_rows, asked = rows(question), _Asked(question, not_empty=not_empty)
    if not asked.is_infeasible(all_rows):
        return None
    places = sorted({row.rule for row in all_rows})
    remedies = tuple(place for place in places if asked.may_be_kept([row for row in all_rows if row.rule != place]))
    by_rule = [[row for row in all_rows if row.rule == place] for place in places]
    rules = _core(by_rule, lambda kept: asked.is_infeasible([row for of_rule in kept for row in of_rule]))
    parts = _core([row for of_rule in rules for row in of_rule], asked.is_infeasible)
    named = tuple(of_rule[0].rule for of_rule in rules)
    return Conflict(remedies, named, tuple(_part(row, question) for row in parts), asked.is_sure)


class _Asked:
    """Searches for any set at all, and whether each of them came to an end."""

    def __init__(self, question: Question, *, not_empty: bool) -> None:
        self._ids = [each.id for each in question.candidates if each.eligible]
        self._always = [Row(-1, "", dict.fromkeys(self._ids, -1), -1, 1)] if not_empty else []
        self._nodes = question.nodes
        self.is_sure = True

    def is_infeasible(self, rows: list[Row]) -> bool:
        return self._answer(rows) is False

    def may_be_kept(self, rows: list[Row]) -> bool:
        return self._answer(rows) is True

    def _answer(self, rows: list[Row]) -> bool | None:
        answer = can_be_kept(self._ids, [*rows, *self._always], nodes=self._nodes)
        self.is_sure = self.is_sure and answer is not None
        return answer


def _core(items: list[_Item], is_infeasible: Callable[[list[_Item]], bool]) -> list[_Item]:
    """A minimal part of the items that is infeasible by itself, in their order."""

    def needed(part: list[_Item], rest: list[_Item]) -> list[_Item]:
        """What of this part must stay beside the rest, the two together being infeasible."""
        if not part or is_infeasible(rest):
            return []
        if len(part) == 1:
            return part
        first, second = part[: len(part) // 2], part[len(part) // 2 :]
        of_second = needed(second, rest + first)
        return needed(first, rest + of_second) + of_second

    return needed(items, [])


def _part(row: Row, question: Question) -> Part:
    is_demand = any(value < 0 for value in row.coefficients.values()) or row.bound < 0
    concerned = [
        question.by_id[each]
        for each, value in row.coefficients.items()
        if (value < 0) == is_demand and _is_usable(question.by_id[each], question)
    ]
    asked = -(-abs(row.bound) // row.unit) if is_demand else row.bound // row.unit
    amounts = sorted(each.amount for each in concerned)
    counts = row.bound < 0 and row.unit == 1 and set(row.coefficients.values()) <= {-1}
    cheapest = sum(amounts[:asked]) if counts and len(amounts) >= asked else None
    return Part(row.rule, row.key, asked, is_demand, len(concerned), sum(amounts), cheapest)


def _is_usable(each: Candidate, question: Question) -> bool:
    return not any(
        each.lacking(rule) or (isinstance(rule, ForcedOut) and each.id in rule.ids) for rule in question.rules
    )
