"""Every view broken from inside while secrets lie everywhere; and what was logged, mailed and shown of it."""

import copy
import io
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core import mail
from django.core.handlers.base import BaseHandler
from django.db import IntegrityError, OperationalError, transaction
from django.db.models.sql.compiler import SQLCompiler
from django.test import Client

from saanjh.ground import logs
from saanjh.ground.models import Person
from tests.web import access_matrix as matrix

ADDRESSES = ("203.0.113.77", "198.51.100.23", "2001:db8::77:1:2")
RECEIPT = "4711 0815 2342 6660 1234 5678"
TYPED = "typed-words-of-somebody"  # its sender may see it again; a log may not
SECRET = "canary-secret-0123456789"
WORDS = {
    "text": f"{TYPED} {RECEIPT}",
    "title_en": TYPED,
    "email": f"{TYPED}@example.org",
    "code": SECRET,
    "password": SECRET,
    "login": SECRET,
    "once": "7d0f1a52-0000-4000-8000-canary000000",
}
HEADERS: dict[str, Any] = {
    "REMOTE_ADDR": ADDRESSES[0],
    "HTTP_X_FORWARDED_FOR": f"{ADDRESSES[1]}, {ADDRESSES[2]}",
    "HTTP_USER_AGENT": "canary-agent-0123456789",
    "HTTP_REFERER": "https://testserver/en/join/canary-referer-0123456789/",
    "HTTP_COOKIE_NOTE": "canary-cookie-0123456789",
}
FORBIDDEN = re.compile("|".join([r"canary-[a-z0-9-]+", TYPED, *map(re.escape, [*ADDRESSES, RECEIPT])]))
ERRORS: tuple[Callable[[str], Exception], ...] = (RuntimeError, IntegrityError, OperationalError, ValueError)


@dataclass
class Told:
    """What came of it: everything that was logged, shown and mailed, and how many failures were forced."""

    log: io.StringIO = field(default_factory=io.StringIO)
    requests: int = 0
    forced: int = 0
    broken: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


@contextmanager
def listening(told: Told) -> Iterator[None]:
    """All logs at the lowest level, through the filter and the form that they have in earnest."""
    out = logging.StreamHandler(told.log)
    out.setLevel(logging.DEBUG)
    out.addFilter(logs.Redact())
    out.setFormatter(logs.AsJson())
    root, django = logging.getLogger(), logging.getLogger("django")
    levels, handlers = (root.level, django.level), root.handlers
    root.handlers = [out]  # alone: another one may have changed a line before it comes here
    root.setLevel(logging.DEBUG)
    django.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.handlers = handlers
        root.setLevel(levels[0])
        django.setLevel(levels[1])


class Breaker:
    """Fails at the nth query of a view (0: as it begins), with secrets in the error's text and in the frame."""

    def __init__(self, monkeypatch: Any) -> None:
        self.left: int | None = None
        self.forced, self.kind = 0, 0
        run, whole = SQLCompiler.execute_sql, BaseHandler.make_view_atomic

        def execute(compiler: Any, *args: Any, **kwargs: Any) -> Any:
            self.count()
            return run(compiler, *args, **kwargs)

        def armed(handler: Any, view: Any) -> Any:
            inner = whole(handler, view)

            def broken(*args: Any, **kwargs: Any) -> Any:
                self.left = self.at
                try:
                    if self.left == 0:
                        self.fail()
                    return inner(*args, **kwargs)
                finally:
                    self.left = None

            return broken

        monkeypatch.setattr(SQLCompiler, "execute_sql", execute)
        monkeypatch.setattr(BaseHandler, "make_view_atomic", armed)
        self.at = 0

    def count(self) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left == 0:
            self.fail()

    def fail(self) -> None:
        self.left = None
        self.forced += 1
        self.kind = (self.kind + 1) % len(ERRORS)
        said = f"DETAIL: Key (email)=({SECRET}@example.org) from {ADDRESSES[0]} exists; {TYPED}; receipt {RECEIPT}"
        raise ERRORS[self.kind](said)


def plant() -> None:
    """Canaries in all free words and in everybody's address."""
    matrix.plant_canaries()
    for person in Person.objects.all():
        Person.objects.filter(pk=person.pk).update(email=f"canary-mail-{person.public_id}@example.org")


def break_everything(routes: list[matrix.Route], people: list[Person], breaker: Breaker, depths: Any) -> Told:
    """Open each route, by GET and POST, as somebody for whom it opens, and break it at each depth."""
    told = Told()
    actors = [matrix.Actor("nobody", None, new_client())]
    for person in people:
        actors.append(matrix.Actor(person.username, person, new_client()))
        actors[-1].client.force_login(person)
    mail.outbox.clear()
    known: dict[tuple[Any, str], list[Any]] = {}
    with listening(told):
        for route in routes:
            actor, thing = whose(route, actors, known)
            url = matrix.address(route, thing) if route.policy.finds else secret_address(route)
            for method in ("get", "post"):
                for depth in depths:
                    breaker.at, before = depth, breaker.forced
                    cookies = copy.deepcopy(actor.client.cookies)
                    with transaction.atomic():
                        response = getattr(actor.client, method)(f"{url}?q={SECRET}" if method == "get" else url, WORDS)
                        transaction.set_rollback(True)
                    actor.client.cookies = cookies  # whom a page signed out in spite of us is there again
                    told.requests += 1
                    if breaker.forced > before:
                        told.broken.add(route.name or route.address)
                        told.problems += shown(f"{method} {url}", response)
    told.forced = breaker.forced
    told.problems += [f"log: {line[:300]}" for line in told.log.getvalue().splitlines() if FORBIDDEN.search(line)]
    told.problems += [f"mail: {each.subject}" for each in mail.outbox if FORBIDDEN.search(str(each.body))]
    return told


def new_client() -> Client:
    return Client(raise_request_exception=False, **HEADERS)


def whose(
    route: matrix.Route, actors: list[matrix.Actor], known: dict[tuple[Any, str], list[Any]]
) -> tuple[matrix.Actor, Any]:
    """Somebody for whom the route opens, and the thing that it opens for them."""
    finds = route.policy.finds
    for actor in actors:
        if actor.person is not None and not route.policy.admits(matrix.standing_of(actor.person)) and finds is None:
            continue
        if (finds, actor.name) not in known:
            known[finds, actor.name] = (
                [None] if finds is None else matrix.things(finds, matrix.own_scopes(actor.person))
            )
        for thing in known[finds, actor.name]:
            if matrix.expected_to_open(route, actor, thing):
                return actor, thing
    return actors[-1], None


def secret_address(route: matrix.Route) -> str:
    """The address with a secret in the place of each code."""
    filled = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda each: "1" if each[1] == "uidb36" else SECRET, route.address)
    filled = re.sub(r"<str:\w+>", SECRET, filled)
    return matrix.address(matrix.Route(filled, route.name, route.policy), None)


def shown(what: str, response: Any) -> list[str]:
    """Secrets on a page that says that something broke. What was typed may come back to whoever typed it."""
    if response.status_code < 500:
        return []
    body = b"".join(response) if response.streaming else response.content
    said = body.decode("utf-8", "replace")
    secrets = {each for each in FORBIDDEN.findall(said) if each != TYPED and each != RECEIPT}
    return [f"{what} ({response.status_code}) shows {each}" for each in sorted(secrets)]
