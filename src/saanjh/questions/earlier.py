"""What was answered before to the same question, and can be used again where it still fits."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from saanjh.ground.models import Organisation
from saanjh.ground.refusals import Refusal
from saanjh.questions import values
from saanjh.questions.models import AnswerSheet, Question
from saanjh.questions.models.forms import FromProfile, Kind


@dataclass(frozen=True)
class Earlier:
    """An answer as it is kept, to a question that has none yet; the sheet it stands in, or None: the profile."""

    question: Question
    value: Any
    sheet: AnswerSheet | None
    written_in: str


def offered(
    questions: Iterable[Question],
    answers: Mapping[str, Any],
    sheets: Iterable[AnswerSheet],
    organisation: Organisation,
) -> Iterator[Earlier]:
    """For each question that `answers` lacks, what the first of `sheets` that answered the same one says, if it fits.

    Where none did, what the organisation's page says. `sheets` are all its own. One query for all of it.
    """
    open_ones = [each for each in questions if answers.get(each.code) is None]
    sheets = list(sheets)
    codes = _codes(open_ones, sheets)
    for question in open_ones:
        found = next(_before(question, sheets, codes), None) or _on_page(question, organisation)
        if found is not None:
            yield found


def _codes(questions: list[Question], sheets: list[AnswerSheet]) -> dict[tuple[int, str], tuple[str, str, str]]:
    """(version, origin) → code, kind and currency of the same question as it was asked there."""
    if not questions or not sheets:
        return {}
    rows = Question.objects.filter(
        version__in={sheet.version_id for sheet in sheets}, origin__in=[each.origin for each in questions], table=None
    ).order_by("pk")
    named = rows.values_list("version_id", "origin", "code", "kind", "currency")
    return {(version, origin): (code, kind, currency) for version, origin, code, kind, currency in named}


def _before(
    question: Question, sheets: list[AnswerSheet], codes: Mapping[tuple[int, str], tuple[str, str, str]]
) -> Iterator[Earlier]:
    for sheet in sheets:
        code, *asked = codes.get((sheet.version_id, question.origin), ("",))
        value = sheet.answers.get(code)
        if value is not None and asked == [question.kind, question.currency] and _fits(question, value):
            yield Earlier(question, value, sheet, sheet.written_in)


def _fits(question: Question, value: Any) -> bool:
    """Whether it may be the answer now: choices go, bounds change. Districts are looked up when they are used."""
    if question.kind == Kind.DISTRICTS:
        return True
    try:
        return values.checked(question, value) is not None
    except Refusal:
        return False


def _on_page(question: Question, organisation: Organisation) -> Earlier | None:
    if question.profile == FromProfile.ABOUT and organisation.about and _fits(question, organisation.about):
        return Earlier(question, organisation.about, None, organisation.written_in)
    if question.profile == FromProfile.HOME and organisation.home is not None:
        return Earlier(question, [organisation.home.slug], None, organisation.written_in)
    return None
