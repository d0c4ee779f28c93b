"""What a sheet still lacks, in words for the one who fills it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from saanjh.ground.naming import named
from saanjh.ground.refusals import Refusal
from saanjh.kit import text
from saanjh.questions import conditions, tables, values
from saanjh.questions.models import AnswerSheet, Question, Section
from saanjh.questions.models.forms import ASKED, OF_ROWS


@dataclass(frozen=True)
class Problem:
    """Something that a sheet still lacks: on which page, at which question, and what to do about it."""

    section: Section
    question: Question
    why: Any


def problems(sheet: AnswerSheet, pages: Sequence[Section] | None = None) -> list[Problem]:
    """What must still be mended before the sheet can be handed in, in the order of the form.

    The `pages` are those of its version with all that they ask, where whoever asks has them; else some six queries.

    What is hidden is not asked, whatever was once answered.
    """
    if pages is None:
        pages = list(sheet.version.sections.prefetch_related(*ASKED))
    return list(_problems(sheet, pages))


def _problems(sheet: AnswerSheet, pages: Sequence[Section]) -> Iterator[Problem]:
    asked = conditions.asked(pages, sheet.answers, today=conditions.day_of(sheet))
    for section in pages:
        for question in section.questions.all():
            if question.code not in asked.codes:
                continue
            why = lacking(question, sheet.answers.get(question.code))
            if question.code in asked.failing:
                why = f"{why} {named(question, 'check_words')}".strip()
            if why:
                yield Problem(section, question, why)


def lacking(question: Question, value: Any) -> Any:
    """What is wrong with one answer, in words, or nothing."""
    try:
        value = values.checked(question, value)
    except Refusal as refusal:
        return refusal.why
    if value is None:
        return _("This question must be answered.") if question.required else ""
    if question.kind in OF_ROWS and (found := tables.lacking(question, value)):
        return " ".join(found)
    if question.word_limit and (count := len(text.words(value))) > question.word_limit:
        return ngettext_lazy(
            "Shorten this answer to %(limit)s word: it has %(count)s now.",
            "Shorten this answer to %(limit)s words: it has %(count)s now.",
            question.word_limit,
        ) % {"limit": question.word_limit, "count": count}
    return ""
