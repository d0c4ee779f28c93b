"""Whether the installation is a demo: asked here alone, by every page, file and export that must say so.

The answer is kept for the life of the process, because public pages may cost no query for it, but only once it is
final: a mark is never taken back, and an installation that holds people is never marked. While it is empty it is
asked afresh, so a running server sees the demo that is loaded behind its back.
"""

from functools import cache

from django.db import DatabaseError

from saanjh.ground.models import Line, Mark, Person
from saanjh.ground.models.people import SYSTEM

DEMO = "demo"


@cache
def _final() -> bool:
    """Raises LookupError while the installation is empty and may still become either: an error is not kept."""
    if Mark.objects.filter(name=DEMO).exists():
        return True
    if Person.objects.exclude(username=SYSTEM).exists():
        return False
    raise LookupError("nobody is here yet")


def is_demo() -> bool:
    """Whether what is shown is invented; False where the database cannot be asked."""
    try:
        return _final()
    except (LookupError, DatabaseError):
        return False


def is_known_as_demo() -> bool:
    """The same as far as it is known without asking the database: for pages that are shown where that is broken."""
    return bool(_final.cache_info().currsize) and is_demo()


def holds_own_work() -> bool:
    """Whether something is kept here that no demo made: any line of history without the mark of a demo, or, in a
    demo, somebody who joined it. What is done in the demo's own names is part of the demo."""
    if not Mark.objects.filter(name=DEMO).exists():
        return Line.objects.exists() or Person.objects.exclude(username=SYSTEM).exists()
    system = Person.objects.filter(username=SYSTEM).values("public_id")
    return Line.objects.filter(verb="person_added").exclude(person__in=system).exists()


def forget() -> None:
    """Ask the database again, after a demo was removed."""
    _final.cache_clear()
