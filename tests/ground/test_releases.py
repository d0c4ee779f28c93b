"""What an earlier version wrote comes back in this one: each backup in tests/releases, restored and brought up to date.

A release adds the backup of its demo: `saanjh backup tests/releases/VERSION.tar --unencrypted`, made with the keys in
tests/releases/keys, which protect nothing.
"""

import json
import shutil
import tarfile
from pathlib import Path

import pytest

from tests.ground.backups.places import module, run
from tests.installations import ROOT, Installation, environment_for

pytestmark = pytest.mark.slow
RELEASES = sorted((ROOT / "tests" / "releases").glob("*.tar"))
# What the people of an earlier demo do not have: recovery codes.
NOT_THEN = {f"404 /en/account/second-factor/recovery-codes/{rest}" for rest in ("", "download/")}


def test_there_is_something_to_bring_up_to_date() -> None:
    assert RELEASES


@pytest.mark.parametrize("file", RELEASES, ids=lambda file: file.stem)
def test_a_backup_of_an_earlier_version_comes_back_and_is_brought_up_to_date(file: Path, tmp_path: Path) -> None:
    """On SQLite; that both databases are restored alike is proved elsewhere."""
    shutil.copytree(file.parent / "keys", tmp_path / "keys")
    place = Installation(tmp_path, {**environment_for(tmp_path), "SAANJH_LOG_LEVEL": "ERROR"})
    done = run(place, "restore", str(file))
    assert done.returncode == 0, done.stderr
    assert run(place, "check").returncode == 0
    seen = module(place, "looking", "", "pages")
    assert seen.returncode == 0, seen.stderr
    found = json.loads(seen.stdout)
    with tarfile.open(file) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
    assert found["head"] == manifest["head"]
    assert (found["broken_history"], found["broken_files"], found["search_amiss"]) == ("", [], [0, 0])
    assert len(found["files"]) == len(manifest["files"])
    assert all(found["money"].values())
    assert set(found["pages"]) - NOT_THEN == {"fine"}


def test_the_fixtures_are_small() -> None:
    assert [file.name for file in RELEASES if file.stat().st_size > 300_000] == []
