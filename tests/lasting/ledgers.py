"""What must stand in the database and among the files afterwards: each accepted report once, with its file whole."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3._functions import register

from tests.lasting.sites import PEOPLE, Report

Rows = list[tuple[Any, ...]]
Ask = Callable[[str], Rows]

REPORTS = """
SELECT a.what, f.digest, (SELECT SUM(h.people) FROM awards_headcount h WHERE h.activity_id = a.id),
  (SELECT COUNT(*) FROM ground_line l WHERE l.object_id = a.public_id AND l.verb = 'activity_recorded')
FROM awards_activity a
LEFT JOIN awards_activityfile af ON af.activity_id = a.id
LEFT JOIN ground_storedfile f ON f.id = af.file_id
"""
CHAIN = "SELECT number, previous, digest FROM ground_line ORDER BY number"


@dataclass
class Found:
    """What is amiss; all zero and no words where the promise was kept."""

    accepted: int = 0
    lost: int = 0
    doubled: int = 0
    broken_files: int = 0
    damaged: str = ""

    @property
    def is_well(self) -> bool:
        return (self.lost, self.doubled, self.broken_files, self.damaged) == (0, 0, 0, "")


def look(ask: Ask, files: Path, accepted: Iterable[Report], sent: Iterable[Report] = ()) -> Found:
    """Compare the rows that `ask` finds, and the files in the folder, with the reports that were acknowledged.

    `sent` are all reports that were ever sent, acknowledged or not: none of them may stand twice, and a row may never
    point at a file that is not there whole.
    """
    accepted = list(accepted)
    known = {report.what for report in [*accepted, *sent]}
    runs = {report.run for report in [*accepted, *sent]}
    rows = [row for row in ask(REPORTS) if row[0].rpartition(" ")[2] in runs]
    times = Counter(row[0] for row in rows)
    by_words = {row[0]: row for row in rows}
    found = Found(accepted=len(accepted))
    found.lost = sum(1 for report in accepted if not _stands(by_words.get(report.what), report))
    found.doubled = sum(1 for number in times.values() if number > 1)
    found.damaged = _chain(ask(CHAIN)) or ("a report that nobody sent" if set(times) - known else "")
    found.broken_files = sum(1 for row in rows if not _is_whole(files, row[1]))
    return found


def sqlite(file: Path) -> tuple[sqlite3.Connection, str]:
    """The database, opened as it lies there, and what its own check finds wrong with it: nothing where it is sound."""
    connection = sqlite3.connect(file)
    register(connection)  # Django's functions, which the tables' constraints call
    said = connection.execute("PRAGMA integrity_check").fetchall()
    return connection, "" if said == [("ok",)] else str(said[:3])


def _stands(row: tuple[Any, ...] | None, report: Report) -> bool:
    """Whether the row says what the report said: its file's digest, its people, and one line of history."""
    return row is not None and (row[1], int(row[2] or 0), row[3]) == (report.digest, PEOPLE, 1)


def _is_whole(files: Path, digest: str | None) -> bool:
    if digest is None:
        return False
    try:
        content = (files / digest[:2] / digest).read_bytes()
    except OSError:
        return False
    return hashlib.sha256(content).hexdigest() == digest


def _chain(lines: Rows) -> str:
    """What is wrong with the links of history; nothing where each line follows from the one before it."""
    number, digest = 0, "0" * 64
    for line in lines:
        if line[0] != number + 1 or line[1] != digest:
            return f"history breaks at line {line[0]}"
        number, digest = line[0], line[2]
    return ""
