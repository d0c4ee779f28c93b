"""The portal's pages: what they show, what they never show, and what odd requests get."""

import csv
import datetime
import io
import random
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from saanjh.atlas.actions import claims, initiatives
from saanjh.atlas.models import Initiative
from saanjh.awards.models import Award
from saanjh.ground.access import Role
from saanjh.ground.actions import organisations
from saanjh.ground.models import Mark, Organisation, Person
from saanjh.kit.text import normalise
from saanjh.web import installation
from tests.atlas.factories import Ground, a_lesson, a_sweep, a_theme
from tests.factories import a_district, an_organisation, holding, second_factor
from tests.web.browsing import links, mistakes, parsed, send, words

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/map/",
    "/map/?show=people",
    "/map/?show=months",
    "/map/table/",
    "/map/missing/",
    "/initiatives/",
    "/claims/",
    "/how-we-count/",
    "/privacy/",
    "/open-data/",
]
SHEETS = ["/map/table.csv", "/initiatives.csv", "/claims.csv"]
MACHINE = ["/api/v1/initiatives", "/api/v1/districts", "/api/v1/programmes"]


@pytest.fixture
def ground() -> Ground:
    return Ground(name_en="Neem Chhaon Trust")


def sheet(client: Client, url: str) -> list[dict[str, str]]:
    """The rows of a sheet that must be there."""
    response = client.get(url)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def titles(response: Any) -> list[str]:
    """The headings of the entries of a list."""
    return [each.text_content() for each in parsed(response).xpath("//ol[@class='entries']//h3")]


# What every page of the portal keeps to


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


# What is excluded for safety, and what is not to be told


def everything(client: Client, *more: str) -> dict[str, str]:
    """What every public page and sheet says in both languages."""
    said = {}
    for language in ("en", "ur"):
        for page in [*PAGES, *SHEETS, *more]:
            response = client.get(f"/{language}{page}")
            said[f"/{language}{page}"] = response.content.decode()
    return said | {place: client.get(place).content.decode() for place in MACHINE}


def test_what_is_excluded_for_safety_is_on_no_page_no_sheet_and_in_no_search(client: Client, ground: Ground) -> None:
    shown = ground.published(
        title_en="Canarylabel circle", title_ur="پیلاپرندہ حلقہ", summary="Canarysummary of the work."
    )
    more = [
        f"/initiatives/{shown.slug}/",
        f"/initiatives/{shown.public_id}/",
        f"/districts/{ground.district.slug}/",
        "/initiatives/?q=canarylabel",
        "/initiatives/?q=پیلاپرندہ",
        f"/initiatives/?district={ground.district.slug}&year=2026",
        "/initiatives.csv?q=canarylabel",
    ]
    canaries = ("Canarylabel", "پیلاپرندہ", "Canarysummary", shown.slug, shown.public_id)
    before = everything(client, *more)
    told = [place for place, said in before.items() if "Canarylabel" in said or "پیلاپرندہ" in said]
    assert len(told) > 10
    initiatives.exclude_for_safety(shown, by=ground.signatory)
    after = everything(client, *more)
    asked = {place for place in after if "canarylabel" in place or "پیلاپرندہ" in place}  # they echo the question
    leaks = [(place, word) for place, said in after.items() for word in canaries if word in said]
    assert [(place, word) for place, word in leaks if place not in asked] == []
    assert [titles(client.get(place)) for place in asked if ".csv" not in place] == [[]] * 6
    assert client.get(f"/en/initiatives/{shown.slug}/").status_code == 404


def test_an_organisation_that_no_longer_wishes_to_be_named_finds_nothing(client: Client, ground: Ground) -> None:
    made = ground.published(title_en="Reading circle")
    name = ground.organisation.name_en
    organisation = Organisation.objects.filter(pk=ground.organisation.pk)
    organisation.update(search_name=normalise(name))
    assert titles(client.get("/en/initiatives/", {"q": name})) == [made.title_en]
    organisations.correct(organisation.get(), is_public=False, by=ground.signatory)
    assert titles(client.get("/en/initiatives/", {"q": name})) == []


def test_a_partner_finds_the_initiative_while_it_may_be_named(client: Client, ground: Ground) -> None:
    partner = an_organisation(name_en="Banyan Trust", is_public=True)
    made = ground.published(title_en="Reading circle")
    initiatives.correct(made, partners=[partner], by=ground.officer)
    assert titles(client.get("/en/initiatives/?q=trust+banyan")) == ["Reading circle"]
    organisations.correct(partner, is_public=False, by=ground.officer)
    assert titles(client.get("/en/initiatives/?q=trust+banyan")) == []


def test_what_the_desk_has_to_say_to_somebody_stands_on_no_page_that_others_may_get_from_a_cache() -> None:
    person, client = second_factor(holding(Role.ADMINISTRATOR)), Client()
    client.force_login(person)
    send(client, "/desk/organisations/register/", name_en="Neem Trust", kind="cso", written_in="en")
    portal = client.get("/en/")
    assert portal["Cache-Control"] == "public, max-age=60"
    assert "is registered" not in words(portal)
    assert not portal.cookies
    assert "is registered" in words(client.get("/desk/organisations/"))


def test_a_lesson_names_no_organisation_that_does_not_wish_to_be_named(client: Client) -> None:
    hidden = Ground(name_en="Canary Banyan Trust", name_ur="کینری ٹرسٹ", is_public=False)
    lesson = a_lesson(hidden.award())
    for place in (f"/{language}/lessons/{end}" for language in ("en", "ur") for end in ("", f"{lesson.public_id}/")):
        page = client.get(place).content.decode()
        assert "Canary" not in page, place
        assert "کینری" not in page, place
    assert "An organisation that does not wish to be named" in words(client.get(f"/en/lessons/{lesson.public_id}/"))
    assert "Organisation not named" in words(client.get("/en/lessons/"))


def test_the_lessons_of_what_is_excluded_are_gone_with_it(client: Client, ground: Ground) -> None:
    award = ground.award(title_en="Evening school", title_ur="شام کا اسکول")
    made = initiatives.make_from(award, summary="Reading.", by=ground.officer)
    initiatives.publish(made, by=ground.officer)
    lesson = a_lesson(award, title_en="Canarylesson of the evening")
    places = ("/en/", "/en/lessons/", f"/en/initiatives/{made.slug}/", f"/en/lessons/{lesson.public_id}/")
    assert ["Canarylesson" in client.get(place).content.decode() for place in places] == [True] * 4
    initiatives.exclude_for_safety(made, by=ground.officer)
    assert ["Canarylesson" in client.get(place).content.decode() for place in places] == [False] * 4
    assert client.get(f"/en/lessons/{lesson.public_id}/").status_code == 404


def test_a_withheld_place_and_the_internal_theme_are_told_nowhere(client: Client, ground: Ground) -> None:
    ground.district = a_district(slug="canaryplace", name_en="Canaryplace", name_ur="پیلاضلع")
    award = ground.award(theme="Canarytheme", title_en="Quiet rooms")
    award.public_precision = Award.Precision.WITHHELD
    award.save()
    made = initiatives.make_from(award, summary="Talks.", title_ur="خاموش کمرے", by=ground.officer)
    initiatives.publish(made, by=ground.officer)
    said = everything(client, f"/initiatives/{made.slug}/", "/initiatives/?q=canaryplace")
    assert [place for place, body in said.items() if "Canarytheme" in body] == []
    for place in ("/en/map/table.csv", "/ur/map/table.csv", "/api/v1/districts"):
        del said[place]  # every district is named there, with or without work
    places = [place for place, body in said.items() if "Canaryplace" in body]
    assert {place.removeprefix("/en").removeprefix("/ur").split("?")[0] for place in places} == {"/map/", "/map/table/"}
    assert "Quiet rooms" not in client.get("/en/districts/canaryplace/").content.decode()
    assert titles(client.get("/en/initiatives/?q=canaryplace")) == []
    (row,) = sheet(client, "/en/initiatives.csv")
    assert (row["place_shown_by"], row["provinces"], row["districts"]) == ("withheld", "", "")


def test_a_place_shown_by_province_stands_in_no_district(client: Client, ground: Ground) -> None:
    shown = ground.published(public_precision="province")
    page = client.get(f"/en/initiatives/{shown.slug}/")
    assert "Sindh Shown by province only" in words(page)
    assert ground.district.name_en not in words(page)
    assert titles(client.get(f"/en/districts/{ground.district.slug}/")) == []
    (row,) = sheet(client, "/en/map/table.csv")
    assert (row["standing"], row["initiatives"]) == ("not_known", "")


def test_an_organisation_that_is_not_public_is_named_nowhere(client: Client) -> None:
    ground = Ground(name_en="Canaryname Trust", is_public=False)
    shown = ground.published()
    said = everything(client, f"/initiatives/{shown.slug}/", f"/districts/{ground.district.slug}/")
    assert [place for place, body in said.items() if "Canaryname" in body] == []


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


# The list, its search and its sheet


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


@pytest.mark.parametrize("page", ["/en/map/?show=zzz", "/en/districts/nowhere/", "/en/initiatives/nothing/"])
def test_what_does_not_exist_is_a_404(client: Client, page: str) -> None:
    assert client.get(page).status_code == 404


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
    try:
        named = client.get("/en/initiatives.csv")["Content-Disposition"]
        assert named == 'attachment; filename="saanjh-demo-initiatives.csv"'
        assert {row["demo"] for row in sheet(client, "/en/initiatives.csv")} == {"demo: invented"}
        assert {row["demo"] for row in sheet(client, "/en/map/table.csv")} == {"demo: invented"}
        assert {row["demo"] for row in sheet(client, "/en/claims.csv")} == {"quoted from its source"}
    finally:
        installation.forget()


# One initiative


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


def test_a_label_without_urdu_cannot_be_published_and_english_words_are_marked_on_an_urdu_page(
    client: Client, ground: Ground
) -> None:
    shown = ground.published(summary="Only in English.")
    page = parsed(client.get(f"/ur/initiatives/{shown.slug}/"))
    assert page.xpath("//p[@class='lede']/bdi[@lang='en' and @dir='ltr']")[0].text_content() == "Only in English."


# Districts and the map


def test_none_reported_and_not_known_are_two_things(client: Client, ground: Ground) -> None:
    asked, unknown = a_district(name_en="Askedplace"), a_district(name_en="Unknownplace")
    a_sweep(ground.programme, ground.officer, asked, asked_on=timezone.localdate())
    ground.published()
    rows = {row["district"]: (row["standing"], row["initiatives"]) for row in sheet(client, "/en/map/table.csv")}
    assert rows == {
        ground.district.slug: ("reported", "1"),
        asked.slug: ("none_reported", "0"),
        unknown.slug: ("not_known", ""),
    }
    table = parsed(client.get("/en/map/table/")).xpath("//tbody/tr[td]")
    assert {tr[0].text_content(): tr[1].text_content() for tr in table} == {
        ground.district.name_en: "1",
        "Askedplace": "None reported",
        "Unknownplace": "Not known",
    }
    assert "it was asked who works here" in words(client.get(f"/en/districts/{asked.slug}/"))
    assert "nobody has asked there within the last twelve months" in words(client.get(f"/en/districts/{unknown.slug}/"))


def test_work_excluded_for_safety_leaves_its_district_not_known_without_a_day(client: Client, ground: Ground) -> None:
    quiet = ground.published()
    a_sweep(ground.programme, ground.officer, ground.district, asked_on=timezone.localdate())
    initiatives.exclude_for_safety(quiet, by=ground.officer)
    (row,) = sheet(client, "/en/map/table.csv")
    assert (row["standing"], row["initiatives"], row["asked_on"]) == ("not_known", "", "")
    assert "In 0 we asked and nobody reports any; of 1 nothing is known" in words(client.get("/en/"))


def test_figures_of_grants_count_all_that_were_accepted_and_none_that_is_excluded(
    client: Client, ground: Ground
) -> None:
    today = timezone.localdate()
    span = {"starts_on": today - datetime.timedelta(days=30), "ends_on": today + datetime.timedelta(days=30)}
    shown, quiet, _without_page = (ground.award(**span) for _each in range(3))
    for award in (shown, quiet):
        made = initiatives.make_from(award, summary="Reading.", by=ground.officer)
        initiatives.publish(made, by=ground.officer)
    initiatives.exclude_for_safety(Initiative.objects.get(award=quiet), by=ground.officer)
    said = words(client.get("/en/"))
    assert "0 of 2 grants that have begun" in said
    assert "Rs 8 million is signed for 2 grants that still run. All of it ends by" in said
    granted = {row["amount"] for row in sheet(client, "/en/money/table.csv") if row["stage"] == "granted"}
    assert granted == {"8000000.00"}


def test_every_tile_leads_to_its_district_and_says_its_number(client: Client, ground: Ground) -> None:
    ground.published()
    page = parsed(client.get("/en/map/"))
    tiles = {a.get("href"): a.find("title").text for a in page.xpath("//svg//a")}
    assert tiles == {f"/en/districts/{ground.district.slug}/": f"{ground.district.name_en}: 1 initiative"}


def test_a_district_shows_no_figure_that_nobody_published(client: Client, ground: Ground) -> None:
    district = a_district(population_2023=1_947_081)
    assert "1,947,081" in words(client.get(f"/en/districts/{district.slug}/"))
    assert "not known" in words(client.get(f"/en/districts/{ground.district.slug}/"))


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


# How much work a page is


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("/en/", 12),
        ("/en/map/", 6),
        ("/en/map/table/", 5),
        ("/en/map/missing/", 7),
        ("/en/initiatives/", 7),
        ("/en/initiatives/?q=work", 8),
        ("/en/initiatives.csv", 9),
        ("/en/claims/", 1),
        ("/en/how-we-count/", 0),
    ],
)
def test_a_list_takes_the_same_queries_with_one_and_with_three(
    client: Client, ground: Ground, django_assert_num_queries: Any, page: str, queries: int
) -> None:
    theme = a_theme("Trust")
    installation.is_demo()
    ground.published(title_en="Work one", public_theme=theme)
    with django_assert_num_queries(queries):
        client.get(page)
    other = an_organisation(is_public=True)
    ground.published(title_en="Work two", public_theme=theme, organisation=other, districts=[a_district()])
    ground.published(title_en="Work three", public_theme=theme, districts=[a_district(), ground.district])
    with django_assert_num_queries(queries):
        client.get(page)


def test_one_page_takes_at_most_fifteen_queries(
    client: Client, ground: Ground, django_assert_max_num_queries: Any
) -> None:
    made = initiatives.make_from(ground.award(title_en="Evening school"), summary="Reading.", by=ground.officer)
    initiatives.publish(made, by=ground.officer)
    installation.is_demo()
    with django_assert_max_num_queries(15):
        assert client.get(f"/en/initiatives/{made.slug}/").status_code == 200
    with django_assert_max_num_queries(15):
        assert client.get(f"/en/districts/{ground.district.slug}/").status_code == 200
    assert Initiative.objects.count() == 1
