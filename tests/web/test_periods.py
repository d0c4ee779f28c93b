"""The pages that close a programme's values and that verify many at once."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from saanjh.ground.access import Role
from saanjh.results.models import PeriodLock, Value
from tests.awards.factories import an_award
from tests.events.factories import days_ago
from tests.results.factories import a_value, chosen
from tests.results.test_locks import a_lock
from tests.web.desk_forms import mended, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def words(client: Client, url: str) -> str:
    return " ".join(html.fromstring(client.get(url).content).xpath("string(//main)").split())


def test_an_officer_closes_a_period_and_opens_it_with_a_reason(client: Client) -> None:
    award = an_award()
    value = a_value("verified", award)
    signed_in(client, Role.PROGRAMME_OFFICER, award.programme_id)
    url = f"/desk/programmes/{award.programme.public_id}/periods/"
    assert "Nothing is closed" in words(client, url)
    assert mended(sent(client, f"{url}close/", until="2199-01-01")) == ["id_until"]
    assert sent(client, f"{url}close/", until=days_ago(30).isoformat()).status_code == 303
    assert "The programme has closed this period" in words(client, f"/desk/values/{value.public_id}/")
    assert mended(sent(client, f"{url}open/", reason="")) == ["id_reason"]
    assert sent(client, f"{url}open/", reason="Two sheets were wrong.").status_code == 303
    said = words(client, url)
    assert "Two sheets were wrong." in said
    assert "Nothing is closed" in said
    assert PeriodLock.objects.count() == 2


def test_who_reads_the_results_reads_what_is_closed_and_closes_nothing(client: Client) -> None:
    award = an_award()
    a_lock(award)
    url = f"/desk/programmes/{award.programme.public_id}/periods/"
    signed_in(client, Role.VERIFIER, award.programme_id)
    page = html.fromstring(client.get(url).content)
    assert page.xpath("//main//a[contains(@class, 'button')]") == []
    for step in ("close", "open"):
        assert client.get(f"{url}{step}/").status_code == 404
    signed_in(client, Role.DONOR_VIEWER, award.programme_id)
    assert client.get(url).status_code == 404


def test_a_correction_of_a_closed_period_is_refused_beside_its_day(client: Client) -> None:
    award = an_award()
    value = a_value("returned", award)
    a_lock(award)
    signed_in(client, Role.EDITOR, award.organisation_id)
    assert "correct/" not in client.get(f"/desk/values/{value.public_id}/").content.decode()
    response = sent(client, f"/desk/values/{value.public_id}/correct/", n="190")
    assert response.status_code == 422
    assert Value.objects.count() == 1


def test_a_verifier_verifies_many_that_she_ticked(client: Client) -> None:
    award = an_award()
    first, second, third = (a_value("submitted", award, chosen(award)) for _each in range(3))
    signed_in(client, Role.VERIFIER, award.programme_id)
    url = "/desk/values/verify/"
    assert sent(client, url).status_code == 422
    ticked = {f"take_{each.public_id}": "on" for each in (first, second)}
    assert sent(client, url, **ticked).status_code == 303
    states = dict(Value.objects.values_list("pk", "state"))
    assert states == {first.pk: "verified", second.pk: "verified", third.pk: "submitted"}


def test_what_is_refused_is_said_beside_its_row_and_nothing_is_verified(client: Client) -> None:
    award, closed = an_award(), an_award()
    sound = a_value("submitted", award)
    late = a_value("submitted", award, chosen(award), period_end=days_ago(40))
    signed_in(client, Role.VERIFIER, award.programme_id)
    url = "/desk/values/verify/"
    a_lock(closed)
    a_lock(award, 40)
    response = sent(client, url, **{f"take_{each.public_id}": "on" for each in (sound, late)})
    assert response.status_code == 422
    assert mended(response) == [f"id_take_{late.public_id}"]
    assert set(Value.objects.values_list("state", flat=True)) == {"submitted"}


def test_a_verifier_is_offered_neither_her_own_nor_another_programmes_values(client: Client) -> None:
    award = an_award()
    verifier = signed_in(client, Role.VERIFIER, award.programme_id)
    own = a_value("submitted", award, submitted_by=verifier)
    foreign, draft = a_value("submitted"), a_value("draft", award, chosen(award))
    url = "/desk/values/verify/"
    said = client.get(url).content.decode()
    assert not [each for each in (own, foreign, draft) if each.public_id in said]
    a_value("submitted", award, chosen(award))
    ticked = {f"take_{each.public_id}": "on" for each in (own, foreign)}
    assert sent(client, url, **ticked).status_code == 422
    assert Value.objects.filter(state="verified").count() == 0


@pytest.mark.parametrize("many", [1, 3])
def test_the_pages_ask_as_much_for_three_as_for_one(client: Client, many: int, django_assert_num_queries: Any) -> None:
    award = an_award()
    for each in range(many):
        a_value("submitted", award, chosen(award))
        a_lock(award, 90 - each)
    signed_in(client, Role.VERIFIER, award.programme_id)
    for url, asked in (("values/verify/", 6), (f"programmes/{award.programme.public_id}/periods/", 9)):
        client.get(f"/desk/{url}")
        with django_assert_num_queries(asked):
            client.get(f"/desk/{url}")
