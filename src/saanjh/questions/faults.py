"""What is wrong with a condition or a check, in a sentence for the one who wrote it."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saanjh.kit.expressions import Fault, Problem, Sort
from saanjh.kit.text import isolated

WORDS: dict[Fault, Promise] = {
    Fault.CHARACTER: _("the sign %(found)s has no meaning in a condition."),
    Fault.OPEN_TEXT: _("these quotation marks are never closed."),
    Fault.REFERENCE: _("an answer is named as ${code}, with the code of its question between the braces."),
    Fault.UNEXPECTED: _("%(found)s cannot stand here."),
    Fault.ENDS_EARLY: _("something is missing at the end."),
    Fault.FUNCTION: _("there is no function %(function)s."),
    Fault.ARGUMENTS: _("%(function)s() takes another number of values than the %(given)s given."),
    Fault.TOO_LONG: _("this is too long: at most %(most)s characters fit."),
    Fault.TOO_MANY_PARTS: _("this has too many parts: at most %(most)s are read."),
    Fault.TOO_DEEP: _("too many brackets stand inside each other: at most %(most)s."),
    Fault.TOO_MANY_DIGITS: _("this number has too many digits: at most %(most)s."),
    Fault.TOO_MANY_STEPS: _("this takes too much reckoning. Make it shorter."),
    Fault.TOO_LONG_ANSWER: _("an answer is too long to reckon with."),
    Fault.UNKNOWN: _("no question of this form has the code %(code)s."),
    Fault.LATER: _("%(code)s is asked later. Only what was asked before can be spoken of."),
    Fault.OWN_ANSWER: _("nothing can be shown or hidden by its own answer."),
    Fault.UNKNOWN_COLUMN: _("%(code)s has no column %(column)s."),
    Fault.NOT_A_TABLE: _("%(code)s is no table, so it has no column %(column)s."),
    Fault.COLUMN_ALONE: _("a column has many answers: write sum(${%(code)s/%(column)s}), or min() or max()."),
    Fault.UNKNOWN_CHOICE: _("%(choice)s is not the code of a choice of that question."),
    Fault.WRONG_SORT: _("%(word)s cannot be used with %(found)s."),
    Fault.UNLIKE: _("%(word)s cannot join %(one)s and %(other)s."),
    Fault.CURRENCIES: _("%(word)s cannot join amounts in %(one)s and in %(other)s."),
    Fault.NOT_A_DATE: _("%(found)s is no day. Write it as 2026-03-01."),
    Fault.NOT_YES_OR_NO: _("this comes to %(found)s, and must come to yes or no."),
}
SORTS: dict[str, Promise] = {
    Sort.TEXT: _("a text"),
    Sort.NUMBER: _("a number"),
    Sort.MONEY: _("an amount of money"),
    Sort.DATE: _("a date"),
    Sort.CHOICE: _("one of several choices"),
    Sort.CHOICES: _("any of several choices"),
    Sort.PLACES: _("districts"),
    Sort.THINGS: _("files or practices"),
    Sort.TABLE: _("a table"),
    Sort.BOOLEAN: _("yes or no"),
    Sort.BLANK: _("nothing"),
}
SORTED = {Fault.WRONG_SORT, Fault.UNLIKE, Fault.NOT_YES_OR_NO}  # whose found, one and other are sorts


def said(problem: Problem) -> str:
    """The sentence, with the place of the fault counted from 1."""
    facts = {name: _fact(problem.fault, name, value) for name, value in problem.facts.items()}
    words = _("At character %(place)s: %(why)s")
    return words % {"place": problem.at + 1, "why": WORDS[problem.fault] % facts}


def _fact(fault: Fault, name: str, value: str) -> Any:
    if fault in SORTED and name in {"found", "one", "other"}:
        return SORTS[value]
    plain = name in {"most", "least", "given"} or fault == Fault.COLUMN_ALONE  # which stand inside a pattern to copy
    return value if plain else isolated(value)
