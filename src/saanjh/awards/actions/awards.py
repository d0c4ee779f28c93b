"""A grant is offered for a selected application; the organisation's signatory accepts or declines it."""

import datetime
from collections.abc import Collection

from django.utils import timezone

from saanjh.awards import notices, rules
from saanjh.awards.models import Award
from saanjh.calls.models import Application
from saanjh.ground import history, search, states
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.models import District, Person
from saanjh.ground.notices import tell
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
    """Offer the grant, in the call's currency, and tell the organisation's signatories.

    Raises Refusal for an application that was not selected, terms beyond the call or the request, or a second offer.
    """
    Application.objects.select_for_update().get(pk=application.pk)  # of two officers at once, the second sees the first
    rules.may_offer(application, by=by)
    rules.terms_fit(application, amount_minor=amount_minor, starts_on=starts_on, ends_on=ends_on, districts=districts)
    award = Award.objects.create(
        application=application,
        programme=application.call.programme,
        organisation=application.organisation,
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
    history.record(
        "award_offered",
        award,
        by=by,
        application=application.number,
        amount_minor=amount_minor,
        currency=award.currency,
    )
    signatories = Person.objects.holding(Role.SIGNATORY, over=(ScopeKind.ORGANISATION, award.organisation_id))
    tell(signatories, notices.OFFERED, award, number=application.number)
    search.follow(award)
    return award


@action
def accept(award: Award, *, by: Person, now: datetime.datetime | None = None) -> Award:
    """Accept the grant as it was offered: from now on (or `now`, where a past is told) it is active."""
    rules.may_answer(award, by=by)
    _answer(award, "accept", now)
    history.record("award_accepted", award, by=by, amount_minor=award.amount_minor, currency=award.currency)
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


def _answer(award: Award, verb: str, now: datetime.datetime | None) -> None:
    states.move(award, verb, rules.MOVES)
    award.answered_at = now or timezone.now()
    award.save(update_fields=["state", "answered_at"])
