"""R23: whoever works here is named on no page, table or answer that everybody sees."""

from typing import Any

import pytest
from django.test import Client

from saanjh.bench.visits import ID, pages
from saanjh.ground.models import Person
from saanjh.web.guards import Audience, Policy

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def addresses() -> list[str]:
    """Every public address that is opened by GET, with the first five things of each."""
    found = []
    for _name, address, policy in pages():
        if policy.audience is Audience.ANYONE:
            found += [ID.sub(str(each), address) for each in _ids(policy)] if policy.finds else [address]
    return found


def _ids(policy: Policy) -> list[Any]:
    rows: Any = policy.finds._default_manager.all().public()  # type: ignore[union-attr]
    return [getattr(thing, policy.by) for thing in rows.order_by("pk")[:5]]


def test_no_public_page_names_somebody_who_works_here(world: Any) -> None:
    people = list(Person.objects.all())
    for person in people:
        person.name, person.username = f"canary{person.pk}name", f"canary{person.pk}user"
        person.email = f"canary{person.pk}@example.org"
    Person.objects.bulk_update(people, ["name", "username", "email"])
    client, opened = Client(), addresses()
    told = [address for address in opened if b"canary" in client.get(address).content]
    assert (told, len(opened) > 30) == ([], True)


def test_a_name_on_a_page_would_be_found(world: Any, client: Client) -> None:
    officer = world.people["programme_officer"]
    Person.objects.filter(pk=officer.pk).update(name="canary7name")
    client.force_login(Person.objects.get(pk=officer.pk))
    assert b"canary7name" in client.get("/desk/account/").content
