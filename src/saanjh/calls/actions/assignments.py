"""An assignment of reviewers is proposed by the worker, changed by hand, and accepted whole or not at all."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.calls import notices as told
from saanjh.calls import proposals
from saanjh.calls.actions import reckonings, reviews
from saanjh.calls.models import Application, Call, HandChoice, Reckoning
from saanjh.calls.proposals import Row
from saanjh.calls.rules import assignments as may
from saanjh.calls.rules import reviews as rules
from saanjh.calls.rules.calls import may_run
from saanjh.ground import history, notices
from saanjh.ground.models import Person
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal, need_change
from saanjh.ground.writing import action, afresh


@action
def propose(call: Call, *, by: Person) -> Reckoning:
    """Have the worker propose who reads what. Refusal where nobody is missing, nobody is left, or nobody said
    what she reads.
    """
    may_run(afresh(call), by=by)
    question = proposals.question(call)
    if len(question["fixed"]) >= sum(each["wanted"] for each in question["applications"]):
        raise Refusal(_("Every application that waits has its reviewers already."))
    if not any(each["most"] for each in question["reviewers"]):
        raise Refusal(_("Say first what the reviewers read: nobody is proposed of whom it is not known."))
    if by.username != SYSTEM:  # the clock goes on with what can be read, and leaves the rest to the officer
        may.must_leave_somebody(question)
    return reckonings.ask(call, kind=Reckoning.Kind.ASSIGNMENT, question=question, by=by)


def reckoned(question: dict[str, Any]) -> dict[str, Any]:
    """The proposal for a question as plain values. For the worker: it loads numpy and the solver."""
    from saanjh.kit.assignment import Application as Wanting
    from saanjh.kit.assignment import Pair, Reviewer, propose

    proposal = propose(
        [
            Wanting(each["id"], each["language"], frozenset(each["themes"]), each["wanted"])
            for each in question["applications"]
        ],
        [
            Reviewer(each["id"], frozenset(each["languages"]), frozenset(each["themes"]), each["most"], each["loaded"])
            for each in question["reviewers"]
        ],
        barred=[Pair(*each) for each in question["barred"]],
        fixed=[Pair(*each) for each in question["fixed"]],
    )
    answer = {
        "pairs": [asdict(each) for each in proposal.pairs],
        "loads": dict(proposal.loads),
        "uncovered": [{**asdict(each), "reason": each.reason.value} for each in proposal.uncovered],
        "points": proposal.points,
        "groups": [list(group) for group in proposal.groups],
        "proven": proposal.proven,
    }
    plain: dict[str, Any] = json.loads(json.dumps(answer))  # lists for tuples, as the table will give them back
    return plain


reckonings.RECKONERS[Reckoning.Kind.ASSIGNMENT] = reckoned


@action
def choose(application: Application, *, reviewers: Sequence[Person], by: Person) -> HandChoice:
    """Put these in place of those that the last proposal names for the application. Nobody is told before accepting."""
    call = afresh(application.call)
    may.may_choose(application, by=by)
    plan = proposals.last(call, by=by)
    row = plan.row(application)
    if len({person.pk for person in reviewers}) < len(reviewers):
        raise Refusal(_("Choose two different people."))
    if len(row.there) + len(reviewers) > application.readers:
        raise Refusal(_("A reviewer was named meanwhile, and so these are too many."))
    for person in reviewers:
        rules.may_assign(application, person, by=by)
    ids = [person.public_id for person in reviewers]
    need_change(set(ids) ^ {person.public_id for person in row.reviewers})
    choice, _made = HandChoice.objects.update_or_create(
        reckoning=plan.reckoning, application=application, defaults={"reviewers": ids}
    )
    history.record("proposal_changed", application, by=by, reviewers=len(ids))
    return choice


@action
def accept(call: Call, *, seen: str, by: Person) -> Reckoning:
    """Name all reviewers of the last proposal, as changed by hand. `seen` is the digest of what `by` looked at.

    All or none: what no longer holds is refused with the applications concerned. Applications of an organisation to
    which `by` belongs are left to another officer. Each reviewer is told once, however many applications she gets.
    """
    may.may_use(afresh(call), by=by)
    plan = proposals.last(call, by=by)
    if seen != plan.digest:
        raise Refusal(_("The proposal is not what you looked at any more. Open it again."))
    rows = plan.to_name
    if not rows:
        raise Refusal(_("Nobody is left to be named by this proposal."))
    if plan.stale:
        raise reviews.nobody_named([(row.application, row.wrong) for row in plan.stale])
    reviews.assign_many([(row.application, row.reviewers) for row in rows], barred=plan.barred, by=by)
    given = Counter(person for row in rows for person in row.reviewers)
    proposal = plan.reckoning.public_id
    history.record("assignment_accepted", call, by=by, proposal=proposal, applications=len(rows), reviews=given.total())
    _tell(call, rows, given)
    return plan.reckoning


def _tell(call: Call, rows: Sequence[Row], given: Counter[Person]) -> None:
    numbers = {person: row.application.number for row in rows for person in row.reviewers}
    for person, count in given.items():
        if count == 1:
            notices.tell([person], told.ASKED, number=numbers[person])
        else:
            notices.tell([person], told.ASKED_MANY, count=count, code=call.code)
