"""Charts: lengths are the numbers given, every picture has a name, no style and no text that would turn round."""

import re

import pytest
from django.utils.translation import override

from saanjh.web.components.bars import Column, bar, columns
from saanjh.web.components.dots import Point, dots
from saanjh.web.components.evidence import evidence
from saanjh.web.components.spark import spark
from tests.web.components.reading import drawing, fragment, words

BEFORE, AFTER = Point(44, 37, 51, filled=False), Point(63, 56, 70)
PICTURES = {
    "bar": bar(41, scale=50, title="41%"),
    "columns": columns([Column(12), Column(10, 2), Column(0)], title="Money", target=1),
    "dots": dots([BEFORE, AFTER], target=60, title="Contact"),
    "spark": spark([3, 4, 0, 14], title="Reviews"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_has_a_name_and_neither_style_nor_text(name):
    drawn = drawing(PICTURES[name])
    assert drawn.get("role") == "img"
    assert drawn[0].tag == "title"
    assert drawn[0].text
    assert [element for element in drawn.iter() if "style" in element.attrib or element.tag in {"style", "text"}] == []


def test_a_picture_without_a_name_is_decoration():
    drawn = drawing(bar(10))
    assert (drawn.get("aria-hidden"), drawn.get("role"), drawn.find("title")) == ("true", None, None)


def test_a_bar_is_as_long_as_its_share_of_the_scale_and_never_longer():
    assert drawing(bar(41, scale=50)).find("rect").get("width") == "82%"
    assert drawing(bar(0)).find("rect").get("width") == "0%"
    assert drawing(bar(130)).find("rect").get("width") == "100%"


@pytest.mark.parametrize(("value", "scale"), [(-1, 100), (1, 0)])
def test_a_length_that_cannot_be_is_refused(value, scale):
    with pytest.raises(ValueError, match="no length"):
        bar(value, scale=scale)


def test_dots_stand_at_their_values_with_their_intervals():
    drawn = drawing(PICTURES["dots"])
    assert [(dot.get("cx"), dot.get("class")) for dot in drawn.findall("circle")] == [
        ("44%", "hollow"),
        ("63%", None),
    ]
    intervals = [(line.get("x1"), line.get("x2")) for line in drawn.findall("line") if not line.get("class")]
    assert intervals == [("37%", "51%"), ("56%", "70%")]
    assert [line.get("x1") for line in drawn.findall("line[@class='target']")] == ["60%"]


def test_each_dot_has_a_line_of_its_own_inside_the_picture():
    drawn = drawing(dots([AFTER, AFTER, AFTER]))
    heights = [float(dot.get("cy")) for dot in drawn.findall("circle")]
    assert heights == sorted(set(heights))
    assert heights[-1] + 4.5 < float(drawn.get("height"))


def test_a_value_outside_its_interval_is_refused():
    with pytest.raises(ValueError, match="outside"):
        Point(80, 10, 70)


def test_columns_are_as_high_as_their_sums_and_the_promised_part_is_hollow():
    drawn = drawing(columns([Column(10), Column(4, 4)], title="Money"))
    filled = [int(rect.get("height")) for rect in drawn.findall("rect")]
    hollow = [int(box.get("height")) for box in drawn.findall("svg")]
    assert (filled, hollow) == ([148, 59], [59])
    assert [box.find("rect").get("class") for box in drawn.findall("svg")] == ["hollow"]


@pytest.mark.parametrize("series", [[], [Column(0)]])
def test_columns_without_anything_are_an_empty_picture(series):
    assert drawing(columns(series, title="Nothing")).findall("rect") == []


def test_a_spark_runs_from_0_to_its_highest_value():
    points = re.findall(r"([\d.]+),([\d.]+)", drawing(spark([0, 7, 14])).find("polyline").get("points"))
    assert [(float(x), float(y)) for x, y in points] == [(0, 22), (50, 12), (100, 2)]
    with pytest.raises(ValueError, match="two values"):
        spark([1])


@pytest.mark.parametrize("level", range(5))
def test_evidence_has_as_many_filled_squares_as_its_level_and_says_so(level):
    with override("en"):
        drawn = fragment(evidence(level))
    filled, hollow = (path.get("d").count("M") for path in drawn.iter("path"))
    assert (filled, hollow) == (level, 4 - level)
    assert words(drawn).startswith(f"Evidence {level} of 4: ")


def test_evidence_beyond_its_levels_is_refused():
    with pytest.raises(ValueError, match="0 to 4"):
        evidence(5)


def test_a_scale_may_begin_above_0_and_what_lies_before_stands_at_its_beginning():
    drawn = drawing(dots([Point(60, 50, 70)], start=40, scale=90, target=30))
    assert [dot.get("cx") for dot in drawn.findall("circle")] == ["40%"]
    assert [(line.get("x1"), line.get("x2")) for line in drawn.findall("line") if not line.get("class")] == [
        ("20%", "60%")
    ]
    assert [line.get("x1") for line in drawn.findall("line[@class='target']")] == ["0%"]
