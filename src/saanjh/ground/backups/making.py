"""A backup is made: one moment of the database and the files it names, streamed, on the disk for certain at the end."""

import gzip
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils import timezone

from saanjh.ground import files
from saanjh.ground.backups import NotDone, counters, manifests, tables
from saanjh.ground.backups.encryption import Written, encrypted
from saanjh.ground.backups.loading import Step
from saanjh.ground.backups.manifests import About, Manifest, Member, Rows
from saanjh.ground.backups.rows import Tally
from saanjh.ground.backups.snapshots import snapshot
from saanjh.ground.backups.tables import Table

PIECE = 1_000_000  # bytes of lines after which a table goes on in the next member
FILES = "ground_storedfile"
HISTORY = "ground_line"


@dataclass(frozen=True)
class Made:
    """What was written."""

    file: Path
    digest: str  # SHA-256 of the file as it lies there
    size: int  # bytes
    at: str
    manifest: Manifest

    @property
    def rows(self) -> int:
        return sum(each.count for each in self.manifest.tables.values())


def make(target: Path, *, public: str | None, step: Callable[[int, int], object] = lambda done, all: None) -> Made:
    """Write a backup, encrypted to the public key (in clear only where it is None). NotDone leaves nothing behind.

    `step` is told the rows and files done and their number in all. Others may go on writing meanwhile.
    """
    target = target.absolute()
    if target.exists():
        raise NotDone(f"{target} is there already; nothing is ever overwritten.")
    if not target.parent.is_dir():
        raise NotDone(f"There is no folder {target.parent}.")
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    at = timezone.now().isoformat(timespec="seconds")
    try:
        with open(fresh, "xb", opener=_for_us_alone) as out:
            written = Written(out)
            try:
                manifest = _write(written, public, at, step)
                out.flush()
                os.fsync(out.fileno())
            except OSError as problem:
                raise _told(written.problem or problem, target) from problem
        os.replace(fresh, target)
        files.sync_folder(target.parent)
    except OSError as problem:
        raise _told(problem, target) from problem
    finally:
        fresh.unlink(missing_ok=True)
    made = Made(target, written.digest, written.size, at, manifest)
    _remember(made)
    return made


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _told(problem: OSError, target: Path) -> NotDone:
    return NotDone(f"{target} could not be written: {problem.strerror or problem}. Nothing was kept.")


def _write(written: Written, public: str | None, at: str, step: Callable[[int, int], object]) -> Manifest:
    try:
        with (
            encrypted(written, public) as stream,
            tarfile.open(fileobj=stream, mode="w|", format=tarfile.USTAR_FORMAT) as tar,
        ):
            return _fill(Archive(tar), at, step)
    except Exception as problem:
        if written.problem is not None:
            raise written.problem from problem
        raise


class Archive:
    """The stream of members, and what the manifest says of each."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar, self.members = tar, dict[str, Member]()

    def add(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(content), 0o600
        self._tar.addfile(member, io.BytesIO(content))
        self.members[name] = Member(len(content), hashlib.sha256(content).hexdigest())


def _fill(archive: Archive, at: str, step: Callable[[int, int], object]) -> Manifest:
    """Everything in the order in which it is read back; see docs/look-up/backup-format.md."""
    before = _on_disk()
    with snapshot() as alias:
        migrations = tables.applied(alias)
        all_tables = tables.tables_at(migrations)
        if strangers := tables.strangers(connections[alias], all_tables):
            raise NotDone(f"Nobody said what these tables are, so they would be lost: {', '.join(strangers)}.")
        about = About(at, manifests.version(), connections[alias].vendor, migrations, manifests.fingerprints())
        archive.add(manifests.ABOUT, manifests.written(about))
        manifest = Manifest(head=_head(all_tables, alias), members=archive.members)
        named = sorted(_named(all_tables, alias))
        in_all = sum(table.count(alias) for table in all_tables.values()) + len(named)
        done = 0

        def one(number: int) -> None:
            nonlocal done
            done += number
            step(done, in_all)

        for table in all_tables.values():
            manifest.tables[table.name] = _add_table(archive, table, alias, one)
    for digest in named:
        _add_file(archive, manifest, digest)
        one(1)
    after = _on_disk()
    manifest.went, manifest.came = sorted(before - after), len(after - before)
    content = manifests.written(manifest)
    archive.add(manifests.MANIFEST, content)
    archive.add(manifests.SEAL, manifests.seal_of(content).encode())
    return manifest


def _head(all_tables: dict[str, Table], alias: str) -> tuple[int, str] | None:
    if HISTORY not in all_tables:
        return None
    lines = all_tables[HISTORY].model._base_manager.using(alias).order_by("-number")
    head: tuple[int, str] | None = lines.values_list("number", "digest").first()
    return head


def _named(all_tables: dict[str, Table], alias: str) -> set[str]:
    """The digests of the files that rows name at this moment: their bytes lay on the disk before the rows did."""
    if FILES not in all_tables:
        return set()
    return set(all_tables[FILES].model._base_manager.using(alias).values_list("digest", flat=True))


def _on_disk() -> set[str]:
    """The digests of all files that lie there."""
    return {name for _folder, _folders, names in os.walk(settings.MEDIA_ROOT) for name in names if name[0] != "."}


def _add_table(archive: Archive, table: Table, alias: str, step: Step) -> Rows:
    tally = Tally()
    last = counters.last_given(table, alias)
    for number, piece in enumerate(_pieces(tally.of(table.lines(alias)), step), 1):
        archive.add(f"tables/{table.name}/{number:06}.jsonl.gz", gzip.compress(piece, 6, mtime=0))
    return Rows(table.columns, tally.rows, tally.digest, last)


def _pieces(lines: Iterator[bytes], step: Step) -> Iterator[bytes]:
    """The lines in pieces that fit into memory."""
    held, size = list[bytes](), 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= PIECE:
            yield b"".join(held)
            step(len(held))
            held, size = [], 0
    if held:
        yield b"".join(held)
        step(len(held))


def _add_file(archive: Archive, manifest: Manifest, digest: str) -> None:
    """A file that is gone or damaged here keeps nobody from a backup of all the others; it is named in the manifest."""
    manifest.files.append(digest)
    try:
        content = files.content_of(digest)
    except (OSError, ValueError):
        manifest.lacking.append(digest)
    else:
        archive.add(f"files/{digest[:2]}/{digest[2:4]}/{digest}", content)  # however they lie on the disk


def last() -> dict[str, Any] | None:
    """What is remembered of the last backup that was made here; None when there was none."""
    try:
        said: dict[str, Any] = json.loads(_memory().read_text())
    except (OSError, ValueError):
        return None
    return said


def _memory() -> Path:
    return Path(settings.DATA) / "backups" / "last.json"


def _remember(made: Made) -> None:
    memory = _memory()
    memory.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    number, digest = made.manifest.head or (0, "")
    said = {"at": made.at, "file": str(made.file), "digest": made.digest, "head": {"number": number, "digest": digest}}
    fresh = memory.with_name(f".last.{os.getpid()}")
    with fresh.open("w") as out:
        json.dump(said, out)
        out.flush()
        os.fsync(out.fileno())
    os.replace(fresh, memory)
    files.sync_folder(memory.parent)
