"""Processes are killed at random while eight people write: what was accepted stands, once, with its file whole."""

import itertools
import random
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import connection

from tests import figures
from tests.installations import Installation, installation
from tests.lasting.conftest import copied
from tests.lasting.ledgers import Found, Rows, look, sqlite
from tests.lasting.sites import Grant, Report, Served, Writer, a_grant, mutated, serving
from tests.lasting.sizes import SIZE

pytestmark = pytest.mark.slow
WRITERS = 8
BREAKS = 0.03  # of the answers never reach the writer
PAUSE = (4.2, 6.0)  # seconds between two kills: longer than a start, and than granian's patience with its workers
ACCEPTED_A_KILL = 10
MOST_STORMS = 4  # over a mutant, until it is caught
EVERYTHING = 0.2  # of the kills take the whole group


@dataclass
class Run:
    """What was sent, what was accepted, and what the server refused, which it never may."""

    kills: int = 0
    sent: list[Report] = field(default_factory=list)
    accepted: list[Report] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def storm(served: Served, grant: Grant, seconds: float, strike: Callable[[], None], kills: int = 1) -> Run:
    """Let all write for so long while `strike` kills something now and then; what they began they finish."""
    run, over, hurry = Run(), threading.Event(), threading.Event()
    writers = [Writer(served.port, grant, number) for number in range(WRITERS)]
    for writer in writers:
        writer.open_form()
    numbers, name = itertools.count(1), secrets.token_hex(3)

    def write(writer: Writer) -> None:
        while not over.is_set():
            report = Report(next(numbers), run=name)
            run.sent.append(report)
            answer = writer.send_until_answered(report, hurry, breaks=BREAKS)
            if answer is not None and answer.is_taken:
                run.accepted.append(report)
            elif answer is not None:
                run.refused.append(f"{answer.status} {answer.place} {answer.words[:300]}")

    threads = [threading.Thread(target=write, args=(writer,), daemon=True) for writer in writers]
    for each in threads:
        each.start()
    until = time.monotonic() + seconds
    while (pause := random.uniform(*PAUSE)) < until - time.monotonic() or run.kills < kills:
        time.sleep(pause)
        strike()
        run.kills += 1
    time.sleep(max(0.0, until - time.monotonic()))
    over.set()
    for each in threads:
        each.join(60)
    hurry.set()
    assert not any(each.is_alive() for each in threads)
    return run


def killer(served: Served) -> Callable[[], None]:
    """Mostly one of the web server's workers, sometimes everything."""

    def strike() -> None:
        if random.random() < EVERYTHING or not served.kill_a_worker():
            served.kill_everything()
            served.start()

    return strike


def counted(run: Run, found: Found) -> dict[str, int]:
    """What the page of figures tells of a storm."""
    names = ("accepted", "lost", "doubled", "broken_files")
    return {"kills": run.kills, **{name: getattr(found, name) for name in names}}


def audited(site: Installation, run: Run) -> Found:
    """What is found afterwards, with the database closed: rows, files, history, and the database's own check."""
    found = look(asking(site), site.data / "files", run.accepted, run.sent)
    checked = site.saanjh("check")
    found.damaged = found.damaged or ("" if checked.returncode == 0 else checked.stdout + checked.stderr)
    return found


def asking(site: Installation) -> Callable[[str], Rows]:
    """A function that asks the site's database."""
    address = site.environment["SAANJH_DATABASE_URL"]

    def ask(query: str) -> Rows:
        if address:
            import psycopg

            with psycopg.connect(address.replace("postgres://", "postgresql://")) as server:
                return server.execute(query).fetchall()  # type: ignore[arg-type]
        file, damaged = sqlite(site.data / "saanjh.sqlite3")
        assert damaged == ""
        return file.execute(query).fetchall()

    return ask


@pytest.fixture(scope="module")
def site(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation whose web server has two workers, on the database that the tests run on."""
    folder = tmp_path_factory.mktemp("killed")
    if not asking_postgresql():
        yield copied(empty, folder / "data", SAANJH_WORKERS="2")
        return
    with installation(folder) as made:
        made.environment.update(SAANJH_WORKERS="2", SAANJH_LOG_LEVEL="WARNING")
        yield made


@pytest.fixture(scope="module")
def grant(site: Installation) -> Grant:
    """What the writers report about."""
    return a_grant(site, WRITERS)


def asking_postgresql() -> bool:
    return connection.vendor == "postgresql"


def survived(site: Installation, grant: Grant, seconds: float, mutant: str = "", kills: int = 1) -> tuple[Run, Found]:
    """A storm over the site, with a mutant in it if one is named, and what was found when it was over."""
    with serving(mutated(site, mutant) if mutant else site) as served:
        run = storm(served, grant, seconds, killer(served), kills)
    return run, audited(site, run)


def storms(site: Installation, grant: Grant, mutant: str) -> Iterator[Found]:
    """What was found after each storm over the mutant: on a busy machine the first may kill nobody at a bad moment."""
    for _storm in range(MOST_STORMS):
        yield survived(site, grant, SIZE.mutant_seconds, mutant)[1]


def test_what_was_accepted_survives_killed_processes_once_with_its_file(site: Installation, grant: Grant) -> None:
    run, found = survived(site, grant, SIZE.kill_seconds, kills=SIZE.kills)
    assert run.refused == []
    assert found.is_well, found
    assert run.kills >= SIZE.kills
    assert found.accepted >= ACCEPTED_A_KILL * run.kills
    figures.note("killed", **counted(run, found))


def test_an_answer_that_comes_before_the_commit_is_caught(site: Installation, grant: Grant) -> None:
    assert any(found.lost > 0 for found in storms(site, grant, "acknowledged_early"))
    figures.caught("killed", "acknowledged early")


def test_a_form_without_a_key_is_caught(site: Installation, grant: Grant) -> None:
    assert any(found.doubled > 0 for found in storms(site, grant, "no_key"))
    figures.caught("killed", "no key")
