"""A view of the database that stands still while others go on writing, and blocks none of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

ALIAS = "snapshot"


@contextmanager
def snapshot(of: str = "default") -> Iterator[str]:
    """The alias of a connection whose every read sees the same moment: now.

    On SQLite a read transaction beside the write-ahead log, on PostgreSQL one that reads repeatably. Nothing is
    copied to the disk first, so no second copy of the database lies about, whatever happens.
    """
    connection = connections[of].copy(ALIAS)
    connections[ALIAS] = connection
    try:
        _begin(connection)
        yield ALIAS
    finally:
        connection.close()
        del connections[ALIAS]


def _begin(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor == "postgresql":
        connection.set_autocommit(False)
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT 1")
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        cursor.execute("BEGIN")
        cursor.execute("SELECT count(*) FROM sqlite_master")  # only the first read fixes the moment
        cursor.fetchone()
