"""A whole installation for tests that need real processes: a data folder, a migrated database, the saanjh command."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAANJH = [sys.executable, "-W", "error", "-c", "from saanjh.commands import main; main()"]


@dataclass(frozen=True)
class Installation:
    """Where it lies, and the environment its processes run in."""

    data: Path
    environment: dict[str, str]

    def saanjh(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run `saanjh` with these words to its end."""
        command = [*SAANJH, *words]
        return subprocess.run(command, env=self.environment, cwd=self.data, capture_output=True, text=True, timeout=400)

    def python(self, code: str, seconds: float = 180) -> str:
        """What the code prints, run with Django set up."""
        whole = f"import django; django.setup()\n{code}"
        command = [sys.executable, "-c", whole]
        done = subprocess.run(
            command, env=self.environment, cwd=self.data, capture_output=True, text=True, timeout=seconds
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start `saanjh` with these words and do not wait; the caller ends it."""
        log = (self.data / "log").open("w")
        with log:
            return subprocess.Popen(
                [*SAANJH, *words], env=self.environment, cwd=self.data, stdout=log, stderr=log, text=True
            )

    def log(self) -> str:
        return (self.data / "log").read_text()


def environment_for(data: Path) -> dict[str, str]:
    """The environment of processes that keep their data there."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("SAANJH_")},
        "SAANJH_LOCAL": "1",
        "SAANJH_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "saanjh.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }


@contextmanager
def installation(data: Path) -> Iterator[Installation]:
    """An empty installation on the database that the tests run on."""
    with _database(data) as address:
        made = Installation(data, {**environment_for(data), "SAANJH_DATABASE_URL": address})
        done = made.saanjh("migrate", "--no-input", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        yield made


def with_tables(data: Path) -> None:
    """Put a database of SQLite with all tables into the folder: `saanjh migrate` has only the rest to do there."""
    from tests.migrated import template

    shutil.copyfile(template(""), data / "saanjh.sqlite3")


@contextmanager
def _database(data: Path) -> Iterator[str]:
    """The address of a database of its own, with its tables: none for SQLite, which then lies in the data folder."""
    from tests.migrated import for_psycopg, template, with_name

    server = os.environ.get("SAANJH_DATABASE_URL", "")
    if not server:
        with_tables(data)
        yield ""
        return
    import psycopg

    name = f"installation_{secrets.token_hex(4)}"
    with psycopg.connect(for_psycopg(server), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template(server)}")
        try:
            yield with_name(server, name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], object], seconds: float = 30.0) -> None:
    """Look until it is true; AssertionError when that takes too long."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"still not true after {seconds:.0f} s"
        time.sleep(0.05)
