"""The order of the story: as in life, what comes later builds on what came earlier."""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec

from saanjh.demo import organisations, people
from saanjh.demo.world import World
from saanjh.ground.actions import installation
from saanjh.ground.models import Person

Teller = Callable[[World], None]
LATER = (
    "calls",
    "events",
    "awards",
    "plans",
    "allocations",
    "cash_books",
    "results",
    "learning",
    "voices",
    "atlas",
    "research",
    "networks",
)


def _of(room: str) -> Teller:
    return import_module(f"saanjh.demo.{room}").tell


def chapters() -> Iterator[tuple[str, Teller]]:
    """(what is told, its teller), in order."""
    yield "places", _of("places")
    yield "people", people.tell
    yield "organisations", organisations.tell
    yield "members", people.tell_members
    yield "programmes", _of("programmes")
    for room in LATER:
        if find_spec(f"saanjh.demo.{room}"):
            yield room, _of(room)


def tell(step: Callable[[str], None] = lambda chapter: None) -> World:
    """Tell the whole demo into an empty database; `step` is told each chapter as it begins."""
    world = World(Person.objects.system())
    installation.mark_demo(by=world.system)
    for chapter, teller in chapters():
        step(chapter)
        teller(world)
    return world
