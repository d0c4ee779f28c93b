"""Anchors: what the last lines of history and of sensitive reads were, noted where the database cannot reach.

Every hour number and digest go into a file in a folder apart, with the beginnings of the digests of all new lines, so
that whoever writes the history anew is found, and the first line that is not as it was. Every day they go by mail to
auditors; the portal shows yesterday's; each backup carries its own. All are read by `saanjh check --anchor`, in one
form: `history 812 5f…`, wherever in a text it stands.
"""

import datetime
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from saanjh.ground import chains, files, history, jobs, notices, reads
from saanjh.ground.access import EVERYWHERE, Role
from saanjh.ground.chains import MARK, Anchor, Broken, Noted
from saanjh.ground.jobs import every, task
from saanjh.ground.models import Line, Notice, Person
from saanjh.ground.watch_notices import HISTORY_AMISS, HISTORY_NOTED

ANCHOR = re.compile(r"\b(history|reads)[\s:]+(\d{1,18})[\s:]+([0-9a-f]{64})\b")
MARKS = re.compile(rf"^\S+ lines (\d{{1,18}}) ((?:[0-9a-f]{{{MARK}}})+)$", re.MULTILINE)
MOST_MARKS = 5000  # lines of history whose marks stand in one line of the file
Heads = tuple[Anchor, Anchor]


def head() -> Anchor:
    """The last line of history, for a backup's manifest."""
    return Anchor("history", *history.head())


def heads() -> Heads:
    """The last line of history, and the last row of the log of sensitive reads."""
    return head(), Anchor("reads", *reads.head())


def of_yesterday() -> Anchor:
    """The last line that history had when today began, where the installation's days begin."""
    midnight = datetime.datetime.combine(timezone.localdate(), datetime.time(), timezone.get_current_timezone())
    lines = Line.objects.filter(at__lt=midnight).order_by("-number")
    return Anchor("history", *(lines.values_list("number", "digest").first() or (0, chains.FIRST)))


# Checking


def check(anchors: Iterable[Anchor], marks: Iterable[tuple[int, str]] = ()) -> Broken | None:
    """The first line of history, else the first sensitive read, that is not as it must be; None where all are."""
    noted = {"history": Noted(marks=list(marks)), "reads": Noted()}
    for anchor in anchors:
        if anchor.number:
            noted[anchor.chain].heads.setdefault(anchor.number, set()).add(anchor.digest)
    return history.broken(noted=noted["history"]) or reads.broken(noted=noted["reads"])


def read(text: str) -> tuple[list[Anchor], list[tuple[int, str]]]:
    """The anchors and marks in a text: a file of ours, a mail, a line copied from the portal."""
    found = [Anchor(chain, int(number), digest) for chain, number, digest in ANCHOR.findall(text)]
    return found, [(int(first), marks) for first, marks in MARKS.findall(text)]


def found(*more: Path) -> tuple[list[Anchor], list[tuple[int, str]]]:
    """All anchors noted here, that of the last backup made here, and those in further files."""
    anchors, marks = _of_last_backup(), list[tuple[int, str]]()
    for file in [*sorted(settings.ANCHORS.glob("*.txt")), *more]:
        its = read(file.read_text(encoding="utf-8", errors="replace"))
        anchors += its[0]
        marks += its[1]
    return anchors, marks


def _of_last_backup() -> list[Anchor]:
    """What the last backup noted (ground/backups), where there was one with a line of history in it."""
    try:
        said = json.loads((settings.DATA / "backups" / "last.json").read_text())["head"]
        return [Anchor("history", int(said["number"]), str(said["digest"]))]
    except (OSError, ValueError, KeyError, TypeError):
        return []


# Noting


def note() -> list[Anchor]:
    """Append what is new since the last note to this machine's file; return it. Nothing new, nothing noted."""
    file = settings.ANCHORS / "noted.txt"
    before = {each.chain: each for each in read(file.read_text())[0]} if file.exists() else {}
    new = [each for each in heads() if each.number and each != before.get(each.chain)]
    if not new:
        return []
    hour = timezone.now().astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%MZ")
    lines = [f"{hour} {each}" for each in new]
    since = before["history"].number if "history" in before else 0
    lines += [f"{hour} lines {first} {marks}" for first, marks in _marks(since, new[0].number)]
    _append(file, lines)
    return new


def _marks(since: int, until: int) -> list[tuple[int, str]]:
    """(number of the first line, the beginnings of digests) of the lines after `since`."""
    lines = Line.objects.filter(number__gt=since, number__lte=until).order_by("number")
    digests = [digest[:MARK] for digest in lines.values_list("digest", flat=True).iterator(chunk_size=MOST_MARKS)]
    return [(since + 1 + at, "".join(digests[at : at + MOST_MARKS])) for at in range(0, len(digests), MOST_MARKS)]


def _append(file: Path, lines: list[str]) -> None:
    """Write the lines at the end, in one piece and durably. A line that a power cut left unfinished stays alone."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(file, "ab", opener=_for_us_alone) as out:
        out.write(("\n".join(["", *lines, ""])).encode())
        out.flush()
        os.fsync(out.fileno())
    files.sync_folder(file.parent)


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def amiss() -> Broken | None:
    """Whether the last line that was noted here still stands as it was noted: a quick look, for every hour."""
    anchors = [each for each in found()[0] if each.number]
    last = max((each for each in anchors if each.chain == "history"), key=lambda each: each.number, default=None)
    if last is None:
        return None
    digest = Line.objects.filter(number=last.number).values_list("digest", flat=True).first()
    if digest is None:
        return Broken(history.head()[0] + 1, "missing")
    return None if digest == last.digest else Broken(last.number, "rewritten")


# By the clock


@every(hours=1)
@task()
def note_heads() -> None:
    """Note the heads; where what was noted before no longer holds, tell auditors and administrators instead."""
    broken = amiss()
    if broken is None:
        note()
        return
    told = Notice.objects.filter(kind=HISTORY_AMISS.code, facts__number=broken.number)
    if not told.exists():
        with transaction.atomic():
            people = Person.objects.holding(Role.AUDITOR, Role.ADMINISTRATOR, over=EVERYWHERE)
            notices.tell(people, HISTORY_AMISS, number=broken.number, chain=broken.chain)
    raise jobs.GiveUp("The history is not as it was noted.")


@every(days=1)
@task()
def tell_auditors() -> None:
    """Mail the heads to the auditors, once a day."""
    today = timezone.localdate().isoformat()
    if Notice.objects.filter(kind=HISTORY_NOTED.code, facts__line__startswith=today).exists():
        return
    line = " ".join([today, *map(str, heads())])
    with transaction.atomic():
        notices.tell(Person.objects.holding(Role.AUDITOR, over=EVERYWHERE), HISTORY_NOTED, line=line)
