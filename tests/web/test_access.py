"""Every address × every role × own, other and missing thing × each method, and whatever an answer gives away."""

import logging
import os
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from saanjh.demo.people import CAST
from saanjh.ground.access import HELD_IN, STAFF, Role, ScopeKind
from saanjh.web.guards import Audience
from tests import figures
from tests.factories import a_person, holding, second_factor
from tests.web import access_matrix as matrix
from tests.web.row_states import Rows

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
REQUEST_ID = re.compile(rb"<bdi>[0-9a-f]{12}</bdi>")
# One of the cast for each role; the second of a pair adds nothing here.
WHO = {role: name for name, (_said, role) in reversed(CAST.items())}


def tried() -> list[Role | None]:
    """All roles on SQLite. On PostgreSQL nobody and one role of each kind of scope: the doors are the same code there,
    and what may differ is how the database answers the question for a scope."""
    if not os.environ.get("SAANJH_DATABASE_URL"):
        return [None, *Role]
    return [None, *{HELD_IN[role]: role for role in reversed(Role)}.values()]


NOTHING_THERE = {  # they answer 404 to all, or to whoever has no such second factor
    "api-root",
    "api_nothing",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_view_recovery_codes",
}


class Heard(logging.Handler):
    """Keeps what was logged, at the lowest level."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.__dict__.get('route', '')}")


@pytest.fixture(scope="module")
def planted(world: Any, django_db_blocker: Any) -> dict[str, Any]:
    """The demo with a canary in every free-text field."""
    with django_db_blocker.unblock():
        return matrix.plant_canaries()


def actors(world: Any, role: Role | None) -> list[matrix.Actor]:
    """Who holds the role in the demo, and who holds it elsewhere; for no role: nobody, and somebody without any."""
    if role is None:
        return [matrix.Actor("nobody", None), matrix.Actor("without a role", a_person())]
    own = world.people[WHO[role]]
    if HELD_IN[role] is ScopeKind.INSTALLATION:
        return [matrix.Actor(f"{role} here", own)]
    elsewhere = holding(role, over=900_000_001)
    if role in STAFF:
        second_factor(elsewhere)
    return [matrix.Actor(f"{role} here", own), matrix.Actor(f"{role} elsewhere", elsewhere)]


@pytest.mark.usefixtures("known_as_demo")
@pytest.mark.parametrize("role", tried(), ids=str)
@pytest.mark.usefixtures("unhurried")
def test_nobody_sees_or_does_what_the_policy_does_not_give(
    role: Role | None, world: Any, planted: dict[str, Any], settings: Any
) -> None:
    heard = Heard()
    root = logging.getLogger()
    level = root.level
    root.addHandler(heard)
    root.setLevel(logging.DEBUG)
    problems: list[str] = []
    try:
        for actor in actors(world, role):
            problems += _try_everything(actor, planted)
    finally:
        root.removeHandler(heard)
        root.setLevel(level)
    problems += [f"log: {line[:120]}" for line in heard.lines if matrix.CANARY.search(line)]
    problems += [f"mail: {message.subject}" for message in mail.outbox if matrix.CANARY.search(message.body)]
    assert not problems, "\n".join(problems)


def _try_everything(actor: matrix.Actor, planted: dict[str, Any]) -> list[str]:
    if actor.person is not None:
        actor.client.force_login(actor.person)
    missing = _body(actor.client.get("/desk/there-is-no-such-page/"))
    before = Rows()
    problems: list[str] = []
    seen: dict[tuple[str, str], bool] = {}
    for route in matrix.routes():
        if route.name in {"account_logout", "account_login", *NOTHING_THERE}:
            continue  # they end or begin the session that this test needs; or have nothing to show
        finds = route.policy.finds
        candidates = (
            [None] if finds is None else [*matrix.things(finds, matrix.own_scopes(actor.person)), matrix.MISSING]
        )
        for thing in candidates:
            opens = thing != matrix.MISSING and matrix.expected_to_open(route, actor, thing)
            url = matrix.address(route, thing)
            undeclared = ["PUT" if len(route.address) % 2 else "DELETE"] if thing == candidates[0] else []
            for method in ("GET", "POST", *undeclared):  # which methods there are is the route's own, for all things
                response = getattr(actor.client, method.lower())(url)
                what = f"{actor.name}: {method} {url} [{route.name}]"
                problems += _wrong_status(what, route, actor, opens, method, response, missing)
                said = _text(response)
                problems += [f"{what}: shows {word}" for word in matrix.foreign_words(said, planted, actor, seen)]
    for change in matrix.not_theirs(before.changed(), actor.person):
        problems.append(f"{actor.name}: {change.model._meta.label} {change.key} changed: {sorted(change.columns())}")
    return problems


def _wrong_status(
    what: str, route: matrix.Route, actor: matrix.Actor, opens: bool, method: str, response: Any, missing: bytes
) -> list[str]:
    status = response.status_code
    if status >= 500 and route.name != "readyz":
        return [f"{what}: {status}"]
    desk = route.policy.audience not in {Audience.ANYONE, Audience.MACHINE}
    if desk and actor.person is None:
        expected = {"GET": {302}, "POST": {401}}.get(method, {302, 401, 405})
        return [] if status in expected else [f"{what}: {status}, not the sign-in"]
    if method not in route.policy.methods:
        return [] if status in {404, 405} else [f"{what}: {status}, not 405"]
    if opens:
        unnamed = not route.parameters or route.policy.finds is not None
        waits = route.name.startswith("mfa_")  # a second factor's pages ask for one that is, or is not, set up
        closed = status == 404 and method == "GET" and unnamed and not waits
        return [f"{what}: {status}, though the policy opens it"] if closed else []
    if status != 404:
        return [f"{what}: {status}, not 404"]
    if desk and _body(response) != missing:
        return [f"{what}: differs from a page that does not exist"]
    return []


def _body(response: Any) -> bytes:
    return REQUEST_ID.sub(b"", b"".join(response) if response.streaming else response.content)


def _text(response: Any) -> str:
    body = b"" if response.streaming else response.content
    return body.decode("utf-8", "replace") + "\n".join(f"{name}: {value}" for name, value in response.items())


def test_every_route_is_opened_by_somebody(world: Any) -> None:
    """A declared policy that nobody of the demo can use is a mistake, or a page without a story."""
    unreached = []
    people = [matrix.Actor(name, world.people[name]) for name in WHO.values()]
    people.append(matrix.Actor("nobody", None))
    for actor in people:
        if actor.person is not None:
            actor.client.force_login(actor.person)
    for route in matrix.routes():
        if route.name in matrix_closed() or (route.parameters and route.policy.finds is None):
            continue  # a route that names a thing by other means is opened in its own tests
        if not any(_opens(route, actor) for actor in people):
            unreached.append(f"{route.name} {route.address}")
    assert unreached == []


def _opens(route: matrix.Route, actor: matrix.Actor) -> bool:
    finds = route.policy.finds
    for thing in [None] if finds is None else matrix.things(finds, matrix.own_scopes(actor.person)):
        if matrix.expected_to_open(route, actor, thing):
            method = "get" if "GET" in route.policy.methods else "post"
            if getattr(actor.client, method)(matrix.address(route, thing)).status_code < 400:
                return True
    return False


def matrix_closed() -> set[str]:
    """Routes of the sign-in library that need a state which only its own steps make, such as a mailed code."""
    return {
        "account_logout",
        "account_reset_password_from_key",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "mfa_reauthenticate_webauthn",
        "mfa_trust",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "mfa_signup_webauthn",
        "readyz",
        "account_confirm_email",
        "set_language",  # takes what is sent only; tests/web/test_failing.py sends it
        *NOTHING_THERE,
    }


@pytest.mark.leaks_on_purpose
@pytest.mark.usefixtures("known_as_demo")
@pytest.mark.parametrize("mutant", ["no guard", "wrong scope", "leaks a title"])
def test_the_matrix_catches_what_it_must(mutant: str, world: Any, planted: dict[str, Any], monkeypatch: Any) -> None:
    """Three ways in which a page can be wrong; each must be found."""
    from saanjh.ground import access

    if mutant == "no guard":
        monkeypatch.setattr("saanjh.web.guards.Policy.admits", lambda *args, **kwargs: True)
        monkeypatch.setattr(matrix, "expected_to_open", _by_standing)
    elif mutant == "wrong scope":
        real = access.Standing.ids
        monkeypatch.setattr(access.Standing, "ids", lambda self, kind, *roles: _AllIds(real(self, kind, *roles)))
        monkeypatch.setattr(matrix, "may_see_signed_in", lambda person, row: False)
    else:
        leaked = next(word for word, row in planted.items() if row._meta.label == "calls.Application")
        monkeypatch.setattr("saanjh.web.contexts.notices.unread", lambda person: leaked)
    actor = matrix.Actor("field_officer elsewhere", holding(Role.FIELD_OFFICER, over=900_000_002))
    assert _try_everything(actor, planted) != []
    figures.caught("matrix", mutant)


def _by_standing(route: matrix.Route, actor: matrix.Actor, thing: Any) -> bool:
    if route.policy.audience is Audience.ROLES:
        held = {role for role, _kind, _at in matrix.standing_of(actor.person).held} if actor.person else set()
        return bool(held & set(route.policy.roles)) and route.policy.finds is None
    return True


class _AllIds(set[int]):
    def __iter__(self) -> Any:
        return iter(range(1, 60))


def test_the_demo_has_somebody_in_every_role() -> None:
    assert set(WHO) == set(Role)


def test_a_client_without_a_session_gets_no_cookie() -> None:
    response = Client().get("/en/")
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
