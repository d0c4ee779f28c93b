"""Every form that makes something carries a key and is answered in the one way that carries it out once.

See docs/decisions/0007-sent-once.md. Addresses come from the URLconf, so a new view is asked without anybody's list.
"""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path
from lxml import html

from saanjh.ground.access import Role
from saanjh.ground.actions import people
from saanjh.ground.models import Organisation, Person
from saanjh.ground.once import Sent
from saanjh.programmes.models import Indicator
from saanjh.urls import urlpatterns as real
from saanjh.web import answers
from saanjh.web.guards import signed_in
from tests.factories import a_person
from tests.web import access_matrix as matrix
from tests.web.test_access import WHO

pytestmark = pytest.mark.django_db
# What is sent without a key of that kind, and why that makes nothing twice.
WITHOUT = {
    "voices_new": "the signed token of its page is its key: nobody has a session there (decision 15)",
    "voices_answer": "only reads",
    "certificate_code": "only reads",
    "certificate": "only reads: the name that is typed is compared, and not kept",
    "certificates_printing": "hands out what was made before",
    "copy": "hands out what was made before; the password is asked for each time",
    "inbox_read": "what was read stays read: twice is once",
    "set_language": "the same language again is the same",
}
# Forms that begin with a question in the address: what may be answered there.
ASKED_FIRST: dict[str, Callable[[], list[str]]] = {
    "invite": lambda: [f"role={role}" for role in Role],
    "give_role": lambda: [f"role={role}" for role in Role],
    "merge_organisation": lambda: [f"into={each.public_id}" for each in Organisation.objects.current()[:2]],
    "call_reviewer": lambda: [f"of={each.public_id}" for each in Person.objects.filter(roles_held__role=Role.REVIEWER)],
    "call_decisions_propose": lambda: ["reserve=0"],
    "target_set": lambda: [
        f"indicator={code}&kind=target" for code in Indicator.objects.values_list("code", flat=True)
    ],
    "value_new": lambda: [f"indicator={code}" for code in Indicator.objects.values_list("code", flat=True)],
}


class Reached:
    """Which addresses came to `answers.answer` with what was sent, by what it asks of the key."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.paths: set[str] = set()
        key, once = answers._key, answers.once

        def asked(request: HttpRequest) -> str:
            if request.method == "POST":
                self.paths.add(request.path)
            return key(request)

        def carried_out(sent: Sent, act: Any) -> str:
            self.paths.add(sent.path)
            return once(sent, act)

        monkeypatch.setattr(answers, "_key", asked)
        monkeypatch.setattr(answers, "once", carried_out)


def ours(urlconf: str | None = None) -> list[matrix.Route]:
    """Every route of ours that takes what is sent; the sign-in library changes passwords and factors, never twice."""
    return [
        route
        for route in matrix.routes(urlconf)
        if "POST" in route.policy.methods and getattr(route.view, "policy", None) is not None
    ]


def tries(route: matrix.Route, actors: list[matrix.Actor]) -> Iterator[tuple[matrix.Actor, str]]:
    """Everybody for whom the route opens, with each thing that it opens for them."""
    for actor in actors:
        finds = route.policy.finds
        for thing in [None] if finds is None else matrix.things(finds, matrix.own_scopes(actor.person)):
            if matrix.expected_to_open(route, actor, thing):
                for question in ASKED_FIRST.get(route.name, lambda: [""])():
                    yield actor, f"{matrix.address(route, thing)}?{question}"


def without_key(response: Any, address: str) -> bool:
    """Whether the page has a form that is sent to itself and carries no key."""
    if response.status_code != 200:
        return False
    forms = html.fromstring(response.content).xpath("//main//form[translate(@method,'POST','post')='post']")
    mine = [form for form in forms if (form.get("action") or address).partition("?")[0] == address]
    return any(not form.xpath(".//input[@name='once' and string(@value)]") for form in mine)


def as_it_stands(page: Any) -> dict[str, Any]:
    """What the page's own form would send if nobody touched it."""
    if page is None or page.status_code != 200:
        return {}
    forms = [form for form in html.fromstring(page.content).xpath("//main//form") if form.method == "POST"]
    return {
        name: list(value) if isinstance(value, (set, html.CheckboxValues)) else value
        for form in forms[:1]
        for name, value in form.fields.items()
        if value is not None
    }


def careless(routes: list[matrix.Route], people_: list[Person], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The routes that would make something twice: name -> what was seen."""
    actors = [matrix.Actor("nobody", None), *(matrix.Actor(person.username, person) for person in people_)]
    found: dict[str, str] = {}
    reached = Reached(monkeypatch)
    for route in routes:
        found[route.name] = "never came to answers.answer"
        for actor, url in tries(route, actors):
            with transaction.atomic():
                if actor.person is not None:
                    actor.client.force_login(actor.person)  # anew: one of the routes ends all sessions
                page = actor.client.get(url) if "GET" in route.policy.methods else None
                actor.client.post(url, {**as_it_stands(page), "once": str(uuid.uuid4())})
                transaction.set_rollback(True)
            if page is not None and without_key(page, url.partition("?")[0]):
                found[route.name] = "its page has a form without a key"
                break
            if url.partition("?")[0] in reached.paths:
                del found[route.name]
                break
    return found


@pytest.mark.slow
def test_every_form_of_ours_is_carried_out_once(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    routes = ours()
    assert len(routes) > 100
    found = careless(routes, [world.people[name] for name in WHO.values()], monkeypatch)
    assert {name: why for name, why in found.items() if name not in WITHOUT} == {}
    assert WITHOUT.keys() - found.keys() == set()


# Deliberately wrong views


@signed_in(methods=("GET", "POST"))
def adds(request: HttpRequest) -> HttpResponse:
    """Makes a row whenever it is sent."""
    if request.method == "POST":
        people.add(username=uuid.uuid4().hex, name="Twice", by=Person.objects.system())
    return HttpResponse("<main><form method=post><input name=once value=1></form></main>")


@signed_in(methods=("GET", "POST"))
def forgets(request: HttpRequest) -> HttpResponse:
    """Answers rightly what its own page cannot send: the template lost its key."""
    if request.method == "POST":
        answers._key(request)
    return HttpResponse("<main><form method=post><input name=title></form></main>")


urlpatterns = [*real, path("desk/adds/", adds, name="adds"), path("desk/forgets/", forgets, name="forgets")]


def test_a_view_that_makes_something_twice_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    with override_settings(ROOT_URLCONF="tests.house.test_sent_once"):
        routes = {route.name: route for route in ours("tests.house.test_sent_once")}
        found = careless([routes[name] for name in ("adds", "forgets", "erase_me")], [a_person()], monkeypatch)
    assert found == {"adds": "never came to answers.answer", "forgets": "its page has a form without a key"}
