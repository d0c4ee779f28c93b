"""Somebody asks about a call; an officer answers for all, or sets the question aside."""

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from saanjh.calls import notices as told
from saanjh.calls.models import Call, Enquiry
from saanjh.calls.rules import enquiries as rules
from saanjh.calls.rules.calls import clock
from saanjh.ground import history, notices, states
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh

State = Enquiry.State
MOVES = {(State.ASKED, "answer"): State.ANSWERED, (State.ASKED, "set_aside"): State.SET_ASIDE}


@action
def ask(call: Call, *, text: str, written_in: str = "en", by: Person, now: datetime.datetime | None = None) -> Enquiry:
    """Ask the programme's office. Only its officers read it until it is answered."""
    rules.may_ask(call, by=by, now=clock(now))
    enquiry = Enquiry(call=call, text=text, written_in=written_in, asked_by=by)
    _check(enquiry)
    enquiry.save()
    history.record("call_enquired", enquiry, by=by, call=call.code)
    notices.tell(told.officers(call), told.ENQUIRED, enquiry, call=call.code)
    return enquiry


@action
def answer(
    enquiry: Enquiry, *, answer: str, written_in: str = "en", by: Person, now: datetime.datetime | None = None
) -> Enquiry:
    """Answer it: question and answer are public from now on, without a name. Whoever asked is told."""
    rules.may_answer(afresh(enquiry), by=by)
    if not answer.strip():
        raise Refusal(_("Write the answer: everybody reads it."), field="answer")
    states.move(enquiry, "answer", MOVES)
    enquiry.answer, enquiry.answer_written_in = answer, written_in
    enquiry.ended_by, enquiry.ended_at = by, clock(now)
    _check(enquiry)
    enquiry.save()
    history.record("call_enquiry_answered", enquiry, by=by, call=enquiry.call.code)
    notices.tell([enquiry.asked_by], told.ENQUIRY_ANSWERED, enquiry.call, call=enquiry.call.code)
    return enquiry


@action
def set_aside(enquiry: Enquiry, *, by: Person, now: datetime.datetime | None = None) -> Enquiry:
    """Leave it without an answer: it is not about the call. It is never public; whoever asked is told."""
    rules.may_answer(afresh(enquiry), by=by)
    states.move(enquiry, "set_aside", MOVES)
    enquiry.ended_by, enquiry.ended_at = by, clock(now)
    enquiry.save(update_fields=["state", "ended_by", "ended_at"])
    history.record("call_enquiry_set_aside", enquiry, by=by, call=enquiry.call.code)
    notices.tell([enquiry.asked_by], told.ENQUIRY_SET_ASIDE, enquiry.call, call=enquiry.call.code)
    return enquiry


def _check(enquiry: Enquiry) -> None:
    try:
        enquiry.clean_fields(exclude=["ended_by"])
    except ValidationError as found:
        field, messages = next(iter(found.message_dict.items()))
        raise Refusal(messages[0], field="written_in" if field == "answer_written_in" else field) from found
