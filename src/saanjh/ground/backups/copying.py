"""Everything moves from one database to another, table by table, compared on both sides; the first is only read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.utils import ConnectionHandler

from saanjh.ground.backups import NotDone, counters, loading, tables
from saanjh.ground.backups.loading import Step
from saanjh.ground.backups.rows import Tally
from saanjh.ground.backups.snapshots import snapshot

TARGET = "target"


@contextmanager
def target_at(described: dict[str, object]) -> Iterator[str]:
    """The alias of a connection to the database that these settings (as in DATABASES) describe."""
    handler = ConnectionHandler({DEFAULT_DB_ALIAS: {}, TARGET: described})
    connection: Any = handler.create_connection(TARGET)
    connections[TARGET] = connection
    try:
        yield TARGET
    finally:
        connection.close()
        del connections[TARGET]


def must_be_other(alias: str) -> None:
    """NotDone where source and target are one database."""
    one, other = (_place(each) for each in (DEFAULT_DB_ALIAS, alias))
    if one == other:
        raise NotDone("This is the database from which it would be copied.")


def _place(alias: str) -> tuple[str, ...]:
    described = connections[alias].settings_dict
    return tuple(str(described[name]) for name in ("ENGINE", "HOST", "PORT", "NAME"))


def must_be_empty(alias: str) -> None:
    """NotDone where the target holds anything."""
    if migrations := tables.applied(alias):
        held = loading.holding_rows(tables.tables_at(migrations).values(), alias)
    else:
        held = sorted(tables.names_in(connections[alias]))
    if held:
        raise NotDone(f"The target is not empty: {held[0]}. Give it an empty database.")


def copy(alias: str, *, tell: Callable[[str, Tally], object], step: Step = lambda number: None) -> None:
    """Copy every table as it stands at this moment into the migrated, empty target: all of it or nothing.

    `tell` hears of each table: its name, the rows and the digest that both sides have. NotDone changes nothing.
    """
    try:
        with snapshot() as source, transaction.atomic(using=alias):
            migrations = tables.applied(source)
            if migrations != tables.known() or migrations != tables.applied(alias):
                raise NotDone("The tables are not those of this version: saanjh migrate.")
            all_tables = tables.tables_at(migrations)
            if strangers := tables.strangers(connections[source], all_tables):
                raise NotDone(f"Nobody said what these tables are, so they would be lost: {', '.join(strangers)}.")
            came = dict[str, Tally]()
            with loading.unguarded(all_tables.values(), alias):
                for name, table in all_tables.items():
                    came[name] = Tally()
                    loading.load(table, came[name].of(table.lines(source)), alias, step)
                    counters.go_on_from(table, counters.last_given(table, source), alias)
            for name, table in all_tables.items():
                there = table.tally(alias)
                if (there.rows, there.digest) != (came[name].rows, came[name].digest):
                    raise NotDone(f"{name} arrived otherwise than it was: {there.rows} rows of {came[name].rows}.")
                tell(name, there)
    except (DatabaseError, ValueError) as problem:
        raise NotDone(f"A database refused: {str(problem).strip().rstrip('.')}.") from problem
