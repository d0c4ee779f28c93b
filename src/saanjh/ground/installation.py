"""Whether the installation is a demo: asked here alone, by every page, file and export that must say so.

The answer is kept for the life of the process, because public pages may cost no query for it, but only once it is
final: a mark is never taken back, and an installation that holds people is never marked. While it is empty it is
asked afresh, so a running server sees the demo that is loaded behind its back.
"""

from functools import cache

from django.db import DatabaseError

from saanjh.ground.models import Mark, Person
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


def forget() -> None:
    """Ask the database again, after a demo was removed."""
    _final.cache_clear()
