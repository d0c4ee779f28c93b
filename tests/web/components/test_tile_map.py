"""The map of districts: every district once, its number printed, nothing turned round or slipped through."""

import csv
import re
from pathlib import Path

import brotli
import pytest
from django.utils.translation import override

import saanjh
from saanjh.web.components.initiative_map import district_tile, initiative_key, step_of
from saanjh.web.components.tile_map import PITCH, Tile, regions, tile_map
from tests.web.components.reading import drawing, fragment, words

DISTRICTS = Path(saanjh.__file__).parent / "data" / "places" / "districts.csv"
HOSTILE = '"><script>alert(1)</script>'


def districts():
    with DISTRICTS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def tiles(linked=False):
    """All districts; the counts walk through not known, 0, 1, 3 and 12."""
    return [
        district_tile(
            row["name_en"],
            int(row["tile_row"]),
            int(row["tile_column"]),
            (None, 0, 1, 3, 12)[place % 5],
            f"/en/districts/{row['id']}/" if linked else None,
        )
        for place, row in enumerate(districts())
    ]


def squares(path):
    """The (row, col) of each square of a path."""
    return [(int(y) // PITCH, int(x) // PITCH) for x, y in re.findall(r"M(\d+) (\d+)h22v22h-22z", path.get("d"))]


def test_the_map_has_as_many_tiles_as_there_are_districts():
    drawn = drawing(tile_map(tiles(), title="Map"))
    places = [place for path in drawn.findall("path") for place in squares(path)]
    assert sorted(places) == sorted((tile.row, tile.col) for tile in tiles())
    assert len(places) == len(districts()) == 160


def test_each_step_is_one_path_and_not_known_is_hatched():
    drawn = drawing(tile_map(tiles(), title="Map", name="reach"))
    paths = drawn.findall("path")
    assert [path.get("class") or path.get("fill") for path in paths] == [
        "url(#reach-hatch)",
        "none",
        "low",
        "mid",
        "high",
    ]
    assert [len(squares(path)) for path in paths] == [32] * 5
    assert drawn.find("pattern").get("id") == "reach-hatch"


def test_the_numbers_printed_are_the_numbers_given():
    drawn = drawing(tile_map(tiles(), title="Map"))
    printed = {}
    for text in drawn.findall("text"):
        xs = text.get("x").split()
        row = round((float(text.get("y")) - 16) / PITCH)
        each = [text.text] if len(xs) == 1 else list(text.text)
        assert len(xs) == len(each)
        printed |= {(row, (int(x) - 11) // PITCH): number for x, number in zip(xs, each, strict=True)}
    assert printed == {(tile.row, tile.col): tile.text for tile in tiles() if tile.text}


def test_a_map_is_one_picture_with_a_name_or_a_group_of_links():
    light = drawing(tile_map(tiles(), title="All districts", description="61 have one", name="a"))
    assert light.get("role") == "img"
    assert light.find("title").text == "All districts"
    assert light.get("aria-labelledby") == light.find("title").get("id") == "a-title"
    assert light.find("desc").text == "61 have one"
    linked = drawing(tile_map(tiles(linked=True), title="All districts"))
    assert linked.get("role") == "group"
    in_order = sorted(tiles(linked=True), key=lambda tile: (tile.row, tile.col))
    assert [(link.get("href"), link.find("title").text) for link in linked.findall("a")] == [
        (tile.href, tile.label) for tile in in_order
    ]


@pytest.mark.parametrize(
    ("count", "label"),
    [(None, "Badin: not known"), (0, "Badin: none reported"), (1, "Badin: 1 initiative"), (4, "Badin: 4 initiatives")],
)
def test_a_tile_says_in_words_what_it_shows(count, label):
    with override("en"):
        assert district_tile("Badin", 0, 0, count).label == label


def test_nobody_told_us_is_not_none():
    assert [step_of(count) for count in (None, 0, 1, 2, 3, 4, 40)] == [
        "unknown",
        "none",
        "low",
        "mid",
        "mid",
        "high",
        "high",
    ]


def test_two_districts_in_one_place_are_refused():
    with pytest.raises(ValueError, match="one place"):
        tile_map([Tile(0, 0, "a", "low"), Tile(0, 0, "b", "low")], title="Map")


@pytest.mark.parametrize("href", [None, f"/x{HOSTILE}"])
def test_hostile_words_stay_words(href):
    svg = tile_map([Tile(0, 0, HOSTILE, "low", HOSTILE, href)], title=HOSTILE, description=HOSTILE, name="m")
    drawn = drawing(svg)
    assert [element for element in drawn.iter() if str(element.tag).endswith("script")] == []
    assert drawn.find("title").text == HOSTILE
    assert next(drawn.iter("text")).text == HOSTILE


def test_west_stays_left_in_both_languages_and_only_the_anchor_of_a_name_turns():
    names = {}
    for language in ("en", "ur"):
        with override(language):
            drawn = drawing(tile_map(tiles(), regions(language), title="Map"))
        assert drawn.get("direction") == "ltr"
        names[language] = drawn.findall("g[@class='regions']/text")
    assert [(name.get("x"), name.get("y")) for name in names["en"]] == [
        (name.get("x"), name.get("y")) for name in names["ur"]
    ]
    assert {name.get("direction") for name in names["ur"]} == {"rtl"}
    turned = {"start": "end", "end": "start"}
    assert [turned[name.get("text-anchor")] for name in names["ur"]] == [
        name.get("text-anchor") for name in names["en"]
    ]
    assert "بلوچستان" in [name.text for name in names["ur"]]


def test_no_name_of_a_province_stands_on_a_tile():
    taken = {(tile.row, tile.col) for tile in tiles()}
    for region in regions("en"):
        long = len(region.text) * 8 / PITCH
        start = region.col - long if region.side == "west" else region.col
        under = {(region.row, col) for col in range(max(0, int(start)), int(start + long))}
        assert under & taken == set(), region.text


def test_the_key_names_every_step():
    with override("en"):
        key = fragment(initiative_key("a"))
    assert [words(entry.find("span")) for entry in key.iter("li")] == [
        "4 or more initiatives",
        "2 or 3 initiatives",
        "1 initiative",
        "None reported",
        "Not known, or not to be shown. A blank is not a zero.",
    ]
    assert [path.get("class") or path.get("fill") for path in key.iter("path")] == [
        "high",
        "mid",
        "low",
        "none",
        "url(#a-hatch)",
    ]


def test_the_light_map_costs_about_a_kilobyte():
    svg = tile_map(tiles(), regions("en"), title="Published initiatives in 160 districts")
    assert len(brotli.compress(svg.encode(), quality=5)) <= 1_500


def test_a_number_of_three_signs_is_drawn_as_narrow_as_its_tile():
    drawn = drawing(tile_map([Tile(0, 0, "Badin", "mid", "345"), Tile(0, 1, "Dadu", "mid", "34")], title="Map"))
    assert {each.text: each.get("textLength") for each in drawn.findall("text")} == {"345": "19", "34": None}
