"""Copies of a backup, each damaged in another way, handed to `restore`: which does it take?

`python -m tests.ground.backups.damage ENCRYPTED PLAIN KEY FOLDER` tries all of them in the empty place it runs in; with
the name of a mutant of the verifier after that, those that the mutant should let through.
"""

import gzip
import io
import json
import os
import random
import resource
import shutil
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import django

django.setup()

import pyrage  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402

from saanjh.ground.backups import NotDone, encryption, manifests, reading, restoring  # noqa: E402
from saanjh.ground.backups.manifests import ABOUT, MANIFEST, SEAL  # noqa: E402
from saanjh.ground.backups.rows import Tally  # noqa: E402

FLIPS = 50
Members = dict[str, bytes]
Case = tuple[str, Path]

# Wrong variants of the verifier: what they leave out, and a damaged copy that only this would have noticed.
MUTANTS: dict[str, tuple[list[tuple[object, str, object]], str]] = {
    "ignores the digests of members": ([(reading, "check_members", lambda *given: None)], "a file's bytes changed"),
    "ignores counts and digests of rows": (
        [(reading, "check_rows", lambda *given: None), (restoring, "compare", lambda *given: None)],
        "a row is missing",
    ),
    "does not look for the end": ([(reading, "check_end", lambda *given: None)], "in clear, the last 1 KB cut"),
    "does not check the seal": ([(reading, "check_seal", lambda *given: None)], "put together by somebody else"),
    "does not check that named files are there": (
        [(reading, "check_files", lambda *given: None)],
        "a file that rows name was left out",
    ),
    "does not check the chain": ([(restoring, "check_history", lambda *given: None)], "history is broken"),
}


class Damager:
    """Makes the damaged copies, one after the other, in a folder."""

    def __init__(self, whole: Path, plain: Path, key: Path, folder: Path) -> None:
        self.whole, self.plain, self.folder = whole.read_bytes(), plain.read_bytes(), folder
        self.identities = encryption.identities_in(key)
        self.members = {entry.name: tar.extractfile(entry).read() for tar in [_opened(self.plain)] for entry in tar}  # type: ignore[union-attr]

    def kept(self, name: str, content: bytes) -> Case:
        file = self.folder / "damaged"
        file.write_bytes(content)
        return name, file

    def cases(self) -> Iterator[Case]:
        """Every damaged copy with what is wrong with it."""
        yield from self.cut()
        yield from self.changed()
        yield from self.forged()
        yield from self.wrong_inside()
        yield from self.others()

    def cut(self) -> Iterator[Case]:
        yield self.kept("the last 1 KB cut", self.whole[:-1024])
        yield self.kept("in clear, the last 1 KB cut", self.plain[:-1024])
        yield self.kept("the stream was cut off half-way", self.whole[: len(self.whole) // 2])
        yield self.kept("in clear, the stream was cut off half-way", self.plain[: len(self.plain) // 2])
        yield self.kept("cut off within the first lines", self.whole[:100])
        yield self.kept("nothing at all", b"")
        yield self.kept("something else", random.Random(5).randbytes(5000))
        yield self.kept("something behind the end", self.whole + b"more")
        yield self.kept("another behind it", self.plain + self.plain)

    def changed(self) -> Iterator[Case]:
        chance = random.Random(20261120)
        for _each in range(FLIPS):
            at, bit = chance.randrange(len(self.whole)), chance.randrange(8)
            yield self.kept(f"bit {bit} of byte {at} flipped", _flipped(self.whole, at, bit))
        for what, name in (("a file's", self.a_file), ("a table's", self.table("ground_person")), ("the seal's", SEAL)):
            at = self.plain.index(self.members[name]) + len(self.members[name]) // 2
            yield self.kept(f"{what} bytes changed", _flipped(self.plain, at, 3))

    def forged(self) -> Iterator[Case]:
        """By somebody who knows what was in it, and the public key, and no other."""
        without = {name: content for name, content in self.members.items() if name != self.a_file}
        yield self.packed("a file is missing", without)
        manifest = json.loads(self.members[MANIFEST])
        manifest["tables"]["ground_person"]["count"] += 1
        yield self.packed("the manifest was edited", {**self.members, MANIFEST: json.dumps(manifest).encode()})
        everything = self.with_rows("ground_person", lambda lines: [each.replace(b"Z", b"z") for each in lines])
        yield self.packed("put together by somebody else", {**everything, SEAL: b"0" * 64})
        yield self.packed("something that does not belong", {"about.json": self.members[ABOUT], "../../out": b"x"})

    def wrong_inside(self) -> Iterator[Case]:
        """Sealed with the right key, as a faulty version might write it."""
        fewer = {**self.members, self.table("ground_alias"): gzip.compress(b"".join(self.lines("ground_alias")[1:]))}
        yield self.packed("a row is missing", self.sealed(fewer))
        nowhere = self.with_rows("ground_roleheld", lambda lines: [_pointing_nowhere(lines[0]), *lines[1:]])
        yield self.packed("a row points at nothing", nowhere)
        broken = self.with_rows("ground_line", lambda lines: [*lines[:5], _reworded(lines[5]), *lines[6:]])
        yield self.packed("history is broken", broken)
        left_out = {name: content for name, content in self.members.items() if name != self.a_file}
        yield self.packed("a file that rows name was left out", self.sealed(left_out))

    def others(self) -> Iterator[Case]:
        newer = json.loads(self.members[ABOUT])
        newer["migrations"].append(["ground", "9999_later"])
        yield self.packed("made by a newer version", self.sealed({**self.members, ABOUT: json.dumps(newer).encode()}))
        later = {**json.loads(self.members[ABOUT]), "format": 2}
        yield self.packed("of a later form", self.sealed({**self.members, ABOUT: json.dumps(later).encode()}))
        other = json.loads(self.members[ABOUT])
        other["keys"]["receipts"] = "0" * 16
        yield self.packed("of another installation", self.sealed({**self.members, ABOUT: json.dumps(other).encode()}))
        yield self.kept("another key", pyrage.encrypt(self.plain, [pyrage.x25519.Identity.generate().to_public()]))
        yield self.kept("the disk is full", self.whole)

    @property
    def a_file(self) -> str:
        return next(name for name in self.members if name.startswith("files/"))

    def table(self, name: str) -> str:
        return f"tables/{name}/000001.jsonl.gz"

    def lines(self, table: str) -> list[bytes]:
        return gzip.decompress(self.members[self.table(table)]).splitlines(keepends=True)

    def with_rows(self, table: str, change: Callable[[list[bytes]], list[bytes]]) -> Members:
        """With other rows, and everything that is said of them put right."""
        lines, tally = change(self.lines(table)), Tally()
        for each in lines:
            tally.add(each)
        manifest = json.loads(self.members[MANIFEST])
        manifest["tables"][table] |= {"count": tally.rows, "digest": tally.digest}
        rows = gzip.compress(b"".join(lines))
        return self.sealed({**self.members, self.table(table): rows, MANIFEST: json.dumps(manifest).encode()})

    def sealed(self, members: Members) -> Members:
        manifest = json.loads(members[MANIFEST])
        body = {name: content for name, content in members.items() if name not in {MANIFEST, SEAL}}
        manifest["members"] = {
            name: {"size": len(content), "sha256": _sha256(content)} for name, content in body.items()
        }
        content = json.dumps(manifest).encode()
        return {**body, MANIFEST: content, SEAL: manifests.seal_of(content).encode()}

    def packed(self, name: str, members: Members) -> Case:
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
            for member, content in members.items():
                entry = tarfile.TarInfo(member)
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
        return self.kept(name, pyrage.encrypt(out.getvalue(), [each.to_public() for each in self.identities]))


def _opened(content: bytes) -> tarfile.TarFile:
    return tarfile.open(fileobj=io.BytesIO(content))


def _sha256(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


def _flipped(content: bytes, at: int, bit: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]


def _pointing_nowhere(line: bytes) -> bytes:
    """A role held by nobody who is there."""
    return line.rstrip(b"]\n").rpartition(b",")[0] + b",99999999]\n"


def _reworded(line: bytes) -> bytes:
    values = json.loads(line)
    values[3] = "something_else"
    return json.dumps(values, separators=(",", ":")).encode() + b"\n"


@contextmanager
def small_disk(bytes_at_most: int) -> Iterator[None]:
    """As if there were no room for a larger file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_at_most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def attempt(name: str, file: Path, identities: list[object]) -> str:
    """Why it was refused; "TAKEN" where it was not."""
    try:
        with ExitStack() as stack:
            if name == "the disk is full":
                stack.enter_context(small_disk(20_000))
            restoring.restore(file, identities, wishes=restoring.Wishes())
    except NotDone as why:
        return str(why)
    return "TAKEN"


def left_behind() -> list[str]:
    """What a refused restore left in the place; must be nothing."""
    media = [name for _folder, _folders, names in os.walk(settings.MEDIA_ROOT) for name in names]
    outside = [each.name for each in Path(settings.DATA).iterdir() if each.name in {"restoring", "out"}]
    return [*restoring._rows_here(), *media, *outside]


def try_all(damager: Damager) -> dict[str, str]:
    found = {}
    for name, file in damager.cases():
        found[name] = attempt(name, file, damager.identities)
        if left := left_behind():
            found[name] += f" BUT LEFT {left[:5]}"
    return found


def try_mutant(damager: Damager, mutant: str) -> dict[str, str]:
    """What the mutant says to the copy that it should take; whatever it loads is rolled back."""
    patches, wanted = MUTANTS[mutant]
    patches = [*patches, (restoring, "_bring_up_to_date", lambda restored: restored)]
    for name, file in damager.cases():
        if name == wanted:
            with transaction.atomic(), ExitStack() as stack:
                for where, what, other in patches:
                    stack.enter_context(patch.object(where, what, other))
                said = attempt(name, file, damager.identities)
                transaction.set_rollback(True)
            shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
            return {mutant: said}
    raise KeyError(wanted)


if __name__ == "__main__":
    *paths, mutants = sys.argv[1:]
    damager = Damager(*map(Path, paths))
    said = try_all(damager)
    if mutants == "mutants":
        said |= {f"mutant: {name}": try_mutant(damager, name)[name] for name in MUTANTS}
    sys.stdout.write(json.dumps(said))
