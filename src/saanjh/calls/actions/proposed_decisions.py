"""The chair proposes decisions, one or many, and takes back what nobody has confirmed yet."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.calls import notices as told
from saanjh.calls.actions.applications import MOVES
from saanjh.calls.bounds import bounds
from saanjh.calls.models import Application, Call, Outcome, ProposedDecision
from saanjh.calls.portfolio_queries import portfolio
from saanjh.calls.rules import decisions as rules
from saanjh.calls.rules.bounds import proposing
from saanjh.calls.rules.calls import clock
from saanjh.calls.rules.panel_rules import must_be_current, must_decide_by_current
from saanjh.ground import history, notices, states
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh

VERBS = {Outcome.SELECTED: "select", Outcome.RESERVE: "reserve", Outcome.DECLINED: "decline"}
ANSWER_MOVES = {
    ("waiting", "confirm"): "confirmed",
    ("waiting", "send_back"): "sent_back",
    ("waiting", "take_back"): "taken_back",
}
ENDED = ["state", "ended_by", "ended_at"]
NAMED_AT_MOST = 3  # applications that a refusal names; the page shows them all


@dataclass(frozen=True)
class Answer:
    """What is proposed for one application. On the reserve, a blank place is the next one, a blank day the usual."""

    application: Application
    outcome: str
    reason: str
    written_in: str = "en"
    place: int | None = None
    holds_until: datetime.date | None = None


@action
def propose(
    application: Application,
    *,
    outcome: str,
    reason: str,
    written_in: str = "en",
    place: int | None = None,
    holds_until: datetime.date | None = None,
    by: Person,
    now: datetime.datetime | None = None,
) -> ProposedDecision:
    """Propose to select, to put on the reserve or to decline, with reasons. Nobody but the second persons is told."""
    call = afresh(application.call)  # one at a time in a call, so that nobody takes the same place on the reserve
    afresh(application)
    rules.may_propose(application, by=by)
    found = bounds(call)
    must_decide_by_current(call, found.changed)
    proposing(found).add(application, outcome)
    given = Answer(application, outcome, reason, written_in, place, holds_until)
    made = _made(given, call, rules.places_taken(call), by, clock(now))
    made.save()
    _record(made, by)
    notices.tell(told.second_persons(call, but=by), told.DECISION_PROPOSED, application, number=application.number)
    return made


@action
def propose_many(
    given: Sequence[Answer], *, by: Person, now: datetime.datetime | None = None
) -> list[ProposedDecision]:
    """The same for many applications of one call, by the same rules, with few queries: all of them or none."""
    if not given:
        raise Refusal(_("Choose at least one application."))
    call = afresh(given[0].application.call)
    applications = [each.application for each in given]
    now_at = states.of(applications)
    known, taken, moment = rules.known_of(applications, by), rules.places_taken(call), clock(now)
    found = bounds(call)
    must_decide_by_current(call, found.changed)
    tally = proposing(found)
    made, refused = [], []
    for each in given:
        each.application.state = now_at[each.application.pk]
        try:
            rules.may_propose(each.application, by=by, known=known)
            tally.add(each.application, each.outcome)
            made.append(_made(each, call, taken, by, moment))
        except Refusal as refusal:
            refused.append((each.application, refusal))
    if refused:
        raise nothing_done(refused)
    ProposedDecision.objects.bulk_create(made)
    for proposal in made:
        _record(proposal, by)
    notices.tell(told.second_persons(call, but=by), told.DECISIONS_PROPOSED, call, count=len(made), code=call.code)
    return made


@action
def propose_from_set(
    call: Call,
    given: Sequence[Answer],
    *,
    listed: Mapping[str, tuple[str, int | None]],
    seen: str,
    by: Person,
    now: datetime.datetime | None = None,
) -> list[ProposedDecision]:
    """The same with what the chosen set says. `seen` is the digest of what `by` looked at, `listed` what a page of the
    set would list now: number -> outcome and place. Refusal where the one is not the other, or the set is out of date.
    """
    found = portfolio(afresh(call))
    if found is None or seen != found.seen(listed):
        raise Refusal(_("The set is not what you looked at any more. Open this page again."))
    must_be_current(call, found.changed)
    return propose_many(given, by=by, now=now)


def nothing_done(refused: Sequence[tuple[Application, Refusal]]) -> Refusal:
    """Which applications keep all of them from being written down, and why; on the first one's own field."""
    said = " ".join(f"{application.number}: {refusal.why}" for application, refusal in refused[:NAMED_AT_MOST])
    words = _("Nothing was written down. Change this first: %(said)s")
    first, why = refused[0]
    return Refusal(words % {"said": said}, field=f"{why.field or 'reason'}_{first.public_id}")


def _made(given: Answer, call: Call, taken: set[int], by: Person, now: datetime.datetime) -> ProposedDecision:
    """The row as it would be saved, found to be whole; a place on the reserve is noted in `taken`."""
    if given.outcome not in Outcome.values:
        raise Refusal(_("Choose a decision."), field="outcome")
    if not given.reason.strip():
        raise Refusal(_("Give the reasons: the applicant reads them."), field="reason")
    states.check(given.application, VERBS[Outcome(given.outcome)], MOVES)
    proposal = ProposedDecision(
        application=given.application,
        outcome=given.outcome,
        reason=given.reason,
        written_in=given.written_in,
        proposed_by=by,
    )
    if given.outcome == Outcome.RESERVE:
        today = timezone.localdate(now)
        proposal.place = given.place if given.place is not None else max(taken, default=0) + 1
        proposal.holds_until = given.holds_until or rules.holds_until(call, today)
        rules.may_reserve(proposal.place, proposal.holds_until, taken, today)
        taken.add(proposal.place)
    _must_be_whole(proposal)
    return proposal


def _must_be_whole(proposal: ProposedDecision) -> None:
    """Refusal on the field of the first thing that is wrong with the words."""
    try:
        proposal.clean_fields()
    except ValidationError as found:
        field, messages = next(iter(found.message_dict.items()))
        raise Refusal(messages[0], field=field) from found


def _record(proposal: ProposedDecision, by: Person) -> None:
    facts: dict[str, str | int] = {"outcome": proposal.outcome, "proposal": proposal.public_id}
    if proposal.place is not None:
        facts["place"] = proposal.place
    history.record("decision_proposed", proposal.application, by=by, **facts)


@action
def take_back(proposal: ProposedDecision, *, by: Person) -> ProposedDecision:
    """Take a proposal back before anybody answered it. The row stays."""
    afresh(proposal)
    rules.may_take_back(proposal, by=by)
    move(proposal, "take_back", by)
    proposal.save(update_fields=ENDED)
    history.record("decision_taken_back", proposal.application, by=by, proposal=proposal.public_id)
    return proposal


def move(proposal: ProposedDecision, verb: str, by: Person) -> None:
    """Move it to where it is answered, by whom and when. The caller saves what `ENDED` names."""
    states.move(proposal, verb, ANSWER_MOVES)
    proposal.ended_by, proposal.ended_at = by, timezone.now()
