"""What the reviewers of a blind call do not see of an application: who applies, and what tells it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from saanjh.calls.models import Application
from saanjh.questions.queries import Answer, Answered, Table


@dataclass(frozen=True)
class Shown:
    """The pages of an application as a reviewer reads them; how many answers are hidden where its call is blind."""

    pages: list[Answered]
    is_blind: bool
    hidden: int


def for_reviewer(application: Application, pages: list[Answered]) -> Shown:
    """All of its `pages`; in a blind call without answers to questions that the form marks as telling who applies."""
    if not application.call.is_blind:
        return Shown(pages, is_blind=False, hidden=0)
    shown = [replace(page, answers=[_without(each) for each in _open(page.answers)]) for page in pages]
    before, after = (sum(_size(page.answers) for page in found) for found in (pages, shown))
    return Shown([page for page in shown if page.answers], is_blind=True, hidden=before - after)


def _open(answers: Iterable[Answer]) -> list[Answer]:
    return [each for each in answers if not each.question.names_applicant]


def _without(answer: Answer) -> Answer:
    """A table without its columns that tell who applies."""
    if not isinstance(answer.value, Table):
        return answer
    columns = [each for each in answer.value.columns if not each.names_applicant]
    rows = [_open(row) for row in answer.value.rows]
    return replace(answer, value=replace(answer.value, columns=columns, rows=rows))


def _size(answers: Iterable[Answer]) -> int:
    """Questions, and columns of tables."""
    return sum(1 + len(each.value.columns) if isinstance(each.value, Table) else 1 for each in answers)
