"""Earlier answers beside the questions that they would answer, each to be used with one press."""

from dataclasses import dataclass
from typing import Any

from saanjh.calls import earlier
from saanjh.calls.models import Application
from saanjh.questions import queries
from saanjh.questions.conditions import Asked
from saanjh.web.desk import reading
from saanjh.web.desk.questionnaire import Questionnaire


@dataclass(frozen=True)
class Offered:
    """An earlier answer as it is shown: in which call it was given (nothing: on the organisation's page)."""

    answer: queries.Answer
    call: str
    written_in: str


def show(application: Application, form: Questionnaire, asked: Asked) -> int:
    """Put what is offered beside the fields of a page; how much there is in the whole form."""
    offers = earlier.offers(application, asked.codes)
    here = [offer for code, offer in offers.items() if code in form.fields]
    words = reading.in_words((each.earlier.question, each.earlier.value) for each in here)
    for offer, answer in zip(here, words, strict=True):
        field: Any = form.fields[answer.question.code]
        field.offered = Offered(answer, offer.call, offer.earlier.written_in)
    return len(offers)
