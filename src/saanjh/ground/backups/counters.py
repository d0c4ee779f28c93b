"""The numbers that a database counts up for its keys: kept, so that no key is ever given out a second time.

A role names its scope by such a number; a thing that got the number of a deleted one would inherit its roles.
"""

from typing import Any

from django.db import connections

from saanjh.ground.backups.tables import Table


def last_given(table: Table, alias: str) -> int:
    """The highest key that the table has ever given out, as far as the database remembers; 0 for none."""
    if table.counted_key is None:
        return 0
    if connections[alias].vendor == "sqlite":
        found = _one(alias, "SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
    else:
        sequence = _sequence(table, alias)
        found = _one(alias, f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}", [])
    return int(found or 0)


def go_on_from(table: Table, last: int, alias: str) -> None:
    """Let the table give out no key up to this one, nor up to the highest that stands in it."""
    if table.counted_key is None:
        return
    quoted = connections[alias].ops.quote_name
    highest = _one(alias, f"SELECT max({quoted(table.counted_key)}) FROM {quoted(table.name)}", [])
    last = max(last, int(highest or 0))
    if last == 0:
        return
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, last])
        else:
            cursor.execute("SELECT setval(%s, %s)", [_sequence(table, alias), last])


def _sequence(table: Table, alias: str) -> str:
    quoted = connections[alias].ops.quote_name
    return str(_one(alias, "SELECT pg_get_serial_sequence(%s, %s)", [quoted(table.name), table.counted_key]))


def _one(alias: str, sql: str, parameters: list[Any]) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, parameters)
        row = cursor.fetchone()
    return row[0] if row else None
