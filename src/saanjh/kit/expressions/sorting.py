"""What sort of value each part of an expression has, and where parts do not go together."""

from collections.abc import Callable, Collection, Iterator

from saanjh.kit.expressions.answers import read_day
from saanjh.kit.expressions.kinds import BLANK, BOOLEAN, DATE, LISTS, NUMBER, NUMERIC, TEXT, Kind, Sort
from saanjh.kit.expressions.problems import Fault, Problem
from saanjh.kit.expressions.trees import (
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
    asks_for_blank,
)

# What is compared with what; the first two also by order.
_LIKE = (NUMERIC, {Sort.DATE}, {Sort.TEXT, Sort.CHOICE}, {Sort.BOOLEAN})
_ORDERED = NUMERIC | {Sort.DATE}
_COMPARED = _ORDERED | {Sort.TEXT, Sort.CHOICE, Sort.BOOLEAN}

# function → the sorts that each argument may have, and what it comes to (None: the kind of its first argument)
_PLAIN: dict[str, tuple[tuple[Collection[Sort], ...], Kind | None]] = {
    "selected": ((LISTS | {Sort.CHOICE}, {Sort.TEXT, Sort.CHOICE}), BOOLEAN),
    "count-selected": ((LISTS,), NUMBER),
    "string-length": (({Sort.TEXT},), NUMBER),
    "number": (({Sort.TEXT, Sort.NUMBER},), NUMBER),  # not of money: it would hide the currency
    "int": ((NUMERIC,), None),
    "round": ((NUMERIC, {Sort.NUMBER}), None),
    "count": (({Sort.TABLE},), NUMBER),
    "today": ((), DATE),
    "date": (({Sort.TEXT, Sort.DATE},), DATE),
    "true": ((), BOOLEAN),
    "false": ((), BOOLEAN),
    "not": (({Sort.BOOLEAN},), BOOLEAN),
}


class Sorting:
    """Finds the kind of each part; None where a problem is already noted, so that one fault is told once.

    `answer` tells the kind of what a reference (for a column: of its table) stands for, or why it may not stand there.
    """

    def __init__(self, answer: Callable[[Own | Reference | Column], Kind | Problem]) -> None:
        self.answer = answer
        self.problems: list[Problem] = []

    def note(self, fault: Fault, at: int, **facts: str) -> None:
        self.problems.append(Problem(fault, at, {name: str(fact) for name, fact in facts.items()}))

    def kind(self, tree: Tree) -> Kind | None:
        match tree:
            case Number():
                return NUMBER
            case Text():
                return BLANK if tree.is_blank else TEXT
            case Own() | Reference():
                return self.known(tree)
            case Column(code=code, column=column):
                self.note(Fault.COLUMN_ALONE, tree.at, code=code, column=column)
            case Negative(of=part):
                return self.fitting(self.kind(part), NUMERIC, part, "-")
            case Chain():
                return self.chain(tree)
            case Call():
                return self.call(tree)
        return None

    def known(self, tree: Own | Reference | Column) -> Kind | None:
        found = self.answer(tree)
        if isinstance(found, Problem):
            self.problems.append(found)
            return None
        return found

    def column(self, tree: Tree) -> Kind | None:
        """The kind of a column's answers; of anything else its own."""
        if not isinstance(tree, Column):
            return self.kind(tree)
        table = self.known(tree)
        if table is None:
            return None
        if table.sort != Sort.TABLE:
            self.note(Fault.NOT_A_TABLE, tree.at, code=tree.code, column=tree.column, sort=table.sort)
        elif tree.column not in table.columns:
            self.note(Fault.UNKNOWN_COLUMN, tree.at, code=tree.code, column=tree.column)
        return table.columns.get(tree.column)

    def fitting(self, kind: Kind | None, sorts: Collection[Sort], part: Tree, word: str) -> Kind | None:
        """The kind, if it is one of the sorts that the operator or function takes."""
        if kind is not None and kind.sort not in sorts:
            self.note(Fault.WRONG_SORT, part.at, word=word, found=kind.sort)
            return None
        return kind

    def chain(self, tree: Chain) -> Kind | None:
        if tree.steps[0].operator in ("or", "and"):
            for part in tree.parts():
                self.fitting(self.kind(part), {Sort.BOOLEAN}, part, tree.steps[0].operator)
            return BOOLEAN
        before, left = tree.first, self.kind(tree.first)
        for step in tree.steps:
            right = self.kind(step.right)
            if step.operator in ("+", "-", "*", "div", "mod"):
                left = self.reckoned(left, before, step, right)
            else:
                self.compare(left, before, step, right)
                left = BOOLEAN
            before = tree
        return left

    def reckoned(self, left: Kind | None, before: Tree, step: Step, right: Kind | None) -> Kind | None:
        """The kind of a + b and so on. A number beside money counts in its whole units."""
        word = step.operator
        if word == "-" and left == right == DATE:
            return NUMBER
        one = self.fitting(left, NUMERIC, before, word)
        other = self.fitting(right, NUMERIC, step.right, word)
        if one is None or other is None or not self.in_one_currency(one, other, word, step.at):
            return None
        match word, one.sort, other.sort:
            case ("*", Sort.MONEY, Sort.MONEY) | ("div" | "mod", Sort.NUMBER, Sort.MONEY):
                self.note(Fault.UNLIKE, step.at, word=word, one=one.sort, other=other.sort)
                return None
            case "div", Sort.MONEY, Sort.MONEY:
                return NUMBER
        return one if one.sort == Sort.MONEY else other

    def compare(self, left: Kind | None, before: Tree, step: Step, right: Kind | None) -> None:
        """Note what cannot be compared. With a written '' anything can: whether it is answered."""
        word, equals = step.operator, step.operator in ("=", "!=")
        if equals and asks_for_blank(before, step.right):
            return
        sorts = _COMPARED if equals else _ORDERED
        one, other = self.fitting(left, sorts, before, word), self.fitting(right, sorts, step.right, word)
        if one is None or other is None or not self.in_one_currency(one, other, word, step.at):
            return
        if not any(one.sort in like and other.sort in like for like in _LIKE):
            self.note(Fault.UNLIKE, step.at, word=word, one=one.sort, other=other.sort)
        self.choose(one, step.right)
        self.choose(other, before)

    def in_one_currency(self, one: Kind, other: Kind, word: str, at: int) -> bool:
        if one.currency and other.currency and one.currency != other.currency:
            self.note(Fault.CURRENCIES, at, word=word, one=one.currency, other=other.currency)
            return False
        return True

    def choose(self, kind: Kind, part: Tree) -> None:
        """Note each written text that is no choice of the kind."""
        if kind.sort in LISTS | {Sort.CHOICE} and kind.codes is not None:
            for text in _written(part):
                if text.value not in kind.codes:
                    self.note(Fault.UNKNOWN_CHOICE, text.at, choice=text.value)

    def call(self, tree: Call) -> Kind | None:
        word, parts = tree.function, tree.arguments
        match word, parts:
            case (("sum" | "min" | "max"), _):
                return self.joined([self.fitting(self.column(part), NUMERIC, part, word) for part in parts], tree)
            case "if", (condition, *rest):
                self.fitting(self.kind(condition), {Sort.BOOLEAN}, condition, word)
                return self.joined([self.kind(part) for part in rest], tree)
            case "coalesce", _:
                return self.joined([self.kind(part) for part in parts], tree)
        sorts, result = _PLAIN[word]
        found = [
            self.fitting(self.kind(part), allowed, part, word)
            for part, allowed in zip(parts, sorts, strict=False)  # round() may do without its last
        ]
        if word == "selected" and found[0] is not None:
            self.choose(found[0], parts[1])
        for text in _written(parts[0]) if word == "date" else ():
            if read_day(text.value) is None:
                self.note(Fault.NOT_A_DATE, text.at, found=text.value)
        return found[0] if result is None else result

    def joined(self, kinds: list[Kind | None], tree: Call) -> Kind | None:
        """The one kind of what may come out of several parts."""
        result: Kind | None = BLANK
        for kind in kinds:
            if result is None or kind is None:
                return None
            result = self.both(result, kind, tree)
        return result

    def both(self, one: Kind, other: Kind, tree: Call) -> Kind | None:
        if Sort.BLANK in (one.sort, other.sort):
            return other if one.sort == Sort.BLANK else one
        if one.sort in NUMERIC and other.sort in NUMERIC:
            fits = self.in_one_currency(one, other, tree.function, tree.at)
            return (one if one.currency else other) if fits else None
        if one.sort == other.sort:
            codes = None if one.codes is None or other.codes is None else one.codes | other.codes
            return Kind(one.sort, codes=codes)
        if {one.sort, other.sort} == {Sort.TEXT, Sort.CHOICE}:
            return TEXT
        self.note(Fault.UNLIKE, tree.at, word=tree.function, one=one.sort, other=other.sort)
        return None


def _written(tree: Tree) -> Iterator[Text]:
    """The texts in the source that the part may come to."""
    match tree:
        case Text() if not tree.is_blank:
            yield tree
        case Call(function="if", arguments=(_, *parts)) | Call(function="coalesce", arguments=(*parts,)):
            for part in parts:
                yield from _written(part)
