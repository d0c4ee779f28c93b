"""The headers of every route, whatever it answers; and the cookies of an installation that others reach."""

import json
import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.views.decorators.cache import cache_control

from saanjh.ground.models import Person
from saanjh.urls import urlpatterns as real
from saanjh.web.bodies import TOO_LARGE
from saanjh.web.guards import open_to_all, signed_in
from saanjh.web.middleware import shaping
from tests.factories import a_person
from tests.installations import Installation, environment_for, with_tables
from tests.web import access_matrix as matrix
from tests.web import breaking
from tests.web.test_access import WHO

pytestmark = pytest.mark.django_db
PAGE = {
    "default-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "script-src 'self'",
    "style-src 'self'",
}
HANDED_OUT = {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'none'", "sandbox"}
SAME = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SHUT = {"camera=()", "geolocation=()", "microphone=()", "payment=()", "usb=()"}


def amiss(response: HttpResponse, *, private: bool = False, unseen: bool = False) -> list[str]:
    """What is wrong in the headers of an answer.

    `private`: it was given to somebody who is signed in, or tells of what only they may see. `unseen`: nobody learns
    from it that somebody was here.
    """
    policy = response.get("Content-Security-Policy", "")
    handed_out = response.get("Content-Disposition", "").startswith("attachment") and response.status_code == 200
    lacks = (HANDED_OUT if handed_out else PAGE) - set(policy.split("; "))
    wrong = [f"{name}: {response.get(name)}" for name, value in SAME.items() if response.get(name) != value]
    if lacks:
        wrong.append(f"Content-Security-Policy lacks {sorted(lacks)}")
    if re.search(r"unsafe-|\*|https?:", policy):
        wrong.append(f"Content-Security-Policy: {policy}")
    if not set(response.get("Permissions-Policy", "").split(", ")) >= SHUT:
        wrong.append(f"Permissions-Policy: {response.get('Permissions-Policy')}")
    referrer = "no-referrer" if unseen else "same-origin"
    if response.get("Referrer-Policy") != referrer:
        wrong.append(f"Referrer-Policy: {response.get('Referrer-Policy')}")
    if (private or response.status_code >= 400) and "no-store" not in response.get("Cache-Control", ""):
        wrong.append(f"Cache-Control: {response.get('Cache-Control')}")
    return wrong


class Asking:
    """Asks a route in each way that leads to another answer, and keeps what is wrong in the answers."""

    def __init__(self, people: list[Person], breaker: breaking.Breaker) -> None:
        self.breaker = breaker
        self.actors = [matrix.Actor("nobody", None, Client(raise_request_exception=False))]
        for person in people:
            self.actors.append(matrix.Actor(person.username, person, Client(raise_request_exception=False)))
            self.actors[-1].client.force_login(person)
        self.cookies = {actor.name: _values(actor.client) for actor in self.actors}
        self.known: dict[tuple[Any, str], list[Any]] = {}
        self.problems: list[str] = []
        self.seen: dict[str, set[int]] = {}

    def everything(self, route: matrix.Route) -> None:
        actor, thing = breaking.whose(route, self.actors, self.known)
        url = breaking.secret_address(route) if "(?P" in route.address else matrix.address(route, thing)
        client, nobody = actor.client, self.actors[0].client
        strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
        strict.cookies.load(self.cookies[actor.name])
        private = actor.person is not None
        ask_it = client.get if "GET" in route.policy.methods else client.post
        asks: list[tuple[Callable[[], Any], bool]] = [
            (lambda: client.get(url), private),
            (lambda: nobody.get(url), False),
            (lambda: client.post(url), private),
            (lambda: strict.post(url), private),  # without a token
            (lambda: client.put(url), private),
            (lambda: client.get(f"{url}?x=%00"), private),
            (lambda: client.post(url, **{TOO_LARGE: True}), private),
            (lambda: self.broken(ask_it, url, RuntimeError), private),
            (lambda: self.broken(ask_it, url, breaking.OperationalError), private),
        ]
        for ask, is_private in asks:
            for each in (actor, self.actors[0]):  # one of the routes signs out, another one signs in
                each.client.cookies.clear()
                each.client.cookies.load(self.cookies[each.name])
            self.look(route, ask, is_private)

    def look(self, route: matrix.Route, ask: Callable[[], Any], private: bool) -> None:
        with transaction.atomic():
            response = ask()
            transaction.set_rollback(True)
        self.seen.setdefault(route.name or route.address, set()).add(response.status_code)
        for wrong in amiss(response, private=private, unseen=not route.policy.logged):
            self.problems.append(f"{response.request['PATH_INFO']} ({response.status_code}): {wrong}")

    def broken(self, ask_it: Callable[[str], Any], url: str, error: type[Exception]) -> Any:
        """The view fails as it begins."""
        self.breaker.at, self.breaker.kind = 0, breaking.ERRORS.index(error) - 1
        try:
            return ask_it(url)
        finally:
            self.breaker.at = None


def _values(client: Client) -> dict[str, str]:
    return {name: cookie.value for name, cookie in client.cookies.items()}


@pytest.fixture
def breaker(monkeypatch: pytest.MonkeyPatch) -> breaking.Breaker:
    made = breaking.Breaker(monkeypatch)
    made.at = None
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)  # tests/web/test_logs.py looks at the logs
    return made


@pytest.mark.slow
def test_every_route_has_its_headers_whatever_it_answers(world: Any, breaker: breaking.Breaker) -> None:
    asking = Asking([world.people[name] for name in WHO.values()], breaker)
    routes = matrix.routes()
    for route in routes:
        asking.everything(route)
    assert asking.problems == []
    assert {status for seen in asking.seen.values() for status in seen} >= {200, 302, 403, 404, 405, 413, 500, 503}
    for status in (404, 413, 500, 503):
        assert {name for name, seen in asking.seen.items() if status not in seen} == set(), status
    desk = {route.name or route.address for route in routes if not route.policy.is_open}
    assert {name for name in desk if not asking.seen[name] & {302, 405}} == set()


# Deliberately wrong variants, each of which must be found


@open_to_all()
def embeds(request: HttpRequest) -> HttpResponse:
    """A view whose author let anything in."""
    return HttpResponse("", headers={"Content-Security-Policy": "script-src 'self' 'unsafe-inline' https:"})


@signed_in()
@cache_control(max_age=60)
def stays(request: HttpRequest) -> HttpResponse:
    """A page for one person which the browser keeps for the next one."""
    return HttpResponse("")


@open_to_all(logged=False)
def tells(request: HttpRequest) -> HttpResponse:
    """A page that nobody should learn of, and a header that says otherwise."""
    return HttpResponse("")


urlpatterns = [*real, path("en/embeds/", embeds), path("desk/stays/", stays), path("en/tells/", tells)]


def test_a_view_that_opens_the_policy_or_lets_a_browser_keep_a_page_is_found(client: Client) -> None:
    client.force_login(a_person())
    with override_settings(ROOT_URLCONF="tests.web.test_headers"):
        assert set(_names(amiss(client.get("/en/embeds/")))) == {"Content-Security-Policy"}
        assert _names(amiss(client.get("/desk/stays/"), private=True)) == ["Cache-Control"]
        assert amiss(client.get("/en/tells/"), unseen=True) == []
        assert _names(amiss(client.get("/en/tells/"))) == ["Referrer-Policy"]


@pytest.mark.parametrize("name", sorted(shaping.HEADERS))
def test_a_header_that_is_not_sent_is_found(name: str, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    if name not in {"Referrer-Policy", "X-Content-Type-Options", "Cross-Origin-Opener-Policy"}:  # Django's own, too
        monkeypatch.delitem(shaping.HEADERS, name)
    else:
        monkeypatch.setitem(shaping.HEADERS, name, "")
        monkeypatch.setattr("django.middleware.security.SecurityMiddleware.process_response", lambda _self, _r, r: r)
    assert name in _names(amiss(client.get("/en/")))


def _names(problems: list[str]) -> list[str]:
    return [re.split("[: ]", each)[0] for each in problems]


# An installation that others reach


VISIT = """
import json
from django.test import Client
from saanjh.ground.actions import people
from saanjh.ground.models import Person

people.add(username="somebody", name="Somebody", password="neem tree by the canal", by=Person.objects.system())
client = Client(raise_request_exception=False)
https = {"secure": True, "HTTP_HOST": "saanjh.example.org"}
answers = [client.get("/en/account/login/", HTTP_HOST="saanjh.example.org")]
answers.append(client.get("/en/account/login/", **https))
words = {"login": "somebody", "password": "neem tree by the canal"}
answers.append(client.post("/en/account/login/", words, **https))
answers += [client.get(url, **https) for url in ("/desk/", "/en/", "/en/nowhere/", "/healthz")]
answers.append(client.put("/desk/", **https))
cookies = {
    name: [cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]]
    for answer in answers for name, cookie in answer.cookies.items()
}
print(json.dumps([[[a.status_code, a.get("Strict-Transport-Security"), a.get("Location")] for a in answers], cookies]))
"""


@pytest.fixture(scope="module")
def reached(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """One that is not local: https at a name of its own."""
    data = tmp_path_factory.mktemp("reached")
    served = {"SAANJH_LOCAL": "0", "SAANJH_HOSTS": "saanjh.example.org"}
    with_tables(data)
    made = Installation(data, {**environment_for(data), **served})
    for words in (["migrate", "--verbosity", "0"], ["collectstatic", "--no-input", "--verbosity", "0"]):
        done = made.saanjh(*words)
        assert done.returncode == 0, done.stderr
    return made


@pytest.mark.slow
def test_where_others_reach_it_only_https_is_spoken_and_cookies_are_bound_to_the_host(reached: Installation) -> None:
    answers, cookies = json.loads(reached.python(VISIT).splitlines()[-1])
    assert answers[0] == [301, None, "https://saanjh.example.org/en/account/login/"]
    assert [status for status, _hsts, _to in answers[1:]] == [200, 302, 200, 200, 404, 200, 405]
    assert {hsts for _status, hsts, _to in answers[1:]} == {"max-age=31536000; includeSubDomains"}
    assert set(cookies) >= {"__Host-session", "__Host-csrf"}
    for name, kept in cookies.items():
        assert name.startswith("__Host-"), name
        assert kept in ([True, True, "Lax", "/", ""], [True, True, "Strict", "/", ""]), name
