"""What an installation must have before it starts: a database that keeps its word, and its own address."""

from typing import Any
from urllib.parse import urlparse

from django.conf import settings
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


@register("address", deploy=True)
def address_is_known(app_configs: Any = None, **kwargs: Any) -> list[Error]:
    """A server that others reach must know its address: without it, links in mail and invitations lead nowhere.

    Asked by `check --deploy`, and by the commands that serve, send mail or invite before they begin.
    """
    address = urlparse(settings.PUBLIC_ADDRESS)
    if address.scheme in {"http", "https"} and address.netloc:
        return []
    found = f"is {settings.PUBLIC_ADDRESS!r}, which is no address" if settings.PUBLIC_ADDRESS else "is not set"
    words = f"SAANJH_ADDRESS {found}, so mail and invitations could not say where to go."
    hint = "Set it to what people type, for example https://grants.example.org"
    return [Error(words, hint=hint, id="saanjh.E002")]


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
