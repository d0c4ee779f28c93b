"""The answers of a sheet as pages show them: those of questions, and what they cite from rooms above the questions."""

from dataclasses import replace

from saanjh.questions import queries
from saanjh.questions.models import AnswerSheet
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


def _cites(answer: queries.Answer) -> bool:
    return answer.question.kind == Kind.PRACTICES and bool(answer.value)
