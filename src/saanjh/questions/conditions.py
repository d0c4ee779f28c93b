"""Which pages and questions of a form are asked, given the answers so far, and which answers their checks refuse."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from saanjh.kit.expressions import Kind, Sort, Value, holds, parse, passes, read_all, visible
from saanjh.kit.expressions.kinds import DATE, NUMBER, TEXT
from saanjh.questions import budgets, tables
from saanjh.questions.models import AnswerSheet, Question, Section
from saanjh.questions.models.forms import ASKED, OF_ROWS
from saanjh.questions.models.forms import Kind as Asks

PLAIN: dict[str, Kind] = {
    Asks.SHORT_TEXT: TEXT,
    Asks.LONG_TEXT: TEXT,
    Asks.NUMBER: NUMBER,
    Asks.COUNT: NUMBER,
    Asks.DATE: DATE,
    Asks.DISTRICTS: Kind(Sort.PLACES),
    Asks.FILE: Kind(Sort.THINGS),
    Asks.PRACTICES: Kind(Sort.THINGS),
}
OF_CHOICES = {Asks.CHOICE: Sort.CHOICE, Asks.CHOICES: Sort.CHOICES}


@dataclass(frozen=True)
class Asked:
    """What a sheet is asked: its pages by their keys, its questions by their codes, and the codes of failing checks."""

    pages: frozenset[int]
    codes: frozenset[str]
    failing: frozenset[str]


def kind_of(question: Question) -> Kind:
    """What sort of value the answer is to an expression."""
    if question.kind == Asks.MONEY:
        return Kind(Sort.MONEY, currency=question.currency)
    if question.kind in OF_CHOICES:
        codes = frozenset(choice.code for choice in question.offers())
        return Kind(OF_CHOICES[Asks(question.kind)], codes=codes)
    if question.kind in OF_ROWS:
        columns = {column.code: kind_of(column) for column in tables.columns(question)}
        if question.kind == Asks.BUDGET:
            columns["amount"] = Kind(Sort.MONEY, currency=question.currency)
        return Kind(Sort.TABLE, columns=columns)
    return PLAIN[question.kind]


def _reckoned(page: Section, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to one page, with what each line of a budget comes to."""
    found = {}
    for question in page.questions.all():
        answer = answers.get(question.code)
        if question.kind == Asks.BUDGET and answer:
            answer = [{**row, "amount": _amount(row, question.currency)} for row in answer]
        found[question.code] = answer
    return found


def _amount(row: Mapping[str, Any], currency: str) -> dict[str, Any]:
    return {"minor": budgets.amount(row, currency), "currency": currency}


def kinds(pages: Iterable[Section]) -> dict[str, Kind]:
    """The kind of every answer by the question's code, in the order in which they are asked."""
    return {question.code: kind_of(question) for page in pages for question in page.questions.all()}


def asked(pages: Iterable[Section], answers: Mapping[str, Any], *, today: datetime.date) -> Asked:
    """What is asked now. One pass: what is hidden counts as unanswered for all that comes after it.

    `pages` are those of a published version, whose expressions were proved when it was published.
    """
    shown: list[Section] = []
    known: dict[str, Value] = {}
    for page in pages:
        if page.show_if.strip() and not holds(parse(page.show_if), known, today=today):
            continue
        shown.append(page)
        here = read_all(kinds([page]), _reckoned(page, answers))
        order = [(question.code, question.show_if) for question in page.questions.all()]
        codes = visible(order, {**known, **here}, today=today)
        known |= {code: here[code] for code in here if code in codes}
    failing = [
        question.code
        for page in shown
        for question in page.questions.all()
        if question.check_that and question.code in known
        if not passes(parse(question.check_that), known, today=today, own=question.code)
    ]
    return Asked(frozenset(page.pk for page in shown), frozenset(known), frozenset(failing))


def of(sheet: AnswerSheet) -> Asked:
    """What a sheet is asked as it stands. Three queries."""
    pages = list(sheet.version.sections.prefetch_related(*ASKED))
    return asked(pages, sheet.answers, today=day_of(sheet))


def day_of(sheet: AnswerSheet) -> datetime.date:
    """What `today()` is for a sheet: the day on which it was handed in; until then, today."""
    return timezone.localdate(sheet.submitted_at)
