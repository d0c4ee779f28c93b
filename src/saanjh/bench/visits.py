"""Which pages there are to visit, and as whom: found in the URLconf, opened with the demo's people and things."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import URLPattern, URLResolver, get_resolver

from saanjh.calls import panels
from saanjh.calls.criteria import criteria_of
from saanjh.demo.people import CAST
from saanjh.ground.access import standing_of
from saanjh.ground.models import Organisation, Person
from saanjh.programmes.models import Scheme
from saanjh.web import policies
from saanjh.web.guards import Audience, Policy
from saanjh.web.idle import BEGAN

# What is opened by GET and is not visited, and why.
NOT_VISITED = {
    "root": "leads on to the language that the browser asks for",
    "api_nothing": "whatever else is asked of the machine door: a 404 for machines",
    "healthz": "for machines, without a session",
    "readyz": "for machines, without a session",
    "leave": "leads away",
    "account_confirm_email": "needs a key that was mailed",
    "account_reset_password_from_key": "needs a key that was mailed",
    "certificate": "needs a code, which stands on the paper alone",
    "mfa_authenticate": "the second step of a sign-in, after the password",
    "mfa_login_webauthn": "tells the browser what to ask a passkey; to be read it leads on to the sign-in",
    "mfa_reauthenticate_webauthn": "needs a passkey, which nobody of the demo has",
    "mfa_edit_webauthn": "needs a passkey, which nobody of the demo has",
    "selection_record_pdf": "sets a PDF in a process of its own, as long as that takes",
    "agreement_pdf": "sets a PDF in a process of its own, as long as that takes",
    "mfa_remove_webauthn": "needs a passkey, which nobody of the demo has",
}
ID = re.compile(r"<(?:\w+:)?id>")
PART = re.compile(r"<\w+:(\w+)>")
# What an address may name besides its thing: a page or a question of a form, a criterion of a call, a list of codes.
PARTS: dict[str, Callable[[Any], Any]] = {
    "number": lambda thing: 1,
    "question": lambda version: version.questions.order_by("pk")[0].code,
    "criterion": lambda call: criteria_of(call)[0].code,
    "scheme": lambda nothing: Scheme.values[0],
}
# What else must be asked for, so that a page shows itself and does not lead to the choice before it.
ASKED: dict[str, Callable[[Any], str]] = {
    "value_new": lambda award: "?indicator=COH-02",
    "spending_explain": lambda award: "?heading=A",
    "target_set": lambda award: "?indicator=COH-02&kind=target",
    "call_reviewer": lambda call: next((f"?of={each.public_id}" for each in panels.reviewers(call)), ""),
    "call_decisions_propose": lambda call: "?reserve=3",
    "merge_organisation": lambda one: f"?into={Organisation.objects.exclude(pk=one.pk).order_by('pk')[0].public_id}",
}
# Pages that the first of the cast whom they admit has no use for, and who has.
OPENED_BY = {"mfa_activate_totp": "signatory"} | dict.fromkeys(
    ["application_about", "application_partners", "application_answers", "application_check"], "signatory"
)
NOTHING_THERE = ("nothing_there", "/en/nothing-there/")


@dataclass(frozen=True)
class Visit:
    """One page, opened by one person (None: anybody)."""

    name: str
    path: str
    policy: Policy
    person: Person | None
    status: int = 200

    @property
    def is_public(self) -> bool:
        return self.policy.audience is Audience.ANYONE

    @property
    def is_list(self) -> bool:
        return self.policy.finds is None


def pages() -> Iterator[tuple[str, str, Policy]]:
    """(name, address, policy) of every page that is opened by GET and names nothing but its thing and `PARTS` of it."""
    for address, pattern in _walk(get_resolver(), ""):
        policy = policies.of(pattern.callback, pattern.name)
        if policy is None or "GET" not in policy.methods or pattern.name is None or pattern.name in NOT_VISITED:
            continue
        rest = ID.sub("", address) if policy.finds is not None else address
        if "<" not in PART.sub("", rest) and set(PART.findall(rest)) <= PARTS.keys():
            yield str(pattern.name), "/" + address, policy


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def visits(candidates: int = 0) -> list[Visit]:
    """One visit a page: the first person of the cast whom it admits, and the first thing that person may open.

    With `candidates`, also the last one, so many between them, evenly spread, and one in each state.
    """
    cast = {person.username: person for person in Person.objects.filter(username__in=CAST)}
    found = []
    for name, address, policy in pages():
        names = [OPENED_BY[name]] if name in OPENED_BY else CAST
        for person in [None] if policy.audience is Audience.ANYONE else [cast[each] for each in names if each in cast]:
            things = _things(policy, person, candidates)
            if person is not None:
                things = [thing for thing in things if policy.admits(standing_of(person), thing)]
            for thing in things:
                found.append(Visit(name, _path(name, address, policy, thing), policy, person))
            if things:
                break
    name, path = NOTHING_THERE
    return [*found, Visit(name, path, policies.OPEN, None, status=404)]


def _path(name: str, address: str, policy: Policy, thing: Any) -> str:
    """The address with the thing's name in it, what else it names, and what is asked for."""
    path = address if thing is None else ID.sub(str(getattr(thing, policy.by)), address)
    return PART.sub(lambda part: str(PARTS[part[1]](thing)), path) + (ASKED[name](thing) if name in ASKED else "")


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
    found = [first, *spread, last, *_one_a_state(policy, person, seen)]
    return list({thing.pk: thing for things in found for thing in things}.values())


def _one_a_state(policy: Policy, person: Person | None, seen: Any) -> list[list[Any]]:
    """The newest thing in each state, for pages that only things in one state have."""
    states = [field.name for field in seen.model._meta.get_fields() if field.name == "state" and field.concrete]
    values = {value for name in states for value in seen.order_by().values_list(name, flat=True).distinct()}
    return [_admitted(policy, person, seen.filter(state=value).order_by("-pk")) for value in sorted(values)]


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
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(person.pk)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
