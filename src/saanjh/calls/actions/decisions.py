"""The panel's answer to an application, told to the applicant with its reasons."""

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from saanjh.calls import notices as told
from saanjh.calls.actions.applications import MOVES
from saanjh.calls.models import Application, Decision
from saanjh.calls.rules import reviews as rules
from saanjh.calls.rules.calls import clock
from saanjh.calls.rules.third_reviews import must_not_wait
from saanjh.ground import history, notices, states
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action

VERBS = {Decision.Outcome.SELECTED: "select", Decision.Outcome.DECLINED: "decline"}


@action
def decide(
    application: Application,
    *,
    outcome: str,
    reason: str,
    written_in: str = "en",
    by: Person,
    now: datetime.datetime | None = None,
) -> Decision:
    """Select or decline, with reasons. Refusal unless the chair may decide and two reviews are in."""
    rules.may_decide(application, by=by)
    must_not_wait(application)
    if outcome not in Decision.Outcome.values:
        raise Refusal(_("Choose a decision."), field="outcome")
    if not reason.strip():
        raise Refusal(_("Give the reasons: the applicant reads them."), field="reason")
    states.move(application, VERBS[Decision.Outcome(outcome)], MOVES)
    application.save(update_fields=["state"])
    decision = Decision(
        application=application,
        outcome=outcome,
        reason=reason,
        written_in=written_in,
        decided_by=by,
        decided_at=clock(now),
    )
    try:
        decision.full_clean(validate_unique=False)
    except ValidationError as found:
        field, messages = next(iter(found.message_dict.items()))
        raise Refusal(messages[0], field=field) from found
    decision.save()
    history.record("application_decided", application, by=by, outcome=outcome)
    kind = told.SELECTED if outcome == Decision.Outcome.SELECTED else told.DECLINED
    notices.tell(told.applicants(application), kind, application, number=application.number)
    return decision
