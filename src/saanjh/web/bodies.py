"""Bodies arrive whole or not at all: Django drops a body sent in chunks without a word, and this prevents it.

Proxies and phones send `Transfer-Encoding: chunked`, without a length; WSGI servers hand that on, and Django reads
nothing (its ticket 35838). Such a body is first written to a temporary file, whose length is then known.
"""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]
TOO_LARGE = "saanjh.body_too_large"  # read by web/middleware/failing.py, which answers 413 in words
IN_MEMORY = 1_000_000
PIECE = 64 * 1024


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
        return self.application(environ, start_response)

    def _with_spool(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        spool = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (lives as long as the answer)
        try:
            length = self._copy(environ["wsgi.input"], spool)
            if length > self.largest:
                _mark_too_large(environ)
            else:
                spool.seek(0)
                environ["wsgi.input"], environ["CONTENT_LENGTH"] = spool, str(length)
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
