"""The demo, told once a process into a database of its own that whole modules of tests are led to."""

import functools
import os
import pickle
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

from django.db import connection

from tests import migrated
from tests.plugins import canaries


@contextmanager
def demo() -> Iterator[Any]:
    """Be in the demo's database meanwhile; what was told is a copy that nobody else changes."""
    with _elsewhere(_name()):
        whole, words = _told()
        canaries.written.update({word: list(rows) for word, rows in words.items()})
        yield pickle.loads(whole)


@functools.cache
def _told() -> tuple[bytes, dict[str, list[Any]]]:
    """The world as it was when all was told, and the words that were written while it was."""
    from saanjh.demo import story

    before = set(canaries.written)
    whole = pickle.dumps(story.tell())
    return whole, {word: rows for word, rows in canaries.written.items() if word not in before}


@functools.cache
def _name() -> str:
    """The name of a database with all tables."""
    name = f"told_{secrets.token_hex(4)}"
    if server := os.environ.get("SAANJH_DATABASE_URL", ""):
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {migrated.template(server)}")
        _kept.callback(_drop, name)
        return name
    name = f"file:{name}?mode=memory&cache=shared"
    _kept.enter_context(closing(migrated.copy_in_memory(migrated.template(""), name)))
    return name


def _drop(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


_kept = ExitStack()  # the connection that keeps a database in memory there, or the end of one on a server


def forget() -> None:
    """Leave nothing of the demo behind; after the last test."""
    _kept.close()


@contextmanager
def _elsewhere(name: str) -> Iterator[None]:
    """Django is connected to that database meanwhile; its own connection waits."""
    own, own_name = connection.connection, connection.settings_dict["NAME"]
    connection.connection, connection.settings_dict["NAME"] = None, name
    try:
        yield
    finally:
        if connection.connection is not None:
            connection.connection.close()
        connection.connection, connection.settings_dict["NAME"] = own, own_name
