"""What a PDF says of its makers, overwritten with blanks of the same length: author, program, title, place."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from saanjh.formats.unfit import Unfit

_INFO = re.compile(rb"/Info[\x00\t\n\x0c\r ]*(\d+)[\x00\t\n\x0c\r ]+\d+[\x00\t\n\x0c\r ]+R")
_PACKET = re.compile(rb"<\?xpacket begin.*?<\?xpacket end|<x:xmpmeta.*?</x:xmpmeta>|<rdf:RDF.*?</rdf:RDF>", re.DOTALL)
_PHOTO = re.compile(rb"stream(?:\r\n|\n|\r)(?=\xff\xd8\xff)")
_PAIRS = re.compile(rb"(\d+)[\x00\t\n\x0c\r ]+(\d+)[\x00\t\n\x0c\r ]*")
_HEX = re.compile(rb"<[0-9A-Fa-f\x00\t\n\x0c\r ]*>")
_NOTES = {
    0xFE,
    *range(0xE1, 0xEE),
    0xEF,
}  # comments and everything that programs write down; not JFIF, not Adobe's colours


@dataclass(slots=True)
class Stream:
    """A packed stream of the document: where its bytes begin, how many were packed, and what they unpack to."""

    start: int
    packed: int
    content: bytes


def speaks_of_the_document(inside: bytes) -> bool:
    """Whether a stream holds words about the document itself."""
    return _PACKET.search(inside) is not None


def blanked(content: bytes, streams: list[Stream]) -> bytes:
    """The same document, as long as before, in which nothing says who made it or where its photos were taken."""
    found = bytearray(content)
    numbers = {int(number) for number in _INFO.findall(content)}
    for number in numbers:
        _blank_object(found, number)
    _blank_packets(found)
    _blank_photos(found)
    for stream in streams:
        inside = bytearray(stream.content)
        for number in numbers:
            _blank_among_objects(inside, number)
        _blank_packets(inside)
        if inside != stream.content:
            _put_back(found, stream, bytes(inside))
    return bytes(found)


def _blank_object(found: bytearray, number: int) -> None:
    """The strings of an object that stands open in the file, at each place where it stands."""
    begins = re.compile(rb"(?<!\d)0*%d[\x00\t\n\x0c\r ]+\d+[\x00\t\n\x0c\r ]+obj" % number)
    for begin in begins.finditer(bytes(found)):
        end = found.find(b"endobj", begin.end())
        _blank_strings(found, begin.end(), end if end >= 0 else len(found))


def _blank_among_objects(inside: bytearray, number: int) -> None:
    """The strings of an object among those of an object stream, whose first numbers say where each begins."""
    pairs = []
    place = 0
    while pair := _PAIRS.match(inside, place):
        pairs.append((int(pair[1]), int(pair[2])))
        place = pair.end()
    offsets = sorted(offset for _, offset in pairs)
    for each, offset in pairs:
        if each == number:
            later = [other for other in offsets if other > offset]
            _blank_strings(inside, place + offset, place + later[0] if later else len(inside))


def _blank_strings(found: bytearray, begin: int, end: int) -> None:
    """Every string between two places, in brackets or in hexadecimal digits, becomes blanks inside its marks."""
    for first, last in _strings(bytes(found[begin:end])):
        filling = b"0" if found[begin + first - 1 : begin + first] == b"<" else b" "
        found[begin + first : begin + last] = filling * (last - first)


def _strings(text: bytes) -> Iterator[tuple[int, int]]:
    place = 0
    while place < len(text):
        if text[place : place + 2] == b"<<":
            place += 2
        elif found := _HEX.match(text, place):
            yield place + 1, found.end() - 1
            place = found.end()
        elif text[place : place + 1] == b"(":
            last = _closing(text, place)
            yield place + 1, last
            place = last + 1
        else:
            place += 1


def _closing(text: bytes, place: int) -> int:
    """Where the bracket closes that opens at `place`; the end of the text when it never does."""
    depth = 0
    while place < len(text):
        sign = text[place : place + 1]
        if sign == b"\\":
            place += 1
        elif sign == b"(":
            depth += 1
        elif sign == b")":
            depth -= 1
            if depth == 0:
                return place
        place += 1
    return len(text)


def _blank_packets(found: bytearray) -> None:
    for packet in _PACKET.finditer(bytes(found)):
        found[packet.start() : packet.end()] = b" " * (packet.end() - packet.start())


def _blank_photos(found: bytearray) -> None:
    """Photos stand in a document as they came from the camera: the notes in their head are overwritten."""
    for photo in _PHOTO.finditer(bytes(found)):
        place = photo.end() + 2
        while found[place : place + 1] == b"\xff" and place + 4 <= len(found):
            marker, length = found[place + 1], int.from_bytes(found[place + 2 : place + 4], "big")
            end = place + 2 + length
            if marker in (0xDA, 0xD9) or length < 2 or end > len(found):
                break
            if marker in _NOTES:
                found[place + 4 : end] = bytes(length - 2)
            place = end


def _put_back(found: bytearray, stream: Stream, inside: bytes) -> None:
    """Pack the stream again into the room it had; blanks pack better than words, so it fits."""
    packed = zlib.compress(inside, 9)
    if len(packed) > stream.packed:
        raise Unfit("unseen")
    found[stream.start : stream.start + stream.packed] = packed.ljust(stream.packed, b"\0")
