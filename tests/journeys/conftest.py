"""A real browser before a real server: the demo, told once, served by `saanjh serve`."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
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
from itertools import groupby
from saanjh.bench.pages import opens
from saanjh.bench.visits import cookie_of, visits
NOT_PAGES = {"bench_empty", "file", "selection_record_json"}
found = [list(same) for _name, same in groupby(visits(candidates=3), key=lambda visit: visit.name)]
todo = [next(filter(opens, same), same[0]) for same in found if same[0].name not in NOT_PAGES]
todo.sort(key=lambda visit: "/account/" not in visit.path)  # some of these ask for a sign-in of just now
rows = [
    {"path": each.path, "status": each.status, "person": each.person and each.person.username}
    for each in todo
]
cookies = {each.person.username: cookie_of(each.person).partition("=")[2] for each in todo if each.person}
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

    @cached_property
    def sign_ins(self) -> dict[str, dict[str, str]]:
        """User name, password and a code that is good for five minutes, by user name: asked for once a journey."""
        return {row["username"]: row for row in json.loads(self.installation.python(SIGN_INS))}

    def visits(self) -> tuple[list[dict[str, Any]], dict[str, str]]:
        """Every page with the person who opens it, and a session cookie for each of these people."""
        rows, cookies = json.loads(self.installation.python(VISITS, seconds=300))
        return rows, cookies


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo in it, told once; each site gets a copy."""
    data = tmp_path_factory.mktemp("told")
    installation = Installation(data, environment_for(data))
    for command in (["migrate", "--verbosity", "0"], ["demo"], ["collectstatic", "--no-input", "--verbosity", "0"]):
        done = installation.saanjh(*command)
        assert done.returncode == 0, done.stderr
    return data


@contextmanager
def running(told: Path, data: Path) -> Iterator[Site]:
    """A copy of the demo behind the real server, worker and ticker."""
    shutil.copytree(told, data, dirs_exist_ok=True)
    port = free_port()
    environment = {**environment_for(data), "SAANJH_ADDRESS": f"http://127.0.0.1:{port}", "SAANJH_TOTP_TOLERANCE": "10"}
    environment["SAANJH_STAFF_IDLE_MINUTES"] = "720"  # the cookies are made before the walk begins
    installation = Installation(data, environment)
    server = installation.start("serve", "--port", str(port))
    try:
        wait_until(lambda: _answers(port), seconds=60)
        yield Site(f"http://127.0.0.1:{port}", installation)
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="session")
def site(told: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that is only looked at."""
    with running(told, tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture
def fresh_site(told: Path, tmp_path: Path) -> Iterator[Site]:
    """A site of one's own, to change."""
    with running(told, tmp_path) as made:
        yield made


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
    """Somebody at a browser: their own session, their screen, their language, with or without scripts."""

    context: BrowserContext
    page: Page
    site: Site
    language: str

    def open(self, path: str) -> None:
        answer = self.page.goto(self.site.address + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"

    def sign_in(self, username: str) -> "Walker":
        """As somebody of the demo's cast, with the second factor where one is asked for."""
        row = self.site.sign_ins[username]
        return self.enter(row["username"], row["password"], row["code"])

    def enter(self, username: str, password: str, code: str = "") -> "Walker":
        """Through the sign-in page, into the language of the walk."""
        self.open(f"/{self.language}/account/login/")
        self.fill(login=username, password=password)
        self.send()
        if code:
            self.fill(code=code)
            self.send()
        self.open("/desk/")
        switch = self.page.locator(f"form[action='/desk/language/']:has(input[value={self.language}]) button")
        if switch.count():
            switch.first.click()
        assert self.page.locator("html").get_attribute("lang") == self.language
        return self

    def send(self) -> None:
        """Press the first button of the page's form."""
        before = self.page.url
        button = "button:not([name=later]):not([name=more]):not([name=use]):not([name=attach]):not(.unseen)"
        self.page.locator(f"main form:not([role=search]) {button}").first.click()
        self.page.wait_for_load_state()
        wrong = self.page.locator("main .mend:visible")
        assert not wrong.count(), f"{before}: {wrong.first.inner_text()}"

    def follow(self, address: str) -> None:
        """Follow the first link of the page whose address holds these words."""
        link = self.page.locator(f"main a[href*='{address}']").first
        here = f"{self.page.url}: {self.page.locator('main').inner_text()[:2000]}"
        assert link.count(), f"nothing leads to {address} from {here}"
        link.click()
        self.page.wait_for_load_state()

    def fill(self, **words: str) -> None:
        """Type into fields by their names (two underscores stand for a hyphen)."""
        for name, word in words.items():
            self.page.fill(f"[name='{name.replace('__', '-')}']", word)

    def choose(self, name: str, value: str) -> None:
        """Tick the choice."""
        self.page.check(f"input[name='{name}'][value='{value}']")

    def says(self, words: str) -> bool:
        """Whether the page's own part says these words."""
        return words in " ".join(self.page.locator("main").inner_text().split())

    def shot(self, name: str) -> None:
        """A screenshot for the documentation, kept only when asked for: SAANJH_SCREENSHOTS=1."""
        if os.environ.get("SAANJH_SCREENSHOTS"):
            SCREENSHOTS.mkdir(exist_ok=True)
            self.page.screenshot(path=str(SCREENSHOTS / f"{name}.png"))


@pytest.fixture
def walk(browser: Browser) -> Iterator[Any]:
    """walk(site, language, size, scripts) -> a Walker; each has a browser session of its own, closed afterwards."""
    contexts = []

    def begin(site: Site, language: str = "en", size: dict[str, int] = DESK, scripts: bool = True) -> Walker:
        locale = {"en": "en-GB", "ur": "ur-PK"}[language]
        context = browser.new_context(locale=locale, viewport=size, java_script_enabled=scripts)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return Walker(context, context.new_page(), site, language)

    yield begin
    for context in contexts:
        context.close()
