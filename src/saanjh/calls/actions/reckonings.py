"""Something is asked for, reckoned by the worker outside any transaction, and written down whole."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.calls.digests import digest
from saanjh.calls.models import Call, Reckoning
from saanjh.calls.rules import reckonings as rules
from saanjh.ground import history, jobs, states
from saanjh.ground.models import Person
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh

Plain = dict[str, Any]  # what JSON holds
State = Reckoning.State
MOVES = {(State.ASKED, "finish"): State.DONE, (State.ASKED, "fail"): State.FAILED}
RECKONERS: dict[str, Callable[[Plain], Plain]] = {}  # kind -> plain question to plain answer: `kit` behind it, no rows
# kind -> what follows from its answer, in the same transaction
AFTER: dict[str, Callable[[Call], None]] = {}


@action
def ask(call: Call, *, kind: str, question: Mapping[str, Any], by: Person) -> Reckoning:
    """Have it reckoned from this question. Refusal unless `by` may, the call has closed, and none is under way."""
    rules.may_ask(afresh(call), kind, by=by)
    asked = Reckoning.objects.create(call=call, kind=kind, question=dict(question), asked_by=by)
    history.record("reckoning_asked", asked, by=by, reckoning=kind, digest=digest(asked.question))
    jobs.enqueue(reckon, public_id=asked.public_id)
    return asked


@jobs.task()
def reckon(public_id: str) -> None:
    """Reckon what was asked for, once; what cannot be reckoned is written down too, so that nobody waits for it."""
    asked = Reckoning.objects.filter(public_id=public_id, state=State.ASKED).first()
    if asked is None:
        return
    try:
        answer = RECKONERS[asked.kind](asked.question)
    except Exception as error:  # of whatever kind: the page would say "being reckoned" for ever
        fail(asked, by=Person.objects.system())
        raise jobs.GiveUp(f"{asked.kind} {public_id} cannot be reckoned") from error
    finish(asked, answer, by=Person.objects.system())


@action
def finish(reckoning: Reckoning, answer: Plain, *, by: Person) -> Reckoning:
    """Write the answer down."""
    _end(reckoning, "finish", by)
    reckoning.answer, reckoning.done_at = answer, timezone.now()
    reckoning.save(update_fields=["state", "answer", "done_at"])
    history.record("reckoning_finished", reckoning, by=by, reckoning=reckoning.kind, digest=digest(answer))
    if reckoning.kind in AFTER:
        AFTER[reckoning.kind](reckoning.call)
    return reckoning


@action
def fail(reckoning: Reckoning, *, by: Person) -> Reckoning:
    """Write down that there is no answer."""
    _end(reckoning, "fail", by)
    reckoning.save(update_fields=["state"])
    history.record("reckoning_failed", reckoning, by=by, reckoning=reckoning.kind)
    return reckoning


def _end(reckoning: Reckoning, verb: str, by: Person) -> None:
    if by.username != SYSTEM:
        raise Refusal(_("This is reckoned by the system itself."))
    states.move(afresh(reckoning), verb, MOVES)
