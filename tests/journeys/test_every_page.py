"""Every page, both languages, phone and desk: nothing blocked, nothing inaccessible, nothing that spills."""

from typing import Any
from urllib.parse import urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.journeys.conftest import DESK, PHONE, Site

pytestmark = pytest.mark.journey
NARROW = {"width": 320, "height": 640}
LANGUAGES = ["en", "ur"]
SPILLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Rules of WCAG 2.2 A and AA, and axe's good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def _in(path: str, language: str) -> str:
    return f"/{language}{path[3:]}" if path.startswith(("/en/", "/ur/")) else path


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_blocked_inaccessible_or_too_wide(language: str, site: Site, browser: Browser) -> None:
    visits, cookies = site.visits()
    problems: list[str] = []
    contexts: dict[Any, Any] = {}
    for visit in visits:
        if visit["path"].endswith((".csv", ".xlsx")) or visit["name"] == "file":
            continue  # a browser saves these and shows nothing
        who = visit["person"]
        if who not in contexts:
            contexts[who] = _session(browser, site, cookies.get(who), language)
        page, heard = contexts[who]
        where = f"{language} {visit['path']}"
        heard.clear()
        answer = page.goto(site.address + _in(visit["path"], language))
        if answer is None or answer.status != 200:
            problems.append(f"{where}: {answer and answer.status}")
            continue
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        problems += [f"{where}: {line}" for line in heard]
        for size in (NARROW, PHONE, DESK):
            page.set_viewport_size(size)
            wide = page.evaluate(SPILLS)
            problems += [f"{where}: {wide} px too wide at {size['width']}"] if wide > 0 else []
        found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
        problems += [f"{where}: {each['id']}: {each['nodes'][0]['html'][:140]}" for each in found]
        if page.evaluate("document.documentElement.lang") != language:
            problems.append(f"{where}: said to be in {page.evaluate('document.documentElement.lang')}")
    for page, _heard in contexts.values():
        page.context.close()
    assert not problems, "\n".join(problems)


def _session(browser: Browser, site: Site, cookie: str | None, language: str) -> tuple[Any, list[str]]:
    """A page of somebody's session, and what it complains of: blocked by the policy, errors, requests elsewhere."""
    context = browser.new_context(viewport=DESK, locale={"en": "en-GB", "ur": "ur-PK"}[language])
    if cookie:
        context.add_cookies([{"name": "session", "value": cookie, "url": site.address}])
    page = context.new_page()
    heard: list[str] = []
    host = urlparse(site.address).netloc

    def asked(request: Any) -> None:
        if urlparse(request.url).netloc not in {host, ""}:
            heard.append(f"asks {request.url}")

    page.on("console", lambda line: heard.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", asked)
    if cookie:
        page.goto(f"{site.address}/desk/")
        switch = page.locator(f"form[action$='/desk/language/'] input[name=language][value={language}]")
        if switch.count():
            page.locator("form[action$='/desk/language/'] button").click()
    return page, heard
