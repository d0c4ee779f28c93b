"""HTTP as bytes on a socket, so that every byte of a visit is counted: head, body, and what the page fetches."""

import re
import socket
import time
from dataclasses import dataclass

import brotli

ASSET = re.compile(r'<(?:link|script|img|source)\b[^>]*?(?:href|src)="([^"]+)"[^>]*>', re.IGNORECASE)
FETCHED = re.compile(r'rel="(?:stylesheet|icon|preload|manifest)"', re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the decoded text, the bytes on the wire, the seconds it took."""

    status: int
    head: dict[str, str]
    text: str
    size: int
    seconds: float


class Line:
    """One kept-alive connection to the server under measurement."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None

    def get(self, path: str, cookie: str = "") -> Answer:
        """GET the path as a browser of today asks for it."""
        head = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Accept-Encoding: br, gzip"]
        head += [f"Cookie: {cookie}"] if cookie else []
        request = ("\r\n".join([*head, "Accept: text/html,*/*", "", ""])).encode()
        begun = time.perf_counter()
        raw = self._exchange(request)
        seconds = time.perf_counter() - begun
        top, _gap, body = raw.partition(b"\r\n\r\n")
        lines = top.decode("latin-1").split("\r\n")
        named = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines[1:])}
        plain = brotli.decompress(body) if named.get("content-encoding") == "br" else body
        return Answer(int(lines[0].split()[1]), named, plain.decode("utf-8", "replace"), len(raw), seconds)

    def _exchange(self, request: bytes) -> bytes:
        for _attempt in range(2):
            if self.socket is None:
                self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            try:
                self.socket.sendall(request)
                return self._read()
            except (ConnectionError, EOFError):
                self.socket.close()
                self.socket = None
        raise ConnectionError("The server under measurement closed the connection twice.")

    def _read(self) -> bytes:
        assert self.socket is not None
        raw = b""
        while b"\r\n\r\n" not in raw:
            raw += self._more()
        top, _gap, _body = raw.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", top)
        if length is None:
            raise ValueError("An answer without a length cannot be counted here.")
        while len(raw) < len(top) + 4 + int(length.group(1)):
            raw += self._more()
        return raw

    def _more(self) -> bytes:
        assert self.socket is not None
        part = self.socket.recv(65536)
        if not part:
            raise EOFError
        return part


def assets(html: str) -> list[str]:
    """The addresses that a first visit of the page fetches besides the page: styles, scripts, pictures, icon."""
    found = []
    for match in ASSET.finditer(html):
        tag = match.group(0)
        if tag.lower().startswith("<link") and not FETCHED.search(tag):
            continue
        if not match.group(1).startswith("data:"):
            found.append(match.group(1))
    return list(dict.fromkeys(found))
