"""The power goes at a random moment: every report that was accepted before it is there, with its file whole."""

import os
import random
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import figures
from tests.installations import Installation
from tests.lasting.conftest import copied
from tests.lasting.disks import Disk, Luck, entries, written
from tests.lasting.ledgers import Found, look, sqlite
from tests.lasting.sites import Grant, Report, Writer, a_grant, mutated, serving
from tests.lasting.sizes import SIZE

pytestmark = pytest.mark.slow
WRITERS, REPORTS = 4, 60
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


@dataclass
class Recording:
    """A run of the site: the disk before it, the log of what the disk was told, and when each report was accepted."""

    disk: Disk
    log: bytes
    sent: list[Report]
    accepted: list[tuple[int, Report]]  # the length of the log when the answer had come
    held: dict[str, bytes]  # what lay there in the end


@dataclass
class Cuts:
    """What was found over all images."""

    images: int = 0
    lost: int = 0
    broken_files: int = 0
    damaged: list[str] = field(default_factory=list)

    def add(self, found: Found) -> None:
        self.images += 1
        self.lost += found.lost
        self.broken_files += found.broken_files
        if found.damaged or found.doubled:
            self.damaged.append(found.damaged or "doubled")


def skipped(path: str) -> bool:
    """What the shim leaves out too: it is made again, or holds no report (the counts of requests begin anew)."""
    return path.startswith(("static/", "mail/", "keys/", "metrics/", "log")) or path.endswith("-shm")


def watched(lossy: Path, empty: Path, folder: Path, mutant: str = "") -> tuple[Installation, Path]:
    """A copy of the installation whose processes run under the shim, and the log that they write."""
    data, log = folder / "data", folder / "changes"
    shim = {"LD_PRELOAD": str(lossy), "LOSSY_ROOT": f"{data}/", "LOSSY_LOG": str(log), "LOSSY_EIO": str(folder / "eio")}
    log.touch()
    site = copied(empty, data, SAANJH_WORKERS="2", **shim)
    return (mutated(site, mutant) if mutant else site), log


def unwatched(site: Installation) -> Installation:
    """The same without the shim, for what belongs to the test and not to the site."""
    return Installation(site.data, {name: each for name, each in site.environment.items() if name != "LD_PRELOAD"})


def record(lossy: Path, empty: Path, folder: Path, mutant: str = "") -> Recording:
    """Send the reports to the real site under the shim; what the disk was told meanwhile."""
    site, log = watched(lossy, empty, folder, mutant)
    grant = a_grant(unwatched(site), WRITERS)
    recording = Recording(Disk(site.data), b"", [Report(number) for number in range(REPORTS)], [], {})
    with serving(site) as served:
        _write(served.port, grant, recording, log)
    recording.log = log.read_bytes()
    for path in site.data.rglob("*"):
        name = str(path.relative_to(site.data))
        if path.is_file() and not skipped(name):
            recording.held[name] = path.read_bytes()
    return recording


def _write(port: int, grant: Grant, recording: Recording, log: Path) -> None:
    left, take = list(recording.sent), threading.Lock()

    def work(number: int) -> None:
        writer = Writer(port, grant, number)
        writer.open_form()
        while True:
            with take:
                if not left:
                    return
                report = left.pop()
            answer = writer.send_until_answered(report, threading.Event())
            if answer is not None and answer.is_taken:
                with take:
                    recording.accepted.append((os.stat(log).st_size, report))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(WRITERS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def cut(recording: Recording, images: int) -> Cuts:
    """Rebuild the disk at so many moments between the first and the last acceptance, and look at each."""
    ends = [entry.end for entry in entries(recording.log)]
    first = min(position for position, _report in recording.accepted)
    later = [end for end in ends if end >= first]
    moments = sorted(random.choice(later) for _image in range(images))
    cuts, disk = Cuts(), recording.disk
    for entry in entries(recording.log):
        disk.go_on(entry)
        while moments and moments[0] <= entry.end:
            moment = moments.pop(0)
            accepted = [report for position, report in recording.accepted if position <= moment]
            cuts.add(looked_at(disk.left(Luck.any()), accepted, recording.sent))
    return cuts


def looked_at(left: dict[str, bytes], accepted: list[Report], sent: list[Report]) -> Found:
    """Start from the image as after the power came back."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        image = Path(folder)
        written({path: content for path, content in left.items() if not skipped(path)}, image)
        try:
            connection, damaged = sqlite(image / "saanjh.sqlite3")
            found = look(lambda query: connection.execute(query).fetchall(), image / "files", accepted, sent)
            connection.close()
        except Exception as problem:
            return Found(len(accepted), lost=len(accepted), damaged=repr(problem))
        found.damaged = found.damaged or damaged
        return found


def test_the_log_tells_all_that_happened_to_the_disk_and_no_power_cut_loses_what_was_accepted(
    lossy: Path, empty: Path, tmp_path: Path
) -> None:
    recording = record(lossy, empty, tmp_path)
    assert len(recording.accepted) == REPORTS
    cuts = cut(recording, SIZE.images)
    everything = recording.disk.left(Luck.all())
    assert {path: content for path, content in everything.items() if not skipped(path)} == recording.held
    assert (cuts.lost, cuts.broken_files, cuts.damaged) == (0, 0, [])
    figures.note(
        "power",
        images=cuts.images,
        accepted=REPORTS,
        lost=cuts.lost,
        broken_files=cuts.broken_files,
        damaged=len(cuts.damaged),
    )


@pytest.mark.parametrize(
    ("mutant", "is_caught"),
    [
        ("synchronous_normal", lambda cuts: cuts.lost > 0),
        ("stock_storage", lambda cuts: cuts.broken_files > 0),
        ("folders_unsynced", lambda cuts: cuts.broken_files > 0),
    ],
)
def test_a_site_that_does_not_sync_is_caught(
    lossy: Path, empty: Path, tmp_path: Path, mutant: str, is_caught: Callable[[Cuts], bool]
) -> None:
    cuts = cut(record(lossy, empty, tmp_path, mutant), SIZE.mutant_images)
    assert is_caught(cuts), cuts
    figures.caught("power", mutant)


# Whoever keeps a file says so only when it is certain, whatever happened to whoever kept it before

KEPT = """
import contextlib
from saanjh.ground import files
real = files.sync_folder
files.sync_folder = BEFORE
with contextlib.suppress(OSError):
    files.keep(b"the same bytes")
files.sync_folder = real
print(files.keep(b"the same bytes"))
"""


@pytest.mark.parametrize("before", ["real", "lambda folder: (_ for _ in ()).throw(OSError(5))"], ids=["well", "died"])
def test_a_file_is_certain_when_it_is_said_to_be_kept(lossy: Path, empty: Path, tmp_path: Path, before: str) -> None:
    site, log = watched(lossy, empty, tmp_path)
    disk = Disk(site.data)
    digest = site.python(KEPT.replace("BEFORE", before))
    for entry in entries(log.read_bytes()):
        disk.go_on(entry)
    left = disk.left(Luck(0.0))
    assert left[f"files/{digest[:2]}/{digest}"] == b"the same bytes"
