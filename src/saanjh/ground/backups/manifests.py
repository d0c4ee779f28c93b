"""What a backup says of itself: before everything else what it is, and after everything what must have been in it."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings

from saanjh.ground.backups import NotDone
from saanjh.ground.backups.tables import Migrations
from saanjh.settings import KEY_NAMES, key_of

FORMAT = 1
ABOUT, MANIFEST, SEAL = "about.json", "manifest.json", "seal"
# Keys without which something in the data can no longer be read; a lost `secret` only ends sessions.
NEEDED = [name for name in KEY_NAMES if name != "secret"]


@dataclass(frozen=True)
class About:
    """The first member: enough to refuse a file before anything of it is read."""

    made_at: str  # UTC
    version: str
    database: str
    migrations: Migrations
    keys: dict[str, str]  # name -> fingerprint; the keys themselves are never in a backup
    format: int = FORMAT


@dataclass(frozen=True)
class Member:
    """One file of the stream."""

    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Rows:
    """One table: its columns in order, how many rows, the digest of their lines, the last key given out."""

    columns: list[str]
    count: int
    digest: str
    last_key: int


@dataclass
class Manifest:
    """The last member but one."""

    head: tuple[int, str] | None  # number and digest of the last line of history
    members: dict[str, Member] = field(default_factory=dict)
    tables: dict[str, Rows] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)  # digests of the files that the rows name
    lacking: list[str] = field(default_factory=list)  # those of them that were gone or damaged already
    went: list[str] = field(default_factory=list)  # files that were deleted while the backup was made
    came: int = 0  # files handed in meanwhile, whose rows belong to the next backup


def written(thing: Any) -> bytes:
    return json.dumps(asdict(thing), sort_keys=True, indent=1).encode() + b"\n"


def about_in(content: bytes) -> About:
    """NotDone where the content is none of ours, or of a later form."""
    try:
        said = json.loads(content)
        form = said["format"]
        if form == FORMAT:
            return About(**{**said, "migrations": [(app, name) for app, name in said["migrations"]]})
    except (ValueError, TypeError, KeyError) as problem:
        raise NotDone("This is no backup of Saanjh.") from problem
    raise NotDone(f"The backup is of form {form}; this version of Saanjh reads form {FORMAT}. Install a newer one.")


def manifest_in(content: bytes) -> Manifest:
    """NotDone where the content is none."""
    try:
        said = json.loads(content)
        said["members"] = {name: Member(**each) for name, each in said["members"].items()}
        said["tables"] = {name: Rows(**each) for name, each in said["tables"].items()}
        return Manifest(**{**said, "head": said["head"] and tuple(said["head"])})
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise NotDone("The manifest of the backup cannot be read.") from problem


def fingerprints() -> dict[str, str]:
    """What tells one key from another without giving it away: the keys are random, 384 bits each."""
    return {name: hashlib.sha256(f"fingerprint of {name}:{key_of(name)}".encode()).hexdigest()[:16] for name in NEEDED}


def seal_of(manifest: bytes) -> str:
    """Made with a key of the installation. Anybody may encrypt to a public key; nobody else can seal a manifest."""
    return hmac.digest(key_of("files").encode(), b"manifest of a backup:" + manifest, "sha256").hex()


def seal_holds(manifest: bytes, seal: bytes) -> bool:
    return hmac.compare_digest(seal_of(manifest).encode(), seal)


def version() -> str:
    return str(settings.VERSION)
