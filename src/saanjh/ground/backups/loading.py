"""Rows are put into empty tables past the triggers that guard them; these stand again before anything is kept."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connections

from saanjh.ground.backups import NotDone
from saanjh.ground.backups.tables import BATCH, Table

Step = Callable[[int], object]  # told how many rows (or files) went by


def holding_rows(tables: Iterable[Table], alias: str) -> list[str]:
    """The names of those of the tables that are not empty."""
    return [table.name for table in tables if table.model._base_manager.using(alias).exists()]


def load(table: Table, lines: Iterable[bytes], alias: str, step: Step) -> None:
    """Write the rows that these lines stand for as they are: no value is made anew, no guard of an action is asked."""
    connection = connections[alias]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(column) for column in table.columns)
    places = ", ".join(["%s"] * len(table.fields))
    insert = f"INSERT INTO {quoted(table.name)} ({columns}) VALUES ({places})"
    rest = iter(lines)
    with connection.cursor() as cursor:
        while batch := list(islice(rest, BATCH)):
            cursor.executemany(insert, [_stored(table, json.loads(each), connection) for each in batch])
            step(len(batch))


def _stored(table: Table, values: list[Any], connection: Any) -> list[Any]:
    """The values of one row as the database takes them."""
    if len(values) != len(table.fields):
        raise NotDone(f"A row of {table.name} has {len(values)} values for {len(table.fields)} columns.")
    pairs = zip(table.fields, values, strict=True)
    return [field.get_db_prep_save(field.to_python(value), connection) for field, value in pairs]


@contextmanager
def unguarded(tables: Iterable[Table], alias: str) -> Iterator[None]:
    """Without the triggers that freeze rows; keys to other tables are checked at the end. Call it in a transaction."""
    around = _sqlite if connections[alias].vendor == "sqlite" else _postgres
    with around(list(tables), alias):
        yield


@contextmanager
def _sqlite(tables: list[Table], alias: str) -> Iterator[None]:
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        for _name, sql in triggers:
            cursor.execute(sql)
    connection.check_constraints()


@contextmanager
def _postgres(tables: list[Table], alias: str) -> Iterator[None]:
    quoted = connections[alias].ops.quote_name
    with connections[alias].cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {quoted(table.name)} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {quoted(table.name)} ENABLE TRIGGER USER")
