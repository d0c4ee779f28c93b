"""Installations that are made once and copied: one with the demo in it, and empty ones with the same keys."""

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.installations import ROOT, SAANJH, Installation, environment_for, with_tables
from tests.migrated import template, with_name

SERVER = os.environ.get("SAANJH_DATABASE_URL", "")


@dataclass(frozen=True)
class Burnt:
    """The installation that will burn, its pair of keys, and how to get an empty place."""

    source: Installation
    key: Path
    public: str
    empty_place: Callable[[str], Installation]


def run(place: Installation, *words: str, seconds: float = 300) -> "subprocess.CompletedProcess[str]":
    """`saanjh` with these words, to its end."""
    command = [*SAANJH, *words]
    return subprocess.run(
        command, env=place.environment, cwd=place.data, capture_output=True, text=True, timeout=seconds
    )


def must(place: Installation, *words: str) -> str:
    """What `saanjh` says, which must succeed."""
    done = run(place, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def module(place: Installation, name: str, *words: str, seconds: float = 300) -> "subprocess.CompletedProcess[str]":
    """`python -m tests.ground.backups.NAME` in the place."""
    command = [sys.executable, "-m", f"tests.ground.backups.{name}", *words]
    return subprocess.run(command, env=place.environment, cwd=ROOT, capture_output=True, text=True, timeout=seconds)


@contextmanager
def burnt(folder: Path) -> Iterator[Burnt]:
    """The demo, and beside it an empty place that is copied whenever one is asked for."""
    with ExitStack() as stack:
        source = _installation(folder / "source", stack.enter_context(_database(like=_migrated())))
        must(source, "migrate", "--verbosity", "0")
        blank_database = stack.enter_context(_database(like=_migrated()))
        blank = _installation(folder / "blank", blank_database, keys=source.data / "keys")
        must(blank, "migrate", "--verbosity", "0")
        must(source, "demo")
        public = must(source, "keys", str(folder / "key.txt"))

        def empty_place(name: str) -> Installation:
            shutil.copytree(blank.data, folder / name)
            database = stack.enter_context(_database(like=blank_database))
            return _installation(folder / name, database)

        yield Burnt(source, folder / "key.txt", public, empty_place)


def _migrated() -> str:
    """The address of a database that has all tables; none for SQLite."""
    return with_name(SERVER, template(SERVER)) if SERVER else ""


def _installation(data: Path, database: str, keys: Path | None = None) -> Installation:
    data.mkdir(exist_ok=True)
    if not database and not (data / "saanjh.sqlite3").exists():
        with_tables(data)
    if keys:
        shutil.copytree(keys, data / "keys", dirs_exist_ok=True)
    return Installation(data, {**environment_for(data), "SAANJH_DATABASE_URL": database, "SAANJH_LOG_LEVEL": "ERROR"})


@contextmanager
def _database(like: str = "") -> Iterator[str]:
    """The address of a database of its own, empty or a copy of another; none for SQLite, which lies in the folder."""
    if not SERVER:
        yield ""
        return
    import psycopg

    name = f"place_{secrets.token_hex(4)}"
    template = f" TEMPLATE {_name(like)}" if like else ""
    with psycopg.connect(SERVER.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{template}")  # type: ignore[arg-type]
        try:
            yield re.sub(r"(?<=/)[^/?]*(?=\?|$)", name, SERVER, count=1)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def _name(address: str) -> str:
    found = re.search(r"/([^/?]*)(?:\?|$)", address)
    assert found
    return found[1]
