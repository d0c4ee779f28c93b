"""Rows that refuse change in the database itself, whoever asks: triggers, the same on SQLite and PostgreSQL."""

import re
from dataclasses import dataclass
from typing import Any

from django.db import migrations


@dataclass(frozen=True)
class Seal:
    """Refuse this verb (INSERT, UPDATE, DELETE) on the table where the condition holds.

    The condition is SQL over OLD and NEW; `<>?` in it is "differs from", which each database spells in its own way.
    """

    table: str
    verb: str
    message: str
    condition: str = "1 = 1"


def append_only(table: str, message: str) -> list[Seal]:
    """The seals of a table whose rows neither change nor go."""
    return [Seal(table, "UPDATE", message), Seal(table, "DELETE", message)]


def sealing(*seals: Seal) -> migrations.RunPython:
    """A migration's operation that puts the seals on."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        sqlite = schema_editor.connection.vendor == "sqlite"
        with schema_editor.connection.cursor() as cursor:
            for seal in seals:
                for statement in _sqlite(seal) if sqlite else _postgres(seal):
                    cursor.execute(statement)

    return migrations.RunPython(forwards, migrations.RunPython.noop)


def unsealing(name: str, table: str) -> migrations.RunPython:
    """A migration's operation that takes a seal of this name off, for another one to be put in its place."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        sqlite = schema_editor.connection.vendor == "sqlite"
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"))
            if not sqlite:
                cursor.execute(f"DROP FUNCTION {name}()")

    return migrations.RunPython(forwards, migrations.RunPython.noop)


def set_aside(table: str) -> tuple[migrations.RunPython, migrations.RunPython]:
    """Two operations, before and after a table gets a column: SQLite writes the table anew for it.

    It would lose the table's own seals, and refuse to go on for those of other tables that look into it. PostgreSQL
    only adds the column.
    """
    kept: list[tuple[str, str]] = []

    def take_off(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor != "sqlite":
            return
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            kept[:] = [(name, sql) for name, sql in cursor.fetchall() if re.search(rf"\b{table}\b", sql)]
            for name, _sql in kept:
                cursor.execute(f"DROP TRIGGER {name}")

    def put_on(apps: Any, schema_editor: Any) -> None:
        with schema_editor.connection.cursor() as cursor:
            for _name, sql in kept:
                cursor.execute(sql)

    noop = migrations.RunPython.noop
    return migrations.RunPython(take_off, noop), migrations.RunPython(put_on, noop)


def _name(seal: Seal) -> str:
    return f"{seal.table}_{seal.verb.lower()}_sealed"


def _sqlite(seal: Seal) -> list[str]:
    condition = seal.condition.replace("<>?", "IS NOT")
    when = f"BEFORE {seal.verb} ON {seal.table} WHEN {condition}"
    return [f"CREATE TRIGGER {_name(seal)} {when} BEGIN SELECT RAISE(ABORT, '{seal.message}'); END"]


def _postgres(seal: Seal) -> list[str]:
    condition = seal.condition.replace("<>?", "IS DISTINCT FROM")
    row = "OLD" if seal.verb == "DELETE" else "NEW"
    refuse = f"RAISE EXCEPTION '{seal.message}' USING ERRCODE = 'integrity_constraint_violation'"
    body = f"BEGIN IF {condition} THEN {refuse}; END IF; RETURN {row}; END"
    each = f"BEFORE {seal.verb} ON {seal.table} FOR EACH ROW EXECUTE FUNCTION {_name(seal)}()"
    return [
        f"CREATE FUNCTION {_name(seal)}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {_name(seal)} {each}",
    ]
