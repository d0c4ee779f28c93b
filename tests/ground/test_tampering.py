"""History cannot be changed unnoticed: eight kinds of tampering, and four wrong verifiers that do not pass."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from saanjh.ground import anchors, chains
from saanjh.ground.models import Line
from tests import figures
from tests.ground import tampering
from tests.installations import installation

LONG = "tests.plugins.long" in sys.modules
LINES, TIMES = (10_000, 50) if LONG else (2_000, 5)
WRITES = 500 if LONG else 10  # of each of sixteen
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Path]:
    """A history of LINES lines, noted along the way as the clock does it."""
    from django.conf import settings

    folder = tmp_path_factory.mktemp("anchors")
    before, settings.ANCHORS = settings.ANCHORS, folder
    with django_db_blocker.unblock(), tampering.undone():
        tampering.write(LINES)
        anchors.note()
        yield folder
    settings.ANCHORS = before


@pytest.mark.django_db
def test_every_tampering_is_found_with_the_first_bad_line(folder: Path, settings: Any) -> None:
    """And each verifier that leaves something out is caught: it misses some, and finds nothing wrong with the whole."""
    settings.ANCHORS = folder
    assert anchors.check(*anchors.found()) is None
    missed = tampering.missed(lambda: anchors.check(*anchors.found()), TIMES, LINES)
    caught = [mutant.__name__ for mutant in tampering.MUTANTS if _catches(mutant)]
    assert missed == []
    assert caught == [mutant.__name__ for mutant in tampering.MUTANTS]
    figures.note(
        "history",
        lines=LINES,
        tamperings=TIMES * len(tampering.WAYS),
        missed=len(missed),
    )
    figures.caught("history", *caught)


def _catches(mutant: Any) -> bool:
    its_anchors, marks = anchors.found()
    noted = chains.Noted({each.number: {each.digest} for each in its_anchors}, marks)
    assert mutant(noted) is None
    return bool(tampering.missed(lambda: mutant(noted), 2, LINES))


@pytest.mark.django_db
def test_with_heads_alone_what_was_rewritten_lies_between_two_of_them(folder: Path) -> None:
    digests = dict(Line.objects.filter(number__in=[500, 1000]).values_list("number", "digest"))
    mailed = "\n".join(f"> 2026-11-19 history {number} {digest}" for number, digest in digests.items())
    with tampering.undone():
        tampering.open_triggers()
        tampering.rewrite(700, LINES)
        found = anchors.check(*anchors.read(mailed))
    assert found == chains.Broken(1000, "rewritten", after=500)


WRITER = """
import sys, threading
from django.db import connection
from saanjh.ground import history, reads
from saanjh.ground.models import Person, Purpose
from django.db import transaction
person = Person.objects.system()
def write():
    for _each in range({writes}):
        with transaction.atomic():
            history.record("language_chosen", person, by=person, language="ur")
        reads.note("ground.line", "", by=person, purpose=Purpose.AUDITING)
    connection.close()
threads = [threading.Thread(target=write) for _each in range(4)]
for each in threads: each.start()
for each in threads: each.join()
"""


def test_sixteen_writers_leave_no_fork_and_no_gap(tmp_path: Path) -> None:
    with installation(tmp_path) as here:
        here.python("from saanjh.ground.models import Person; Person.objects.system()")
        before = int(here.python("from saanjh.ground.models import Line; print(Line.objects.count())"))
        code = f"import django; django.setup()\n{WRITER.format(writes=WRITES)}"
        command = [sys.executable, "-c", code]
        writers = [subprocess.Popen(command, env=here.environment, cwd=tmp_path) for _each in range(4)]
        assert [writer.wait(timeout=1800) for writer in writers] == [0] * 4
        said = here.python(
            "from saanjh.ground import history, reads\n"
            "print(history.head()[0], reads.head()[0], history.broken(), reads.broken())"
        )
    assert said == f"{before + 16 * WRITES} {16 * WRITES} None None"
