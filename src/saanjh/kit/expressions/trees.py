"""An expression as a tree of its parts, which str() writes back as a text that reads as the same tree."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from saanjh.kit.expressions.limits import CHARACTERS_A_STEP, LONGEST_LIST, LONGEST_TEXT

# The operators from loose to tight (XPath 1.0, 3.4 and 3.5).
LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))


@dataclass(frozen=True)
class Tree:
    """One part of an expression. `at` is its place in the source, by which no two parts are told apart."""

    at: int = field(default=0, compare=False, kw_only=True)

    def parts(self) -> tuple["Tree", ...]:
        return ()


@dataclass(frozen=True)
class Number(Tree):
    value: Decimal

    def __str__(self) -> str:
        return f"{self.value:f}"


@dataclass(frozen=True)
class Text(Tree):
    """A written text. As in XPath there is no escape, so it may hold one sort of quotes but not both."""

    value: str

    @property
    def is_blank(self) -> bool:
        return not self.value.strip()

    def __str__(self) -> str:
        return f'"{self.value}"' if "'" in self.value else f"'{self.value}'"


@dataclass(frozen=True)
class Own(Tree):
    """The answer that a check is about."""

    def __str__(self) -> str:
        return "."


@dataclass(frozen=True)
class Reference(Tree):
    code: str

    def __str__(self) -> str:
        return f"${{{self.code}}}"


@dataclass(frozen=True)
class Column(Tree):
    """All answers of one column of a table."""

    code: str
    column: str

    def __str__(self) -> str:
        return f"${{{self.code}/{self.column}}}"


@dataclass(frozen=True)
class Negative(Tree):
    of: Tree

    def parts(self) -> tuple[Tree, ...]:
        return (self.of,)

    def __str__(self) -> str:
        return f"-({self.of})" if isinstance(self.of, Chain) else f"-{self.of}"


@dataclass(frozen=True)
class Call(Tree):
    function: str
    arguments: tuple[Tree, ...]

    def parts(self) -> tuple[Tree, ...]:
        return self.arguments

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True)
class Step:
    """One more operator of a chain and what stands right of it."""

    operator: str
    right: Tree
    at: int = field(default=0, compare=False, kw_only=True)


@dataclass(frozen=True)
class Chain(Tree):
    """Operators of one level in a row, reckoned from the left: a - b + c. So a long chain is not a deep tree."""

    first: Tree
    steps: tuple[Step, ...]

    @property
    def level(self) -> int:
        return next(i for i, operators in enumerate(LEVELS) if self.steps[0].operator in operators)

    def parts(self) -> tuple[Tree, ...]:
        return (self.first, *(step.right for step in self.steps))

    def __str__(self) -> str:
        rest = (f" {step.operator} {self._inside(step.right)}" for step in self.steps)
        return self._inside(self.first) + "".join(rest)

    def _inside(self, part: Tree) -> str:
        return f"({part})" if isinstance(part, Chain) and part.level <= self.level else str(part)


def walk(tree: Tree) -> Iterator[Tree]:
    """The tree and all its parts, each before its own parts, from left to right."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(part.parts()))


def asks_for_blank(*sides: Tree) -> bool:
    """Whether one side of a comparison is a written '', which asks if the other is answered."""
    return any(isinstance(side, Text) and side.is_blank for side in sides)


def references(tree: Tree) -> frozenset[str]:
    """The codes of the questions that the expression speaks of; of a table's column, that of the table. Not `.`."""
    return frozenset(part.code for part in walk(tree) if isinstance(part, Reference | Column))


def cost(tree: Tree) -> int:
    """The most steps that the expression can take, with any answers within limits.py."""
    return sum(map(_cost, walk(tree)))


def _cost(part: Tree) -> int:
    match part:
        case Column():
            return 1 + LONGEST_LIST
        case Reference() | Own():
            return 1 + LONGEST_TEXT // CHARACTERS_A_STEP
        case Text(value=value):
            return 1 + len(value) // CHARACTERS_A_STEP
    return 1
