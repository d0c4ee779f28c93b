"""Many people at once, doing what people do: what they wait for, what fails, and whether the server grows."""

import http.client
import io
import os
import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

from django.test import Client
from PIL import Image

from saanjh.bench.forms import Report, Reporter, a_name, reporters
from saanjh.bench.servers import Server, serving
from saanjh.bench.visits import Visit, cookie_of, visits

# What people do, in percent; scoring and drafts are writes like an activity without a picture.
SHARES = {"portal": 50, "desk": 15, "form": 20, "report": 10, "table": 5}
WRITES = {"form", "report"}
PAUSE = (1.0, 5.0)  # seconds that somebody reads before the next thing
MOST_READ_MS, MOST_WRITE_MS = 500, 1000  # p95
MOST_GROWTH = 1.05  # of the worker's memory, from the middle to the end
# Tables of which nothing changes meanwhile: that of the map counts people at activities, which are written here.
TABLES = ("/en/initiatives.csv", "/ur/initiatives.csv", "/en/districts/census.csv", "/en/indicators/bank.csv")
PICTURE, PICTURES = (1600, 1200), 20  # pixels; so many different ones, of about 300 kB

Page = tuple[str, str]  # its address, and the session cookie to open it with


@dataclass
class Seen:
    """What the users met with."""

    milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: list[str] = field(default_factory=list)
    sizes: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    memory: list[float] = field(default_factory=list)


def run(*, seconds: int = 60, users: int = 50) -> Iterator[dict[str, Any]]:
    """Yield one figure: so many users for so long, each reading a while between two things."""
    public, desk = _pages()
    photographs = [_photograph() for _each in range(PICTURES)]
    with serving(dict(os.environ), "saanjh.wsgi:application", workers=2) as server:
        people = reporters(server.port, users)
        seen, until = Seen(), time.monotonic() + seconds

        def use(number: int) -> None:
            time.sleep(random.uniform(0, PAUSE[1]))
            while time.monotonic() < until:
                kind = random.choices(list(SHARES), list(SHARES.values()))[0]
                _do(kind, server.port, people[number], public, desk, photographs, seen)
                time.sleep(random.uniform(*PAUSE))

        threads = [threading.Thread(target=use, args=(number,)) for number in range(users)]
        for each in threads:
            each.start()
        _watch(server, seen, until)
        for each in threads:
            each.join()
    yield told(seen, seconds, users)


def told(seen: Seen, seconds: int, users: int) -> dict[str, Any]:
    """The figure, with `broken` naming the bounds that were not kept."""
    read = [each for kind, times in seen.milliseconds.items() if kind not in WRITES for each in times]
    write = [each for kind, times in seen.milliseconds.items() if kind in WRITES for each in times]
    read_ms, write_ms = _p95(read), _p95(write)
    middle, last = seen.memory[len(seen.memory) // 2], seen.memory[-1]
    changing = sorted(path for path, sizes in seen.sizes.items() if len(sizes) > 1)
    figure = {
        "bench": "load",
        "users": users,
        "seconds": seconds,
        "requests": len(read) + len(write),
        "errors": len(seen.failed),
        "read_p95_ms": round(read_ms),
        "write_p95_ms": round(write_ms),
        "memory_mb": round(last, 1),
        "memory_growth": round(last / middle, 3),
        "tables_that_changed_size": changing,
    }
    bounds = {
        f"failed: {sorted(set(seen.failed))[:5]}": bool(seen.failed),
        f"p95 of reads over {MOST_READ_MS} ms": read_ms > MOST_READ_MS,
        f"p95 of writes over {MOST_WRITE_MS} ms": write_ms > MOST_WRITE_MS,
        "the same table came in several sizes": bool(changing),
        f"memory grew by more than {MOST_GROWTH:.0%}": last / middle > MOST_GROWTH,
    }
    return {**figure, "broken": [words for words, is_broken in bounds.items() if is_broken]}


def _do(
    kind: str, port: int, person: Reporter, public: list[Page], desk: list[Page], photographs: list[bytes], seen: Seen
) -> None:
    begun = time.perf_counter()
    try:
        if kind in WRITES:
            picture = random.choice(photographs) if kind == "report" else b""
            status, _place = person.send(Report(f"Load {a_name()}", picture, "image/jpeg"))
            path, is_well = kind, status == 303
        else:
            tables = [(each, "") for each in TABLES]
            path, cookie = random.choice({"portal": public, "table": tables, "desk": desk}[kind])
            status, size = _get(port, path, cookie)
            is_well = status == 200
            if kind == "table":
                seen.sizes[path].add(size)
    except (OSError, http.client.HTTPException) as problem:
        path, status, is_well = kind, repr(problem), False  # type: ignore[assignment]
    if not is_well:
        seen.failed.append(f"{status} {path}")
    seen.milliseconds[kind].append((time.perf_counter() - begun) * 1000)


def _get(port: int, path: str, cookie: str) -> tuple[int, int]:
    """(status, bytes of the body) of a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        return answer.status, len(answer.read())
    finally:
        connection.close()


def _pages() -> tuple[list[Page], list[Page]]:
    """The portal's pages, and what people of the demo open at the desk: (address, session)."""
    found = [visit for visit in visits() if _opens(visit)]
    cookies = {person: cookie_of(person) for person in {visit.person for visit in found}}
    desk = [(visit.path, cookies[visit.person]) for visit in found if visit.path.startswith("/desk/")]
    return [(visit.path, "") for visit in found if visit.is_public], desk


def _opens(visit: Visit) -> bool:
    """Whether the address shows a page. (That of bench/pages.py would bring its empty page along.)"""
    client = Client()
    if visit.person is not None:
        name, _sign, key = cookie_of(visit.person).partition("=")
        client.cookies[name] = key
    return client.get(visit.path).status_code == 200


def _photograph() -> bytes:
    """A picture as a phone takes it, as large and as hard to compress."""
    noise = Image.frombytes("RGB", (200, 150), os.urandom(200 * 150 * 3)).resize(PICTURE)
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=80)
    return out.getvalue()


def _watch(server: Server, seen: Seen, until: float) -> None:
    """Note the worker's memory each second."""
    while not seen.memory or time.monotonic() < until:
        seen.memory.append(server.memory_mb())
        time.sleep(1)


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1] if len(times) > 1 else 0.0
