"""An organisation uses its earlier answers again: never over one that is there, and checked as any other."""

import datetime
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from saanjh.calls import earlier
from saanjh.calls.models import Application
from saanjh.calls.rules import applications as rules
from saanjh.calls.rules.calls import clock
from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh
from saanjh.questions import queries
from saanjh.questions.actions import answers, attached
from saanjh.questions.models.forms import Kind


@action
def use(
    application: Application, codes: Collection[str] | None = None, *, by: Person, now: datetime.datetime | None = None
) -> int:
    """Use what is offered at the questions of these codes, or (None) at all that are asked; how many were answered.

    What is offered is looked up anew: nobody sends the answer itself. A question that has one by now keeps it.
    """
    application.state = afresh(application).state
    rules.may_edit(application, by=by, now=clock(now))
    sheet = application.sheet
    sheet.refresh_from_db(fields=["answers", "state"])
    asked = queries.asked(sheet).codes
    offers = earlier.offers(application, asked if codes is None else asked & set(codes))
    for offer in offers.values():
        _use(application, offer, by=by)
    if not offers:
        raise Refusal(_("There is nothing to use again here: the question has an answer, or none was given before."))
    history.record("application_reused", application, by=by, answers=len(offers))
    return len(offers)


def _use(application: Application, offer: earlier.Offer, *, by: Person) -> None:
    found, sheet = offer.earlier, application.sheet
    question = found.question
    if question.kind == Kind.FILE and found.sheet is not None:
        attached.take_over(sheet, question, found.sheet, found.value, by=by)
    elif question.section is not None:
        answers.save(sheet, question.section, {question.code: found.value}, by=by)
