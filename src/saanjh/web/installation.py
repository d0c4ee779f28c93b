"""What the pages must know of the installation: whether it is a demo. Read once a process."""

from functools import cache

from django.db import DatabaseError

from saanjh.ground.models import Mark


@cache
def _marked() -> bool:
    return Mark.objects.filter(name="demo").exists()


def is_demo() -> bool:
    """Whether every page, file and export must say that what it shows is invented."""
    try:
        return _marked()
    except DatabaseError:
        return False


def forget() -> None:
    """Ask the database again, after a demo was loaded or removed."""
    _marked.cache_clear()
