"""The style sheets: light enough for a slow line, right in both directions, and in line with the marks drawn."""

import re
from pathlib import Path

import brotli
import pytest

import saanjh

STATIC = Path(saanjh.__file__).parent / "web" / "static" / "saanjh"
TEMPLATES = Path(saanjh.__file__).parent / "web" / "templates"
BUDGETS = {"look.css": 3_620, "desk.css": 620, "favicon.svg": 250}
PHYSICAL = re.compile(
    r"[{;]\s*(?:(?:margin|padding|border)-(?:left|right|top|bottom)\b|(?:left|right|top|bottom|width|height)\s*:"
    r"|(?:min|max)-(?:width|height)\s*:|float\s*:|text-align\s*:\s*(?:left|right))"
)


def text(name):
    return (STATIC / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BUDGETS)
def test_a_file_keeps_its_budget_on_the_wire(name):
    assert len(brotli.compress(text(name).encode(), quality=11)) <= BUDGETS[name]


@pytest.mark.parametrize("name", ["look.css", "desk.css"])
def test_only_directions_of_reading_are_named(name):
    rules = re.sub(r"@media[^{]*|/\*.*?\*/", "", text(name), flags=re.DOTALL)
    assert PHYSICAL.findall(rules) == []


def test_a_physical_direction_would_be_found():
    assert PHYSICAL.findall("a{margin-left:1px}")
    assert PHYSICAL.findall("a{color:red;left:0}")
    assert not PHYSICAL.findall("a{border-inline-start:0;line-height:1;inset-block-start:0}")


@pytest.mark.parametrize("name", ["look.css", "desk.css", "favicon.svg"])
def test_nothing_is_fetched(name):
    assert re.findall(r"url\(|@import|href=", text(name)) == []


@pytest.mark.parametrize("name", ["look.css", "desk.css"])
def test_every_brace_is_closed(name):
    assert text(name).count("{") == text(name).count("}")


@pytest.mark.parametrize(
    "condition", ["prefers-color-scheme:dark", "prefers-contrast:more", "forced-colors:active", "print"]
)
def test_the_look_answers_what_a_reader_has_asked_of_the_system(condition):
    assert len(re.findall(rf"@media\s*\(?{condition}", text("look.css"))) >= 1


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("ink", "paper", 7),
        ("soft", "paper", 4.5),
        ("soft", "wash", 4.5),
        ("blue", "paper", 4.5),
        ("paper", "blue", 4.5),
        ("madder", "paper", 4.5),
        ("ink", "mid", 4.5),
        ("ink", "pale", 4.5),
        ("blue", "wash", 4.5),
        ("edge", "paper", 3),
    ],
)
def test_words_and_frames_stand_out_from_their_ground(scheme, ink, ground, least):
    tokens = [
        dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", part)) for part in re.split(r"dark\){|}}", text("look.css"))[:2]
    ]
    assert contrast(tokens[scheme][ink], tokens[scheme][ground]) >= least


def test_no_template_has_a_style_or_an_event_of_its_own():
    found = [
        f"{file.name}: {match}"
        for file in TEMPLATES.rglob("*.html")
        for match in re.findall(r"""<[^>]*\s(?:style|on[a-z]+)=|\|safe\b|<style""", file.read_text(encoding="utf-8"))
    ]
    assert found == []
