"""What holds somebody or something here: open duties, which are handed over before an account or organisation ends.

Each room adds to these lists what it knows of, as functions that return sentences naming what to do first.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.models import Organisation, Person, RoleHeld
from saanjh.kit.text import isolated

Sentences = Iterable[Any]

OF_PERSON: list[Callable[[Person], Sentences]] = []
OF_ORGANISATION: list[Callable[[Organisation], Sentences]] = []

# Roles without whose last holder the work of a scope would stand still.
NEVER_EMPTY = (
    Role.ADMINISTRATOR,
    Role.PROGRAMME_OFFICER,
    Role.FINANCE_OFFICER,
    Role.FOCAL_PERSON,
    Role.SIGNATORY,
    Role.CONVENOR,
)


def open_duties(person: Person) -> list[str]:
    """What the person hands over first, in sentences; none: nothing holds them."""
    return [str(sentence) for find in OF_PERSON for sentence in find(person)]


def standing_in_the_way(organisation: Organisation) -> list[str]:
    """What ends first before the organisation can be closed, in sentences."""
    return [str(sentence) for find in OF_ORGANISATION for sentence in find(organisation)]


def roles_held_alone(person: Person) -> Iterator[Any]:
    """Of each role that only this person holds in its scope: that somebody else is named first."""
    others = RoleHeld.objects.filter(
        until=None,
        role=OuterRef("role"),
        scope_kind=OuterRef("scope_kind"),
        scope_id=OuterRef("scope_id"),
        person__is_active=True,
    ).exclude(person=person)
    alone = RoleHeld.objects.filter(~Exists(others), person=person, until=None, role__in=NEVER_EMPTY)
    for held in alone.order_by("pk"):
        facts = {"role": held.get_role_display(), "where": isolated(_place(held))}
        yield _("Nobody else is %(role)s here: %(where)s. Let somebody else be named first.") % facts


def _place(held: RoleHeld) -> str:
    if held.scope_kind == ScopeKind.ORGANISATION:
        organisation = Organisation.objects.filter(pk=held.scope_id).first()
        return str(organisation) if organisation else str(held.scope_id)
    return str(ScopeKind(held.scope_kind).label)


OF_PERSON.append(roles_held_alone)
