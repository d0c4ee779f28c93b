"""A database with all tables, made once by `saanjh migrate` and copied wherever one is needed.

Migrating takes seconds, copying what was migrated takes none. What was made bears a name that changes with any
migration, with the modules that migrations use, and with the libraries. Whoever takes a copy migrates it all the same;
there is just nothing left to do.
"""

import fcntl
import functools
import hashlib
import os
import re
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from tests.installations import ROOT, SAANJH, environment_for

KEPT = ROOT / ".pytest_cache" / "migrated"


@functools.cache
def template(server: str) -> str:
    """What to copy: a file of SQLite for no server, else the name of a database of that PostgreSQL."""
    with _one_process_at_a_time():
        return _on_postgres(server) if server else str(_on_sqlite())


@contextmanager
def copied_by_django() -> Iterator[None]:
    """Meanwhile the database that Django makes for tests begins as a copy."""
    from django.db import connection

    if server := os.environ.get("SAANJH_DATABASE_URL", ""):
        connection.settings_dict["TEST"]["TEMPLATE"] = template(server)
        yield
        return
    make = connection.creation._create_test_db
    with ExitStack() as kept:

        def make_copy(*args: Any, **kwargs: Any) -> str:
            name: str = make(*args, **kwargs)
            kept.enter_context(closing(copy_in_memory(template(""), name)))
            return name

        connection.creation._create_test_db = make_copy
        yield


def copy_in_memory(file: str, name: str) -> sqlite3.Connection:
    """A database in memory by that name with all that the file has; it is there as long as somebody is connected."""
    copy = sqlite3.connect(name, uri=True)
    with closing(sqlite3.connect(file)) as source:
        source.backup(copy)
    return copy


def with_name(server: str, name: str) -> str:
    """The address of the server's database of that name."""
    return re.sub(r"(?<=/)[^/?]*(?=\?|$)", name, server, count=1)


def for_psycopg(server: str) -> str:
    return server.replace("postgres://", "postgresql://")


def _on_sqlite() -> Path:
    file = KEPT / f"{_state()}.sqlite3"
    if not file.exists():
        for old in KEPT.glob("*.sqlite3"):
            old.unlink()
        with tempfile.TemporaryDirectory() as data:
            _migrate(Path(data), "")
            made = Path(data, "saanjh.sqlite3")
            with closing(sqlite3.connect(made)) as connection:
                connection.execute("PRAGMA journal_mode=DELETE")  # a copy in memory takes no write-ahead log
            fresh = file.with_suffix(".fresh")
            fresh.write_bytes(made.read_bytes())
            fresh.rename(file)
    return file


def _on_postgres(server: str) -> str:
    import psycopg

    name = f"migrated_{_state()}"
    with psycopg.connect(for_psycopg(server), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            made = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'migrated%'").fetchall()
            for (old,) in made:
                connection.execute(f"DROP DATABASE IF EXISTS {old}")
            connection.execute(f"CREATE DATABASE {name}_fresh")
            with tempfile.TemporaryDirectory() as data:
                _migrate(Path(data), with_name(server, f"{name}_fresh"))
            connection.execute(f"ALTER DATABASE {name}_fresh RENAME TO {name}")
    return name


def _migrate(data: Path, address: str) -> None:
    command = [*SAANJH, "migrate", "--no-input", "--verbosity", "0"]
    environment = {**environment_for(data), "SAANJH_DATABASE_URL": address}
    done = subprocess.run(command, env=environment, cwd=data, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def _state() -> str:
    """A name for the tables as the migrations, ours and the libraries', make them with what they use of the ground."""
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for file in sorted([*ROOT.glob("src/saanjh/**/migrations/*.py"), *ROOT.glob("src/saanjh/ground/*.py")]):
        digest.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _one_process_at_a_time() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
