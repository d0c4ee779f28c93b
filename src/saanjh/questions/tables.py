"""Answers in rows: what the columns of a table or a budget are, and whether its rows are whole."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saanjh.ground.naming import named
from saanjh.kit.text import isolated
from saanjh.questions import budgets
from saanjh.questions.models import Question
from saanjh.questions.models.forms import MOST_ROWS, Kind


def columns(question: Question) -> list[Question]:
    """The columns of a table, in order; of a budget, those that every budget has."""
    return budgets.columns(question) if question.kind == Kind.BUDGET else list(question.columns.all())


def most_rows(question: Question) -> int:
    """How many rows fit."""
    return question.most_rows or MOST_ROWS


def in_row(number: int, column: Question, why: Any) -> str:
    """Why a cell is wrong, with where it stands."""
    words = _("Row %(row)s, “%(column)s”: %(why)s")
    return words % {"row": number, "column": isolated(named(column, "label")), "why": why}


def lacking(question: Question, rows: list[Mapping[str, Any]]) -> list[str]:
    """What the rows still lack, in words: cells that must be filled in, more rows, limits that a budget breaks."""
    found = [
        in_row(number, column, _("This must be filled in."))
        for number, row in enumerate(rows, 1)
        for column in columns(question)
        if column.required and column.code not in row
    ]
    fewest = question.fewest_rows or 0
    if len(rows) < fewest:
        words = ngettext("Fill in %(fewest)s row at least.", "Fill in %(fewest)s rows at least.", fewest)
        found.append(words % {"fewest": fewest})
    if question.kind == Kind.BUDGET and not found:
        found += budgets.problems(question, rows)
    return found
