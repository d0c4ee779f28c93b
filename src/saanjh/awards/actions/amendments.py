"""Changes of an agreement: proposed, accepted, declined, taken back; small ones of the organisation go by notice."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.utils import timezone

from saanjh.awards import agreement_queries as queries
from saanjh.awards import notices
from saanjh.awards.actions import agreements
from saanjh.awards.budgets import Line
from saanjh.awards.models import Agreement, Amendment, Award
from saanjh.awards.rules import amendments as rules
from saanjh.ground import history, states
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.models import District, Person
from saanjh.ground.notices import tell
from saanjh.ground.refusals import need_reason
from saanjh.ground.writing import action, afresh

Kind, Side, State = Amendment.Kind, Amendment.Side, Amendment.State


@action
def extend(award: Award, *, ends_on: datetime.date, by: Person, **why: str) -> Amendment:
    """Propose a later last day without more money; of the organisation, a short one is in force by its notice.

    `why` is reason, effect and written_in: what the other side reads.
    """
    now = _begin(award, by, why)
    rules.extension_fits(award, ends_on)
    by_notice = rules.extends_by_notice(award, ends_on)
    made = agreements.next_version(now, by=by, ends_on=ends_on)
    return _propose(Kind.EXTENSION, now, made, by_notice, by, why)


@action
def shift(award: Award, *, lines: Sequence[Line], by: Person, **why: str) -> Amendment:
    """Propose other budget lines of the same sum; of the organisation, a small shift is in force by its notice."""
    now = _begin(award, by, why)
    rules.shift_fits(now, lines)
    by_notice = rules.shifts_by_notice(award, lines)
    return _propose(Kind.BUDGET, now, agreements.next_version(now, by=by, lines=lines), by_notice, by, why)


@action
def move(award: Award, *, districts: Collection[District], by: Person, **why: str) -> Amendment:
    """Propose other districts: all in which the grant works from then on."""
    now = _begin(award, by, why)
    rules.districts_fit(award, districts)
    return _propose(Kind.DISTRICTS, now, agreements.next_version(now, by=by, districts=districts), False, by, why)


def _begin(award: Award, by: Person, why: dict[str, str]) -> Agreement:
    """The version in force, on which the change is made; Refusal where `by` may not change it, or does not say why."""
    rules.may_propose(afresh(award), by=by)
    rules.says_why(why["reason"], why["effect"])
    return queries.now(award)


def _propose(kind: str, now: Agreement, made: Agreement, by_notice: bool, by: Person, why: dict[str, Any]) -> Amendment:
    award = made.award
    side = rules.side_of(award, by=by)
    goes_by_notice = by_notice and side == Side.ORGANISATION
    amendment = Amendment.objects.create(
        award=award,
        kind=kind,
        side=side,
        state=State.BY_NOTICE if goes_by_notice else State.OPEN,
        changes=now,
        proposes=made,
        proposed_by=by,
        **why,
    )
    number = award.application.number
    if goes_by_notice:
        _take_effect(amendment)
        history.record("amendment_by_notice", award, by=by, kind=kind, amendment=amendment.public_id)
        tell(_others(amendment), notices.AMENDED_BY_NOTICE, amendment, number=number)
    else:
        history.record("amendment_proposed", award, by=by, kind=kind, amendment=amendment.public_id)
        tell(_others(amendment), notices.AMENDMENT_PROPOSED, amendment, number=number)
    return amendment


@action
def accept(amendment: Amendment, *, by: Person) -> Amendment:
    """Agree to the change: its version is in force from today on, and the grant has its last day and its districts."""
    _answer(amendment, "accept", by)
    if amendment.kind == Kind.EXTENSION:  # the programme may have been shortened since
        rules.extension_fits(amendment.award, amendment.proposes.ends_on)
    amendment.save(update_fields=["state", "answered_by", "answered_at"])
    _take_effect(amendment)
    history.record("amendment_accepted", amendment.award, by=by, kind=amendment.kind, amendment=amendment.public_id)
    tell(_proposers(amendment), notices.AMENDMENT_ACCEPTED, amendment, number=amendment.award.application.number)
    return amendment


@action
def decline(amendment: Amendment, *, reason: str, written_in: str, by: Person) -> Amendment:
    """Decline the change and say why: the agreement stays as it is."""
    _answer(amendment, "decline", by)
    need_reason(reason)
    amendment.answer, amendment.answer_written_in = reason, written_in
    amendment.save(update_fields=["state", "answered_by", "answered_at", "answer", "answer_written_in"])
    history.record("amendment_declined", amendment.award, by=by, kind=amendment.kind, amendment=amendment.public_id)
    tell(_proposers(amendment), notices.AMENDMENT_DECLINED, amendment, number=amendment.award.application.number)
    return amendment


@action
def take_back(amendment: Amendment, *, by: Person) -> Amendment:
    """Take the own proposal back: nothing changes, and another one can be made."""
    rules.may_take_back(afresh(amendment), by=by)
    states.move(amendment, "take_back", rules.MOVES)
    amendment.answered_by, amendment.answered_at = by, timezone.now()
    amendment.save(update_fields=["state", "answered_by", "answered_at"])
    history.record("amendment_taken_back", amendment.award, by=by, kind=amendment.kind, amendment=amendment.public_id)
    tell(_others(amendment), notices.AMENDMENT_TAKEN_BACK, amendment, number=amendment.award.application.number)
    return amendment


def _answer(amendment: Amendment, verb: str, by: Person) -> None:
    afresh(amendment.award)
    rules.may_answer(afresh(amendment), by=by)
    states.move(amendment, verb, rules.MOVES)
    amendment.answered_by, amendment.answered_at = by, timezone.now()


def _take_effect(amendment: Amendment) -> None:
    """Bring the version into force today; the grant follows it."""
    award, version = amendment.award, amendment.proposes
    agreements.in_force(version, timezone.localdate())
    award.ends_on = version.ends_on
    award.save(update_fields=["ends_on"])
    award.districts.set(version.districts.all())


def _others(amendment: Amendment) -> Iterable[Person]:
    """Who speaks for the side that did not propose."""
    side = Side.PROGRAMME if amendment.side == Side.ORGANISATION else Side.ORGANISATION
    return _speakers(amendment.award, side)


def _proposers(amendment: Amendment) -> Iterable[Person]:
    return _speakers(amendment.award, amendment.side)


def _speakers(award: Award, side: str) -> Iterable[Person]:
    if side == Side.PROGRAMME:
        return Person.objects.holding(Role.PROGRAMME_OFFICER, over=(ScopeKind.PROGRAMME, award.programme_id))
    return Person.objects.holding(Role.SIGNATORY, over=(ScopeKind.ORGANISATION, award.organisation_id))
