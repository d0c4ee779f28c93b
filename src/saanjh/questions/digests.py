"""Digests that say for certain what was asked and what was answered."""

import hashlib
import json
from typing import Any

from saanjh.questions.models import AnswerSheet, FormVersion, Question, Section
from saanjh.questions.models.forms import ASKED, OF_ROWS, OF_THINGS, Kind

QUESTION = ("code", "kind", "label_en", "label_ur", "help_en", "help_ur", "required", "word_limit", "currency")
HEADING = ("code", "label_en", "label_ur", "least_percent", "most_percent", "percent_of")
CONDITIONS = ("show_if", "check_that", "check_words_en", "check_words_ur")


def of(document: Any) -> str:
    """SHA-256 of a plain document in its canonical form."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def of_version(version: FormVersion) -> str:
    """The digest of all that a version asks, in its order and its words."""
    sections = version.sections.prefetch_related(*ASKED)
    return of([_section(section) for section in sections])


def _section(section: Section) -> list[Any]:
    words = [section.title_en, section.title_ur, section.intro_en, section.intro_ur]
    if section.show_if:
        words.append(section.show_if)
    return [words, [_question(question) for question in section.questions.all()]]


def _question(question: Question) -> list[Any]:
    return [
        [getattr(question, name) for name in QUESTION],
        [str(question.lowest), str(question.highest)],
        [[choice.code, choice.label_en, choice.label_ur] for choice in question.choices.all()],
        *_conditions(question),
        *_rows(question),
        *_things(question),
    ]


def _conditions(question: Question) -> list[list[str]]:
    """Nothing where there are none, so that what was published before there were any keeps its digest."""
    found = [getattr(question, name) for name in CONDITIONS]
    return [found] if any(found) else []


def _rows(question: Question) -> list[Any]:
    """What is asked in rows, of tables and budgets only."""
    if question.kind not in OF_ROWS:
        return []
    columns = [_question(each) for each in question.columns.all()]
    headings = [[getattr(each, name) for name in HEADING] for each in question.headings.all()]
    return [[question.fewest_rows, question.most_rows, question.track, columns, headings]]


def _things(question: Question) -> list[Any]:
    """What is asked in files or practices, of those only."""
    return [[question.at_most, question.takes]] if question.kind in OF_THINGS else []


def of_sheet(sheet: AnswerSheet) -> str:
    """The digest of what was answered to which version."""
    return of([sheet.version.digest, sheet.written_in, sheet.answers])


def of_page(sheet: AnswerSheet, section: Section) -> str:
    """The digest of one page's answers as they stand: what somebody saw before changing them.

    Without its files: each is kept by itself, so nobody undoes another's.
    """
    codes = sorted(question.code for question in section.questions.all() if question.kind != Kind.FILE)
    return of([[code, sheet.answers.get(code)] for code in codes])
