"""One PDF: refused when it would act, hide or fetch something; otherwise rid of what names whoever made it.

The document is not rebuilt. Its objects are read at any place where a reader could find them, packed ones too
(object streams); what names people is blanked in place, byte for byte, so that every offset stays right. What this
cannot see: what a reader would do with a font or a picture that is itself an attack. So nobody's browser shows these
documents in place; they are handed out as downloads.
"""

import re
import zlib
from collections.abc import Iterator

from saanjh.formats.kinds import check_one_kind
from saanjh.formats.pdfs import blanking
from saanjh.formats.pdfs.blanking import Stream
from saanjh.formats.pdfs.names import acting, names
from saanjh.formats.unfit import Unfit

MOST_OBJECTS = 100_000
MOST_UNPACKED = 60_000_000  # bytes of all streams together
RATIO = 1000  # a blank page packs well; a bomb packs better
PLAIN_FILTERS = {b"FlateDecode", b"Fl"}
OTHER_FILTERS = {
    b"ASCIIHexDecode", b"AHx", b"ASCII85Decode", b"A85", b"LZWDecode", b"LZW", b"RunLengthDecode", b"RL", b"Crypt",
}  # fmt: skip
_STREAM = re.compile(rb"(?<!end)stream[^\r\n]{0,80}(?:\r\n|\n|\r)")
_OBJECT = re.compile(rb"\bobj\b")
_END = re.compile(rb"%%EOF[\x00\t\n\x0c\r ]*\Z")
_LOOKS_LIKE_OBJECTS = re.compile(rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*[\r\n])*\d+[\x00\t\n\x0c\r ]+\d+[\x00\t\n\x0c\r ]")
PIECE = 16 * 1024
WINDOW = 64 * 1024  # bytes before a stream in which its dictionary stands


def confined(content: bytes) -> tuple[None, bytes]:
    """The task of the process that reads one file: the document, cleaned."""
    return None, cleaned(content)


def cleaned(content: bytes) -> bytes:
    """The document without the names of its makers; Unfit for one that is not taken."""
    if not content.startswith(b"%PDF-"):
        raise Unfit("kind")
    check_one_kind(content)
    if not _END.search(content[-2048:]):
        raise Unfit("damaged")  # cut off, or something stands behind it
    if len(_OBJECT.findall(content)) > MOST_OBJECTS:
        raise Unfit("too_many_parts", limit=MOST_OBJECTS)
    _refuse(acting(content))
    streams = list(_streams(content))
    return blanking.blanked(content, streams)


def _refuse(code: str | None) -> None:
    if code:
        raise Unfit(code)


def _streams(content: bytes) -> Iterator[Stream]:
    """Streams that unpack to objects or to words about the document; each looked through on the way."""
    left, last = MOST_UNPACKED, 0
    for found in _STREAM.finditer(content):
        start = found.end()
        said = {name for name, _ in names(content[max(last, found.start() - WINDOW) : found.start()])}
        inside, packed = _inflated(content, start, left)
        last = start + packed
        left -= len(inside)
        if _holds_objects(said) and (said & OTHER_FILTERS or (said & PLAIN_FILTERS and not inside) or _guessed(said)):
            raise Unfit("unseen")
        if _LOOKS_LIKE_OBJECTS.match(inside[:4096]) or _holds_objects(said):
            _refuse(acting(inside))
            yield Stream(start, packed, inside)
        elif blanking.speaks_of_the_document(inside):
            yield Stream(start, packed, inside)


def _holds_objects(said: set[bytes]) -> bool:
    return b"ObjStm" in said or {b"N", b"First"} <= said


def _guessed(said: set[bytes]) -> bool:
    """Objects whose bytes are foretold from their neighbours would have to be reckoned back first."""
    return bool(said & {b"Predictor", b"DecodeParms", b"DP"}) and b"XRef" not in said and b"Columns" in said


def _inflated(content: bytes, start: int, left: int) -> tuple[bytes, int]:
    """What the bytes unpack to, and how many they were; nothing where they are not packed so.

    Readers show what unpacks before a damage; so that is found here too, to the last byte.
    """
    if content[start : start + 1] == b"" or content[start] & 0x0F != 8:  # the first byte of every such stream
        return b"", 0
    pump, found, place = zlib.decompressobj(), bytearray(), start
    step = PIECE
    while place < len(content) and not pump.eof:
        before = pump.copy()
        try:
            piece = pump.decompress(content[place : place + step], left + 1 - len(found))
        except zlib.error:
            if step == 1:
                break
            pump, step = before, 1
            continue
        found += piece
        place += step if not pump.eof else len(content[place : place + step]) - len(pump.unused_data)
        if len(found) > min(left, max(1_000_000, RATIO * (place - start))):
            raise Unfit("unpacks_too_large")
    return bytes(found), place - start
