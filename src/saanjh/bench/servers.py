"""The real web server, started for a measurement, and what the system says it used."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from saanjh.bench.wire import Line
from saanjh.web.serving import ENVIRONMENT, web_server

TICKS = os.sysconf("SC_CLK_TCK")
EMPTY = "/bench/empty/"  # the page of bench/empty.py, which is imported by the server alone: it changes the addresses


@dataclass(frozen=True)
class Server:
    """A running granian."""

    port: int
    worker: int  # process id; of several, one
    seconds_to_first_answer: float

    def cpu_seconds(self) -> float:
        """CPU time of the worker so far, user and system, all threads."""
        fields = Path(f"/proc/{self.worker}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_mb(self) -> float:
        """Resident memory of the worker now."""
        for line in Path(f"/proc/{self.worker}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise ProcessLookupError(self.worker)


@contextmanager
def serving(
    environment: dict[str, str], application: str = "saanjh.bench.empty:application", *, workers: int = 1
) -> Iterator[Server]:
    """Granian as `saanjh serve` runs it, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    begun = time.perf_counter()
    environment = {**environment, **ENVIRONMENT, "DJANGO_SETTINGS_MODULE": "saanjh.settings"}
    command = web_server("127.0.0.1", port, workers=workers, application=application)
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield Server(port, _worker_of(process.pid), time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _attempt in range(600):
        if process.poll() is not None:
            raise RuntimeError("The web server did not start.")
        try:
            if Line(port).get("/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("The web server did not answer within half a minute.")


def _worker_of(parent: int) -> int:
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return max((int(child) for child in children), key=lambda pid: _memory(pid), default=parent)


def _memory(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
