"""Contributions are pledged, and what arrives of them is recorded."""

import datetime

from saanjh.ground import history, notices
from saanjh.ground.access import Role
from saanjh.ground.models import Organisation, Person
from saanjh.ground.writing import action
from saanjh.kit import money
from saanjh.programmes import rules
from saanjh.programmes.models import Contribution, Programme, Receipt
from saanjh.programmes.notices import PLEDGED, RECEIVED


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
    _tell_officers(contribution, PLEDGED, amount_minor)
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
    _tell_officers(contribution, RECEIVED, amount_minor)
    return receipt


def _tell_officers(contribution: Contribution, what: notices.Kind, amount_minor: int) -> None:
    figure = money.from_minor(amount_minor, contribution.currency)
    officers = Person.objects.holding(Role.PROGRAMME_OFFICER, over=contribution.scopes()[0])
    notices.tell(officers, what, contribution.programme, amount=f"{contribution.currency} {figure:,f}")
