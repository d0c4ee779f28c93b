"""Which tables there are, as the migrations that were applied say: also those of an older version."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field
from django.db.models.functions import Collate

from saanjh.ground.backups import NotDone
from saanjh.ground.backups.rows import Tally, line

Migrations = list[tuple[str, str]]  # (app, name), sorted

# What is in no backup, and why. A table that stands neither here nor among the models stops the backup.
LEFT_OUT = {
    "django_migrations": "compared, never loaded",
    "django_content_type": "made by migrate",
    "auth_permission": "made by migrate; roles are our own",
    "auth_group": "not used; roles are our own",
    "auth_group_permissions": "not used; roles are our own",
    "django_session": "everybody signs in anew",
    "usersessions_usersession": "everybody signs in anew; it holds addresses of machines",
    "cache": "limits of a few minutes",
    "ground_searchentry": "written anew from the other tables",
}
INDEX_OF_SEARCH = "ground_search_words"  # and the tables that SQLite keeps behind it
BATCH = 500  # rows that are read or written at once


@dataclass(frozen=True)
class Table:
    """A table as a version had it: its model of that time, and the columns that are stored (not reckoned)."""

    name: str
    model: Any
    fields: tuple["Field[Any, Any]", ...]

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]

    @property
    def counted_key(self) -> str | None:
        """The key's column where the database counts it up."""
        key = self.model._meta.pk
        return str(key.column) if key.get_internal_type().endswith("AutoField") else None

    def count(self, alias: str) -> int:
        return int(self.model._base_manager.using(alias).count())

    def lines(self, alias: str) -> Iterator[bytes]:
        """Every row in the order of its key, as lines of a backup; the order is the same on both databases."""
        key = self.model._meta.pk
        by_letters = key.get_internal_type() == "CharField" and connections[alias].vendor == "postgresql"
        rows = self.model._base_manager.using(alias).order_by(Collate("pk", "C") if by_letters else "pk")
        for values in rows.values_list(*[field.attname for field in self.fields]).iterator(chunk_size=BATCH):
            yield line(values)

    def tally(self, alias: str) -> Tally:
        """Count and digest of what stands in the table."""
        tally = Tally()
        for each in self.lines(alias):
            tally.add(each)
        return tally


def applied(alias: str) -> Migrations:
    """The migrations that this database has been through; none where it holds no tables."""
    return sorted(MigrationRecorder(connections[alias]).applied_migrations())


def known() -> Migrations:
    """All migrations of this version."""
    return sorted(MigrationLoader(None).disk_migrations)


def last_of_each(migrations: Migrations) -> Migrations:
    """Of each app the migrations that none of the others follows: what to migrate to, to arrive at exactly these."""
    graph, wanted = MigrationLoader(None).graph, set(migrations)
    return [
        node
        for node in sorted(wanted)
        if not any(child.key in wanted and child.key[0] == node[0] for child in graph.node_map[node].children)
    ]


def tables_at(migrations: Migrations) -> dict[str, Table]:
    """The tables that belong into a backup, by name, as they are once these migrations have been applied."""
    return dict(_tables_at(tuple(migrations)))


@lru_cache(maxsize=2)
def _tables_at(migrations: tuple[tuple[str, str], ...]) -> dict[str, Table]:
    try:
        state = MigrationLoader(None).project_state(list(migrations))
    except NodeNotFoundError as newer:
        raise NotDone(f"The database is ahead of this version of Saanjh, which lacks a migration: {newer}") from newer
    models = state.apps.get_models(include_auto_created=True)
    ours = [model for model in models if model._meta.managed and not model._meta.proxy]
    return {
        model._meta.db_table: Table(model._meta.db_table, model, tuple(_stored(model._meta.concrete_fields)))
        for model in sorted(ours, key=lambda each: each._meta.db_table)
        if model._meta.db_table not in LEFT_OUT
    }


def _stored(fields: Iterable["Field[Any, Any]"]) -> Iterator["Field[Any, Any]"]:
    return (field for field in fields if not getattr(field, "generated", False))


def names_in(connection: BaseDatabaseWrapper) -> set[str]:
    """The tables that stand in the database, without those that are in no backup."""
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor))
    return {name for name in names if name not in LEFT_OUT and not name.startswith(INDEX_OF_SEARCH)}


def strangers(connection: BaseDatabaseWrapper, tables: dict[str, Table]) -> list[str]:
    """Tables in the database of which nobody said what they are: they would be lost without a word."""
    return sorted(names_in(connection) - tables.keys())
