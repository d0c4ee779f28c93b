"""A second person confirms what the chair proposed, and the applicant is told; or sends it back with a word why."""

import datetime
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.calls import notices as told
from saanjh.calls.actions.applications import MOVES
from saanjh.calls.actions.proposed_decisions import ANSWER_MOVES, ENDED, VERBS, move, nothing_done
from saanjh.calls.bounds import bounds
from saanjh.calls.models import Application, Decision, Outcome, ProposedDecision
from saanjh.calls.rules import decisions as rules
from saanjh.calls.rules.bounds import confirming
from saanjh.calls.rules.calls import clock
from saanjh.calls.rules.panel_rules import must_decide_by_current
from saanjh.ground import history, notices, states
from saanjh.ground.fields import Written
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh

COPIED = ("application", "outcome", "place", "holds_until", "reason", "written_in")
TOLD = {Outcome.SELECTED: told.SELECTED, Outcome.RESERVE: told.RESERVED, Outcome.DECLINED: told.DECLINED}


@action
def confirm(proposal: ProposedDecision, *, by: Person, now: datetime.datetime | None = None) -> Decision:
    """Make it the decision: the application moves, and the applicant is told. Refusal for whoever proposed it."""
    call = afresh(proposal.application.call)  # one at a time in a call, so that no two spend the same money
    afresh(proposal)
    application = afresh(proposal.application)
    rules.may_confirm(proposal, by=by)
    found = bounds(call)
    must_decide_by_current(call, found.changed)
    confirming(found).add(application, proposal.outcome)
    states.move(application, VERBS[Outcome(proposal.outcome)], MOVES)
    application.save(update_fields=["state"])
    move(proposal, "confirm", by)
    proposal.save(update_fields=ENDED)
    decision = _decision(proposal, by, clock(now))
    decision.save()
    _tell(decision, by)
    return decision


@action
def confirm_many(
    proposals: Sequence[ProposedDecision], *, by: Person, now: datetime.datetime | None = None
) -> list[Decision]:
    """The same for many proposals at once, by the same rules, with few queries: all of them or none."""
    if not proposals:
        raise Refusal(_("Choose at least one proposal."), field="proposals")
    call = afresh(proposals[0].application.call)
    found = bounds(call)
    must_decide_by_current(call, found.changed)
    tally = confirming(found)
    stands, applications = states.of(proposals), [each.application for each in proposals]
    now_at, known = states.of(applications), rules.known_of(applications, by)
    refused: list[tuple[Application, Refusal]] = []
    for proposal in proposals:
        application, proposal.state = proposal.application, stands[proposal.pk]
        try:
            rules.may_confirm(proposal, by=by, known=known)
            application.state = now_at[application.pk]
            tally.add(application, proposal.outcome)
            states.step(proposal, stands, "confirm", ANSWER_MOVES)
            states.step(application, now_at, VERBS[Outcome(proposal.outcome)], MOVES)
        except Refusal as refusal:
            refused.append((application, refusal))
    if refused:
        raise Refusal(nothing_done(refused).why, field="proposals")
    for outcome in Outcome.values:
        moved = [each.application_id for each in proposals if each.outcome == outcome]
        Application.objects.filter(pk__in=moved).update(state=outcome)
    ended = {"state": ProposedDecision.State.CONFIRMED, "ended_by": by, "ended_at": timezone.now()}
    ProposedDecision.objects.filter(pk__in=[each.pk for each in proposals]).update(**ended)
    made = Decision.objects.bulk_create([_decision(each, by, clock(now)) for each in proposals])
    for decision in made:
        _tell(decision, by)
    return made


def _decision(proposal: ProposedDecision, by: Person, now: datetime.datetime) -> Decision:
    copied = {name: getattr(proposal, name) for name in COPIED}
    return Decision(**copied, decided_by=proposal.proposed_by, confirmed_by=by, decided_at=now)


def _tell(decision: Decision, by: Person) -> None:
    """One line of history, and a message to the applicant."""
    application = decision.application
    facts = {"place": decision.place} if decision.place is not None else {}
    history.record("application_decided", application, by=by, outcome=decision.outcome, **facts)
    notices.tell(told.applicants(application), TOLD[Outcome(decision.outcome)], application, number=application.number)


@action
def send_back(proposal: ProposedDecision, *, why: str, written_in: str = "en", by: Person) -> ProposedDecision:
    """Give it back to the chair with a word why. The applicant learns nothing of it."""
    afresh(proposal)
    rules.may_answer(proposal, by=by)
    if not why.strip():
        raise Refusal(_("Say why: the chair reads it."), field="why")
    if written_in not in Written.values:
        raise Refusal(_("Choose English or Urdu."), field="written_in")
    proposal.why, proposal.why_written_in = why, written_in
    move(proposal, "send_back", by)
    proposal.save(update_fields=[*ENDED, "why", "why_written_in"])
    history.record("decision_sent_back", proposal.application, by=by, proposal=proposal.public_id)
    application = proposal.application
    notices.tell([proposal.proposed_by], told.DECISION_SENT_BACK, application, number=application.number)
    return proposal
