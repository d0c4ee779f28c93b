"""A grant is offered for a selected application, accepted, declined or called back, completed or ended early."""

import datetime
from collections.abc import Collection, Iterable

from django.utils import timezone

from saanjh.awards import notices
from saanjh.awards.actions import agreements
from saanjh.awards.models import READERS, Award
from saanjh.awards.rules import awards as rules
from saanjh.calls.models import Application
from saanjh.ground import history, search, states
from saanjh.ground.access import ORGANISATION, Role, ScopeKind
from saanjh.ground.models import District, Person
from saanjh.ground.notices import tell
from saanjh.ground.refusals import need_reason
from saanjh.ground.writing import action
from saanjh.programmes.models import Theme


@action
def offer(
    application: Application,
    *,
    title_en: str,
    theme: Theme,
    amount_minor: int,
    starts_on: datetime.date,
    ends_on: datetime.date,
    districts: Collection[District],
    by: Person,
    title_ur: str = "",
    public_precision: str = Award.Precision.DISTRICT,
) -> Award:
    """Offer the grant, in the call's currency, with its agreement, and tell the organisation's signatories.

    Raises Refusal for an application that was not selected, terms beyond the call or the request, or a second offer.
    """
    Application.objects.select_for_update().get(pk=application.pk)  # of two officers at once, the second sees the first
    rules.may_offer(application, by=by)
    rules.terms_fit(application, amount_minor=amount_minor, starts_on=starts_on, ends_on=ends_on, districts=districts)
    award = Award.objects.create(
        application=application,
        programme=application.call.programme,
        organisation=application.signs.now,  # its host's, where it has one: the host receives the money
        title_en=title_en,
        title_ur=title_ur,
        theme=theme,
        amount_minor=amount_minor,
        currency=application.call.currency,
        starts_on=starts_on,
        ends_on=ends_on,
        public_precision=public_precision,
        offered_by=by,
    )
    award.districts.set(districts)
    agreements.begin(award, by=by)
    history.record("award_offered", award, by=by, application=application.number, **_sum_of(award))
    tell(_signatories(award), notices.OFFERED, award, number=application.number)
    search.follow(award)
    return award


def _sum_of(award: Award) -> dict[str, int | str]:
    """The facts of a line of history that tell of the sum."""
    return {"amount_minor": award.amount_minor, "currency": award.currency}


@action
def accept(award: Award, *, by: Person, now: datetime.datetime | None = None, reads: str = "") -> Award:
    """Accept the grant as it was offered: from now on (or `now`, where a past is told) it is active.

    Its agreement is in force from this day on, where one is written: the one that was read (`reads`, its digest).
    """
    rules.may_answer(award, by=by)
    agreements.accepted(award, timezone.localdate(now), reads=reads)
    _answer(award, "accept", now)
    history.record("award_accepted", award, by=by, **_sum_of(award))
    tell([award.offered_by], notices.ACCEPTED, award, number=award.application.number)
    return award


@action
def decline(award: Award, *, by: Person, now: datetime.datetime | None = None) -> Award:
    """Decline the grant. This is final."""
    rules.may_answer(award, by=by)
    _answer(award, "decline", now)
    history.record("award_declined", award, by=by)
    tell([award.offered_by], notices.DECLINED, award, number=award.application.number)
    return award


@action
def call_back(award: Award, *, reason: str, written_in: str, by: Person) -> Award:
    """Call an offer back that nobody answered yet, and tell the organisation's signatories why.

    Its application stays selected: another grant can be offered for it.
    """
    rules.may_call_back(award, by=by)
    need_reason(reason)
    _end(award, "call_back", reason, written_in, by)
    history.record("award_called_back", award, by=by)
    tell(_signatories(award), notices.CALLED_BACK, award, number=award.application.number)
    return award


@action
def complete(award: Award, *, money_accounted_for: bool, reason: str, written_in: str, by: Person) -> Award:
    """Complete a grant whose last day is over: all its money is accounted for, or the reason says what is not."""
    rules.may_complete(award, by=by)
    rules.accounts(money_accounted_for, reason)
    award.money_accounted_for = money_accounted_for
    _end(award, "complete", reason, written_in, by)
    verb = "award_completed" if money_accounted_for else "award_completed_with_a_reason"
    history.record(verb, award, by=by)
    tell(_both_sides(award, by), notices.COMPLETED, award, number=award.application.number)
    return award


@action
def end_early(award: Award, *, reason: str, written_in: str, by: Person) -> Award:
    """End a grant today, before its last day, and tell both sides why."""
    rules.may_end_early(award, by=by)
    need_reason(reason)
    _end(award, "end_early", reason, written_in, by)
    history.record("award_ended_early", award, by=by, agreed=award.ends_on.isoformat())
    tell(_both_sides(award, by), notices.ENDED_EARLY, award, number=award.application.number)
    return award


def _end(award: Award, verb: str, reason: str, written_in: str, by: Person) -> None:
    states.move(award, verb, rules.MOVES)
    award.ended_on, award.ended_by = timezone.localdate(), by
    award.reason, award.written_in = reason, written_in
    award.save(
        update_fields=["state", "ended_on", "ended_by", "money_accounted_for", "reason", "written_in"],
    )


def _signatories(award: Award) -> Iterable[Person]:
    return Person.objects.holding(Role.SIGNATORY, over=(ScopeKind.ORGANISATION, award.organisation_id))


def _both_sides(award: Award, by: Person) -> list[Person]:
    """All who work on the grant, for the organisation and for the programme, but who did it."""
    theirs = Person.objects.holding(*ORGANISATION, over=(ScopeKind.ORGANISATION, award.organisation_id))
    ours = Person.objects.holding(*READERS, over=(ScopeKind.PROGRAMME, award.programme_id))
    return [person for person in [*theirs, *ours] if person.pk != by.pk]


def _answer(award: Award, verb: str, now: datetime.datetime | None) -> None:
    states.move(award, verb, rules.MOVES)
    award.answered_at = now or timezone.now()
    award.save(update_fields=["state", "answered_at"])
