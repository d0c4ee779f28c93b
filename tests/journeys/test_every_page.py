"""Every page, both languages, phone and desk: nothing blocked, nothing inaccessible, nothing that spills."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import DESK, Site
from tests.journeys.looking import Ear, faults, spills

pytestmark = pytest.mark.journey
LANGUAGES = ["en", "ur"]
SAVED = (".csv", ".xlsx", "/download/")  # a browser saves these and shows nothing
# Forms sent with nothing in them: (who, where).
EMPTY = [
    (None, "/en/account/login/"),
    (None, "/en/voices/"),
    (None, "/en/join/"),
    ("programme_officer", "/desk/events/new/"),
]


def _in(path: str, language: str) -> str:
    return f"/{language}{path[3:]}" if path.startswith(("/en/", "/ur/")) else path


class Crawl:
    """A session for each person, and what each page shows and complains of."""

    def __init__(self, browser: Browser, site: Site, cookies: dict[str, str], language: str) -> None:
        self.browser, self.site, self.cookies, self.language = browser, site, cookies, language
        self.sessions: dict[str | None, tuple[Any, Ear]] = {}

    def session(self, who: str | None) -> tuple[Any, Ear]:
        if who not in self.sessions:
            self.sessions[who] = self._begin(self.cookies.get(who or ""))
        page, heard = self.sessions[who]
        heard.clear()
        return page, heard

    def _begin(self, cookie: str | None) -> tuple[Any, Ear]:
        locale = {"en": "en-GB", "ur": "ur-PK"}[self.language]
        context = self.browser.new_context(viewport=DESK, locale=locale)
        page = context.new_page()
        heard = Ear(page, self.site.address)
        if cookie:
            context.add_cookies([{"name": "session", "value": cookie, "url": self.site.address}])
            page.goto(f"{self.site.address}/desk/")
            switch = page.locator(f"form[action$='/desk/language/'] input[name=language][value={self.language}]")
            if switch.count():
                page.locator("form[action$='/desk/language/'] button").click()
        return page, heard

    def look(self, who: str | None, path: str, status: int) -> list[str]:
        """What is wrong with the page."""
        page, heard = self.session(who)
        answer = page.goto(self.site.address + path)
        if answer is None or answer.status != status:
            return [f"{path}: {answer and answer.status}"]
        if page.url != self.site.address + path:
            return [f"{path}: leads on to {page.url}"]
        if "text/html" not in answer.headers.get("content-type", ""):
            return []
        return [
            f"{path}: {line}"
            for line in [*(heard if status == 200 else heard.but_statuses()), *faults(page, self.language)]
        ]

    def send_empty(self, who: str | None, path: str) -> list[str]:
        """What is wrong with the page that comes back when its form is sent with nothing in it."""
        page, heard = self.session(who)
        page.goto(self.site.address + path)
        page.locator("main form button:not(.unseen)").first.click()
        page.wait_for_load_state()
        said = [] if page.locator("main .mend:visible").count() else ["does not say what to mend"]
        return [f"{path}, sent empty: {line}" for line in [*said, *heard.but_statuses(), *faults(page, self.language)]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_blocked_inaccessible_or_too_wide(language: str, site: Site, browser: Browser) -> None:
    visits, cookies = site.visits()
    crawl = Crawl(browser, site, cookies, language)
    problems: list[str] = []
    for visit in visits:
        if not visit["path"].endswith(SAVED):
            problems += crawl.look(visit["person"], _in(visit["path"], language), visit["status"])
    for who, path in EMPTY:
        problems += crawl.send_empty(who, _in(path, language))
    for page, _heard in crawl.sessions.values():
        page.context.close()
    assert not problems, "\n".join(problems)


PRINTED = ["/{}/", "/{}/initiatives/", "/{}/map/table/"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_prints_without_its_navigation_and_within_its_sheet(language: str, site: Site, walk: Any) -> None:
    reader = walk(site, language, {"width": 794, "height": 1123})  # A4
    reader.open(f"/{language}/initiatives/")
    first = reader.page.locator("main a[href*='/initiatives/']").first.get_attribute("href")
    reader.page.emulate_media(media="print")
    for path in [*(each.format(language) for each in PRINTED), first]:
        reader.open(path)
        assert not [nav for nav in reader.page.locator("nav").all() if nav.is_visible()], path
        assert spills(reader.page) <= 0, path
        pale = reader.page.evaluate(UNREADABLE)
        assert not pale, f"{path}: {pale}"


# Links that print as pale words: ink that is lighter than mid-grey, on white paper.
UNREADABLE = """
[...document.querySelectorAll('main a')].filter(each => {
  const [red, green, blue] = getComputedStyle(each).color.match(/\\d+/g).map(Number)
  return each.checkVisibility() && 0.2126 * red + 0.7152 * green + 0.0722 * blue > 128
}).map(each => each.textContent)
"""
