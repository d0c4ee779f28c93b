"""An archive from outside, read under a budget: every size is counted while unpacking, never believed.

Only archives that every program reads alike get through: what the directory at the end says of an entry is what
stands before the entry, entries follow each other without a gap from the first byte to the directory, and no name
stands twice. So there is nothing that another reader could find and this one overlook.
"""

import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from saanjh.formats.kinds import LONGEST_END
from saanjh.formats.unfit import Unfit

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
STORED, DEFLATED = 0, 8
ENCRYPTED = 0x1 | 0x40 | 0x2000  # the bits that say so: old, strong, and of the directory
SIZES_FOLLOW = 0x8
UNKNOWN = 0xFFFFFFFF  # where a size stands in the large format, which no file of ours needs
PIECE = 64 * 1024
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


@dataclass(frozen=True, slots=True)
class Budget:
    """How much an archive may hold: entries, bytes in all, and how many times its packed size."""

    entries: int = 200
    total: int = 100_000_000
    ratio: int = 100
    small: int = 1_000_000  # bytes of an entry from which on the ratio counts: a short one packs as it likes


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the directory at the end describes it."""

    name: str
    method: int
    flags: int
    checksum: int
    packed: int  # bytes
    size: int  # bytes
    mode: int  # of a Unix file, where one is given
    start: int  # of what stands before it


def entries(data: bytes, budget: Budget | None = None) -> Iterator[tuple[str, bytes]]:
    """Name and content of each entry, one after the other; Unfit as soon as something is not as it should be."""
    budget = budget or Budget()
    end, count, directory = _end(data)
    listed = sorted(_listed(data, end, count, directory, budget), key=lambda entry: entry.start)
    _check_names(listed)
    left, place = budget.total, 0
    for entry in listed:
        if entry.start != place:
            raise Unfit("two_kinds" if entry.start > place else "damaged")  # a gap hides something; or they overlap
        content, place = _unpacked(data, entry, left, budget)
        left -= len(content)
        if not entry.name.endswith("/"):
            yield entry.name, content
    if place != directory:
        raise Unfit("two_kinds" if place < directory else "damaged")


def _end(data: bytes) -> tuple[int, int, int]:
    """Where the last record stands, how many entries it counts, and where the directory begins."""
    if not data.startswith(LOCAL):
        raise Unfit("damaged" if data.startswith(b"PK") else "kind")
    end = data.rfind(END, max(0, len(data) - LONGEST_END))
    if end < 0 or len(data) < end + 22:
        raise Unfit("damaged")
    disk, first, here, count, size, start, comment = struct.unpack_from("<4H2LH", data, end + 4)
    if end + 22 + comment != len(data) or comment:
        raise Unfit("two_kinds")  # something stands behind the archive
    if disk or first or here != count or start + size != end:
        raise Unfit("damaged")
    return end, count, start


def _listed(data: bytes, end: int, count: int, place: int, budget: Budget) -> Iterator[Entry]:
    if count > budget.entries:
        raise Unfit("too_many_parts", limit=budget.entries)
    for _ in range(count):
        if data[place : place + 4] != CENTRAL or place + 46 > end:
            raise Unfit("damaged")
        made, _needed, flags, method, _when, checksum, packed, size = struct.unpack_from("<4H4L", data, place + 4)
        name, extra, comment, _disk, _kind, outside, start = struct.unpack_from("<5H2L", data, place + 28)
        if flags & ENCRYPTED:
            raise Unfit("locked")
        if UNKNOWN in (packed, size, start) or method not in (STORED, DEFLATED):
            raise Unfit("damaged")
        unix = outside >> 16 if made >> 8 == 3 else 0
        text = _name(data[place + 46 : place + 46 + name])
        yield Entry(text, method, flags, checksum, packed, size, unix, start)
        place += 46 + name + extra + comment
    if place != end:
        raise Unfit("damaged")


def _name(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Unfit("unsafe_names") from None


def _check_names(listed: list[Entry]) -> None:
    """No way out of the folder, no link, no device, no name twice, however it is written."""
    for entry in listed:
        name = entry.name
        parts = name.removesuffix("/").split("/")
        kind = stat.S_IFMT(entry.mode)
        if not name.isprintable() or any(sign in name for sign in '\\:*?"<>|') or len(name) > 200:
            raise Unfit("unsafe_names")
        if any(part in ("", ".", "..") or part.split(".")[0].casefold() in DEVICES for part in parts):
            raise Unfit("unsafe_names")
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise Unfit("unsafe_names")
    if len({entry.name.casefold() for entry in listed}) != len(listed):
        raise Unfit("unsafe_names")


def _unpacked(data: bytes, entry: Entry, left: int, budget: Budget) -> tuple[bytes, int]:
    """The content of one entry, and where the next one must begin."""
    if data[entry.start : entry.start + 4] != LOCAL or len(data) < entry.start + 30:
        raise Unfit("damaged")
    _needed, flags, method, _when, checksum, packed, size, name, extra = struct.unpack_from(
        "<3H4L2H", data, entry.start + 4
    )
    begin = entry.start + 30 + name + extra
    same = flags == entry.flags and method == entry.method and _name(data[begin - extra - name : begin - extra])
    follow = bool(flags & SIZES_FOLLOW)
    sizes = (entry.checksum, entry.packed, entry.size)
    if same != entry.name or ((checksum, packed, size) != sizes and not (follow and not (checksum or packed or size))):
        raise Unfit("damaged")
    raw = data[begin : begin + entry.packed]
    most = min(left, max(budget.small, budget.ratio * len(raw)))
    content = raw if method == STORED else _inflated(raw, most)
    if len(content) > most:
        raise Unfit("unpacks_too_large")
    if len(content) != entry.size or zlib.crc32(content) != entry.checksum:
        raise Unfit("damaged")
    if content.startswith((LOCAL, END)):
        raise Unfit("archive_inside")
    return content, begin + entry.packed + (_descriptor(data, begin + entry.packed, entry) if follow else 0)


def _inflated(raw: bytes, most: int) -> bytes:
    """At most one byte more than `most`, which says enough."""
    pump, found, source = zlib.decompressobj(-zlib.MAX_WBITS), bytearray(), raw
    try:
        while not pump.eof and len(found) <= most:
            piece = pump.decompress(source, min(PIECE, most + 1 - len(found)))
            source = pump.unconsumed_tail
            if not piece and not source:
                break
            found += piece
    except zlib.error:
        raise Unfit("damaged") from None
    if len(found) <= most and (not pump.eof or pump.unused_data):
        raise Unfit("damaged")
    return bytes(found)


def _descriptor(data: bytes, place: int, entry: Entry) -> int:
    """How long the sizes are that follow an entry, with their signature or without."""
    sizes = struct.pack("<3L", entry.checksum, entry.packed, entry.size)
    if data[place : place + 16] == b"PK\x07\x08" + sizes:
        return 16
    if data[place : place + 12] == sizes:
        return 12
    raise Unfit("damaged")
