"""The desk’s search finds while one types where scripts run; else the same form finds when it is sent."""

from typing import Any

import pytest

from tests.journeys.conftest import DESK, PHONE, Site

pytestmark = pytest.mark.journey


def test_search_finds_while_one_types(site: Site, walk: Any) -> None:
    officer = walk(site, "en", DESK).sign_in("programme_officer")
    officer.open("/desk/search/")
    assert officer.page.locator("#found a").count() == 0
    officer.page.locator("#question").press_sequentially("SSG-2026")
    officer.page.wait_for_selector("#found a")
    assert officer.page.locator("#found").count() == 1
    assert officer.page.locator("#question").input_value() == "SSG-2026"


def test_without_scripts_search_finds_when_it_is_sent(site: Site, walk: Any) -> None:
    somebody = walk(site, "ur", PHONE, scripts=False).sign_in("signatory")
    somebody.open("/desk/search/")
    somebody.page.fill("#question", "SSG-2026")
    somebody.page.press("#question", "Enter")
    somebody.page.wait_for_selector("#found a")
