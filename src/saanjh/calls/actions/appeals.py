"""An applicant appeals on the procedure; somebody without a hand in it upholds or dismisses the appeal."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.calls import appeals as queries
from saanjh.calls import notices as told
from saanjh.calls.actions import applications, calls, gates
from saanjh.calls.models import Appeal, Application, Call, Decision, EarlierDecision
from saanjh.calls.rules import appeals as rules
from saanjh.calls.rules.calls import clock
from saanjh.ground import history, notices, states
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh

State = Appeal.State
MOVES = {(State.LODGED, "uphold"): State.UPHELD, (State.LODGED, "dismiss"): State.DISMISSED}
COPIED = ("public_id", "outcome", "reason", "written_in", "decided_by", "confirmed_by", "decided_at")
VERBS = {State.UPHELD: "uphold", State.DISMISSED: "dismiss"}


@action
def lodge(
    application: Application,
    *,
    ground: str,
    what_happened: str,
    written_in: str = "en",
    by: Person,
    now: datetime.datetime | None = None,
) -> Appeal:
    """Appeal once, on a ground of procedure. Those who can answer it are told; where nobody can, the officers are."""
    moment = clock(now)
    rules.may_lodge(afresh(application), by=by, now=moment)
    rules.must_be_ground(ground)
    appeal = Appeal(
        application=application,
        ground=ground,
        what_happened=what_happened,
        written_in=written_in,
        lodged_by=by,
        lodged_at=moment,
        due_on=rules.due_on(timezone.localdate(moment)),
    )
    _check(appeal)
    appeal.save()
    history.record("appeal_lodged", application, by=by, appeal_ground=ground)
    call = application.call
    able = queries.who_can_answer(appeal, (told.officers(call) | told.chairs(call)).order_by("pk"))
    kind = told.APPEALED if able else told.APPEAL_UNANSWERABLE
    notices.tell(able or told.officers(call), kind, application, number=application.number)
    return appeal


@action
def answer(
    appeal: Appeal,
    *,
    outcome: str,
    answer: str,
    answer_written_in: str = "en",
    by: Person,
    now: datetime.datetime | None = None,
) -> Appeal:
    """Uphold or dismiss it, with reasons. Upheld, the application goes back to the step that was wrong."""
    application = appeal.application
    afresh(application)
    rules.may_answer(appeal, by=by)
    if outcome not in VERBS:
        raise Refusal(_("Choose an answer."), field="outcome")
    if not answer.strip():
        raise Refusal(_("Give the reasons: the applicant reads them."), field="answer")
    states.move(appeal, VERBS[State(outcome)], MOVES)
    appeal.answer, appeal.answer_written_in = answer, answer_written_in
    appeal.answered_by, appeal.answered_at = by, clock(now)
    _check(appeal)
    appeal.save()
    if outcome == State.UPHELD:
        _take_back(appeal, by=by)
    history.record("appeal_answered", application, by=by, appeal_answer=outcome)
    kind = told.APPEAL_UPHELD if outcome == State.UPHELD else told.APPEAL_DISMISSED
    notices.tell(told.applicants(application), kind, application, number=application.number)
    return appeal


def _take_back(appeal: Appeal, *, by: Person) -> None:
    """The call is open for decisions again, and the application is where the mistake was: at its gate or in review."""
    application = appeal.application
    if application.call.state == Call.State.DECIDED:
        calls.reopen(application.call, by=by)
    if application.state == Application.State.NOT_ELIGIBLE:
        gates.look_again(application, reason=appeal.answer, by=by)
        return
    states.move(application, "reopen_decision", applications.MOVES)
    application.save(update_fields=["state"])
    for decision in Decision.objects.filter(application=application):
        EarlierDecision.objects.create(appeal=appeal, **{name: getattr(decision, name) for name in COPIED})
        decision.delete()
    afresh(application)
    history.record("application_decision_reopened", application, by=by)


def _check(appeal: Appeal) -> None:
    try:
        appeal.clean_fields(exclude=["answered_by"])
    except ValidationError as found:
        field, messages = next(iter(found.message_dict.items()))
        raise Refusal(messages[0], field=field) from found
