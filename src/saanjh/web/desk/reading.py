"""The answers of a sheet as pages show them: those of questions, and what they cite from rooms above the questions."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from saanjh.questions import queries
from saanjh.questions.models import AnswerSheet, Question
from saanjh.questions.models.forms import Kind
from saanjh.web.components import practices


def answered(sheet: AnswerSheet) -> list[queries.Answered]:
    """All that the sheet is asked, with the practices that it cites, in the order in which they were chosen.

    One query more than questions.queries.answered where any are cited.
    """
    pages = queries.answered(sheet)
    ids = [each for page in pages for answer in page.answers if _cites(answer) for each in answer.value]
    if not ids:
        return pages
    found = practices.by_id(ids)
    return [
        replace(
            page,
            answers=[
                replace(answer, value=[found[each] for each in answer.value if each in found])
                if _cites(answer)
                else answer
                for answer in page.answers
            ],
        )
        for page in pages
    ]


def in_words(pairs: Iterable[tuple[Question, Any]]) -> list[queries.Answer]:
    """Answers as they are kept, as pages show them. Three queries at most."""
    found = queries.in_words(pairs)
    cited = practices.by_id(each for answer in found if _cites(answer) for each in answer.value)
    return [
        replace(answer, value=[cited[each] for each in answer.value if each in cited]) if _cites(answer) else answer
        for answer in found
    ]


def _cites(answer: queries.Answer) -> bool:
    return answer.question.kind == Kind.PRACTICES and bool(answer.value)
