"""What the harnesses share: an empty installation, made once, and the shim that writes down what the disk is told."""

import os
import shutil
from pathlib import Path

import pytest

from tests.installations import Installation, environment_for
from tests.lasting.disks import shim

# Disks are rebuilt for SQLite alone: PostgreSQL writes its files by itself. SQLite has no server to kill.
collect_ignore = ["test_power.py" if os.environ.get("SAANJH_DATABASE_URL") else "test_database_killed.py"]

READY = "from saanjh.commands.static_files import collect_if_changed; collect_if_changed()"


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a migrated installation on SQLite, to be copied."""
    data = tmp_path_factory.mktemp("empty")
    made = Installation(data, environment_for(data))
    done = made.saanjh("migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    made.python(READY)
    return data


@pytest.fixture(scope="session")
def lossy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shim, built here: without gcc these tests are named as not run, and in CI that is a failure."""
    if not shutil.which("gcc"):
        pytest.skip("NOT RUN: gcc is missing, which the power cuts need. Install it: apt install gcc")
    return shim(tmp_path_factory.mktemp("shim"))


def copied(empty: Path, data: Path, **more: str) -> Installation:
    """An installation of its own, copied from the empty one; `more` is added to its environment."""
    shutil.copytree(empty, data)
    return Installation(
        data, {**environment_for(data), "SAANJH_DATABASE_URL": "", "SAANJH_LOG_LEVEL": "WARNING", **more}
    )
