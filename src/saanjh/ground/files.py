"""Files that people hand in: on the disk for certain before any row says that they are there."""

import hashlib
import os
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from saanjh.settings import key_of

NONCE = 12  # bytes before a sealed file's content
_held: set[str] = set()  # folders whose names this process has made durable; 256 at most, and the one of all


def sync_folder(folder: Path) -> None:
    """Make the folder's entries durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def keep(content: bytes) -> str:
    """Write the bytes under their SHA-256, durably, once; return the digest. Nothing is ever overwritten.

    Bytes that are there already may lie there since a moment ago, by somebody who died before their name was durable:
    the folder is synced all the same.
    """
    digest = hashlib.sha256(content).hexdigest()
    target = path_of(digest)
    _hold(target.parent)
    if not target.exists():
        _write(content, target)
    sync_folder(target.parent)
    return digest


def _write(content: bytes, target: Path) -> None:
    """Put the bytes in place whole or not at all."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}.{id(content)}")
    try:
        with fresh.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.replace(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)


def _hold(folder: Path) -> None:
    """Make the folder and the one of all, their names durable. Each process looks once, as nobody removes folders."""
    for each in (folder.parent, folder):
        try:
            each.mkdir()
        except FileExistsError:
            if str(each) in _held:
                continue
        sync_folder(each.parent)
        _held.add(str(each))


def path_of(digest: str) -> Path:
    """Where the bytes with this digest lie."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def content_of(digest: str) -> bytes:
    """The bytes kept under the digest; ValueError when they are no longer the same, OSError when they are gone."""
    content = path_of(digest).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(f"The file {digest} is not what was kept.")
    return content


def sealed(content: bytes, name: str) -> bytes:
    """The content encrypted with a key that lies outside database and backup, bound to the file's public id."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key()).encrypt(nonce, content, name.encode())


def unsealed(content: bytes, name: str) -> bytes:
    """What `sealed` was given; InvalidTag for anything else."""
    return AESGCM(_key()).decrypt(content[:NONCE], content[NONCE:], name.encode())


def _key() -> bytes:
    return hashlib.sha256(key_of("files").encode()).digest()


class DurableStorage(FileSystemStorage):
    """Django's storage with fsync, for whatever uses Django's own file fields (the project itself uses `keep`)."""

    def _save(self, name: str, content: object) -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc]
        path = Path(self.path(saved))
        with path.open("rb+") as written:
            os.fsync(written.fileno())
        sync_folder(path.parent)
        return saved
