"""What accepted reports cost: through the web, as the action alone, and beside bare commits to the same disk."""

import hashlib
import os
import sqlite3
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection

from saanjh.awards.actions import activities
from saanjh.awards.models import Activity
from saanjh.bench.forms import Report, Reporter, a_name, a_pdf, facts_of, reporters
from saanjh.bench.servers import serving
from saanjh.ground import files, intake
from saanjh.ground.actions.files import take_in
from saanjh.ground.counting import Cells
from saanjh.ground.models import District
from saanjh.ground.once import Sent, once
from saanjh.programmes.models import Theme

GOAL = 0.7  # of the bare commits, the action alone
WRITERS = 8
ROUNDS, OF_EACH = 8, 25  # bare and action take turns, so that a busy moment of the machine hits both
AGAIN = 20  # every so many-th report is sent twice
FILE = 20_000  # bytes


def run(*, seconds: int = 20, users: int = WRITERS) -> Iterator[dict[str, Any]]:
    """Yield one figure for a report with a file and one without, and one for what came in through the web.

    `ratio` compares with bare commits of one row each to SQLite at `synchronous=FULL`, with the fsync of a file and of
    its folder where the report has one, on the same disk in the same run.
    """
    with serving(dict(os.environ), "saanjh.wsgi:application", workers=2) as server:
        writers = reporters(server.port, users)
        for with_file in (True, False):
            beside = beside_bare_commits(writers[0], with_file=with_file)
            yield {
                "bench": "intake",
                "part": "action",
                "file": with_file,
                "bare_per_second": round(median(beside.bare), 1),
                "bare_from_to": [round(min(beside.bare), 1), round(max(beside.bare), 1)],
                "per_second": round(median(beside.action), 1),
                "ratio": round(beside.ratio, 2),
                "goal": GOAL,
                "goal_reached": beside.ratio >= GOAL,
                "broken": [],
            }
            bare = median(beside.bare)
            yield {**through_the_web(writers, seconds, bare, with_file=with_file), "file": with_file}


@dataclass(frozen=True)
class Beside:
    """How many a second, round by round: bare commits, and accepted reports."""

    bare: list[float]
    action: list[float]

    @property
    def ratio(self) -> float:
        """The median of the rounds: in each, both met the same disk."""
        return median(action / bare for bare, action in zip(self.bare, self.action, strict=True))


def beside_bare_commits(reporter: Reporter, *, with_file: bool) -> Beside:
    """Both, one after the other in this process, in turns."""
    take, found = action_of(reporter, with_file=with_file), Beside([], [])
    with tempfile.TemporaryDirectory(dir=settings.DATA) as folder:
        write = bare_write(Path(folder), with_file=with_file)
        for one in (write, take):
            one()
        for _round in range(ROUNDS):
            for rates, one in ((found.bare, write), (found.action, take)):
                begun = time.perf_counter()
                for _each in range(OF_EACH):
                    one()
                rates.append(OF_EACH / (time.perf_counter() - begun))
    return found


def bare_write(folder: Path, *, with_file: bool) -> Callable[[], None]:
    """A function that commits one row by the bare library, after one file was synced with its folder."""
    database = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    for setting in ("journal_mode=WAL", "synchronous=FULL"):
        database.execute(f"PRAGMA {setting}")
    database.execute("CREATE TABLE report (key TEXT PRIMARY KEY, what TEXT)")
    content = os.urandom(FILE)

    def write() -> None:
        key = uuid.uuid4().hex
        if with_file:
            with (folder / key).open("xb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            files.sync_folder(folder)
        database.execute("INSERT INTO report VALUES (?, ?)", [key, "words " * 10])

    return write


def action_of(reporter: Reporter, *, with_file: bool) -> Callable[[], None]:
    """A function that carries out one report as the page does once its form is read and its file looked at."""
    award, person, facts = reporter.award, reporter.person, facts_of(reporter.award)
    kind, district = Theme.objects.get(pk=facts["activity_type"]), District.objects.get(pk=facts["district"])
    cells: Cells = {("women", "15-29", "unknown"): 14, ("men", "30-59", "unknown"): 21}

    def take() -> None:
        def act() -> str:
            taken = [take_in(intake.Sound(content, intake.PDF), by=person)] if content else []
            made = activities.record(
                award,
                activity_type=kind,
                what=f"Report {a_name()}",
                written_in="en",
                district=district,
                day=award.starts_on,
                headcounts=cells,
                files=taken,
                by=person,
            )
            return made.public_id

        content = os.urandom(FILE) if with_file else b""
        digest = hashlib.sha256(content).hexdigest()
        once(Sent(str(uuid.uuid4()), person.public_id, "/desk/", digest), act)

    return take


def through_the_web(writers: list[Reporter], seconds: float, bare: float, *, with_file: bool) -> dict[str, Any]:
    """What so many writers get in within so many seconds, and whether each report stands once with its file."""
    accepted: list[Report] = []
    refused: list[int] = []
    begun = time.perf_counter()

    def write(number: int) -> None:
        for report in _reports(number, with_file):
            if time.perf_counter() - begun > seconds:
                return
            status, _place = writers[number].send(report)
            if len(accepted) % AGAIN == 0:
                status, _place = writers[number].send(report)
            (accepted if status == 303 else refused).append(report if status == 303 else status)  # type: ignore[arg-type]

    threads = [threading.Thread(target=write, args=(number,)) for number in range(len(writers))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    spent = time.perf_counter() - begun
    found = _found(accepted)
    wrong = [f"{name}: {number}" for name, number in found.items() if number]
    return {
        "bench": "intake",
        "part": "web",
        "writers": len(writers),
        "accepted": len(accepted),
        "refused": len(refused),
        **found,
        "per_second": round(len(accepted) / spent, 1),
        "ratio": round(len(accepted) / spent / bare, 2),
        "broken": wrong + ([f"refused: {sorted(set(refused))}"] if refused else []),
    }


def _reports(number: int, with_file: bool) -> Iterator[Report]:
    while True:
        yield Report(f"Bench {a_name()}", a_pdf(FILE) if with_file else b"")


def _found(accepted: list[Report]) -> dict[str, int]:
    """How many of the accepted reports are not there, stand twice, or have a file that is not what was sent."""
    connection.close()
    rows = Activity.objects.filter(what__in=[report.what for report in accepted])
    times = Counter(rows.values_list("what", flat=True))
    digests = dict(rows.filter(files__isnull=False).values_list("what", "files__file__digest"))
    broken = sum(1 for report in accepted if report.file and not _is_whole(digests.get(report.what, "")))
    return {
        "lost": sum(1 for report in accepted if not times[report.what]),
        "doubled": sum(1 for each in times.values() if each > 1),
        "broken_files": broken,
    }


def _is_whole(digest: str) -> bool:
    try:
        return bool(files.content_of(digest))
    except (OSError, ValueError):
        return False
