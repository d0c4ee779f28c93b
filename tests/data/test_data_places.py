"""The roster of places: counts, census sums, tiles, names."""

import re
from collections.abc import Callable

Table = Callable[[str], list[dict[str, str]]]

NATIONAL_TOTAL_2023 = 241_499_431  # Pakistan Bureau of Statistics, census 2023, Table 1
ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff]")


def test_there_are_seven_provinces_and_territories_and_one_hundred_and_sixty_districts(rows: Table) -> None:
    assert len(rows("places/provinces.csv")) == 7
    assert len(rows("places/districts.csv")) == 160


def test_no_two_places_share_an_id_a_p_code_or_a_tile_label(rows: Table) -> None:
    for name, column in [
        ("provinces", "id"),
        ("provinces", "p_code"),
        ("districts", "id"),
        ("districts", "p_code"),
        ("districts", "tile_label"),
    ]:
        values = [row[column] for row in rows(f"places/{name}.csv") if row[column]]
        assert len(values) == len(set(values)), (name, column)


def test_only_keamari_has_no_p_code(rows: Table) -> None:
    assert [row["id"] for row in rows("places/districts.csv") if not row["p_code"]] == ["keamari"]


def test_every_district_lies_in_a_listed_province_and_its_p_code_agrees(rows: Table) -> None:
    codes = {row["id"]: row["p_code"] for row in rows("places/provinces.csv")}
    for row in rows("places/districts.csv"):
        assert row["p_code"].startswith(codes[row["province"]]) or row["id"] == "keamari"


def test_the_census_of_136_districts_adds_up_to_the_national_total(rows: Table) -> None:
    counted = [int(row["population_2023"]) for row in rows("places/districts.csv") if row["population_2023"]]
    assert (len(counted), sum(counted)) == (136, NATIONAL_TOTAL_2023)


def test_men_women_and_transgender_people_add_up_to_the_population(rows: Table) -> None:
    for row in rows("places/districts.csv"):
        if row["population_2023"]:
            parts = [row["male_2023"], row["female_2023"], row["transgender_2023"]]
            assert sum(map(int, parts)) == int(row["population_2023"]), row["id"]


def test_what_was_not_counted_is_blank_and_never_zero(rows: Table) -> None:
    figures = ["population_2023", "male_2023", "female_2023", "transgender_2023", "youth_15_29_2023"]
    for row in rows("places/districts.csv"):
        outside = row["province"] in {"ajk", "gilgit-baltistan"}
        assert [bool(row[figure]) for figure in figures] == [not outside] * len(figures), row["id"]
        assert bool(row["population_2017"]) == (row["province"] != "gilgit-baltistan"), row["id"]
        assert row["population_2023"] != "0"


def test_percentages_lie_between_0_and_100(rows: Table) -> None:
    for row in rows("places/districts.csv"):
        for column in ("literacy_10_plus_percent_2023", "urban_percent_2023"):
            assert not row[column] or 0 <= float(row[column]) <= 100, (row["id"], column)


def test_young_people_are_a_part_of_the_population(rows: Table) -> None:
    for row in rows("places/districts.csv"):
        if row["population_2023"]:
            assert 0 < int(row["youth_15_29_2023"]) < int(row["population_2023"]), row["id"]


def test_no_two_tiles_lie_in_one_cell(rows: Table) -> None:
    cells = [(int(row["tile_row"]), int(row["tile_column"])) for row in rows("places/districts.csv")]
    assert len(set(cells)) == 160
    assert (min(cells)[0], max(cells)[0]) == (0, 20)
    assert {column for _, column in cells} == set(range(16))


def test_a_district_stands_from_the_date_of_its_roster(rows: Table) -> None:
    dates = {"pbs-2023": "2023-03-01", "cod-ab-2022": "2022-09-09"}
    for row in rows("places/districts.csv"):
        assert row["valid_from"] == dates[row["roster"]], row["id"]
        assert row["valid_to"] == ""


def test_every_centroid_lies_in_the_country(rows: Table) -> None:
    for row in rows("places/districts.csv"):
        assert 23.5 < float(row["centroid_lat"]) < 37.1, row["id"]
        assert 60.8 < float(row["centroid_lon"]) < 77.9, row["id"]


def test_every_place_has_an_urdu_name(rows: Table) -> None:
    for name in ("provinces", "districts"):
        for row in rows(f"places/{name}.csv"):
            assert ARABIC_SCRIPT.search(row["name_ur"]), row["id"]


def test_every_alias_points_to_districts_and_is_not_itself_a_district(rows: Table) -> None:
    districts = {row["id"]: row["name_en"] for row in rows("places/districts.csv")}
    for row in rows("places/aliases.csv"):
        assert {row["district"], *row["also_possible"].split()} <= set(districts), row["name_en"]
        assert row["name_en"] not in districts.values()


def test_no_alias_stands_twice(rows: Table) -> None:
    names = [row["name_en"].casefold() for row in rows("places/aliases.csv")]
    assert len(names) == len(set(names))


def test_every_alias_that_is_more_than_a_latin_spelling_has_an_urdu_form(rows: Table) -> None:
    plain = {"spelling", "short_form"}
    for row in rows("places/aliases.csv"):
        assert row["kind"] in plain or ARABIC_SCRIPT.search(row["name_ur"]), row["name_en"]


def test_a_name_that_can_mean_two_districts_names_both(rows: Table) -> None:
    ambiguous = {row["name_en"]: row["also_possible"] for row in rows("places/aliases.csv") if row["also_possible"]}
    assert ambiguous == {"Chitral": "upper-chitral", "Kohistan": "upper-kohistan kolai-palas-kohistan"}
