"""The commands around backups: exit codes, what they refuse, and the backup that goes before tables change."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installations import Installation, installation

pytestmark = pytest.mark.slow
SOMEBODY = "from saanjh.ground.models import Person; Person.objects.create(username='somebody', name='Somebody')"
GO_BACK = ("migrate", "research", "0002", "--verbosity", "0", "--no-backup")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation that holds somebody."""
    with installation(tmp_path_factory.mktemp("place")) as made:
        made.python(SOMEBODY)
        yield made


@pytest.fixture(scope="module")
def server(place: Installation) -> Installation:
    """The same, as others reach it."""
    more = {"SAANJH_LOCAL": "0", "SAANJH_ADDRESS": "https://grants.example.org", "SAANJH_HOSTS": "grants.example.org"}
    return Installation(place.data, {**place.environment, **more})


def keyed(place: Installation, tmp_path: Path) -> tuple[Installation, Path]:
    """With a public key, and where the private one lies."""
    key = tmp_path / "key"
    public = place.saanjh("keys", str(key)).stdout.strip()
    return Installation(place.data, {**place.environment, "SAANJH_BACKUP_KEY": public}), key


def test_keys_are_made_for_us_alone_and_never_over_others(place: Installation, tmp_path: Path) -> None:
    _with_key, key = keyed(place, tmp_path)
    assert key.stat().st_mode & 0o777 == 0o600
    before = key.read_text()
    assert place.saanjh("keys", str(key)).returncode == 1
    assert key.read_text() == before


def test_a_server_writes_no_backup_in_clear_nor_without_a_key(server: Installation, tmp_path: Path) -> None:
    in_clear = server.saanjh("backup", str(tmp_path / "b"), "--unencrypted")
    assert (in_clear.returncode, in_clear.stderr) == (
        2,
        "CommandError: A backup of what people rely on is never written in clear.\n",
    )
    assert server.saanjh("backup", str(tmp_path / "b")).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_private_key_in_place_of_the_public_one_stops_the_start_and_is_not_repeated(place: Installation) -> None:
    wrong = Installation(place.data, {**place.environment, "SAANJH_BACKUP_KEY": "AGE-SECRET-KEY-1VWCR"})
    done = wrong.saanjh("check")
    assert done.returncode == 1
    assert "VWCR" not in done.stderr
    assert "SAANJH_BACKUP_KEY must be a public key" in done.stderr


def test_a_backup_overwrites_nothing_and_remembers_what_it_wrote(place: Installation, tmp_path: Path) -> None:
    with_key, _key = keyed(place, tmp_path)
    file = tmp_path / "b.age"
    assert with_key.saanjh("backup", str(file)).returncode == 0
    remembered = json.loads((place.data / "backups" / "last.json").read_text())
    assert (remembered["file"], sorted(remembered)) == (str(file), ["at", "digest", "file", "head"])
    before = file.read_bytes()
    assert before.startswith(b"age-encryption.org/v1")
    again = with_key.saanjh("backup", str(file))
    assert (again.returncode, file.read_bytes() == before) == (1, True)
    assert "is there already" in again.stderr


def test_a_file_that_is_lacking_is_named_and_the_rest_is_written(place: Installation, tmp_path: Path) -> None:
    with_key, _key = keyed(place, tmp_path)
    gone = "0" * 64
    row = f"digest='{gone}', size=1, media_type='image/png', handed_in_by=Person.objects.get(username='somebody')"
    made = place.python(
        f"from saanjh.ground.models import Person, StoredFile; print(StoredFile.objects.create({row}).pk)"
    )
    done = with_key.saanjh("backup", str(tmp_path / "b.age"))
    place.python(f"from saanjh.ground.models import StoredFile; StoredFile.objects.filter(pk={made}).delete()")
    assert done.returncode == 3
    assert f"The file {gone} is gone or damaged" in done.stderr
    assert (tmp_path / "b.age").exists()


def test_nothing_is_restored_over_what_is_there(place: Installation, tmp_path: Path) -> None:
    with_key, key = keyed(place, tmp_path)
    assert with_key.saanjh("backup", str(tmp_path / "b.age")).returncode == 0
    done = place.saanjh("restore", str(tmp_path / "b.age"), "--key", str(key))
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: The database is not empty: there are rows in ")
    assert done.stderr.endswith("Nothing was restored.\n")


def test_tables_that_hold_rows_change_on_a_server_only_after_a_backup(
    place: Installation, server: Installation, tmp_path: Path
) -> None:
    (place.data / "backups" / "last.json").unlink(missing_ok=True)
    with_key, _key = keyed(server, tmp_path)
    assert server.saanjh(*GO_BACK).returncode == 0
    refused = server.saanjh("migrate", "--no-input", "--verbosity", "0")
    assert (refused.returncode, "no key to encrypt it to" in refused.stderr) == (1, True)
    assert "behind the code" in server.saanjh("check").stderr
    done = with_key.saanjh("migrate", "--no-input", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    made = list((place.data / "backups").glob("before-*.age"))
    assert f"A backup was made first: {made[0]}" in done.stderr
    assert server.saanjh(*GO_BACK).returncode == 0
    assert server.saanjh("migrate", "--no-input", "--verbosity", "0").returncode == 0, "one of this hour is enough"
    assert list((place.data / "backups").glob("before-*.age")) == made


def test_on_this_machine_alone_tables_change_without_a_backup(place: Installation) -> None:
    (place.data / "backups" / "last.json").unlink(missing_ok=True)
    assert place.saanjh(*GO_BACK).returncode == 0
    assert place.saanjh("migrate", "--no-input", "--verbosity", "0").returncode == 0
