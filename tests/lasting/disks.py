"""What a disk holds after a power cut, worked out from the log of what it was told (lossy.c).

A file keeps what was written before it was last synced. Of what came later any part may be there: nothing, all, some of
the writes, and of a write only its first sectors. A folder keeps the names it had when it was last synced; of what was
made, renamed and removed since, the first so many changes, since file systems keep those in order. A disk that lies
about fsync is beyond this.
"""

import os
import random
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HEAD = struct.Struct("<IcQQII")
MAGIC = 0x10553A17
SECTOR = 512
SOURCE = Path(__file__).with_name("lossy.c")


def shim(folder: Path) -> Path:
    """The compiled shim; FileNotFoundError without gcc."""
    made = folder / "lossy.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", made, SOURCE, "-ldl", "-lpthread"], check=True)
    return made


@dataclass(frozen=True)
class Entry:
    """One change, as it was logged; `end` is where the next one begins in the log."""

    kind: str
    inode: int
    offset: int
    path: str
    data: bytes
    end: int


def entries(log: bytes) -> Iterator[Entry]:
    """All that was logged, in order."""
    at = 0
    while at < len(log):
        magic, kind, inode, offset, path, data = HEAD.unpack_from(log, at)
        assert magic == MAGIC, f"the log is torn at {at}"
        at += HEAD.size
        words = log[at : at + path].decode()
        content = log[at + path : at + path + data]
        at += path + data
        yield Entry(kind.decode(), inode, offset, words, content, at)


@dataclass
class Content:
    """A file: what is certain to be there, and the writes (offset, bytes) and cuts (length, None) since."""

    certain: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        for change in self.since:
            _carry_out(self.certain, *change)
        self.since = []

    def left(self, luck: "Luck") -> bytes:
        """What is left of it after a cut."""
        content = bytearray(self.certain)
        for change in luck.of_writes(self.since):
            _carry_out(content, *change)
        return bytes(content)


def _carry_out(content: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del content[at:]
        content.extend(bytes(at - len(content)))
        return
    content.extend(bytes(max(0, at - len(content))))
    content[at : at + len(data)] = data


@dataclass
class Folder:
    """A folder: the names that are certain, and the changes since; one change is {name: file or None for gone}."""

    certain: dict[str, int] = field(default_factory=dict)
    since: list[dict[str, int | None]] = field(default_factory=list)

    def sync(self) -> None:
        self.certain = self.left(Luck.all())
        self.since = []

    def left(self, luck: "Luck") -> dict[str, int]:
        names: dict[str, int | None] = dict(self.certain)
        for change in luck.of_names(self.since):
            names.update(change)
        return {name: inode for name, inode in names.items() if inode is not None}


@dataclass
class Luck:
    """How much of what was not synced is there all the same: a share of it, some of it torn."""

    share: float
    ordered: bool = False  # only the first so many writes of each file, none after a missing one

    @classmethod
    def all(cls) -> "Luck":
        return cls(1.0)

    @classmethod
    def any(cls) -> "Luck":
        """Nothing at all in two of five cuts; else a random share, in order or not."""
        if random.random() < 0.4:
            return cls(0.0)
        return cls(random.random(), ordered=random.random() < 0.5)

    def of_writes(self, changes: list[tuple[int, bytes | None]]) -> list[tuple[int, bytes | None]]:
        if self.share >= 1 or not changes:
            return changes
        if self.ordered:
            kept = changes[: round(self.share * len(changes))]
            return [*kept[:-1], *(_torn(kept[-1]) if kept else [])]
        return [part for change in changes if random.random() < self.share for part in _torn(change)]

    def of_names(self, changes: list[dict[str, int | None]]) -> list[dict[str, int | None]]:
        return changes if self.share >= 1 else changes[: round(random.random() * self.share * len(changes))]


def _torn(change: tuple[int, bytes | None]) -> list[tuple[int, bytes | None]]:
    """One write in four reaches the disk only with its first sectors."""
    at, data = change
    if data is None or random.random() < 0.75:
        return [change]
    return [(at, data[: SECTOR * random.randint(0, len(data) // SECTOR)])]


class Disk:
    """The folder as the log goes on: what is certain in it and what is not."""

    def __init__(self, root: Path) -> None:
        """Begin with what lies there now, all of it certain."""
        self.root = str(root)
        self.files: dict[int, Content] = {}
        self.folders: dict[str, Folder] = {}
        self.folder_of: dict[int, str] = {}
        for path, folders, names in os.walk(root):
            held = Folder()
            self.folders[path] = held
            self.folder_of[os.stat(path).st_ino] = path
            for name in [*folders, *names]:
                held.certain[name] = os.stat(f"{path}/{name}").st_ino
            for name in names:
                self.files[held.certain[name]] = Content(bytearray(Path(path, name).read_bytes()))

    def go_on(self, entry: Entry) -> None:
        """Take in one change."""
        assert entry.kind in "CMWTRLUF", f"the shim does not follow this: {entry}"
        if entry.kind == "W":
            self.files[entry.inode].since.append((entry.offset, entry.data))
        elif entry.kind == "T":
            self.files[entry.inode].since.append((entry.offset, None))
        elif entry.kind == "F":
            self._sync(entry.inode)
        elif entry.kind in "RL":
            self._rename(entry)
        else:
            self._name(entry)

    def _sync(self, inode: int) -> None:
        (self.folders[self.folder_of[inode]] if inode in self.folder_of else self.files[inode]).sync()

    def _name(self, entry: Entry) -> None:
        folder, _slash, name = entry.path.rpartition("/")
        self.folders[folder].since.append({name: None if entry.kind == "U" else entry.inode})
        if entry.kind == "C":
            self.files[entry.inode] = Content()
        elif entry.kind == "M":
            self.folders[entry.path] = Folder()
            self.folder_of[entry.inode] = entry.path

    def _rename(self, entry: Entry) -> None:
        old, _slash, old_name = entry.path.rpartition("/")
        new, _slash, new_name = entry.data.decode().rpartition("/")
        assert old == new, "a rename from one folder into another is not modelled"
        gone = {old_name: None} if entry.kind == "R" else {}
        self.folders[new].since.append({**gone, new_name: entry.inode})

    def left(self, luck: Luck) -> dict[str, bytes]:
        """Path below the root -> content, of every file that is there after a cut with this luck."""
        found: dict[str, bytes] = {}
        self._walk(self.root, luck, found)
        return found

    def _walk(self, path: str, luck: Luck, found: dict[str, bytes]) -> None:
        for name, inode in self.folders[path].left(luck).items():
            below = f"{path}/{name}"
            if inode in self.folder_of:
                self._walk(self.folder_of[inode], luck, found)
            else:
                found[below.removeprefix(f"{self.root}/")] = self.files[inode].left(luck)


def written(left: dict[str, bytes], folder: Path) -> None:
    """Put the files of an image into a folder."""
    for path, content in left.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
