"""Cheap roots for tests: each costs at most five queries. They write rows directly; what is tested goes by actions."""

import itertools
from typing import Any

from django.utils import timezone

from saanjh.ground.access import HELD_IN, Role
from saanjh.ground.models import District, Organisation, Person, Province, RoleHeld
from saanjh.kit import text

count = itertools.count(1)


def a_person(**facts: Any) -> Person:
    """Somebody with an account and no role; their password is `word`."""
    number = next(count)
    facts = {"username": f"person{number}", "name": f"Person {number}", **facts}
    person = Person(**facts)
    person.set_password("word")
    person.save()
    return person


def holding(role: Role, over: int = 0, **facts: Any) -> Person:
    """Somebody who holds the role over the scope with this id (0: the installation)."""
    person = a_person(**facts)
    RoleHeld.objects.create(person=person, role=role, scope_kind=HELD_IN[role], scope_id=over)
    return person


def second_factor(person: Person) -> Person:
    """Give staff the second factor that the desk asks of them."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    return person


def an_organisation(**facts: Any) -> Organisation:
    """A civil society organisation."""
    facts = {"name_en": f"Neem Trust {next(count)}", "name_ur": "نیم ٹرسٹ", "kind": "cso", **facts}
    facts.setdefault("search_name", text.normalise(facts["name_en"]))
    return Organisation.objects.create(**facts)


def a_district(**facts: Any) -> District:
    """A district in a province, with one tile."""
    number = next(count)
    province = (
        facts.pop("province", None)
        or Province.objects.get_or_create(
            slug="sindh", defaults={"name_en": "Sindh", "name_ur": "سندھ", "kind": "province"}
        )[0]
    )
    facts = {
        "slug": f"district-{number}",
        "name_en": f"District {number}",
        "name_ur": "ضلع",
        "valid_from": timezone.localdate().replace(month=1, day=1),
        "tile_row": number // 16,
        "tile_column": number % 16,
        **facts,
    }
    return District.objects.create(province=province, **facts)
