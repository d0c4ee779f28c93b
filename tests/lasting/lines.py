"""A bad line: a proxy that lets so many bytes through and then cuts the connection."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

ALL = 10**9


@dataclass
class Line:
    """Where it can be reached, and how much passes before the line is cut: of head, body and answer so many bytes."""

    port: int
    head: int = ALL
    body: int = ALL
    back: int = ALL


@contextmanager
def bad_line(to: int) -> Iterator[Line]:
    """A proxy in front of the server at this port; one connection at a time."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        line = Line(int(listening.getsockname()[1]))
        threading.Thread(target=_serve, args=(listening, line, to), daemon=True).start()
        yield line


def _serve(listening: socket.socket, line: Line, to: int) -> None:
    while True:
        try:
            client, _address = listening.accept()
        except OSError:
            return
        with client, socket.create_connection(("127.0.0.1", to), timeout=60) as server:
            answering = threading.Thread(target=_back, args=(server, client, line), daemon=True)
            answering.start()
            _pass_on(client, server, line)
            _hang_up(server)
            _hang_up(client)
            answering.join(5)


def _back(server: socket.socket, client: socket.socket, line: Line) -> None:
    """The answer, as far as it may pass; what comes beyond is heard and thrown away."""
    left = line.back
    with contextlib.suppress(OSError):
        while part := server.recv(65536):
            client.sendall(part[:left])
            left -= len(part[:left])
            if left <= 0:
                break
    _hang_up(client)


def _pass_on(client: socket.socket, server: socket.socket, line: Line) -> None:
    """Pass on the request as far as it may pass, or until the client hangs up or is hung up on."""
    came = b""
    with contextlib.suppress(OSError):
        while b"\r\n\r\n" not in came and (part := client.recv(65536)):
            came += part
        top, gap, begun = came.partition(b"\r\n\r\n")
        head = top + gap
        server.sendall(head[: line.head] + (begun[: line.body] if line.head >= len(head) else b""))
        left = line.body - len(begun) if line.head >= len(head) else 0
        while left > 0 and (part := client.recv(min(65536, left))):
            server.sendall(part)
            left -= len(part)


def _hang_up(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
