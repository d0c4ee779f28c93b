"""The map and its districts: what is known there, what is not, and what is told of neither."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from saanjh.atlas.actions import initiatives
from saanjh.atlas.models import Initiative
from tests.atlas.factories import Ground, a_sweep
from tests.factories import a_district
from tests.web.browsing import parsed, sheet, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground() -> Ground:
    return Ground(name_en="Neem Chhaon Trust")


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
