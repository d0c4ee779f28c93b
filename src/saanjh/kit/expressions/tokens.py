"""The words and signs of an expression, in their order."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from saanjh.kit.expressions.limits import LONGEST_SOURCE, MOST_TOKENS
from saanjh.kit.expressions.problems import Fault, NotAnExpression, TooMuch

_CODE = "[a-z][a-z0-9_]{0,39}"
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<reference>\$\{{{_CODE}(?:/{_CODE})?\}})
    | (?P<text>'[^']*'|"[^"]*")
    | (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<word>[A-Za-z][A-Za-z0-9-]*)
    | (?P<sign><=|>=|!=|[-+*=<>(),.])
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)


class Token(NamedTuple):
    sort: str  # the name of its group above
    text: str
    at: int


def tokens(source: str) -> Iterator[Token]:
    """The tokens, an "end" the last. NotAnExpression where none can be read, TooMuch beyond the limits."""
    if len(source) > LONGEST_SOURCE:
        raise TooMuch(Fault.TOO_LONG, LONGEST_SOURCE, most=LONGEST_SOURCE)
    at, count = 0, 0
    while found := _TOKEN.match(source, at):
        sort = found.lastgroup or "end"
        yield Token(sort, found[sort], found.start(sort))
        if sort == "end":
            return
        at, count = found.end(), count + 1
        if count > MOST_TOKENS:
            raise TooMuch(Fault.TOO_MANY_PARTS, found.start(sort), most=MOST_TOKENS)
    raise _unreadable(source, len(source) - len(source[at:].lstrip()))


def _unreadable(source: str, at: int) -> NotAnExpression:
    if source[at] in "'\"":
        return NotAnExpression(Fault.OPEN_TEXT, at)
    if source[at] == "$":
        return NotAnExpression(Fault.REFERENCE, at, found=source[at : source.find("}", at) + 1 or at + 40][:90])
    return NotAnExpression(Fault.CHARACTER, at, found=source[at])
