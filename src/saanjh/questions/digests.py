"""Digests that say for certain what was asked and what was answered."""

import hashlib
import json
from typing import Any

from saanjh.questions.models import AnswerSheet, FormVersion, Question, Section

QUESTION = ("code", "kind", "label_en", "label_ur", "help_en", "help_ur", "required", "word_limit", "currency")
CONDITIONS = ("show_if", "check_that", "check_words_en", "check_words_ur")


def of(document: Any) -> str:
    """SHA-256 of a plain document in its canonical form."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def of_version(version: FormVersion) -> str:
    """The digest of all that a version asks, in its order and its words."""
    sections = version.sections.prefetch_related("questions__choices")
    return of([_section(section) for section in sections])


def _section(section: Section) -> list[Any]:
    words = [section.title_en, section.title_ur, section.intro_en, section.intro_ur]
    if section.show_if:
        words.append(section.show_if)
    questions = [
        [
            [getattr(question, name) for name in QUESTION],
            [str(question.lowest), str(question.highest)],
            [[choice.code, choice.label_en, choice.label_ur] for choice in question.choices.all()],
            *_conditions(question),
        ]
        for question in section.questions.all()
    ]
    return [words, questions]


def _conditions(question: Question) -> list[list[str]]:
    """Nothing where there are none, so that what was published before there were any keeps its digest."""
    found = [getattr(question, name) for name in CONDITIONS]
    return [found] if any(found) else []


def of_sheet(sheet: AnswerSheet) -> str:
    """The digest of what was answered to which version."""
    return of([sheet.version.digest, sheet.written_in, sheet.answers])


def of_page(sheet: AnswerSheet, section: Section) -> str:
    """The digest of one page's answers as they stand: what somebody saw before changing them."""
    codes = sorted(question.code for question in section.questions.all())
    return of([[code, sheet.answers.get(code)] for code in codes])
