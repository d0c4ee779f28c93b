"""A chain: numbered rows, each with the digest of the one before it, compared with what was noted of it elsewhere.

The chain alone shows a row that was changed, taken out or put in. It does not show that its end was cut off, nor that
everything from some row on was written anew: for that, numbers and digests are noted outside the database (anchors.py).
"""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

FIRST = "0" * 64
MARK = 12  # hexadecimal signs kept of each line's digest: enough to say which line was written anew first


class Link(NamedTuple):
    """One row of a chain as it stands, and the digest that its content should have."""

    number: int
    previous: str
    digest: str
    reckoned: str


@dataclass(frozen=True)
class Broken:
    """Where a chain first fails, and how. Of what was "rewritten", all up to and including `after` is as noted."""

    number: int
    what: str
    after: int = 0
    chain: str = "history"


@dataclass(frozen=True)
class Anchor:
    """The last row of a chain as it once was."""

    chain: str
    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.chain} {self.number} {self.digest}"


@dataclass
class Noted:
    """What was noted of one chain: some rows' digests in full, and the beginnings of the digests of many."""

    heads: dict[int, set[str]] = field(default_factory=dict)
    marks: list[tuple[int, str]] = field(default_factory=list)  # number of the first row, MARK signs for each

    def __post_init__(self) -> None:
        self.marks.sort()

    def mark_of(self, number: int) -> str:
        """The beginning of the row's digest, or nothing where none was noted."""
        at = bisect_right(self.marks, number, key=lambda each: each[0]) - 1
        if at < 0:
            return ""
        first, text = self.marks[at]
        return text[(number - first) * MARK : (number - first + 1) * MARK]

    def contradicts(self, link: Link) -> bool:
        """Whether something else was noted of this row."""
        return self.heads.get(link.number, {link.digest}) != {link.digest} or not link.digest.startswith(
            self.mark_of(link.number)
        )

    @property
    def last(self) -> int:
        """The highest number that was noted."""
        marked = [first + len(text) // MARK - 1 for first, text in self.marks]
        return max([0, *self.heads, *marked])


def digest_of(previous: str, number: int, at: datetime, *parts: Any) -> str:
    """SHA-256 over a row's canonical form and its forerunner's digest."""
    microseconds = int(at.timestamp()) * 1_000_000 + at.microsecond
    whole = [previous, number, microseconds, *parts]
    canonical = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def broken(links: Iterable[Link], noted: Noted | None = None, *, chain: str = "history") -> Broken | None:
    """The first row that does not follow from the one before it, or is not as it was noted; None where all is well."""
    noted = noted or Noted()
    number, digest, after = 0, FIRST, 0
    for link in links:
        if link.number != number + 1:
            return Broken(number + 1, "missing", chain=chain)
        if link.previous != digest:
            return Broken(link.number, "unlinked", chain=chain)
        if link.digest != link.reckoned:
            return Broken(link.number, "altered", chain=chain)
        if noted.contradicts(link):
            return Broken(link.number, "rewritten", after, chain)
        if link.number in noted.heads or noted.mark_of(link.number):
            after = link.number
        number, digest = link.number, link.digest
    if noted.last > number:
        return Broken(number + 1, "missing", chain=chain)
    return None


def one_at_a_time(lock: int) -> None:
    """Let nobody else write this chain until the transaction ends. SQLite has one writer anyway (BEGIN IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
