"""What an answer or a file says to whoever unpacks it: coding undone, archives opened, letters as they are read."""

import contextlib
import gzip
import html
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import Any

MOST = 50_000_000  # bytes that are looked through of one answer, packed or not
DEEPEST = 3  # archives within archives
DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)


def text_of(response: Any) -> str:
    """What the answer says: its body, as a reader sees it, and its headers. A stream can still be read afterwards."""
    body = read_again(response) if response.streaming else response.content
    said = [text(body, response.get("Content-Type", ""), coding=response.get("Content-Encoding", ""))]
    return "\n".join([*said, *(f"{name}: {value}" for name, value in response.headers.items())])


def text(content: bytes, kind: str = "", *, coding: str = "") -> str:
    """The words of some bytes of this media type; of an archive, the names and words of all that is in it."""
    content = _decoded(content, coding)
    if content.startswith(b"PK\x03\x04"):
        return "\n".join(
            _letters(each, "xml" if each[:1] == b"<" else "") for each in _entries(content, [MOST], DEEPEST)
        )
    return _letters(content, kind)


def read_again(response: Any) -> bytes:
    """The beginning of a stream, which the test then finds whole, with the exception that it ends in if it does."""
    if response.is_async:
        return b""
    stream, read, size = iter(response.streaming_content), [], 0
    rest: Any = stream
    try:
        for piece in stream:
            read.append(piece)
            size += len(piece)
            if size > MOST:
                break
    except Exception as broken:
        rest = _raising(broken)
    response.streaming_content = chain(read, rest)
    return b"".join(read)


def _raising(broken: Exception) -> Iterator[bytes]:
    raise broken
    yield b""


def _decoded(content: bytes, coding: str) -> bytes:
    if coding == "gzip":
        return gzip.decompress(content)
    if coding == "br":
        import brotli

        return bytes(brotli.decompress(content))
    return content


def _entries(content: bytes, left: list[int], deep: int) -> Iterator[bytes]:
    """The name and the bytes of each entry, and of the archives among them, as far as they can be read."""
    with contextlib.suppress(*DAMAGED), zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            yield entry.filename.encode()
            with contextlib.suppress(*DAMAGED), archive.open(entry) as file:
                inside = file.read(left[0])
                left[0] -= len(inside)
                yield inside
                if deep and inside.startswith(b"PK\x03\x04"):
                    yield from _entries(inside, left, deep - 1)


def _letters(content: bytes, kind: str) -> str:
    """The text as it is read: without the marks that HTML, XML, JSON and CSV put before their own signs."""
    said = content.decode("utf-8", "replace")
    if "json" in kind or said[:1] in {"{", "["}:
        with contextlib.suppress(ValueError):
            return json.dumps(json.loads(said), ensure_ascii=False).replace('\\"', '"')
    if "html" in kind or "xml" in kind:
        return html.unescape(said)
    if "csv" in kind:
        return said.replace('""', '"')
    return said
