"""Applying by keyboard alone: Tab, Enter, Space and letters; where one is can always be seen."""

from typing import Any

import pytest

from tests.journeys.conftest import DESK, Site

pytestmark = pytest.mark.journey
# Where the focus is, and whether a line is drawn around it.
SEEN = """
(() => {
  const style = getComputedStyle(document.activeElement)
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
})()
"""
TITLE = "A well for both lanes"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_an_applicant_needs_no_mouse(language: str, fresh_site: Site, walk: Any) -> None:
    """Open call, apply, sign in, begin, fill in the first page, save."""
    editor = walk(fresh_site, language, DESK, scripts=False)
    editor.open(f"/{language}/calls/")
    _skip_to_the_content(editor)
    _enter(editor, "main a[href*='/calls/']")
    _enter(editor, "main a[href*='/apply/']")
    row = fresh_site.sign_ins["editor"]
    _type(editor, "[name=login]", row["username"])
    _type(editor, "[name=password]", row["password"])
    with editor.page.expect_navigation():
        editor.page.keyboard.press("Enter")
    assert editor.page.url.endswith("/apply/")
    if editor.page.locator("html").get_attribute("lang") != language:
        _enter(editor, "form[action='/desk/language/'] button")
    _tab_to(editor, "[name=written_in]")
    editor.page.keyboard.press("Space")
    _enter(editor, "main button")
    assert editor.page.url.endswith("/about/")
    _type(editor, "[name=title_en]", TITLE)
    _enter(editor, "main button:not([name]):not(.unseen)")
    assert editor.page.url.endswith("/partners/")
    _enter(editor, "main a.button")
    assert editor.page.url.endswith("/answers/1/")
    editor.page.go_back()
    editor.page.go_back()
    editor.page.reload()
    assert editor.page.locator("[name=title_en]").input_value() == TITLE


def _skip_to_the_content(editor: Any) -> None:
    """The first thing that Tab reaches leads past the navigation."""
    editor.page.keyboard.press("Tab")
    assert editor.page.evaluate("document.activeElement.matches('.skip')")
    box = editor.page.locator(".skip").bounding_box()
    assert box["width"] > 20
    assert box["height"] > 20
    editor.page.keyboard.press("Enter")
    editor.page.keyboard.press("Tab")
    assert editor.page.evaluate("document.activeElement.matches('main *')")
    editor.page.keyboard.press("Shift+Tab")


def _tab_to(editor: Any, css: str) -> None:
    """Go on with Tab until the focus is there; it is seen at every step."""
    for _each in range(150):
        editor.page.keyboard.press("Tab")
        assert editor.page.evaluate(SEEN), editor.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if editor.page.evaluate("css => document.activeElement.matches(css)", css):
            return
    raise AssertionError(f"Tab does not lead to {css} on {editor.page.url}")


def _enter(editor: Any, css: str) -> None:
    """Press Enter on it, and be where it leads."""
    _tab_to(editor, css)
    with editor.page.expect_navigation():
        editor.page.keyboard.press("Enter")


def _type(editor: Any, css: str, words: str) -> None:
    _tab_to(editor, css)
    editor.page.keyboard.press("Control+A")
    editor.page.keyboard.type(words)
