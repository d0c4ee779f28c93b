"""Exchange rates: recorded with day and source, never changed, and which of them holds on a day."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from saanjh.ground.access import Role
from saanjh.ground.models import Line
from saanjh.ground.refusals import Refusal
from saanjh.programmes.actions import rates
from saanjh.programmes.models import ExchangeRate, Programme
from saanjh.programmes.queries import rate_on
from tests.factories import holding
from tests.programmes.factories import a_currency, a_programme, a_rate

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 1)


def record(programme: Programme, role: Role = Role.FINANCE_OFFICER, **facts: Any) -> ExchangeRate:
    a_currency("PKR")
    a_currency("EUR")
    facts = {"of": "EUR", "into": "PKR", "value": Decimal("325.4"), "day": DAY, "source": "Central bank", **facts}
    return rates.record(programme, by=holding(role, programme.pk), **facts)


def test_a_rate_is_recorded_with_its_day_and_source_and_told_in_history() -> None:
    programme = a_programme()
    rate = record(programme)
    assert (str(rate), rate.source) == ("1 EUR = 325.4 PKR", "Central bank")
    line = Line.objects.get()
    facts = {"of": "EUR", "into": "PKR", "value": "325.4", "day": "2026-03-01"}
    assert (line.verb, line.object_id, line.facts) == ("rate_recorded", programme.public_id, facts)


def test_only_the_finance_officer_of_a_programme_that_is_not_closed_records_one() -> None:
    for role in (Role.PROGRAMME_OFFICER, Role.VERIFIER, Role.DONOR_VIEWER):
        with pytest.raises(Refusal):
            record(a_programme(), role)
    with pytest.raises(Refusal):
        record(a_programme(state="closed"))
    assert not ExchangeRate.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": Decimal(0)}, "value"),
        ({"value": Decimal("-1")}, "value"),
        ({"value": Decimal("0.0000001")}, "value"),
        ({"value": Decimal(10**9)}, "value"),
        ({"into": "EUR"}, "into"),
        ({"of": "XXX"}, "of"),
        ({"into": "XXX"}, "into"),
        ({"day": timezone.localdate() + datetime.timedelta(days=1)}, "day"),
    ],
)
def test_a_rate_is_a_number_between_two_currencies_on_a_day_that_has_come(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        record(a_programme(), **wrong)
    assert refused.value.field == field


def test_a_rate_never_changes() -> None:
    rate = a_rate(a_programme())
    with pytest.raises(DatabaseError), transaction.atomic():
        ExchangeRate.objects.filter(pk=rate.pk).update(value=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        ExchangeRate.objects.filter(pk=rate.pk).delete()


def test_the_rate_of_a_day_is_the_latest_one_of_the_month_before_and_of_two_the_one_recorded_later() -> None:
    programme = a_programme()
    a_rate(programme, "280", day=DAY)
    right = a_rate(programme, "300", day=DAY)
    later = a_rate(programme, "310", day=DAY + datetime.timedelta(days=10))
    a_rate(programme, "1", day=DAY, of="USD")
    a_rate(a_programme(), "2", day=DAY + datetime.timedelta(days=5))
    found = [rate_on(programme, "EUR", "PKR", DAY + datetime.timedelta(days=days)) for days in (-1, 0, 9, 10, 41, 42)]
    assert found == [None, right, right, later, later, None]
    assert rate_on(programme, "PKR", "EUR", DAY) is None
