"""What each process of the web server counts: requests by route and kind of answer, and how long they took.

Every process has a small file of its own in DATA/metrics, mapped into its memory: counting costs no system call, and
whichever process is asked adds up the files of all, those of processes that died included. `saanjh serve` begins with
an empty folder. Routes that are not logged are not counted either: a count that is read every few seconds tells when
somebody was there.
"""

import logging
import mmap
import os
import shutil
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from struct import Struct

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

log = logging.getLogger("saanjh.measures")
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds; more than the last is a tenth bucket
CLASSES = ("2xx", "3xx", "4xx", "5xx")
SUM = len(CLASSES) + len(BOUNDS) + 1  # where a route's seconds in all stand, after its answers and its buckets
SLOTS = SUM + 1
NUMBER = Struct("<d")
NOWHERE = "nowhere"  # what leads to no route


@cache
def routes() -> tuple[str, ...]:
    """The names of all routes that may be counted; the same order in every process of one version."""
    return tuple(sorted({NOWHERE, *_names(get_resolver())}))


def _names(resolver: URLResolver) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry)
        elif entry.name and _is_counted(entry):
            yield entry.name


def _is_counted(entry: URLPattern) -> bool:
    policy = getattr(entry.callback, "policy", None)
    return policy is None or policy.logged


class Tally:
    """The counts of one process."""

    def __init__(self, file: Path) -> None:
        self.places = {name: number for number, name in enumerate(routes())}
        self.lock = threading.Lock()
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        size = len(routes()) * SLOTS * NUMBER.size
        with open(file, "w+b") as out:
            out.truncate(size)
            self.numbers = mmap.mmap(out.fileno(), size)

    def count(self, route: str, status: int, seconds: float) -> None:
        """Note one answer."""
        row = self.places.get(route, self.places[NOWHERE]) * SLOTS
        bucket = next((at for at, bound in enumerate(BOUNDS) if seconds <= bound), len(BOUNDS))
        with self.lock:
            self._add(row + min(max(status // 100, 2), 5) - 2, 1)
            self._add(row + len(CLASSES) + bucket, 1)
            self._add(row + SUM, seconds)

    def _add(self, slot: int, amount: float) -> None:
        at = slot * NUMBER.size
        NUMBER.pack_into(self.numbers, at, NUMBER.unpack_from(self.numbers, at)[0] + amount)


_mine: dict[int, Tally | None] = {}
_beginning = threading.Lock()


def folder() -> Path:
    return Path(settings.DATA) / "metrics"


def begin() -> None:
    """Forget what an earlier server counted: `saanjh serve` does, before its processes start."""
    shutil.rmtree(folder(), ignore_errors=True)


def count(route: str, status: int, seconds: float) -> None:
    """Note one answer of this process. A disk that is full or read-only keeps nobody from their page."""
    pid = os.getpid()
    if pid not in _mine:
        with _beginning:
            if pid not in _mine:
                _mine[pid] = _begun(folder() / f"{pid}.counts")
    mine = _mine[pid]
    if mine is not None:
        mine.count(route, status, seconds)


def _begun(file: Path) -> Tally | None:
    try:
        return Tally(file)
    except OSError as problem:
        log.warning("Nothing is counted in this process: %s", problem.strerror)
        return None


def counted() -> dict[str, list[float]]:
    """route -> its numbers, all processes together: answers by class, buckets (each by itself), seconds."""
    sums = {name: [0.0] * SLOTS for name in routes()}
    size = len(routes()) * SLOTS * NUMBER.size
    for file in sorted(folder().glob("*.counts")):
        content = file.read_bytes()
        if len(content) != size:  # of another version
            continue
        numbers = [number for (number,) in NUMBER.iter_unpack(content)]
        for at, name in enumerate(routes()):
            sums[name] = [a + b for a, b in zip(sums[name], numbers[at * SLOTS : (at + 1) * SLOTS], strict=True)]
    return {name: numbers for name, numbers in sums.items() if any(numbers)}
