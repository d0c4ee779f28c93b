"""A backup is read into a folder apart and believed only once all of it, to its last byte, is what was written."""

import gzip
import hashlib
import re
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from saanjh.ground import files
from saanjh.ground.backups import NotDone, manifests
from saanjh.ground.backups.encryption import decrypted
from saanjh.ground.backups.manifests import ABOUT, MANIFEST, SEAL, About, Manifest, Member
from saanjh.ground.backups.rows import Tally

NAMES = re.compile(
    r"about\.json|manifest\.json|seal|tables/[a-z0-9_]{1,63}/[0-9]{6}\.jsonl\.gz|files/(..)/(..)/\1\2[0-9a-f]{60}"
)
AT_ONCE = 1_000_000  # bytes
LARGEST_WORD = 50_000_000  # bytes of a manifest
DAMAGED = "The file is damaged or was tampered with"


class Tail:
    """A stream that remembers how long it was and how it ended."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.size, self.last = stream, 0, b""

    def read(self, size: int) -> bytes:
        content = self._stream.read(size)
        self.size += len(content)
        self.last = (self.last + content)[-2 * tarfile.BLOCKSIZE :]
        return content


def unpack(file: Path, identities: list[Any], into: Path, *, accept: Callable[[About], bool]) -> tuple[About, Manifest]:
    """Everything in the backup, verified, as files in the folder. Raises NotDone; the folder then holds rubbish.

    `accept` sees first of all what the file says of itself: it refuses (NotDone) a backup that does not belong here,
    and answers whether it was made with the keys that lie here. Only then can its seal be checked.
    """
    try:
        with file.open("rb") as source, decrypted(source, identities) as stream:
            tail = Tail(stream)
            members, with_our_keys, about, end = _take_out(tail, into, accept)
            while tail.read(AT_ONCE):  # to the last byte: only then does the encryption vouch for the whole
                pass
            check_end(tail, end)
    except tarfile.TarError as problem:
        raise NotDone(f"{DAMAGED}: {problem}.") from problem
    except OSError as problem:
        raise NotDone(f"{problem.filename or into}: {problem.strerror or problem}.") from problem
    if not {ABOUT, MANIFEST, SEAL} <= members.keys():
        raise NotDone("The file is cut short: it has no manifest at its end.")
    content = (into / MANIFEST).read_bytes()
    if with_our_keys:
        check_seal(content, (into / SEAL).read_bytes())
    manifest = manifests.manifest_in(content)
    check_members(manifest, members)
    check_files(manifest)
    check_rows(manifest, into)
    return about, manifest


def _take_out(tail: Tail, into: Path, accept: Callable[[About], bool]) -> tuple[dict[str, Member], bool, About, int]:
    """(what came, whether it was made with our keys, what it says of itself, where its last member ends)."""
    members = dict[str, Member]()
    with_our_keys, about = False, None
    with tarfile.open(fileobj=tail, mode="r|") as tar:  # type: ignore[call-overload]
        for entry in tar:
            if not entry.isreg() or not NAMES.fullmatch(entry.name) or entry.name in members or SEAL in members:
                raise NotDone(f"{DAMAGED}: {entry.name[:80]!r} does not belong into it.")
            if (entry.name == ABOUT) == bool(members):
                raise NotDone("This is no backup of Saanjh: it does not begin with what it is.")
            if "/" not in entry.name and entry.size > LARGEST_WORD:
                raise NotDone(f"{DAMAGED}: {entry.name} is too large.")
            members[entry.name] = _keep(tar, entry, into)
            if about is None:
                about = manifests.about_in((into / ABOUT).read_bytes())
                with_our_keys = accept(about)
        end = tar.offset
    if about is None:
        raise NotDone("This is no backup of Saanjh: there is nothing in it.")
    return members, with_our_keys, about, end


def _keep(tar: tarfile.TarFile, entry: tarfile.TarInfo, into: Path) -> Member:
    source, digest, size = tar.extractfile(entry), hashlib.sha256(), 0
    assert source is not None
    target = _place_of(entry.name, into)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as out:
        while content := source.read(AT_ONCE):
            out.write(content)
            digest.update(content)
            size += len(content)
    return Member(size, digest.hexdigest())


def _place_of(name: str, into: Path) -> Path:
    """Where a member is kept: files as this version keeps them, whatever the one that wrote the backup did."""
    if not name.startswith("files/"):
        return into / name
    return into / "files" / files.path_of(name.rpartition("/")[2]).relative_to(settings.MEDIA_ROOT)


def check_end(tail: Tail, end: int) -> None:
    """Behind its last member a tar stream has noughts, to a whole number of records; then nothing more."""
    records = -(-(end + 2 * tarfile.BLOCKSIZE) // tarfile.RECORDSIZE)
    if tail.size != records * tarfile.RECORDSIZE or tail.last != bytes(2 * tarfile.BLOCKSIZE):
        raise NotDone("The file is cut short, or something was put behind its end.")


def check_seal(content: bytes, seal: bytes) -> None:
    """Whether the manifest was written by an installation with our keys."""
    if not manifests.seal_holds(content, seal):
        raise NotDone("The manifest was not written by this installation, or somebody changed it: its seal is broken.")


def check_members(manifest: Manifest, members: dict[str, Member]) -> None:
    """Every file of the stream is there, none besides, each with the bytes that were written."""
    found = {name: member for name, member in members.items() if name not in {MANIFEST, SEAL}}
    if missing := sorted(manifest.members.keys() - found.keys()):
        raise NotDone(f"{DAMAGED}: {len(missing)} of its parts are missing, the first is {missing[0]}.")
    if strange := sorted(found.keys() - manifest.members.keys()):
        raise NotDone(f"{DAMAGED}: {len(strange)} parts do not belong into it, the first is {strange[0]}.")
    if other := sorted(name for name, member in found.items() if manifest.members[name] != member):
        raise NotDone(f"{DAMAGED}: {len(other)} of its parts are not what was written, the first is {other[0]}.")


def check_files(manifest: Manifest) -> None:
    """Every file that the rows name is there under the digest of its bytes, or was lacking already and is said to."""
    prefix = "files/"
    there = {name.rpartition("/")[2]: each.sha256 for name, each in manifest.members.items() if name.startswith(prefix)}
    if any(name != digest for name, digest in there.items()):
        raise NotDone(f"{DAMAGED}: a file lies under a name that is not the digest of its bytes.")
    if missing := set(manifest.files) - there.keys() - set(manifest.lacking):
        raise NotDone(f"{DAMAGED}: {len(missing)} files that the rows name are missing.")


def check_rows(manifest: Manifest, into: Path) -> None:
    """Every table has the rows that were counted, and these are the same."""
    for name, said in manifest.tables.items():
        tally = Tally()
        for line in lines_of(into, name):
            tally.add(line)
        if tally.rows != said.count:
            raise NotDone(f"{DAMAGED}: {name} has {tally.rows} rows, and {said.count} were counted.")
        if tally.digest != said.digest:
            raise NotDone(f"{DAMAGED}: the rows of {name} are not those that were written.")


def lines_of(into: Path, table: str) -> Iterator[bytes]:
    """The rows of a table that lies unpacked in the folder."""
    for piece in sorted((into / "tables" / table).glob("*.jsonl.gz")):
        try:
            with gzip.open(piece) as lines:
                yield from lines
        except (OSError, EOFError) as problem:
            raise NotDone(f"{DAMAGED}: {table} cannot be unpacked.") from problem
