"""`saanjh serve`: refuses what is not ready, keeps its programs running, and lets every body through the server."""

import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.echo import LARGEST
from tests.commands.raw_http import ask, in_chunks
from tests.installations import ROOT, Installation, free_port, installation, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("site")) as made:
        yield made


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def children(pid: int) -> dict[int, str]:
    """Process id and command line of each child that lives."""
    listing = subprocess.run(
        ["ps", "-ww", "-o", "pid=,stat=,args=", "--ppid", str(pid)], capture_output=True, text=True
    )
    rows = (line.split(None, 2) for line in listing.stdout.splitlines())
    return {int(number): words for number, state, words in rows if not state.startswith("Z")}


def named(processes: dict[int, str], word: str) -> int | None:
    return next((pid for pid, words in processes.items() if word in words), None)


@pytest.fixture
def served(site: Installation) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """The port, and the process of a running `saanjh serve`."""
    port = free_port()
    server = site.start("serve", "--port", str(port))
    try:
        wait_until(lambda: answers(port))
        yield port, server
    finally:
        server.terminate()
        server.wait(40)


def test_it_runs_server_worker_and_ticker_until_told_to_stop(
    site: Installation, served: tuple[int, "subprocess.Popen[str]"]
) -> None:
    port, server = served
    wait_until(lambda: json.loads(ask(port, "GET /readyz HTTP/1.1")[1]).get("worker"))
    wait_until(lambda: f"Saanjh answers on http://localhost:{port}" in site.log())
    below = children(server.pid)
    assert len(below) == 3
    server.send_signal(signal.SIGINT)
    assert server.wait(40) == 0
    assert not answers(port)
    assert [pid for pid in below if Path(f"/proc/{pid}").exists()] == []


def test_a_program_that_died_starts_again(site: Installation, served: tuple[int, "subprocess.Popen[str]"]) -> None:
    _port, server = served
    first = named(children(server.pid), "main() worker")
    assert first
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: named(children(server.pid), "main() worker") not in {None, first})
    assert "The worker ended with -9; it starts again in 1 s." in site.log()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_nothing_is_left_behind_when_the_parent_is_killed(served: tuple[int, "subprocess.Popen[str]"]) -> None:
    port, server = served
    below = children(server.pid)
    server.kill()
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in below))
    assert not answers(port)


def test_without_a_worker_there_is_the_web_server_alone(site: Installation) -> None:
    port = free_port()
    server = site.start("serve", "--no-worker", "--port", str(port))
    try:
        wait_until(lambda: answers(port))
        assert len(children(server.pid)) == 1
    finally:
        server.terminate()
        server.wait(40)


def test_it_refuses_a_database_that_is_behind_the_code(site: Installation) -> None:
    site.python(
        "from django.db.migrations.recorder import MigrationRecorder as known\n"
        "from django.db import connection\n"
        "known(connection).record_unapplied('sessions', '0001_initial')"
    )
    try:
        done = site.saanjh("serve", "--port", str(free_port()))
    finally:
        site.python(
            "from django.db.migrations.recorder import MigrationRecorder as known\n"
            "from django.db import connection\n"
            "known(connection).record_applied('sessions', '0001_initial')"
        )
    assert done.returncode == 1
    assert done.stderr.endswith("(migrations missing: 1). Run first: saanjh migrate\n")


def test_it_refuses_a_port_that_is_taken(site: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = site.saanjh("serve", "--port", str(other.getsockname()[1]))
    assert (done.returncode, done.stderr.splitlines()[-1][-36:]) == (1, "listened on: Address already in use.")


@pytest.mark.parametrize("command", [["serve", "--port", "8999"], ["worker", "--once"], ["tick", "--once"]])
def test_it_refuses_a_database_that_may_lose_what_it_took(site: Installation, command: list[str]) -> None:
    if site.environment["SAANJH_DATABASE_URL"]:
        unsafe = f"{site.environment['SAANJH_DATABASE_URL']}&options=-c%20synchronous_commit%3Doff"
        careless = Installation(site.data, {**site.environment, "SAANJH_DATABASE_URL": unsafe})
        done = careless.saanjh(*command)
        name = "synchronous_commit"
    else:
        change = "from saanjh import settings; o = settings.DATABASES['default']['OPTIONS']; "
        change += "o['init_command'] = o['init_command'].replace('FULL', 'OFF'); "
        code = f"{change}import sys; sys.argv = {['saanjh', *command]}; from saanjh.commands import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code], env=site.environment, cwd=site.data, capture_output=True, text=True
        )
        name = "synchronous"
    assert done.returncode == 1
    assert f"The database setting {name} is" in done.stderr


def test_it_says_in_words_that_the_database_cannot_be_reached(site: Installation) -> None:
    nowhere = {**site.environment, "SAANJH_DATABASE_URL": f"postgres://nobody@127.0.0.1:{free_port()}/none"}
    done = Installation(site.data, nowhere).saanjh("serve")
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: The database cannot be used:")


def test_a_form_sent_in_chunks_reaches_django(served: tuple[int, "subprocess.Popen[str]"]) -> None:
    port, _server = served
    secret = "a" * 32
    form = f"csrfmiddlewaretoken={secret}&login=nobody&password=wrong".encode()
    head = f"""POST /en/account/login/ HTTP/1.1
        Content-Type: application/x-www-form-urlencoded
        Cookie: csrf={secret}
        Transfer-Encoding: chunked"""
    status, page = ask(port, head, in_chunks(form[:7], form[7:]))
    assert (status, b'value="nobody"' in page) == (200, True)


def test_a_body_beyond_the_largest_is_refused_in_words(served: tuple[int, "subprocess.Popen[str]"]) -> None:
    port, _server = served
    status, page = ask(port, "POST /ur/account/login/ HTTP/1.1\nContent-Length: 900000000")
    assert (status, re.findall(rb'<html[^>]*lang="([a-z]+)"', page)) == (413, [b"ur"])


@pytest.fixture(scope="module")
def echo() -> Iterator[int]:
    """The port of a real granian that serves tests/commands/echo.py."""
    port = free_port()
    words = ["--interface", "wsgi", "--http", "1", "--port", str(port), "--blocking-threads", "2", "--no-log"]
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *words, "tests.commands.echo:application"],
        env={**os.environ, "PYTHONPATH": path},
    )
    try:
        wait_until(lambda: answers(port))
        yield port
    finally:
        server.terminate()
        server.wait(20)


def told(body: bytes, *, too_large: bool = False) -> tuple[int, dict[str, object]]:
    return 200, {"length": len(body), "digest": hashlib.sha256(body).hexdigest(), "too_large": too_large}


def heard(answer: tuple[int, bytes]) -> tuple[int, dict[str, object]]:
    return answer[0], json.loads(answer[1])


CHUNKED = "POST / HTTP/1.1\nTransfer-Encoding: chunked"


def test_chunks_arrive_whole_however_slowly_and_in_whatever_pieces(echo: int) -> None:
    parts = [os.urandom(size) for size in (1, 70_000, 5, 1_200_000)]
    assert heard(ask(echo, CHUNKED, in_chunks(*parts), pause=0.1)) == told(b"".join(parts))
    torn = [bytes([byte]) for byte in b"".join(in_chunks(b"one", b"two"))]
    assert heard(ask(echo, CHUNKED, torn)) == told(b"onetwo")
    assert heard(ask(echo, CHUNKED, in_chunks())) == told(b"")


def test_chunks_beyond_the_largest_are_cut_off(echo: int) -> None:
    parts = [b"x" * 500_000] * (LARGEST // 500_000 + 1)
    assert heard(ask(echo, CHUNKED, in_chunks(*parts))) == told(b"", too_large=True)


def test_a_body_with_a_length_arrives_as_ever(echo: int) -> None:
    assert heard(ask(echo, "POST / HTTP/1.1\nContent-Length: 5", [b"hello"])) == told(b"hello")
    assert heard(ask(echo, "GET / HTTP/1.1")) == told(b"")


def test_a_request_with_both_lengths_cannot_smuggle_another(echo: int) -> None:
    head = "POST / HTTP/1.1\nContent-Length: 3\nTransfer-Encoding: chunked"
    status, body = ask(echo, head, in_chunks(b"whole body"))
    assert status == 400 or json.loads(body)["length"] == len(b"whole body")
