"""Requests byte by byte over a socket, for what no client library would send."""

import socket
import time
from collections.abc import Iterable


def ask(port: int, head: str, pieces: Iterable[bytes] = (), *, pause: float = 0.0) -> tuple[int, bytes]:
    """Send the head (lines parted by newlines) and the pieces as they are; status and body of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        lines = [line.strip() for line in head.strip().splitlines()]
        text = "\r\n".join([lines[0], "Host: 127.0.0.1", "Connection: close", *lines[1:], "", ""])
        try:
            connection.sendall(text.encode())
            for piece in pieces:
                time.sleep(pause)
                connection.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the server has said no already; its answer can still be read
        answer = b""
        try:
            while part := connection.recv(65536):
                answer += part
        except ConnectionResetError:
            pass
    head_bytes, _, body = answer.partition(b"\r\n\r\n")
    return int(head_bytes.split()[1]), body


def in_chunks(*parts: bytes) -> list[bytes]:
    """The parts as HTTP/1.1 chunks, with the last one that ends them."""
    return [b"%x\r\n%s\r\n" % (len(part), part) for part in parts] + [b"0\r\n\r\n"]
