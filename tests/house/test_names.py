"""Names say what a thing is, files say their idea in one line, and pages hold no style or script of their own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.code import parsed

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "saanjh"
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "managers", "service"}
EMPTY_NAMES |= {"services", "misc", "stuff", "lib"}


def modules() -> Iterator[Path]:
    """Every Python file of the project but those that Django generates, and the tests."""
    for folder in (SOURCE, ROOT / "tests"):
        yield from (file for file in sorted(folder.rglob("*.py")) if "migrations" not in file.parts)


def says_nothing(path: str) -> bool:
    """Whether a file or a folder on this path has a name that would fit any other."""
    words = {word for part in Path(path).with_suffix("").parts for word in part.lower().strip("_").split("_")}
    return bool(words & EMPTY_NAMES)


def test_no_module_has_a_name_that_says_nothing() -> None:
    templates = SOURCE / "web" / "templates"
    named_by_allauth = {"account", "allauth", "mfa", "usersessions"}
    ours = [file for file in templates.rglob("*.html") if file.relative_to(templates).parts[0] not in named_by_allauth]
    everywhere = [*modules(), *ours, *(SOURCE / "web" / "static" / "saanjh").glob("*")]
    assert [str(file) for file in everywhere if says_nothing(str(file.relative_to(ROOT)))] == []


@pytest.mark.parametrize("path", ["src/saanjh/web/utils.py", "src/saanjh/core/x.py", "tests/date_helpers.py"])
def test_an_empty_name_would_be_found(path: str) -> None:
    assert says_nothing(path)


def idea(text: str) -> str:
    """The first line of a module's docstring."""
    return (ast.get_docstring(parsed(text)) or "").partition("\n")[0]


def test_every_module_says_its_idea_in_one_line() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in modules()
        if (text := file.read_text(encoding="utf-8")).strip() and not re.search(r"\w.*[.:?]$", idea(text))
    ]
    assert silent == []


def test_a_module_without_its_idea_would_be_found() -> None:
    assert idea("x = 1\n") == ""
    assert idea('"""One idea.\n\nMore."""\n') == "One idea."


FORBIDDEN = {
    "style of its own": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "script of its own": re.compile(r"<script\b(?![^>]*(?:\ssrc=|\stype=\"application/json\"))", re.IGNORECASE),
    "script with words inside": re.compile(r"<script\b(?![^>]*\stype=\"application/json\")[^>]*>\s*[^<\s]", re.I),
    "event": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "script as an address": re.compile(r"javascript:", re.IGNORECASE),
    "unescaped words": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off|\|\s*safeseq\b"),
    "something fetched from elsewhere": re.compile(r"<(?:link|script|img)\b[^>]*(?:src|href)=[\"'](?:https?:)?//"),
    "side of the page instead of beginning or end": re.compile(r"\salign=|<center\b|<font\b", re.IGNORECASE),
}  # fmt: skip


def careless(markup: str) -> list[str]:
    """What a page may not hold, as names of the rules above."""
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(markup)]


def test_no_page_holds_style_or_script() -> None:
    pages = sorted(SOURCE.rglob("*.html"))
    assert len(pages) > 30
    found = {str(file.relative_to(SOURCE)): careless(file.read_text(encoding="utf-8")) for file in pages}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("rule", "markup"),
    [
        ("style of its own", '<p style="color:red">'),
        ("style of its own", "<style>p{}</style>"),
        ("script of its own", "<script>alert(1)</script>"),
        ("script with words inside", '<script src="a.js">alert(1)</script>'),
        ("event", '<button onclick="go()">'),
        ("script as an address", '<a href="javascript:go()">'),
        ("unescaped words", "{{ words|safe }}"),
        ("something fetched from elsewhere", '<link rel="stylesheet" href="https://fonts.example.org/a.css">'),
    ],
)
def test_a_careless_page_would_be_found(rule: str, markup: str) -> None:
    assert rule in careless(markup)


def test_a_careful_page_passes() -> None:
    assert careless('<script src="{% static "saanjh/keys.js" %}" defer></script><p class="style">content</p>') == []
    assert careless('<script data-x="y" type="application/json">{"a": 1}</script>') == []


# Where words become markup: what is drawn, and the history's sentences, which escape each fact they hold.
DRAWN = ("web/components/", "web/templatetags/", "web/histories.py")


def test_python_makes_markup_only_where_it_is_drawn() -> None:
    found = [
        file.relative_to(SOURCE).as_posix()
        for file in sorted(SOURCE.rglob("*.py"))
        if re.search(r"\b(?:mark_safe|SafeString|SafeText)\(", file.read_text(encoding="utf-8"))
    ]
    assert found
    assert [name for name in found if not name.startswith(DRAWN)] == []
