"""The permission matrix: every address × every role × own and other organisation × every method.

Addresses come from the URLconf, so nobody keeps a list. What is expected comes from the policy that the route
declares, and from where the things belong; what is looked for besides the status are canaries: words planted in every
field of every thing, each naming whose it is, which may appear only to those who may see that thing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from saanjh.ground.access import standing_of
from saanjh.ground.fields import FreeLine, FreeText
from saanjh.ground.models import Notice, Person, SensitiveRead
from saanjh.web import policies
from saanjh.web.guards import Audience, Policy
from tests.web.row_states import Change

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
CANARY = re.compile(r"canary-[a-z]+-[a-z0-9]{10}")


@dataclass(frozen=True)
class Route:
    """An address with its declared policy."""

    address: str
    name: str
    policy: Policy
    view: Any = field(default=None, compare=False)

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.address)


def routes(urlconf: str | None = None) -> list[Route]:
    """Every address of the URLconf that has a policy (tests/house/test_routes.py fails for one that has none)."""
    found = []
    for address, pattern in _walk(get_resolver(urlconf), ""):
        policy = policies.of(pattern.callback, pattern.name)
        if policy is not None:
            found.append(Route(address, pattern.name or "", policy, pattern.callback))
    return found


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def things(model: type[models.Model], own: set[tuple[str, int]]) -> list[Any]:
    """A few rows of the model: of the own scopes and of others, each in as many states as there are."""
    mine: dict[tuple[bool, str], Any] = {}
    for row in model._default_manager.all().order_by("pk")[:400]:
        near = bool(own.intersection(scopes_of(row)))
        mine.setdefault((near, str(getattr(row, "state", ""))), row)
    return list(mine.values())


_scopes: dict[str, tuple[tuple[str, int], ...]] = {}


def scopes_of(row: Any) -> tuple[tuple[str, int], ...]:
    """Where the row belongs; asked once for each row of a world that stands still."""
    if not hasattr(row, "scopes") or not hasattr(row, "public_id"):
        return ()
    if row.public_id not in _scopes:
        _scopes[row.public_id] = tuple(row.scopes())
    return _scopes[row.public_id]


def plant_canaries() -> dict[str, Any]:
    """Write into every free-text field of every row a word that names the row; return word → row.

    Goes below the actions on purpose: this is the test's ink, not anybody's words. Public titles too: a canary of a
    thing that is public may be seen by all.
    """
    planted: dict[str, Any] = {}
    break_seals()
    for model in apps.get_models():
        if not model.__module__.startswith("saanjh.") or not hasattr(model, "public_id"):
            continue
        fields = [each for each in model._meta.concrete_fields if isinstance(each, (FreeLine, FreeText))]
        fields = [each for each in fields if not each.unique]
        if not fields:
            continue
        for row in model._base_manager.all():
            word = f"canary-{re.sub('[^a-z]', '', model._meta.model_name or '')}-{row.public_id}"
            planted[word] = row
            values = {each.name: f"{getattr(row, each.name)} {word}"[-(each.max_length or 5000) :] for each in fields}
            model._base_manager.filter(pk=row.pk).update(**values)
    return planted


def break_seals() -> None:
    """Take the triggers off that freeze rows, until the world of this module is rolled back."""
    named = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_sealed'",
        "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_sealed'",
    }
    with connection.cursor() as cursor:
        cursor.execute(named[connection.vendor])
        for trigger, table in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {trigger}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


@dataclass
class Actor:
    """Somebody who tries: a role held in one scope, or nobody."""

    name: str
    person: Person | None
    client: Client = field(default_factory=Client)


def may_see(person: Person | None, row: Any) -> bool:
    """Whether the row is public, or visible to the person: the models' own word, which the pages must keep to."""
    if isinstance(row, Person):  # colleagues read each other's names at the desk, nobody does outside (R23)
        return person is not None and bool(standing_of(person).held)
    rows = type(row)._default_manager.all()
    if hasattr(rows, "public") and rows.public().filter(pk=row.pk).exists():
        return True
    return (
        person is not None
        and hasattr(rows, "visible_to")
        and (rows.visible_to(standing_of(person)).filter(pk=row.pk).exists())
    )


def expected_to_open(route: Route, actor: Actor, thing: Any) -> bool:
    """Whether the declared policy lets this actor open this address for this thing."""
    policy = route.policy
    if policy.audience in {Audience.ANYONE, Audience.MACHINE}:
        if policy.finds is None:
            return True
        return bool(policy.finds._default_manager.all().public().filter(pk=thing.pk).exists())  # type: ignore[attr-defined]
    if actor.person is None:
        return False
    standing = standing_of(actor.person)
    if policy.finds is not None and not may_see_signed_in(actor.person, thing):
        return False
    return policy.admits(standing, thing)


def may_see_signed_in(person: Person, row: Any) -> bool:
    return bool(type(row)._default_manager.all().visible_to(standing_of(person)).filter(pk=row.pk).exists())


def foreign_words(body: str, planted: dict[str, Any], actor: Actor, cache: dict[tuple[str, str], bool]) -> list[str]:
    """Canaries in the text of rows that this actor may not see."""
    leaked = []
    for word in set(CANARY.findall(body)):
        row = planted.get(word)
        if row is None:
            continue
        key = (actor.name, word)
        if key not in cache:
            cache[key] = may_see(actor.person, row)
        if not cache[key]:
            leaked.append(word)
    return leaked


MISSING = "zzzzzzzzzz"  # a well-formed public id that nothing has
# Values for parameters of addresses that name no thing: a code of a list, a page's number, a key of a mail.
SAMPLES = {"code": "RES-01", "theme": "resilience", "slug": "badin", "uidb36": "1", "key": "set-password", "pk": "1"}
SAMPLES |= {
    "id": MISSING,
    "rest": "nothing",
    "scheme": "themes",
    "number": "1",
    "question": "problem",
    "criterion": "C1",
}


def address(route: Route, thing: Any) -> str:
    """The address with the thing's id, or with samples, filled in."""
    named = str(getattr(thing, route.policy.by)) if isinstance(thing, models.Model) else thing

    def value(match: re.Match[str]) -> str:
        return str(named) if match.group(1) == "id" and named else SAMPLES[match.group(1)]

    return "/" + PARAMETER.sub(value, route.address).replace("^", "").replace("\\Z", "").replace("$", "")


def own_scopes(person: Person | None) -> set[tuple[str, int]]:
    """Where the person holds a role."""
    return {(kind, at) for _role, kind, at in standing_of(person).held} if person else set()


def not_theirs(changes: list[Change], person: Person | None) -> list[Change]:
    """The changes that no refused request, and no empty form, may make: but of the own account and the own notices.

    A guard may note besides that something sensitive was opened.
    """
    me = person.pk if person else None
    return [
        change
        for change in changes
        if change.model is not SensitiveRead
        and not (change.model is Person and change.key == me)
        and not (change.model is Notice and (change.before or {}).get("person_id") == me)
    ]
