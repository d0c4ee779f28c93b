"""How an expression is read: from its source to its tree."""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from saanjh.kit.expressions.functions import FUNCTIONS
from saanjh.kit.expressions.limits import DEEPEST, MOST_DIGITS, STEPS
from saanjh.kit.expressions.problems import Fault, NotAnExpression, TooMuch
from saanjh.kit.expressions.tokens import Token, tokens
from saanjh.kit.expressions.trees import (
    LEVELS,
    Call,
    Chain,
    Column,
    Negative,
    Number,
    Own,
    Reference,
    Step,
    Text,
    Tree,
    cost,
)
from saanjh.kit.text import ascii_digits


@lru_cache(maxsize=1024)  # the expressions of published forms are read again with each page
def parse(source: str) -> Tree:
    """The tree of an expression. NotAnExpression with the place of the first fault; TooMuch beyond limits.py."""
    tree = _Reader(source).whole()
    if cost(tree) > STEPS:
        raise TooMuch(Fault.TOO_MANY_STEPS, 0, most=STEPS)
    return tree


class _Reader:
    """One pass over the tokens, without going back: one method for each part of the grammar."""

    def __init__(self, source: str) -> None:
        self.tokens = tokens(source)
        self.next = next(self.tokens)
        self.depth = 0

    def whole(self) -> Tree:
        tree = self.chain(0)
        if self.next.sort != "end":
            raise _unexpected(self.next)
        return tree

    def chain(self, level: int) -> Tree:
        if level == len(LEVELS):
            return self.single()
        first, steps = self.chain(level + 1), []
        while self.next.text in LEVELS[level] and self.next.sort in ("word", "sign"):
            token = self.taken()
            steps.append(Step(token.text, self.chain(level + 1), at=token.at))
        return Chain(first, tuple(steps), at=first.at) if steps else first

    def single(self) -> Tree:
        token = self.taken()
        match token.sort, token.text:
            case "number", text:
                return self.number(text, token.at)
            case "text", text:
                return Text(text[1:-1], at=token.at)
            case "reference", text:
                code, _, column = text[2:-1].partition("/")
                return Column(code, column, at=token.at) if column else Reference(code, at=token.at)
            case "sign", ".":
                return Own(at=token.at)
            case "sign", "-":
                return Negative(self.deeper(token, self.single), at=token.at)
            case "sign", "(":
                inside = self.deeper(token, lambda: self.chain(0))
                self.take(")")
                return inside
            case "word", name if self.next.text == "(" and self.next.sort == "sign":
                return self.call(name, token)
        raise _unexpected(token)

    def call(self, name: str, token: Token) -> Tree:
        if name not in FUNCTIONS:
            raise NotAnExpression(Fault.FUNCTION, token.at, function=name)
        self.take("(")
        arguments: list[Tree] = []
        while self.next.text != ")" or self.next.sort != "sign":
            if arguments:
                self.take(",")
            arguments.append(self.deeper(token, lambda: self.chain(0)))
        self.take(")")
        least, most = FUNCTIONS[name]
        if len(arguments) < least or (most is not None and len(arguments) > most):
            facts = {"least": least, "most": "" if most is None else most, "given": len(arguments)}
            raise NotAnExpression(Fault.ARGUMENTS, token.at, function=name, **facts)
        return Call(name, tuple(arguments), at=token.at)

    def number(self, text: str, at: int) -> Tree:
        if len(text) > MOST_DIGITS:
            raise TooMuch(Fault.TOO_MANY_DIGITS, at, most=MOST_DIGITS)
        return Number(Decimal(ascii_digits(text)), at=at)

    def deeper(self, token: Token, read: Callable[[], Tree]) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooMuch(Fault.TOO_DEEP, token.at, most=DEEPEST)
        tree = read()
        self.depth -= 1
        return tree

    def taken(self) -> Token:
        token = self.next
        if token.sort != "end":
            self.next = next(self.tokens)
        return token

    def take(self, sign: str) -> None:
        if self.next.sort != "sign" or self.next.text != sign:
            raise _unexpected(self.next)
        self.taken()


def _unexpected(token: Token) -> NotAnExpression:
    if token.sort == "end":
        return NotAnExpression(Fault.ENDS_EARLY, token.at)
    return NotAnExpression(Fault.UNEXPECTED, token.at, found=token.text)
