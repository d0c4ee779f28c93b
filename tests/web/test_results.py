"""The pages of values."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from lxml import html

from saanjh.ground.access import Role
from saanjh.results.models import Value
from tests.awards.factories import an_award
from tests.events.factories import days_ago
from tests.factories import an_organisation
from tests.results.factories import a_value, chosen
from tests.web.desk_forms import mended, opened, sent, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds

FIGURES = {
    "period_start": days_ago(60).isoformat(),
    "period_end": days_ago(30).isoformat(),
    "n": "۱۸۷",
    "numerator": "١١٨",
    "method": "survey",
    "evidence_level": "1",
    "source": "دو یونین کونسلوں کا سروے۔",
    "written_in": "ur",
}


def test_a_value_goes_from_the_organisation_through_the_verifier(client: Client) -> None:
    award = an_award()
    indicator = chosen(award)
    signed_in(client, Role.EDITOR, award.organisation_id)
    page = html.fromstring(client.get(f"/desk/awards/{award.public_id}/values/").content)
    [url] = page.xpath("//main//ol[@class='entries']//a/@href")
    assert url == f"/desk/awards/{award.public_id}/values/new/?indicator={indicator.code}"
    assert sent(client, url, **FIGURES).status_code == 303
    value = Value.objects.get()
    assert (value.numerator, value.n, value.value) == (118, 187, Decimal("63.10"))
    assert sent(client, f"/desk/values/{value.public_id}/submit/").status_code == 303
    signed_in(client, Role.VERIFIER, award.programme_id)
    assert sent(client, f"/desk/values/{value.public_id}/verify/").status_code == 303
    value.refresh_from_db()
    assert value.state == Value.State.VERIFIED


def test_a_value_that_came_back_is_corrected_with_the_reason_in_sight(client: Client) -> None:
    value = a_value("submitted")
    signed_in(client, Role.VERIFIER, value.award.programme_id)
    url = f"/desk/values/{value.public_id}/return/"
    assert sent(client, url, reason="Say who was asked.", written_in="en").status_code == 303
    signed_in(client, Role.EDITOR, value.award.organisation_id)
    url = f"/desk/values/{value.public_id}/correct/"
    assert "Say who was asked." in html.fromstring(client.get(url).content).xpath("string(//main)")
    assert opened(client, url)["n"] == "187"
    assert sent(client, url, n="190").status_code == 303
    newest = Value.objects.get(corrects=value)
    page = html.fromstring(client.get(f"/desk/values/{newest.public_id}/").content)
    assert "Say who was asked." in page.xpath("string(//main)")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"n": "0"}, "id_n"),
        ({"n": "many"}, "id_n"),
        ({"n": "1.5"}, "id_n"),
        ({"n": "9" * 30}, "id_n"),
        ({"numerator": "188"}, "id_numerator"),
        ({"numerator": "-1"}, "id_numerator"),
        ({"numerator": ""}, "id_numerator"),
        ({"period_end": "2026-13-40"}, "id_period_end"),
        ({"period_end": "2199-01-01"}, "id_period_end"),
        ({"method": "guess"}, "id_method"),
        ({"evidence_level": "5"}, "id_evidence_level"),
        ({"evidence_level": "2", "n": "29", "numerator": "12"}, "id_evidence_level"),
        ({"source": "ask ali@example.org"}, "id_source"),
        ({"source": "a\x00b"}, "id_source"),
        ({"source": "x" * 1001}, "id_source"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_kept(client: Client, words: dict[str, str], field: str) -> None:
    award = an_award()
    indicator = chosen(award)
    signed_in(client, Role.EDITOR, award.organisation_id)
    url = f"/desk/awards/{award.public_id}/values/new/?indicator={indicator.code}"
    response = sent(client, url, **{**FIGURES, **words})
    assert (response.status_code, mended(response)) == (422, [field])
    assert Value.objects.count() == 0


def test_a_form_sent_twice_makes_one_value(client: Client) -> None:
    award = an_award()
    signed_in(client, Role.EDITOR, award.organisation_id)
    url = f"/desk/awards/{award.public_id}/values/new/?indicator={chosen(award).code}"
    words = {**opened(client, url), **FIGURES}
    first, second = client.post(url, words), client.post(url, words)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == second["Location"]
    assert Value.objects.count() == 1


def test_an_indicator_that_the_programme_does_not_measure_is_not_found(client: Client) -> None:
    award, other = an_award(), an_award()
    indicator = chosen(other)
    signed_in(client, Role.EDITOR, award.organisation_id)
    url = f"/desk/awards/{award.public_id}/values/new/"
    assert client.get(url).status_code == 302  # none is named yet: choose one
    for code in (indicator.code, "nonsense\x00"):
        assert client.get(url, {"indicator": code}).status_code in {400, 404}


def test_who_finds_which_value(client: Client) -> None:
    draft, submitted = a_value(), a_value("submitted")
    signed_in(client, Role.SIGNATORY, an_organisation().pk)
    for value in (draft, submitted):
        for page in ("", "change/", "submit/", "correct/", "verify/", "return/"):
            assert client.get(f"/desk/values/{value.public_id}/{page}").status_code == 404
    signed_in(client, Role.VERIFIER, draft.award.programme_id)
    assert client.get(f"/desk/values/{draft.public_id}/").status_code == 404
    signed_in(client, Role.VERIFIER, submitted.award.programme_id)
    assert client.get(f"/desk/values/{submitted.public_id}/").status_code == 200
    assert client.get(f"/desk/values/{submitted.public_id}/change/").status_code == 404


def test_whoever_handed_it_in_sees_no_button_to_verify(client: Client) -> None:
    value = a_value("submitted")

    def buttons(role: Role, over: int) -> list[str]:
        signed_in(client, role, over)
        page = html.fromstring(client.get(f"/desk/values/{value.public_id}/").content)
        return [url.split("/")[-2] for url in page.xpath("//main//a[contains(@class,'button')]/@href")]

    assert buttons(Role.VERIFIER, value.award.programme_id) == ["verify", "return"]
    assert buttons(Role.PROGRAMME_OFFICER, value.award.programme_id) == []
    assert buttons(Role.SIGNATORY, value.award.organisation_id) == []


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(client: Client, many: int, django_assert_num_queries: Any) -> None:
    award = an_award()
    for _each in range(many):
        a_value("submitted", award)
    signed_in(client, Role.VERIFIER, award.programme_id)
    client.get("/desk/values/")
    with django_assert_num_queries(7):
        client.get("/desk/values/")


def test_the_page_of_a_value_asks_at_most_fifteen_questions(client: Client, django_assert_max_num_queries: Any) -> None:
    value = a_value("returned")
    signed_in(client, Role.EDITOR, value.award.organisation_id)
    with django_assert_max_num_queries(15):
        client.get(f"/desk/values/{value.public_id}/")


@pytest.mark.parametrize(
    ("state", "role", "step", "stands"),
    [
        ("submitted", Role.EDITOR, "submit", "Handed in"),
        ("verified", Role.SIGNATORY, "submit", "Verified"),
        ("verified", Role.VERIFIER, "verify", "Verified"),
        ("returned", Role.VERIFIER, "verify", "Returned"),
        ("verified", Role.VERIFIER, "return", "Verified"),
    ],
)
def test_a_page_that_asks_for_what_is_no_longer_possible_says_so_instead(
    client: Client, state: str, role: Role, step: str, stands: str
) -> None:
    value = a_value(state)
    over = value.award.programme_id if role is Role.VERIFIER else value.award.organisation_id
    signed_in(client, role, over)
    page = html.fromstring(client.get(f"/desk/values/{value.public_id}/{step}/").content)
    said = [why.text_content() for why in page.xpath("//main//p[@class='why']")]
    assert said == [f"This is no longer possible: it now stands at “{stands}”."]
    assert page.xpath("//main//form") == []


def test_whoever_handed_a_value_in_reads_on_the_page_that_they_cannot_verify_it(client: Client) -> None:
    award = an_award()
    verifier = signed_in(client, Role.VERIFIER, award.programme_id)
    value = a_value("submitted", award, submitted_by=verifier)
    for step in ("verify", "return"):
        page = html.fromstring(client.get(f"/desk/values/{value.public_id}/{step}/").content)
        said = [why.text_content() for why in page.xpath("//main//p[@class='why']")]
        assert said == ["Nobody checks a value that they handed in themselves."]
        assert page.xpath("//main//form") == []
