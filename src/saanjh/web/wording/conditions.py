"""A condition of a form in words: Shown if “Were people trained?” is “Yes”."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from saanjh.kit.expressions import NotAnExpression, Tree, parse
from saanjh.kit.expressions.trees import Call, Chain, Column, Negative, Own, Reference, Text, asks_for_blank
from saanjh.kit.text import isolated
from saanjh.questions import tables
from saanjh.questions.models import Question, Section
from saanjh.web.components.languages import worded

AND = 1  # the level of "and" in trees.LEVELS: all below it ties more tightly


class Words:
    """Says the conditions of one form; `pages` are its pages with their questions and choices."""

    def __init__(self, pages: Iterable[Section]) -> None:
        self.questions = {each.code: each for page in pages for each in page.questions.all()}

    def shown_if(self, part: Section | Question) -> str:
        """When it is shown, as a sentence; nothing for what is always shown."""
        return _("Shown if %(condition)s.") % {"condition": self.said(part.show_if)} if part.show_if.strip() else ""

    def checked(self, question: Question) -> str:
        """What its answer must meet, as a sentence; nothing where there is no check."""
        return _("Check: %(condition)s.") % {"condition": self.said(question.check_that)} if question.check_that else ""

    def said(self, source: str) -> str:
        """The expression in words; as it is written where it cannot be read."""
        try:
            return self.tree(parse(source))
        except NotAnExpression:
            return isolated(source)

    def tree(self, tree: Tree) -> str:
        match tree:
            case Own():
                return _("the answer")
            case Reference(code=code):
                return self.label(code)
            case Column(code=code, column=column):
                return _("%(column)s in %(table)s") % {"column": self.column(code, column), "table": self.label(code)}
            case Text(value=value):
                return f"“{isolated(value)}”"
            case Chain():
                return self.chain(tree)
            case Call():
                return self.call(tree)
            case Negative(of=part):
                return f"−{self.inner(part)}"
        return str(tree)

    def label(self, code: str) -> str:
        question = self.questions.get(code)
        return f"“{isolated(worded(question, 'label')[0])}”" if question else f"“{isolated(code)}”"

    def column(self, code: str, column: str) -> str:
        table = self.questions.get(code)
        found = [each for each in (tables.columns(table) if table else []) if each.code == column]
        return f"“{isolated(worded(found[0], 'label')[0])}”" if found else isolated(column)

    def inner(self, tree: Tree, *, loose: bool = False) -> str:
        """The part, in brackets where it is reckoned first; between “and” and “or” a comparison needs none."""
        brackets = isinstance(tree, Chain) and not (loose and tree.level > AND)
        return f"({self.tree(tree)})" if brackets else self.tree(tree)

    def chain(self, tree: Chain) -> str:
        loose = tree.level <= AND
        words, before, first = self.inner(tree.first, loose=loose), tree.first, True
        for step in tree.steps:
            if step.operator in ("=", "!=") and asks_for_blank(before, step.right):
                blank = isinstance(step.right, Text) and step.right.is_blank
                asked = words if blank else self.inner(step.right)
                said = _("%(one)s is not answered") if step.operator == "=" else _("%(one)s is answered")
                words = said % {"one": asked}
            else:
                one = self.chosen(step.right, before) if first and isinstance(before, Text) else words
                pair = {"one": one, "other": self.chosen(before, step.right, loose=loose)}
                words = _operators()[step.operator] % pair
            before, first = step.right, False
        return words

    def chosen(self, asked: Tree, part: Tree, *, loose: bool = False) -> str:
        """The part; the code of a choice by the words of that choice."""
        question = self.questions.get(asked.code) if isinstance(asked, Reference) else None
        if question is not None and isinstance(part, Text):
            for choice in question.offers():
                if choice.code == part.value:
                    return f"“{isolated(worded(choice, 'label')[0])}”"
        return self.inner(part, loose=loose)

    def call(self, tree: Call) -> str:
        parts = [self.tree(part) for part in tree.arguments]
        match tree.function, tree.arguments:
            case "selected", (asked, code):
                return _("%(one)s is chosen in %(other)s") % {"one": self.chosen(asked, code), "other": parts[0]}
            case _, ():
                return str(_functions().get(tree.function, tree.function))
            case _, (_only,) if tree.function in _functions():
                return _functions()[tree.function] % {"one": parts[0]}
        return f"{isolated(tree.function)}({'، '.join(parts)})"


def _operators() -> dict[str, str]:
    return {
        "or": _("%(one)s or %(other)s"),
        "and": _("%(one)s and %(other)s"),
        "=": _("%(one)s is %(other)s"),
        "!=": _("%(one)s is answered, and is not %(other)s"),
        "<": _("%(one)s is less than %(other)s"),
        "<=": _("%(one)s is at most %(other)s"),
        ">": _("%(one)s is more than %(other)s"),
        ">=": _("%(one)s is at least %(other)s"),
        "+": "%(one)s + %(other)s",
        "-": "%(one)s − %(other)s",
        "*": "%(one)s × %(other)s",
        "div": "%(one)s ÷ %(other)s",
        "mod": _("the rest of %(one)s ÷ %(other)s"),
    }


def _functions() -> dict[str, str]:
    return {
        "today": _("today"),
        "true": _("always"),
        "false": _("never"),
        "not": _("it is not so that %(one)s"),
        "sum": _("the sum of %(one)s"),
        "count": _("the number of rows of %(one)s"),
        "min": _("the least of %(one)s"),
        "max": _("the largest of %(one)s"),
        "count-selected": _("how many are chosen in %(one)s"),
        "string-length": _("the number of signs of %(one)s"),
    }
