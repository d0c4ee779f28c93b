"""What somebody still has in hand who is about to leave: said before, and it forbids nothing."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from saanjh.calls.rules.intakes import still_entering
from saanjh.ground.access import Role
from saanjh.ground.models import Person
from saanjh.kit.text import isolated


def in_hand(somebody: Person, *, by: Person, programmes: Collection[int] | None = None) -> list[tuple[Any, str]]:
    """(words, where one goes on with it) of what the person still enters for these programmes, or for all of hers.

    Only she herself is led there: whoever takes back her role may not open it.
    """
    if programmes is None:
        held = somebody.roles_held.filter(role=Role.PROGRAMME_OFFICER, until=None)
        programmes = held.values_list("scope_id", flat=True)
    words = _(
        "%(name)s still enters what came on paper or by voice for the call %(code)s: %(number)s. Let it be handed in "
        "first, or another officer of the programme takes it over."
    )
    return [
        (
            words % {"name": isolated(somebody.name), "code": isolated(call.code), "number": number},
            reverse("call_entering", args=[call.public_id]) if somebody == by else "",
        )
        for call, number in (still_entering(somebody, programmes) if programmes else [])
    ]
