"""The indicator bank and the districts on the portal; lists and places at the desk."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from lxml import html

from saanjh.exchange import codelists, places
from saanjh.ground.access import Role
from saanjh.ground.models import District, Person
from saanjh.ground.queries import district_named
from saanjh.programmes.models import ChosenIndicator, Indicator, Scheme, Theme
from tests.factories import a_district, holding, second_factor
from tests.programmes.factories import a_programme, a_theme, an_indicator

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def signed_in(client: Client, role: Role, over: int = 0) -> Person:
    """The client as somebody who holds the role."""
    person = second_factor(holding(role, over=over))
    client.force_login(person)
    return person


def page(client: Client, url: str) -> Any:
    """The page at an address that must be there."""
    response = client.get(url)
    assert response.status_code == 200
    return html.fromstring(response.content)


def texts(found: Any, path: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in found.xpath(path)]


def rows_of(client: Client, url: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(url).content.decode("utf-8-sig"))))


# Indicators


def test_the_bank_stands_by_theme_and_can_be_narrowed_to_the_core_set(client: Client) -> None:
    codelists.bring_in_ours(by=Person.objects.system())
    whole, core = page(client, "/en/indicators/"), page(client, "/en/indicators/?core=1")
    assert (len(whole.xpath("//section")), len(whole.xpath("//section//li"))) == (11, 64)
    assert len(core.xpath("//section//li")) == 12


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("number", [1, 3])
def test_the_bank_costs_the_same_however_long_it_is(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for _each in range(number):
        an_indicator()
    with django_assert_num_queries(2):
        client.get("/en/indicators/")


def test_an_empty_bank_says_how_it_is_filled(client: Client) -> None:
    assert texts(page(client, "/en/indicators/"), "//p[@class='nothing']") == [
        "The bank is empty. Whoever runs this installation fills it with: saanjh codelists import"
    ]


def test_an_indicator_is_defined_in_both_languages_and_names_who_measures_it(client: Client) -> None:
    indicator = an_indicator(code="TST-A")
    a_theme(Scheme.UNITS, "count", label_en="Number")
    open_one, planned = a_programme(title_en="Open one"), a_programme(title_en="Plan", state="draft")
    for programme in (open_one, planned):
        ChosenIndicator.objects.create(programme=programme, indicator=indicator, reason="To see it.")
    found = page(client, "/en/indicators/TST-A/")
    assert texts(found, "//dd")[2] == "Number"
    assert texts(found, "//section[2]//p") == [indicator.definition_ur]
    assert texts(found, "//section[3]//h3") == ["Open one"]


def test_what_an_indicator_says_in_english_alone_is_marked_and_said_once_on_an_urdu_page(client: Client) -> None:
    an_indicator(code="TST-A", calculation="Count them.", disaggregation="Sex.", verification="A list.")
    urdu, english = page(client, "/ur/indicators/TST-A/"), page(client, "/en/indicators/TST-A/")
    assert texts(urdu, "//dd/bdi[@lang='en'][@dir='ltr']")[:3] == ["Count them.", "Sex.", "A list."]
    assert urdu.xpath("//dd[bdi='Count them.' or bdi='Sex.' or bdi='A list.']/*[@class='untranslated']") == []
    remarks = "//section[1]//p[@class='small']"
    assert (len(texts(urdu, remarks)), texts(english, remarks)) == (1, [])


def test_the_bank_as_a_file_is_whole_and_marked_as_quoted(client: Client) -> None:
    codelists.bring_in_ours(by=Person.objects.system())
    rows = rows_of(client, "/en/indicators/bank.csv")
    assert (len(rows), {row["demo"] for row in rows}) == (64, {"quoted from its source"})
    assert (rows[0]["code"], rows[0]["theme"], rows[0]["core"]) == ("RES-01", "resilience", "yes")


# Districts


def test_every_district_stands_with_its_figures_and_their_source(client: Client) -> None:
    places.bring_in_ours(by=Person.objects.system())
    found = page(client, "/en/districts/")
    assert (len(found.xpath("//table")), len(found.xpath("//tbody/tr"))) == (7, 160)
    bagh = found.xpath("//tbody/tr[th//text()='Bagh']")[0]
    assert texts(bagh, "./td") == ["not known"] * 5 + ["371,919"]
    assert "census night 1 March 2023" in texts(found, "//section[h2='Sindh']//caption")[0]


def test_a_district_that_ended_is_no_longer_in_the_list(client: Client) -> None:
    a_district(name_en="Stands")
    a_district(name_en="Ended", valid_to="2026-06-30")
    assert texts(page(client, "/en/districts/"), "//tbody//th") == ["Stands"]


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("number", [1, 3])
def test_the_districts_cost_the_same_however_many(client: Client, number: int, django_assert_num_queries: Any) -> None:
    for _each in range(number):
        a_district()
    with django_assert_num_queries(1):
        client.get("/en/districts/")


def test_the_census_file_leaves_blank_what_nobody_published_and_holds_no_points(client: Client) -> None:
    places.bring_in_ours(by=Person.objects.system())
    rows = {row["district"]: row for row in rows_of(client, "/en/districts/census.csv")}
    assert (len(rows), rows["bagh"]["population_2023"], rows["badin"]["population_2023"]) == (160, "", "1947081")
    assert rows["badin"]["roster_day"] == "2023-03-01"
    badin = District.objects.get(slug="badin")
    assert {str(badin.centre_lat), str(badin.centre_lon)} & set(rows["badin"].values()) == set()


def test_the_districts_fit_the_first_window_of_a_slow_line(client: Client) -> None:
    places.bring_in_ours(by=Person.objects.system())
    body = client.get("/ur/districts/", headers={"accept-encoding": "br"})
    assert body["Content-Encoding"] == "br"
    assert len(body.content) < 9_500


# The desk


def sent(client: Client, url: str, **words: Any) -> Any:
    form = page(client, url).xpath("//main//form[@method='post']")[0]
    fields = {name: value for name, value in form.fields.items() if value is not None}
    fields.pop("csrfmiddlewaretoken")
    return client.post(url, {**fields, **words})


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OPERATOR])
def test_a_label_is_corrected_by_those_who_run_the_installation(client: Client, role: Role) -> None:
    row = a_theme(Scheme.DRIVERS, "jobs", label_en="Jobs")
    signed_in(client, role)
    response = sent(client, f"/desk/labels/{row.public_id}/", label_en="Too few jobs")
    assert (response.status_code, response["Location"]) == (303, "/desk/lists/drivers/")
    row.refresh_from_db()
    assert (row.label_en, row.code, row.corrected_here) == ("Too few jobs", "jobs", True)


def test_a_label_with_personal_details_is_refused(client: Client) -> None:
    row = a_theme(label_en="Jobs")
    signed_in(client, Role.OPERATOR)
    assert sent(client, f"/desk/labels/{row.public_id}/", label_en="Ring 0300 1234567").status_code == 422
    assert Theme.objects.get(pk=row.pk).label_en == "Jobs"


def test_a_name_of_a_place_is_corrected_and_the_old_one_still_finds_it(client: Client) -> None:
    district = a_district(slug="kech", name_en="Kech", name_ur="کیچ")
    signed_in(client, Role.OPERATOR)
    response = sent(client, "/desk/places/kech/", name_en="Turbat")
    assert (response.status_code, response["Location"]) == (303, "/desk/places/")
    assert District.objects.get().name_en == "Turbat"
    assert district_named("Kech") == district


def test_places_are_found_by_a_part_of_any_of_their_names(client: Client) -> None:
    places.bring_in_ours(by=Person.objects.system())
    signed_in(client, Role.OPERATOR)
    assert texts(page(client, "/desk/places/?q=hub"), "//tbody//th") == ["Lasbela"]
    assert len(page(client, "/desk/places/").xpath("//tbody/tr")) == 25
    assert texts(page(client, "/desk/places/?q=atlantis"), "//p[@class='nothing']") == [
        "No district has these words in its names. Try fewer letters."
    ]


def test_every_list_is_named_with_its_size(client: Client) -> None:
    codelists.bring_in_ours(by=Person.objects.system())
    signed_in(client, Role.ADMINISTRATOR)
    found = page(client, "/desk/lists/")
    assert texts(found, "//tbody/tr/td")[:2] == ["5", "7"]
    assert len(page(client, "/desk/lists/themes/").xpath("//tbody/tr")) == 11
    assert Indicator.objects.count() == 64


@pytest.mark.parametrize("url", ["/desk/lists/", "/desk/lists/themes/", "/desk/places/"])
def test_others_do_not_find_the_staff_desk(client: Client, url: str) -> None:
    signed_in(client, Role.PROGRAMME_OFFICER, over=1)
    assert client.get(url).status_code == 404


def test_an_unknown_list_is_missing(client: Client) -> None:
    signed_in(client, Role.OPERATOR)
    assert client.get("/desk/lists/secrets/").status_code == 404
