"""Contributions are pledged, what arrives of them is recorded, and struck out where that was a mistake."""

import datetime

from saanjh.ground import history, notices
from saanjh.ground.access import Role
from saanjh.ground.models import Organisation, Person
from saanjh.ground.refusals import need_reason
from saanjh.ground.writing import action
from saanjh.kit import money
from saanjh.programmes import rules
from saanjh.programmes.models import Contribution, Programme, Receipt, StrikeOut
from saanjh.programmes.notices import PLEDGED, RECEIVED, STRUCK_OUT


@action
def pledge(
    programme: Programme,
    *,
    donor: Organisation,
    amount_minor: int,
    currency: str,
    pledged_on: datetime.date,
    expected_on: datetime.date | None = None,
    earmark_en: str = "",
    earmark_ur: str = "",
    by: Person,
) -> Contribution:
    """Record what an organisation pledged, in minor units of its currency."""
    rules.may_keep_accounts(programme, by=by)
    rules.sound_pledge(donor, amount_minor, pledged_on)
    rules.sound_currency(currency)
    contribution = Contribution.objects.create(
        programme=programme,
        donor=donor,
        amount_minor=amount_minor,
        currency=currency,
        pledged_on=pledged_on,
        expected_on=expected_on,
        earmark_en=earmark_en,
        earmark_ur=earmark_ur,
    )
    history.record("contribution_pledged", contribution, by=by, amount_minor=amount_minor, currency=currency)
    _tell(contribution, PLEDGED, amount_minor, Role.PROGRAMME_OFFICER)
    return contribution


@action
def receive(contribution: Contribution, *, amount_minor: int, received_on: datetime.date, by: Person) -> Receipt:
    """Record that money of a contribution arrived, in minor units of its currency."""
    Contribution.objects.select_for_update().get(pk=contribution.pk)
    rules.may_receive(contribution, amount_minor, received_on, by=by)
    receipt = Receipt.objects.create(contribution=contribution, amount_minor=amount_minor, received_on=received_on)
    history.record(
        "contribution_received", contribution, by=by, amount_minor=amount_minor, currency=contribution.currency
    )
    _tell(contribution, RECEIVED, amount_minor, Role.PROGRAMME_OFFICER)
    return receipt


@action
def strike_out(receipt: Receipt, *, reason: str, written_in: str, by: Person) -> StrikeOut:
    """Say that money was recorded by mistake. The record stays; all sums are without it from now on.

    Besides the officers, those are told who see the sums for a donor: they may have passed the wrong one on.
    """
    contribution = Contribution.objects.select_for_update().get(pk=receipt.contribution_id)
    rules.is_standing(receipt)
    rules.may_strike_out(contribution, by=by)
    need_reason(reason)
    struck_out = StrikeOut.objects.create(receipt=receipt, reason=reason, written_in=written_in, struck_out_by=by)
    history.record(
        "receipt_struck_out",
        contribution,
        by=by,
        amount_minor=receipt.amount_minor,
        currency=contribution.currency,
        day=receipt.received_on.isoformat(),
    )
    _tell(contribution, STRUCK_OUT, receipt.amount_minor, Role.PROGRAMME_OFFICER, Role.DONOR_VIEWER)
    return struck_out


def _tell(contribution: Contribution, what: notices.Kind, amount_minor: int, *roles: Role) -> None:
    figure = money.from_minor(amount_minor, contribution.currency)
    people = Person.objects.holding(*roles, over=contribution.scopes()[0])
    notices.tell(people, what, contribution.programme, amount=f"{contribution.currency} {figure:,f}")
