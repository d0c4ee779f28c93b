"""The list of initiatives, its search and its sheet, and the page of one."""

import datetime
import random

import pytest
from django.test import Client

from saanjh.atlas.actions import claims, initiatives
from saanjh.ground import installation
from saanjh.ground.models import Mark, Person
from tests.atlas.factories import Ground, a_theme
from tests.factories import a_district, an_organisation
from tests.web.browsing import links, mistakes, parsed, sheet, titles, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def ground() -> Ground:
    return Ground(name_en="Neem Chhaon Trust")


def test_words_in_english_or_urdu_find_an_initiative(client: Client, ground: Ground) -> None:
    ground.published(title_en="Water turns", title_ur="پانی کی باری")
    ground.published(title_en="Reading circle", title_ur="مطالعے کا حلقہ")
    assert titles(client.get("/en/initiatives/?q=WATER")) == ["Water turns"]
    assert titles(client.get("/en/initiatives/?q=پاني")) == ["Water turns"]
    assert titles(client.get("/ur/initiatives/?q=reading")) == ["مطالعے کا حلقہ"]
    assert titles(client.get("/en/initiatives/?q=nothing+of+this")) == []
    assert titles(client.get(f"/en/initiatives/?q={ground.district.name_en}")) == ["Reading circle", "Water turns"]


def test_filters_narrow_together(client: Client, ground: Ground) -> None:
    theme, other = a_theme("Trust"), an_organisation(is_public=True)
    ground.published(title_en="First", public_theme=theme)
    ground.published(title_en="Second", districts=[a_district(slug="dadu")])
    ground.published(title_en="Third", organisation=other, starts_on=datetime.date(2024, 1, 1))
    found = {
        f"theme={theme.code}": ["First"],
        "district=dadu": ["Second"],
        "year=2024": ["Third"],
        f"organisation={other.public_id}": ["Third"],
        f"district=dadu&theme={theme.code}": [],
    }
    assert {query: titles(client.get(f"/en/initiatives/?{query}")) for query in found} == found
    assert [row["title_en"] for row in sheet(client, "/en/initiatives.csv?district=dadu")] == ["Second"]


@pytest.mark.parametrize("field", ["theme", "district", "year", "organisation"])
@pytest.mark.parametrize("value", ["zzz", "-1", "2026; DROP TABLE", "9" * 400, "پانی", "<b>"])
def test_a_filter_that_is_not_known_is_said_and_narrows_nothing(
    client: Client, ground: Ground, field: str, value: str
) -> None:
    ground.published(title_en="Water turns")
    response = client.get("/en/initiatives/", {field: value})
    assert (response.status_code, titles(response)) == (200, ["Water turns"])
    assert [each.endswith("This is not known here, so it narrows nothing.") for each in mistakes(response)] == [True]
    assert client.get("/en/initiatives.csv", {field: value}).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=%00", 404),
        ("q=a%00b", 404),
        ("q=%ff%fe", 200),
        ("q=" + "x" * 500, 200),
        ("q='%22*()%20OR%201=1", 200),
        ("q=%01", 200),
        ("page=0", 200),
        ("page=-3", 200),
        ("page=abc", 200),
        ("page=99999999999999999999", 200),
        ("q=a&q=b&year=2026&year=x", 200),
    ],
)
def test_odd_questions_get_an_answer_in_words(client: Client, ground: Ground, query: str, status: int) -> None:
    ground.published()
    assert client.get(f"/en/initiatives/?{query}").status_code == status
    assert client.get(f"/en/initiatives.csv?{query}").status_code == status


def test_a_list_is_paged_and_keeps_the_search(client: Client, ground: Ground) -> None:
    for _each in range(26):
        ground.published(title_en="Water")
    first = client.get("/en/initiatives/?q=water")
    assert len(titles(first)) == 25
    assert len(titles(client.get("/en/initiatives/?q=water&page=2"))) == 1
    assert "?q=water&page=2" in links(first)
    assert len(sheet(client, "/en/initiatives.csv?q=water")) == 26


def test_a_full_page_of_long_summaries_stays_light(client: Client, ground: Ground) -> None:
    words_of = random.Random(1)
    letters = "ابپتٹجچحخدڈرڑزسشصطظعغفقکگلمنوہیے"
    for _each in range(25):
        said = ["".join(words_of.choices(letters, k=words_of.randint(2, 7))) for _word in range(160)]
        ground.published(title_ur=" ".join(said[:8]), summary=" ".join(said)[:1000], written_in="ur")
    response = client.get("/ur/initiatives/", headers={"accept-encoding": "br"})
    assert len(titles(client.get("/ur/initiatives/"))) == 25
    assert len(response.content) < 8_400  # with headers, style sheet and icon still under 14,600


def test_the_sheet_holds_what_the_page_shows_and_no_formula_runs(client: Client, ground: Ground) -> None:
    shown = ground.published(title_en="=1+1 for peace", amount_minor=123_456_00, currency="PKR")
    (row,) = sheet(client, "/en/initiatives.csv")
    facts = {name: row[name] for name in ("title_en", "organisation", "districts", "amount", "currency", "first_day")}
    assert facts == {
        "title_en": "'=1+1 for peace",
        "organisation": "Neem Chhaon Trust",
        "districts": ground.district.slug,
        "amount": "123456.00",
        "currency": "PKR",
        "first_day": "2026-03-01",
    }
    assert row["page"] == f"http://testserver/en/initiatives/{shown.slug}/"


def test_sheets_have_a_stable_name_and_say_that_a_demo_is_invented(client: Client, ground: Ground) -> None:
    ground.published()
    claims.load(by=Person.objects.system())
    assert client.get("/en/initiatives.csv")["Content-Disposition"] == 'attachment; filename="saanjh-initiatives.csv"'
    assert {row["demo"] for row in sheet(client, "/en/initiatives.csv")} == {""}
    Mark.objects.create(name="demo")
    installation.forget()
    named = client.get("/en/initiatives.csv")["Content-Disposition"]
    assert named == 'attachment; filename="saanjh-demo-initiatives.csv"'
    assert {row["demo"] for row in sheet(client, "/en/initiatives.csv")} == {"demo: invented"}
    assert {row["demo"] for row in sheet(client, "/en/map/table.csv")} == {"demo: invented"}
    assert {row["demo"] for row in sheet(client, "/en/claims.csv")} == {"quoted from its source"}


def test_an_old_address_leads_to_the_new_one_in_its_language(client: Client, ground: Ground) -> None:
    shown = ground.published(title_en="Old name")
    initiatives.correct(shown, title_en="New name", by=ground.officer)
    response = client.get("/ur/initiatives/old-name/?from=poster")
    assert (response.status_code, response["Location"]) == (302, "/ur/initiatives/new-name/?from=poster")
    assert client.get(f"/en/initiatives/{shown.public_id}/")["Location"] == "/en/initiatives/new-name/"
    initiatives.exclude_for_safety(shown, by=ground.officer)
    assert client.get("/ur/initiatives/old-name/").status_code == 404


def test_an_initiative_says_that_nothing_was_checked_yet(client: Client, ground: Ground) -> None:
    shown = ground.published()
    assert "No result is published yet." in words(client.get(f"/en/initiatives/{shown.slug}/"))


def test_english_words_are_marked_on_an_urdu_page(client: Client, ground: Ground) -> None:
    shown = ground.published(summary="Only in English.")
    page = parsed(client.get(f"/ur/initiatives/{shown.slug}/"))
    assert page.xpath("//p[@class='lede']/bdi[@lang='en' and @dir='ltr']")[0].text_content() == "Only in English."
