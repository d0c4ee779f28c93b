"""What every page of the portal keeps to, and how much work it is."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from saanjh.atlas.actions import claims, initiatives
from saanjh.atlas.models import Initiative
from saanjh.ground import history
from saanjh.ground.access import Role
from saanjh.ground.models import Person
from tests.atlas.factories import Ground, a_theme
from tests.factories import a_district, a_person, an_organisation, holding, second_factor
from tests.web.browsing import parsed, send, words
from tests.web.portal_addresses import PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def ground() -> Ground:
    return Ground(name_en="Neem Chhaon Trust")


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("page", PAGES)
def test_a_public_page_sets_no_cookie_runs_no_script_and_may_be_cached(
    client: Client, ground: Ground, language: str, page: str
) -> None:
    ground.published()
    response = client.get(f"/{language}{page}")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert (response.cookies, response.headers.get("Vary", "Accept-Encoding")) == ({}, "Accept-Encoding")
    tree = parsed(response)
    assert tree.xpath("//script | //img | //iframe | //@style | //style") == []
    assert (tree.get("lang"), tree.get("dir")) == (language, "rtl" if language == "ur" else "ltr")
    assert len(tree.xpath("//h1")) == 1


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_portal_says_so_and_does_not_fail(client: Client, page: str) -> None:
    assert client.get(f"/en{page}").status_code == 200


def test_a_page_for_whoever_is_signed_in_is_the_same_page(client: Client, ground: Ground) -> None:
    before = client.get("/en/").content
    client.force_login(ground.signatory)
    assert client.get("/en/").content == before


def test_what_the_desk_has_to_say_to_somebody_stands_on_no_page_that_others_may_get_from_a_cache() -> None:
    person, client = second_factor(holding(Role.ADMINISTRATOR)), Client()
    client.force_login(person)
    send(client, "/desk/organisations/register/", name_en="Neem Trust", kind="cso", written_in="en")
    portal = client.get("/en/")
    assert portal["Cache-Control"] == "public, max-age=60"
    assert "is registered" not in words(portal)
    assert not portal.cookies
    assert "is registered" in words(client.get("/desk/organisations/"))


def test_machines_read_what_the_pages_show(client: Client, ground: Ground) -> None:
    theme = a_theme("Trust")
    shown = ground.published(title_en="Water turns", public_theme=theme)
    hidden = ground.published(title_en="Quiet rooms", public_precision="withheld")
    both = client.get("/api/v1/initiatives").json()["items"]
    assert {each["title"]["en"]: (each["place_shown_by"], each["districts"]) for each in both} == {
        "Water turns": ("district", [ground.district.slug]),
        "Quiet rooms": ("withheld", []),
    }
    for query in (
        f"theme={theme.code}",
        f"district={ground.district.slug}",
        f"district={ground.district.slug}&year=2026",
    ):
        assert [each["id"] for each in client.get(f"/api/v1/initiatives?{query}").json()["items"]] == [shown.public_id]
    assert client.get("/api/v1/initiatives?year=1999").json()["total"] == 0
    for wrong in ("year=soon", "year=0", f"year={10**30}", "page=0"):
        assert client.get(f"/api/v1/initiatives?{wrong}").status_code == 422
    assert client.get(f"/api/v1/initiatives/{hidden.public_id}").json()["provinces"] == []
    initiatives.exclude_for_safety(hidden, by=ground.officer)
    assert client.get(f"/api/v1/initiatives/{hidden.public_id}").status_code == 404
    claims.load(by=Person.objects.system())
    stated = client.get("/api/v1/claims").json()
    assert (stated["demo"], [each["stated_value"] for each in stated["items"]]) == (False, ["70%", "85%", "50%", "60%"])


@pytest.mark.parametrize("page", ["/en/map/?show=zzz", "/en/districts/nowhere/", "/en/initiatives/nothing/"])
def test_what_does_not_exist_is_a_404(client: Client, page: str) -> None:
    assert client.get(page).status_code == 404


def test_claims_stand_in_the_order_of_the_alphabet_as_stated_and_without_a_chart(client: Client) -> None:
    claims.load(by=Person.objects.system())
    page = parsed(client.get("/en/claims/"))
    rows = [
        (row.find("th").text.strip(), row.xpath("td")[1].text_content().strip())
        for row in page.xpath("//div[@class='claim']//tbody/tr")
    ]
    assert rows == [
        ("Paigham-e-Pakistan", "“70%”"),
        ("Sabaoon Rehabilitation Centre", "“85%”"),
        ("Women-led CVE Programs", "“50%”"),
        ("Youth Peace Initiatives", "“60%”"),
    ]
    assert page.xpath("//svg[contains(@class, 'chart')]") == []


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("/en/", 13),
        ("/en/map/", 8),
        ("/en/map/table/", 6),
        ("/en/map/missing/", 9),
        ("/en/initiatives/", 9),
        ("/en/initiatives/?q=work", 9),
        ("/en/initiatives.csv", 10),
        ("/en/claims/", 1),
        ("/en/how-we-count/", 1),
    ],
)
def test_a_list_takes_the_same_queries_with_one_and_with_three(
    client: Client, ground: Ground, django_assert_num_queries: Any, page: str, queries: int
) -> None:
    theme = a_theme("Trust")
    ground.published(title_en="Work one", public_theme=theme)
    with django_assert_num_queries(queries):
        client.get(page)
    other = an_organisation(is_public=True)
    ground.published(title_en="Work two", public_theme=theme, organisation=other, districts=[a_district()])
    ground.published(title_en="Work three", public_theme=theme, districts=[a_district(), ground.district])
    with django_assert_num_queries(queries):
        client.get(page)


@pytest.mark.usefixtures("settled")
def test_one_page_takes_at_most_fifteen_queries(
    client: Client, ground: Ground, django_assert_max_num_queries: Any
) -> None:
    made = initiatives.make_from(ground.award(title_en="Evening school"), summary="Reading.", by=ground.officer)
    initiatives.publish(made, by=ground.officer)
    with django_assert_max_num_queries(15):
        assert client.get(f"/en/initiatives/{made.slug}/").status_code == 200
    with django_assert_max_num_queries(15):
        assert client.get(f"/en/districts/{ground.district.slug}/").status_code == 200
    assert Initiative.objects.count() == 1


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_portal_shows_the_last_line_that_history_had_yesterday(
    language: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, now = a_person(), timezone.now()
    assert b'id="history"' not in client.get(f"/{language}/how-we-count/").content  # nothing is older than today
    monkeypatch.setattr(timezone, "now", lambda: now - datetime.timedelta(days=1))
    line = history.record("language_chosen", person, by=person, language="ur")
    monkeypatch.setattr(timezone, "now", lambda: now)
    history.record("language_chosen", person, by=person, language="en")
    page = parsed(client.get(f"/{language}/how-we-count/"))
    assert page.xpath("string(//section[@id='history']//code)") == f"history {line.number} {line.digest}"
