"""The worker's memory after load, and how long a cold start takes."""

import os
from collections.abc import Iterator
from typing import Any

from saanjh.bench.servers import serving
from saanjh.bench.visits import cookie_of, visits
from saanjh.bench.wire import Line

MOST_MB = 110
ROUNDS = 20


def run() -> Iterator[dict[str, Any]]:
    """Visit every page several times, then read what the worker holds."""
    todo = [(visit.path, cookie_of(visit.person)) for visit in visits()]
    with serving(dict(os.environ), "saanjh.wsgi:application") as server:
        line = Line(server.port)
        fresh = server.memory_mb()
        for _round in range(ROUNDS):
            for path, cookie in todo:
                line.get(path, cookie)
        loaded = server.memory_mb()
        yield {
            "bench": "memory",
            "requests": ROUNDS * len(todo),
            "cold_start_seconds": round(server.seconds_to_first_answer, 2),
            "fresh_mb": round(fresh, 1),
            "loaded_mb": round(loaded, 1),
            "broken": [f"{loaded:.0f} MB, at most {MOST_MB}"] if loaded > MOST_MB else [],
        }
