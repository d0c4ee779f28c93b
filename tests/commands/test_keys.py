"""What a server must have before it begins: its keys, made once by `saanjh migrate`, and its own address."""

from pathlib import Path

import pytest

from saanjh.settings import KEY_NAMES
from tests.installations import Installation, environment_for, with_tables

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path) -> Installation:
    """An empty installation that others reach."""
    with_tables(tmp_path)
    environment = {**environment_for(tmp_path), "SAANJH_LOCAL": "0", "SAANJH_ADDRESS": "https://grants.example.org"}
    return Installation(tmp_path, environment)


def contents(server: Installation) -> dict[str, str]:
    return {file.name: file.read_text() for file in (server.data / "keys").iterdir()}


def test_migrate_makes_every_key_at_once_for_this_user_alone_and_never_another_in_its_place(
    server: Installation,
) -> None:
    done = server.saanjh("migrate", "--verbosity", "0")
    assert (done.returncode, done.stderr.split(".")[0]) == (
        0,
        f"New keys in {server.data / 'keys'}: {', '.join(KEY_NAMES)}",
    )
    first = contents(server)
    assert sorted(first) == sorted(KEY_NAMES)
    assert {(server.data / "keys" / name).stat().st_mode & 0o777 for name in first} == {0o600}
    assert min(len(secret) for secret in first.values()) >= 64
    assert server.saanjh("migrate", "--verbosity", "0").stderr == ""
    assert contents(server) == first


@pytest.mark.parametrize("command", [["check"], ["serve"], ["worker", "--once"], ["administrator"]])
def test_without_its_keys_a_server_does_nothing_and_says_what_makes_them(
    server: Installation, command: list[str]
) -> None:
    done = server.saanjh(*command)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"saanjh: Keys are missing in {server.data / 'keys'}: {', '.join(KEY_NAMES)}.")
    assert "`saanjh migrate` makes them" in done.stderr
    assert not (server.data / "keys").exists()


@pytest.mark.parametrize("command", [["serve"], ["worker", "--once"], ["administrator"]])
def test_a_server_that_does_not_know_its_address_neither_serves_nor_mails_nor_invites(
    server: Installation, command: list[str]
) -> None:
    nameless = Installation(server.data, {**server.environment, "SAANJH_ADDRESS": ""})
    assert nameless.saanjh("migrate", "--verbosity", "0").returncode == 0
    done = nameless.saanjh(*command)
    assert (done.returncode, done.stdout) == (1, "")
    assert "SAANJH_ADDRESS is not set, so mail and invitations could not say where to go." in done.stderr


@pytest.mark.parametrize("command", [["translations", "--check"], ["help", "--commands"]])
def test_what_looks_at_no_installation_needs_no_keys(server: Installation, command: list[str]) -> None:
    assert server.saanjh(*command).returncode == 0
    assert not (server.data / "keys").exists()


def test_a_key_that_was_lost_is_not_made_anew_by_whoever_asks_for_it(server: Installation) -> None:
    assert server.saanjh("migrate", "--verbosity", "0").returncode == 0
    (server.data / "keys" / "files").unlink()
    asked = "from saanjh.settings import key_of\ntry: key_of('files')\nexcept Exception as problem: print(problem)"
    assert server.python(asked).startswith(f"The key {server.data / 'keys' / 'files'} is missing")
    assert "files" not in contents(server)
