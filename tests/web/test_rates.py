"""The pages of exchange rates: a list that all of the programme read, and a form for those who keep its money."""

import pytest
from django.test import Client

from saanjh.ground.access import Role
from saanjh.programmes.models import ExchangeRate
from tests.programmes.factories import a_currency, a_programme, a_rate
from tests.web.browsing import links, page, texts, words
from tests.web.desk_forms import mended, opened, sent, signed_in

pytestmark = pytest.mark.django_db
FORM = {"of": "EUR", "into": "PKR", "value": "۳۲۵٫۴", "day": "2026-03-01", "source": "Central bank, closing"}


def test_a_finance_officer_records_a_rate_once_however_often_the_form_is_sent(client: Client) -> None:
    programme = a_programme()
    for code in ("PKR", "EUR"):
        a_currency(code)
    signed_in(client, Role.FINANCE_OFFICER, programme.pk)
    own = f"/desk/programmes/{programme.public_id}/rates/"
    assert own in links(client.get(f"/desk/programmes/{programme.public_id}/"))
    assert "No rate is recorded yet" in words(client.get(own))
    assert f"{own}new/" in links(client.get(own))
    wrong = sent(client, f"{own}new/", **{**FORM, "into": "EUR", "value": "0"})
    assert (wrong.status_code, mended(wrong)) == (422, ["id_into"])
    form = {**opened(client, f"{own}new/"), **FORM}
    assert [client.post(f"{own}new/", form)["Location"] for _each in range(2)] == [own, own]
    assert ExchangeRate.objects.count() == 1
    told = texts(page(client, own), "//main//tbody/tr")
    assert ["1 EUR = 325.4 PKR" in told[0], "Central bank, closing" in told[0], len(told)] == [True, True, 1]


def test_others_of_the_programme_read_the_rates_and_record_none(client: Client) -> None:
    programme = a_programme()
    a_rate(programme)
    signed_in(client, Role.DONOR_VIEWER, programme.pk)
    own = f"/desk/programmes/{programme.public_id}/rates/"
    assert ["1 EUR = 300 PKR" in words(client.get(own)), f"{own}new/" in links(client.get(own))] == [True, False]
    assert client.get(f"{own}new/").status_code == 404


def test_rates_of_another_programme_are_not_found(client: Client) -> None:
    programme = a_programme(state="draft")
    signed_in(client, Role.FINANCE_OFFICER, a_programme().pk)
    assert client.get(f"/desk/programmes/{programme.public_id}/rates/").status_code == 404
