"""What an expression comes to, given the answers: a value for every expression and every answer, within the steps."""

import operator
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from saanjh.kit.expressions import arithmetic
from saanjh.kit.expressions.answers import Value, is_blank
from saanjh.kit.expressions.functions import OF_COLUMNS, OF_VALUES, as_number
from saanjh.kit.expressions.limits import CHARACTERS_A_STEP, STEPS
from saanjh.kit.expressions.problems import Fault, TooMuch
from saanjh.kit.expressions.trees import (
    Call,
    Chain,
    Column,
    Negative,
    Number,
    Own,
    Reference,
    Text,
    Tree,
    asks_for_blank,
)
from saanjh.kit.text import normalise

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def evaluate(tree: Tree, values: Mapping[str, Value], *, today: date, own: str = "", steps: int = STEPS) -> Value:
    """The value of the expression; `own` is the code of the question that a check is about, the `.` of its text.

    A code without a value is blank. TooMuch when the steps run out, which they do not for values of answers.read.
    """
    return Evaluation(values, today=today, own=own, steps=steps).value(tree)


def holds(tree: Tree, values: Mapping[str, Value], *, today: date, own: str = "") -> bool:
    """Whether the expression is true, where blank is not."""
    return evaluate(tree, values, today=today, own=own) is True


def passes(tree: Tree, values: Mapping[str, Value], *, today: date, own: str) -> bool:
    """Whether the answer to question `own` satisfies its check; a blank answer is not asked."""
    return is_blank(values.get(own)) or holds(tree, values, today=today, own=own)


class Evaluation:
    """Reckons parts of expressions over one set of values, which the caller may change between two expressions."""

    def __init__(self, values: Mapping[str, Value], *, today: date, own: str = "", steps: int = STEPS) -> None:
        self.values, self.today, self.own = values, today, own
        self.steps, self.most = steps, steps
        self.folded: dict[str, str] = {}  # a text is normalised once, however often it is compared

    def value(self, tree: Tree) -> Value:
        self.spend(1, tree)
        match tree:
            case Number(value=number):
                return number
            case Text(value=text):
                return None if tree.is_blank else text
            case Own():
                return self.answer(self.own, tree)
            case Reference(code=code):
                return self.answer(code, tree)
            case Negative(of=part):
                return _reckoned(Decimal(0), "-", self.value(part))
            case Chain():
                return self.chain(tree)
            case Call():
                return self.call(tree)
        return None  # a column, where none can stand

    def answer(self, code: str, tree: Tree) -> Value:
        value = self.values.get(code)
        if isinstance(value, str | tuple):  # whatever is done with it takes time by its length
            self.spend(len(value) // CHARACTERS_A_STEP, tree)
        return None if is_blank(value) else value

    def chain(self, tree: Chain) -> Value:
        match tree.steps[0].operator:
            case "or":
                return any(self.value(part) is True for part in tree.parts())
            case "and":
                return all(self.value(part) is True for part in tree.parts())
        before: Tree = tree.first
        left = self.value(before)
        for step in tree.steps:
            right = self.value(step.right)
            if step.operator in _COMPARISONS:
                asks = asks_for_blank(before, step.right)
                left = self.compared(left, step.operator, right, asks_for_blank=asks)
            else:
                left = _reckoned(left, step.operator, right)
            before = tree  # what is compared next is a result, not the written text
        return left

    def compared(self, left: Value, sign: str, right: Value, *, asks_for_blank: bool) -> bool:
        if asks_for_blank and sign in ("=", "!="):
            return (left is None and right is None) == (sign == "=")
        one, other = self.comparable(left), self.comparable(right)
        if one is None or type(one) is not type(other):
            return False
        may_be_ordered = isinstance(one, Decimal | date)
        return (may_be_ordered or sign in ("=", "!=")) and _COMPARISONS[sign](one, other)

    def comparable(self, value: Value) -> bool | Decimal | str | date | None:
        """The value as it is compared; None for what cannot be."""
        if isinstance(value, str):
            if value not in self.folded:
                self.folded[value] = normalise(value)
            return self.folded[value]
        if isinstance(value, Decimal):
            number = as_number(value)
            return None if number is None else arithmetic.settled(number)
        return value if isinstance(value, bool) or type(value) is date else None  # no datetime: it has a zone or none

    def call(self, tree: Call) -> Value:
        match tree.function, tree.arguments:
            case "today", ():
                return self.today
            case "if", (condition, then, otherwise):
                return self.value(then if self.value(condition) is True else otherwise)
            case "coalesce", (first, second):
                value = self.value(first)
                return self.value(second) if is_blank(value) else value
            case name, arguments if name in OF_COLUMNS:
                return OF_COLUMNS[name]([value for part in arguments for value in self.column(part)])
        return OF_VALUES[tree.function](*map(self.value, tree.arguments))

    def column(self, tree: Tree) -> Iterator[Value]:
        """The values of a column from the first row to the last; of anything else its one value."""
        if not isinstance(tree, Column):
            yield self.value(tree)
            return
        table = self.values.get(tree.code)
        rows = table if isinstance(table, tuple) else ()
        self.spend(1 + len(rows), tree)
        yield from (row.get(tree.column) for row in rows if isinstance(row, Mapping))

    def spend(self, steps: int, tree: Tree) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise TooMuch(Fault.TOO_MANY_STEPS, tree.at, most=self.most)


def _reckoned(left: Value, sign: str, right: Value) -> Value:
    """Blank unless both are numbers, or two dates of which the second is taken from the first: days between."""
    if sign == "-" and type(left) is date and type(right) is date:
        return Decimal((left - right).days)
    one, other = as_number(left), as_number(right)
    return None if one is None or other is None else arithmetic.reckon(one, sign, other)
