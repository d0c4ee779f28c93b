"""What is wrong with an expression before it is ever used: what it speaks of, and what it comes to."""

from collections.abc import Mapping
from enum import StrEnum

from saanjh.kit.expressions.grammar import parse
from saanjh.kit.expressions.kinds import Kind, Sort
from saanjh.kit.expressions.problems import Fault, NotAnExpression, Problem
from saanjh.kit.expressions.sorting import Sorting
from saanjh.kit.expressions.trees import Column, Own, Reference


class Use(StrEnum):
    """What an expression is for."""

    SHOW_IF = "show_if"  # knows the answers before its question
    CHECK = "check"  # knows its question's own answer too


def check(source: str, kinds: Mapping[str, Kind], *, own: str = "", use: Use = Use.SHOW_IF) -> list[Problem]:
    """Everything that is wrong with the expression of question `own`, from left to right; [] if it may be used.

    `kinds` has the kind of each question's answer by its code, *in the order in which they are asked*; without `own`
    the expression comes after them all. Only earlier questions may be spoken of, so there are no circles. What passes
    is read without NotAnExpression, ends within STEPS, and comes to true, false or blank for any answers.
    """
    try:
        tree = parse(source)
    except NotAnExpression as error:
        return [error.problem]
    codes = list(kinds)
    later = frozenset(codes[codes.index(own) + 1 :]) if own in kinds else frozenset()

    def answer(part: Own | Reference | Column) -> Kind | Problem:
        code = own if isinstance(part, Own) else part.code
        if code in later:
            return Problem(Fault.LATER, part.at, {"code": code})
        if code == own and use == Use.SHOW_IF:
            return Problem(Fault.OWN_ANSWER, part.at, {"code": code})
        return kinds.get(code) or Problem(Fault.UNKNOWN, part.at, {"code": code})

    sorting = Sorting(answer)
    kind = sorting.kind(tree)
    if kind is not None and kind.sort != Sort.BOOLEAN:
        sorting.note(Fault.NOT_YES_OR_NO, tree.at, found=kind.sort)
    return sorted(sorting.problems, key=lambda problem: problem.at)
