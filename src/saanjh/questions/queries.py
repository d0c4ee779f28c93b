"""What pages read of forms and answers: rows and plain values, nothing lazy left."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from saanjh.ground.access import Scope, Standing
from saanjh.ground.models import District, StoredFile
from saanjh.ground.naming import named
from saanjh.questions import budgets, conditions, tables
from saanjh.questions.models import AnswerSheet, Form, FormVersion, Question, Section
from saanjh.questions.models.forms import ASKED, OF_ROWS, Kind


def forms(standing: Standing) -> QuerySet[Form]:
    """The forms that the person designs, by title, each with its versions, the newest first."""
    return Form.objects.all().visible_to(standing).prefetch_related("versions").order_by("title_en", "pk")


def published(scope: Scope) -> QuerySet[FormVersion]:
    """The published versions of the forms of one programme: those that a call can use, by title, newest first."""
    rows = FormVersion.objects.published().filter(form__scope_kind=scope[0], form__scope_id=scope[1])
    return rows.select_related("form").order_by("form__title_en", "-number", "pk")


def sections(version: FormVersion) -> list[Section]:
    """The pages of a version with all that they ask. A query for each table; a published one is read once a process.

    What is published never changes (triggers), so it may be kept; its public id, unlike its key, is never used again.
    """
    if version.state == FormVersion.State.PUBLISHED:
        return list(_published_sections(version.public_id))
    return list(version.sections.prefetch_related(*ASKED))


@lru_cache(maxsize=64)
def _published_sections(public_id: str) -> tuple[Section, ...]:
    rows = Section.objects.filter(version__public_id=public_id)
    return tuple(rows.select_related("version").prefetch_related(*ASKED))


@dataclass(frozen=True)
class Answer:
    """One question and its answer: text, a number as text, minor units, a day, choices, districts or files;
    the public ids of practices, whose room is above this one; or None.
    """

    question: Question
    value: Any


@dataclass(frozen=True)
class Table:
    """The answer to a question that is answered in rows; `shares` and `total` (minor units) are of a budget."""

    columns: list[Question]
    rows: list[list[Answer]]
    shares: list[budgets.Share]
    total: int


@dataclass(frozen=True)
class Answered:
    """One page of a filled form."""

    section: Section
    answers: list[Answer]


def answered(sheet: AnswerSheet) -> list[Answered]:
    """All that the sheet is asked, in the order of the form, its codes turned into rows with words. Four queries, one
    more where files are asked for."""
    shown = asked(sheet)
    pages = [page for page in sections(sheet.version) if page.pk in shown.pages]
    slugs = {
        slug
        for page in pages
        for question in _shown(page, shown.codes)
        if question.kind == Kind.DISTRICTS
        for slug in sheet.answers.get(question.code, [])
    }
    places = District.objects.filter(slug__in=slugs).select_related("province").in_bulk(field_name="slug")
    found: dict[str, Any] = {**places, **_files(sheet, pages)}
    return [
        Answered(page, [Answer(each, _value(each, sheet.answers, found)) for each in _shown(page, shown.codes)])
        for page in pages
    ]


def in_words(pairs: Iterable[tuple[Question, Any]]) -> list[Answer]:
    """Answers as they are kept, each with its question, as pages show them. Two queries at most."""
    pairs = list(pairs)
    names = {
        kind: [name for question, value in pairs if question.kind == kind for name in value]
        for kind in (Kind.DISTRICTS, Kind.FILE)
    }
    found: dict[str, Any] = {}
    if names[Kind.DISTRICTS]:
        places = District.objects.filter(slug__in=names[Kind.DISTRICTS]).select_related("province")
        found |= {each.slug: each for each in places}
    if names[Kind.FILE]:
        found |= {each.public_id: each for each in StoredFile.objects.filter(public_id__in=names[Kind.FILE])}
    return [Answer(question, _value(question, {question.code: value}, found)) for question, value in pairs]


def files_of(sheet: AnswerSheet) -> dict[str, StoredFile]:
    """The files that the sheet holds, by public id. One query."""
    rows = StoredFile.objects.filter(pk__in=sheet.attached.order_by().values("file"))
    return {each.public_id: each for each in rows}


def _files(sheet: AnswerSheet, pages: Iterable[Section]) -> dict[str, StoredFile]:
    """Nothing is asked of the database where the form asks for no file."""
    asks = any(question.kind == Kind.FILE for page in pages for question in page.questions.all())
    return files_of(sheet) if asks else {}


def asked(sheet: AnswerSheet) -> conditions.Asked:
    """What the sheet is asked as it stands; of a published version without a query once it was read."""
    return conditions.asked(sections(sheet.version), sheet.answers, today=conditions.day_of(sheet))


def marked(page: Section, sheet: AnswerSheet, asked: conditions.Asked) -> dict[str, str]:
    """What to mend on a page, by question: checks that fail, limits of a budget that are broken, cells left empty."""
    found = {}
    for question in _shown(page, asked.codes):
        rows = sheet.answers.get(question.code)
        lacks = tables.lacking(question, rows) if question.kind in OF_ROWS and rows else []
        if question.code in asked.failing:
            lacks.append(named(question, "check_words"))
        if lacks:
            found[question.code] = " ".join(lacks)
    return found


def _shown(page: Section, codes: Collection[str]) -> list[Question]:
    return [question for question in page.questions.all() if question.code in codes]


def _value(question: Question, answers: dict[str, Any], found: dict[str, Any]) -> Any:
    value = answers.get(question.code)
    if value is None:
        return None
    if question.kind == Kind.MONEY:
        return value["minor"]
    if question.kind == Kind.DATE:
        return datetime.date.fromisoformat(value)
    if question.kind in {Kind.DISTRICTS, Kind.FILE}:
        return [found[name] for name in value if name in found]
    if question.kind in OF_ROWS:
        return _table(question, value)
    if question.kind in {Kind.CHOICE, Kind.CHOICES}:
        return _chosen(question, [value] if isinstance(value, str) else value)
    return value


def _table(question: Question, rows: list[dict[str, Any]]) -> Table:
    columns = tables.columns(question)
    cells = [[Answer(column, _value(column, row, {})) for column in columns] for row in rows]
    if question.kind != Kind.BUDGET:
        return Table(columns, cells, [], 0)
    shares = budgets.shares(question, rows)
    return Table(columns, cells, shares, sum(share.minor for share in shares))


def _chosen(question: Question, codes: Iterable[str]) -> list[Any]:
    return [choice for choice in question.offers() if choice.code in codes]
