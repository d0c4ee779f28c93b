"""A real browser before a real server: the demo, told once, served by `saanjh serve`."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.installations import ROOT, Installation, environment_for, free_port, wait_until

CHROMIUM = os.environ.get("SAANJH_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
SCREENSHOTS = ROOT / "docs" / "screenshots"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1366, "height": 900}

VISITS = """
import json
from saanjh.bench.visits import cookie_of, visits
rows = [
    {"name": each.name, "path": each.path, "public": each.is_public, "person": each.person and each.person.username}
    for each in visits()
]
cookies = {each.person.username: cookie_of(each.person).partition("=")[2] for each in visits() if each.person}
print(json.dumps([rows, cookies]))
"""
SIGN_INS = """
import json
from saanjh.demo.people import sign_ins
print(json.dumps([vars(each) for each in sign_ins()]))
"""


@dataclass(frozen=True)
class Site:
    """The running site, and what a journey must know of its demo."""

    address: str
    installation: Installation

    def sign_in_of(self, username: str) -> dict[str, str]:
        """User name, password and the code of this moment."""
        rows = json.loads(self.installation.python(SIGN_INS))
        return next(row for row in rows if row["username"] == username)

    def visits(self) -> tuple[list[dict[str, Any]], dict[str, str]]:
        """Every page with the person who opens it, and a session cookie for each of these people."""
        rows, cookies = json.loads(self.installation.python(VISITS))
        return rows, cookies


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo behind the real server, worker and ticker."""
    data = tmp_path_factory.mktemp("site")
    port = free_port()
    environment = {**environment_for(data), "SAANJH_ADDRESS": f"http://127.0.0.1:{port}", "SAANJH_TOTP_TOLERANCE": "10"}
    installation = Installation(data, environment)
    for command in (["migrate", "--verbosity", "0"], ["demo"]):
        done = installation.saanjh(*command)
        assert done.returncode == 0, done.stderr
    server = installation.start("serve", "--port", str(port))
    try:
        wait_until(lambda: _answers(port), seconds=60)
        yield Site(f"http://127.0.0.1:{port}", installation)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "No Chromium on this machine: install the package chromium, or name one in SAANJH_CHROMIUM."
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


@dataclass
class Walker:
    """Somebody at a browser: their own session, their screen, with or without scripts."""

    context: BrowserContext
    page: Page
    site: Site

    def open(self, path: str) -> None:
        self.page.goto(self.site.address + path)

    def sign_in(self, username: str, language: str = "en") -> None:
        """Through the sign-in page, with the second factor where one is asked for."""
        row = self.site.sign_in_of(username)
        self.open(f"/{language}/account/login/")
        self.page.fill("input[name=login]", row["username"])
        self.page.fill("input[name=password]", row["password"])
        self.page.click("main button[type=submit], main form button")
        if row["code"]:
            self.page.fill("input[name=code]", row["code"])
            self.page.click("main form button")

    def press(self, words: str) -> None:
        """Press the button or follow the link with these words."""
        found = self.page.get_by_role("button", name=words, exact=True).or_(
            self.page.get_by_role("link", name=words, exact=True)
        )
        found.first.click()

    def shot(self, name: str) -> None:
        """A screenshot for the documentation, kept only when asked for: SAANJH_SCREENSHOTS=1."""
        if os.environ.get("SAANJH_SCREENSHOTS"):
            SCREENSHOTS.mkdir(exist_ok=True)
            self.page.screenshot(path=str(SCREENSHOTS / f"{name}.png"), full_page=False)


@pytest.fixture
def walk(browser: Browser, site: Site, tmp_path: Path) -> Iterator[Any]:
    """walk(language, size, scripts) -> a Walker; each has a browser session of its own, closed afterwards."""
    contexts = []

    def begin(language: str = "en", size: dict[str, int] = DESK, scripts: bool = True) -> Walker:
        locale = {"en": "en-GB", "ur": "ur-PK"}[language]
        context = browser.new_context(locale=locale, viewport=size, java_script_enabled=scripts)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return Walker(context, context.new_page(), site)

    yield begin
    for context in contexts:
        context.close()
