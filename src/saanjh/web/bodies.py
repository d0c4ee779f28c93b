"""Bodies arrive whole or not at all: neither cut off by a broken line, nor dropped because they came in chunks.

Where the line breaks in the middle of a form, the server lets the body just end there. Django takes what came for the
whole, and a form cut within its file would be accepted with half of it. Here its reading fails instead.

Proxies and phones send `Transfer-Encoding: chunked`, without a length; WSGI servers hand that on, and Django reads
nothing (its ticket 35838). Such a body is first written to a temporary file, whose length is then known. Whether it is
whole shows only in a form with files, by its last edge.
"""

from collections.abc import Callable, Iterable, Iterator
from io import SEEK_END, BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.utils.http import parse_header_parameters

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]
TOO_LARGE = "saanjh.body_too_large"  # read by web/middleware/failing.py, which answers 413 in words
IN_MEMORY = 1_000_000
PIECE = 64 * 1024
AFTER_EDGE = 64  # bytes: the marks around the last edge, and the end of a line or two


class WholeBodies:
    """A WSGI application that passes requests on with their body's length, or marked as too large without a body."""

    def __init__(self, application: Application, *, largest: int) -> None:
        self.application = application
        self.largest = largest  # bytes

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
            return self._with_spool(environ, start_response)
        length = environ.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > self.largest:
            _mark_too_large(environ)
        elif length.isdecimal():
            environ["wsgi.input"] = Whole(environ["wsgi.input"], int(length))
        return self.application(environ, start_response)

    def _with_spool(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        spool = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (lives as long as the answer)
        try:
            length = self._copy(environ["wsgi.input"], spool)
            if length > self.largest:
                _mark_too_large(environ)
            else:
                length += not _is_closed(spool, environ.get("CONTENT_TYPE", ""))  # then what is read is one too short
                spool.seek(0)
                environ["wsgi.input"], environ["CONTENT_LENGTH"] = Whole(spool, length), str(length)
            del environ["HTTP_TRANSFER_ENCODING"]
            return _Closing(self.application(environ, start_response), spool)
        except BaseException:
            spool.close()
            raise

    def _copy(self, source: IO[bytes], spool: IO[bytes]) -> int:
        """Bytes copied; stops with the first piece beyond the largest body."""
        length = 0
        while length <= self.largest and (piece := source.read(PIECE)):
            spool.write(piece)
            length += len(piece)
        return length


class Whole:
    """A body of so many bytes. ConnectionError when it ends before them."""

    def __init__(self, source: Any, length: int) -> None:
        self.source = source
        self.left = length

    def read(self, size: int = -1) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        parts = []
        while wanted:
            part = self._counted(self.source.read(wanted))
            wanted -= len(part)
            parts.append(part)
        return b"".join(parts)

    def readline(self, size: int = -1) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        return self._counted(self.source.readline(wanted)) if wanted else b""

    def _counted(self, part: bytes) -> bytes:
        if not part:
            raise ConnectionError(f"The line broke with {self.left} bytes to come.")
        self.left -= len(part)
        return part


def _is_closed(spool: IO[bytes], content_type: str) -> bool:
    """Whether the last edge of a form with files is there; of another body nobody can say."""
    kind, parameters = parse_header_parameters(content_type)
    edge = parameters.get("boundary", "").encode("latin-1", "replace")
    if kind != "multipart/form-data" or not edge:
        return True
    end = spool.seek(0, SEEK_END)
    spool.seek(max(0, end - len(edge) - AFTER_EDGE))
    return b"--" + edge + b"--" in spool.read()


class _Closing:
    """The answer's parts; the spool goes when the server has sent them."""

    def __init__(self, parts: Iterable[bytes], spool: IO[bytes]) -> None:
        self.parts = parts
        self.spool = spool

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.parts)

    def close(self) -> None:
        try:
            getattr(self.parts, "close", lambda: None)()
        finally:
            self.spool.close()


def _mark_too_large(environ: Environ) -> None:
    environ[TOO_LARGE] = True
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = BytesIO(), "0"
