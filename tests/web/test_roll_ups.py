"""The pages of what a programme's grants come to."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from saanjh.ground.access import Role
from saanjh.programmes.models import ChosenIndicator
from tests.awards.factories import an_award
from tests.programmes.factories import a_programme
from tests.results.factories import a_value, chosen
from tests.web.desk_forms import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def words(client: Client, url: str) -> str:
    return " ".join(html.fromstring(client.get(url).content).xpath("string(//main)").split())


def test_an_officer_goes_from_the_programme_down_to_a_value(client: Client) -> None:
    award = an_award()
    indicator = chosen(award, aggregation="weighted_mean_by_n", level="outcome")
    value = a_value("verified", award, indicator)
    waiting = a_value("submitted", award, indicator)
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    page = html.fromstring(client.get(f"/desk/programmes/{award.programme.public_id}/").content)
    [url] = page.xpath("//main//a[contains(@href, '/results/')]/@href")
    said = words(client, url)
    assert "63.10%" in said
    assert "118 of 187" in said
    assert "55.99 to 69.69" in said
    assert "Evidence 1 of 4" in said
    assert "1 of 1 report" in said
    assert "one left out: nobody has checked it yet" in said
    [down] = html.fromstring(client.get(url).content).xpath("//main//tbody//a/@href")
    assert f"/desk/values/{value.public_id}/" in client.get(down).content.decode()
    out = client.get(down + "?show=out").content.decode()
    assert f"/desk/values/{waiting.public_id}/" in out
    assert f"/desk/values/{value.public_id}/" not in out
    assert "nobody has checked it yet" in out


def test_a_grant_that_is_late_is_named(client: Client) -> None:
    award = an_award()
    chosen(award, frequency="endline")
    award.programme.awards.update(starts_on="2025-01-01", ends_on="2025-06-30")
    [row] = ChosenIndicator.objects.all()
    signed_in(client, Role.VERIFIER, award.programme_id)
    url = f"/desk/chosen-indicators/{row.public_id}/results/?show=late"
    page = html.fromstring(client.get(url).content)
    assert page.xpath("//main//ol//a/@href") == [f"/desk/awards/{award.public_id}/"]


@pytest.mark.parametrize("role", [Role.DONOR_VIEWER, Role.OBSERVER, Role.GATE_CHECKER])
def test_who_does_not_open_grants_does_not_open_what_they_come_to(client: Client, role: Role) -> None:
    award = an_award()
    chosen(award)
    [row] = ChosenIndicator.objects.all()
    signed_in(client, role, award.programme_id)
    assert client.get(f"/desk/programmes/{award.programme.public_id}/results/").status_code == 404
    assert client.get(f"/desk/chosen-indicators/{row.public_id}/results/").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_both_pages_ask_as_much_for_three_grants_as_for_one(
    client: Client, many: int, django_assert_num_queries: Any
) -> None:
    programme = a_programme()
    for _each in range(many):
        award = an_award(programme=programme)
        indicator = chosen(award)
        a_value("verified", award, indicator)
        a_value("submitted", award, indicator)
    row = ChosenIndicator.objects.order_by("pk")[0]
    signed_in(client, Role.PROGRAMME_OFFICER, programme.pk)
    for url, asked in (
        (f"programmes/{programme.public_id}/results/", 9),
        (f"chosen-indicators/{row.public_id}/results/", 8),
    ):
        client.get(f"/desk/{url}")
        with django_assert_num_queries(asked):
            client.get(f"/desk/{url}")
