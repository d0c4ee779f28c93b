"""The database must be one that keeps its word; asserted at every start."""

from typing import Any

from django.core.checks import Error, register
from django.db import connection

SQLITE = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
POSTGRES = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@register("database")
def database_keeps_its_word(app_configs: Any = None, databases: Any = None, **kwargs: Any) -> list[Error]:
    """Settings that can lose an accepted row in a power cut are errors, with the setting named."""
    if not databases:
        return []
    found = unsafe()
    return [
        Error(
            f"The database setting {name} is {now!r}; it must be {want!r}, or accepted reports can be lost.",
            id="saanjh.E001",
        )
        for name, now, want in found
    ]


def unsafe() -> list[tuple[str, object, object]]:
    """(setting, value found, value needed) for each setting that is not as it must be."""
    wrong: list[tuple[str, object, object]] = []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, want in SQLITE.items():
                cursor.execute(f"PRAGMA {name}")
                row = cursor.fetchone()
                value = row[0] if row else None
                in_memory = name == "journal_mode" and value == "memory"  # tests without a file
                if value != want and not in_memory:
                    wrong.append((name, value, want))
            if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
                wrong.append(("transaction_mode", None, "IMMEDIATE"))
        else:
            for name, on in POSTGRES.items():
                cursor.execute(f"SHOW {name}")
                value = cursor.fetchone()[0]
                if value != on:
                    wrong.append((name, value, on))
    if connection.settings_dict.get("ATOMIC_REQUESTS"):
        wrong.append(("ATOMIC_REQUESTS", True, False))
    return wrong
