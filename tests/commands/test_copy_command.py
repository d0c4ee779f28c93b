"""`saanjh copy` moves everything from SQLite to PostgreSQL and back, and says so table by table."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from tests.ground.backups.places import must, run
from tests.installations import Installation, environment_for, with_tables
from tests.postgres import Missing, cluster

pytestmark = pytest.mark.slow
LOSING_A_ROW = """
from django.conf import settings
from saanjh.ground.backups import NotDone, copying, loading
from saanjh.settings import database
whole = loading.load
def short(table, lines, alias, step):
    lines = list(lines)
    whole(table, lines[:-1] if table.name == "ground_alias" else lines, alias, step)
loading.load = short
with copying.target_at(database({address!r})) as alias:
    try:
        copying.copy(alias, tell=lambda name, tally: None)
    except NotDone as why:
        print(why)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL."""
    with ExitStack() as stack:
        try:
            yield os.environ.get("SAANJH_DATABASE_URL") or stack.enter_context(cluster())
        except Missing as why:
            pytest.skip(str(why))


@pytest.fixture
def empty(server: str) -> Iterator[str]:
    """The address of an empty database."""
    name = f"copy_{secrets.token_hex(4)}"
    with psycopg.connect(server.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        yield re.sub(r"(?<=/)[^/?]*(?=\?|$)", name, server, count=1)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def on(address: str, place: Installation) -> Installation:
    return Installation(place.data, {**place.environment, "SAANJH_DATABASE_URL": address})


def test_everything_arrives_and_goes_back_the_same(empty: str, tmp_path: Path) -> None:
    with_tables(tmp_path)
    place = Installation(tmp_path, {**environment_for(tmp_path), "SAANJH_LOG_LEVEL": "ERROR"})
    must(place, "migrate", "--verbosity", "0")
    must(place, "demo")
    losing = on(empty, place)
    must(losing, "migrate", "--verbosity", "0")
    assert "ground_alias arrived otherwise than it was" in place.python(LOSING_A_ROW.format(address=empty))
    there = must(place, "copy", "--to", empty)
    said = dict(line.split(" ", 1) for line in there.splitlines() if re.fullmatch(r"\w+ \d+ [0-9a-f]{64}", line))
    assert len(said) > 70
    assert int(said["ground_line"].split()[0]) > 500
    must(on(empty, place), "check")
    again = run(place, "copy", "--to", empty)
    assert (again.returncode, "The target is not empty" in again.stderr) == (1, True)
    assert run(on(empty, place), "copy", "--to", empty).stderr.startswith("CommandError: This is the database")
    (tmp_path / "saanjh.sqlite3").rename(tmp_path / "before.sqlite3")
    assert must(on(empty, place), "copy", "--to", "sqlite") == there
    must(place, "check")
    assert run(place, "copy", "--to", "mysql://x").returncode == 2


def test_a_person_added_after_the_copy_gets_a_key_of_their_own(empty: str, tmp_path: Path) -> None:
    """The highest number was given to somebody who is gone; nobody may inherit it."""
    with_tables(tmp_path)
    place = Installation(tmp_path, environment_for(tmp_path))
    must(place, "migrate", "--verbosity", "0")
    place.python(
        "from saanjh.ground.models import Person\n"
        "for name in 'abc': last = Person.objects.create(username=name, name=name)\n"
        "last.delete()"
    )
    must(place, "copy", "--to", empty)
    asked = "from saanjh.ground.models import Person; print(Person.objects.create(username='d', name='d').pk)"
    assert on(empty, place).python(asked) == "4"
