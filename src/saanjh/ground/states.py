"""States move by a table, and by nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.ground.refusals import Refusal

Moves = Mapping[Any, str]  # (from, verb) -> to


def move(thing: Any, verb: str, moves: Moves) -> None:
    """Set `thing.state` to where the verb leads from its state; Refusal where the table has no such move.

    The caller's transaction is the lock on SQLite (IMMEDIATE); elsewhere the row is locked and read afresh here.
    """
    fresh = type(thing)._base_manager.select_for_update().only("state").get(pk=thing.pk)
    step(thing, {thing.pk: fresh.state}, verb, moves)


def of(things: Sequence[Any]) -> dict[Any, str]:
    """The states that these rows of one model have now, locked, by their primary keys. One query."""
    if not things:
        return {}
    rows = type(things[0])._base_manager.select_for_update().order_by("pk")
    return dict(rows.filter(pk__in=[thing.pk for thing in things]).values_list("pk", "state"))


def step(thing: Any, now: dict[Any, str], verb: str, moves: Moves) -> None:
    """Set `thing.state` to where the verb leads from the state that `now` has for it, and note it there."""
    state = now[thing.pk]
    try:
        thing.state = now[thing.pk] = moves[state, verb]
    except KeyError:
        label = thing._meta.get_field("state")
        words = dict(label.flatchoices).get(state, state)
        raise Refusal(
            _("This is no longer possible: it now stands at “%(state)s”. Load the page again.") % {"state": words}
        ) from None


def check(thing: Any, verb: str, moves: Moves) -> None:
    """Refusal where the verb leads nowhere from the state that the row has now; it changes and locks nothing."""
    if (thing.state, verb) not in moves:
        raise Refusal(
            _("This is no longer possible: it now stands at “%(state)s”.") % {"state": thing.get_state_display()}
        )
