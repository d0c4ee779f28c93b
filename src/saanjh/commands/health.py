"""How an installation stands, finding by finding: what is well, what somebody should look at, and what is wrong."""

import datetime
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from saanjh.ground import anchors, history, jobs, reads, search
from saanjh.ground.chains import Broken
from saanjh.ground.models import SearchEntry
from saanjh.results import queries
from saanjh.web.machine.health import SMALLEST_DISK

WELL, LOOK, WRONG = "well", "look", "wrong"
LONGEST_WAIT = datetime.timedelta(minutes=15)  # of a job that is due
LONGEST_WITHOUT_BACKUP = datetime.timedelta(hours=48)  # one a night, of which one may fail

# What each kind of break in a chain means, in words.
BROKEN = {
    "missing": "is missing: somebody deleted it",
    "unlinked": "does not follow from the one before it: somebody put it in, or changed the order",
    "altered": "was altered after it was written",
    "rewritten": "is not the one that was noted: history was written anew",
}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: how it stands, in words and in numbers."""

    name: str
    state: str
    words: str
    facts: dict[str, Any] = field(default_factory=dict)


def found(*, more_anchors: Iterable[Path] = ()) -> list[Finding]:
    """Everything that can be looked at. Where the database cannot be asked, that is said once."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as problem:
        unusable = Finding("database", WRONG, f"The database cannot be used: {problem}")
        return [unusable, disk(), backup()]
    looks: list[Callable[[], Finding]] = [
        migrations,
        lambda: unbroken(more_anchors),
        search_is_whole,
        tallies_add_up,
        queue,
        disk,
        backup,
    ]
    return [Finding("database", WELL, f"The database answers: {connection.vendor}."), *map(_told, looks)]


def _told(look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except DatabaseError as problem:  # a table of this version that is not there yet
        return Finding(getattr(look, "__name__", "").strip("<>"), WRONG, f"This could not be looked at: {problem}")


def migrations() -> Finding:
    """Whether the tables are those of this version."""
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        words = f"The database is behind the code by {missing} migrations: saanjh migrate"
        return Finding("migrations", WRONG, words, {"missing": missing})
    return Finding("migrations", WELL, "The tables are those of this version.")


def unbroken(more_anchors: Iterable[Path] = ()) -> Finding:
    """Whether each line of history and each sensitive read follows from the one before it, and is as it was noted."""
    noted, marks = anchors.found(*more_anchors)
    broken = anchors.check(noted, marks)
    lines, its_reads = history.head()[0], reads.head()[0]
    facts = {"lines": lines, "reads": its_reads, "anchors": len(noted)}
    if broken is not None:
        return Finding("history", WRONG, _broken_words(broken), {**facts, **asdict(broken)})
    against = f"and as the anchors say that were noted ({len(noted)})" if noted else "and nothing was noted of it yet"
    words = f"History holds: {lines} lines, each following from the one before it, {against}; sensitive reads: "
    return Finding("history", WELL, f"{words}{its_reads}.", facts)


def _broken_words(broken: Broken) -> str:
    which = "History is broken: line" if broken.chain == "history" else "The log of sensitive reads is broken: row"
    words = f"{which} {broken.number} {BROKEN[broken.what]}"
    if broken.what == "rewritten" and broken.after + 1 < broken.number:
        words += f", beginning somewhere after line {broken.after}"
    return f"{words}."


def search_is_whole() -> Finding:
    """Whether search has one entry for each thing that can be found, and none besides. Words are not compared."""
    lacking, left_over = search.amiss()
    if lacking or left_over:
        words = (
            f"Search lacks {lacking} things and has {left_over} entries of things that are gone: saanjh search rebuild"
        )
        return Finding("search", WRONG, words, {"lacking": lacking, "left_over": left_over})
    entries = SearchEntry.objects.count()
    return Finding("search", WELL, f"Search is whole: {entries} entries.", {"entries": entries})


def tallies_add_up() -> Finding:
    """Whether what is written down of each grant's verified values is what the values say. Reads all of them."""
    if wrong := queries.tallies_amiss():
        words = f"Of {wrong} grants the number of verified values is not what the values say."
        return Finding("tallies", WRONG, words, {"wrong": wrong})
    return Finding("tallies", WELL, "The verified values of every grant are counted as they stand.")


def queue() -> Finding:
    """What background work waits, since when, and what of it failed."""
    now = timezone.now()
    due = DBTaskResult.objects.ready().filter(run_after__lte=now).order_by("run_after")
    oldest = due.values_list("run_after", flat=True).first()
    waited = max(now - oldest, datetime.timedelta()) if oldest else datetime.timedelta()
    failed = DBTaskResult.objects.failed().count()
    facts = {"due": due.count(), "oldest_seconds": int(waited.total_seconds()), "failed": failed}
    waiting = f"{facts['due']} jobs due, the oldest since {_long(waited)}" if oldest else "nothing is due"
    words = f"Background work: {waiting}; {failed} failed for good."
    beat = jobs.last_pulse()
    if waited > LONGEST_WAIT:
        last = f"last seen {_long(now - beat)} ago" if beat else "never seen"
        return Finding("queue", LOOK, f"{words} Does the worker run? It was {last}.", facts)
    return Finding("queue", LOOK if failed else WELL, words, facts)


def disk() -> Finding:
    """How much room is left where the data lie."""
    free = shutil.disk_usage(settings.DATA).free
    state = WELL if free >= SMALLEST_DISK else WRONG
    return Finding("disk", state, f"Free where the data lie: {free // 1_000_000:,} MB.", {"free_bytes": free})


def backup() -> Finding:
    """How old the last backup is that was made here. On a server that others reach, an old one is wrong."""
    bad = LOOK if settings.LOCAL else WRONG
    try:
        said = json.loads((settings.DATA / "backups" / "last.json").read_text())
        age = timezone.now() - datetime.datetime.fromisoformat(said["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return Finding("backup", bad, "No backup was made here yet: saanjh backup")
    facts = {"at": said["at"], "hours": round(age.total_seconds() / 3600, 1), "file": str(said.get("file", ""))}
    state = WELL if age <= LONGEST_WITHOUT_BACKUP else bad
    return Finding("backup", state, f"The last backup was made {_long(age)} ago.", facts)


def _long(span: datetime.timedelta) -> str:
    """The span in the largest unit that says something."""
    seconds = int(span.total_seconds())
    for unit, size in (("days", 86_400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} seconds"
