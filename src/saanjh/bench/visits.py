"""Which pages there are to visit, and as whom: found in the URLconf, opened with the demo's people and things."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import URLPattern, URLResolver, get_resolver

from saanjh.demo.people import CAST
from saanjh.ground.access import standing_of
from saanjh.ground.models import Person
from saanjh.web.guards import Audience, Policy
from saanjh.web.idle import BEGAN

NO_PAGES = {None, "root", "api-root", "api_nothing", "healthz", "readyz"}
ID = re.compile(r"<(?:\w+:)?id>")


@dataclass(frozen=True)
class Visit:
    """One page, opened by one person (None: anybody)."""

    name: str
    path: str
    policy: Policy
    person: Person | None

    @property
    def is_public(self) -> bool:
        return self.policy.audience is Audience.ANYONE

    @property
    def is_list(self) -> bool:
        return self.policy.finds is None


def pages() -> Iterator[tuple[str, str, Policy]]:
    """(name, address, policy) of every page of ours that is opened by GET and names nothing but its thing."""
    for address, pattern in _walk(get_resolver(), ""):
        policy: Policy | None = getattr(pattern.callback, "policy", None)
        if policy is None or "GET" not in policy.methods or pattern.name in NO_PAGES:
            continue
        names_a_thing = policy.finds is not None
        if not (ID.sub("", address) if names_a_thing else address).count("<"):
            yield str(pattern.name), "/" + address, policy


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def visits(candidates: int = 0) -> list[Visit]:
    """One visit a page: the first person of the cast whom it admits, and the first thing that person may open.

    With `candidates`, also the last one and so many between them, evenly spread.
    """
    cast = {person.username: person for person in Person.objects.filter(username__in=CAST)}
    found = []
    for name, address, policy in pages():
        for person in [None] if policy.audience is Audience.ANYONE else [cast[each] for each in CAST]:
            things = _things(policy, person, candidates)
            if person is not None:
                things = [thing for thing in things if policy.admits(standing_of(person), thing)]
            for thing in things:
                path = ID.sub(str(getattr(thing, policy.by)), address) if thing is not None else address
                found.append(Visit(name, path, policy, person))
            if things:
                break
    return found


def _things(policy: Policy, person: Person | None, candidates: int) -> list[Any]:
    """The first thing to open, or the first and last ones; [None] where the page is about no thing."""
    if policy.finds is None:
        return [None]
    rows = policy.finds._default_manager.all()
    seen = rows.public() if person is None else rows.visible_to(standing_of(person))  # type: ignore[attr-defined]
    first = _admitted(policy, person, seen.order_by("pk"))
    if not (candidates and first):
        return first
    ends = [seen.order_by(name).values_list("pk", flat=True)[0] for name in ("pk", "-pk")]
    points = [ends[0] + (ends[1] - ends[0]) * step // candidates for step in range(candidates)]
    spread = [_admitted(policy, person, seen.filter(pk__gte=point).order_by("pk")) for point in points]
    last = _admitted(policy, person, seen.order_by("-pk"))
    return list({thing.pk: thing for things in [first, *spread, last] for thing in things}.values())


def _admitted(policy: Policy, person: Person | None, rows: Any) -> list[Any]:
    """The first of the rows about which the page admits the person."""
    return list(islice((thing for thing in rows[:200] if policy.admits(standing_of(person), thing)), 1))


def cookie_of(person: Person | None) -> str:
    """A session cookie for the person, as signing in would give."""
    if person is None:
        return ""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[BEGAN] = int(time.time())
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
