"""Every page: queries, bytes on the wire, requests, CPU and p95, beside an empty page through the same stack."""

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from statistics import quantiles
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tqdm import tqdm

from saanjh.bench.growth import WHOLE
from saanjh.bench.servers import EMPTY, Server, serving
from saanjh.bench.visits import Visit, cookie_of, visits
from saanjh.bench.wire import Line, assets

TIMES = 30  # visits of each page that are timed, in rounds so that a busy moment hits all alike
PUBLIC_BYTES, PUBLIC_REQUESTS, DESK_BYTES = 14_600, 3, 40_000
LIST_QUERIES, DETAIL_QUERIES = 10, 15
# First pages that put several lists together: the bound of a detail page is theirs.
COMPOSED = {"home", "waiting"}
# A whole application lies before whoever checks, screens or judges it: answers, files, places, partners, gates,
# reviews, decisions, appeal and history, each a table of its own; and a call at the desk, with all that was set for it.
DOSSIER_QUERIES = 24
DOSSIERS = {
    *("application", "application_check", "application_about", "application_decide", "application_decision"),
    *("application_proposal", "gate_eligibility", "gate_harm", "desk_call", "call_assignment"),
    *("call_assignment_accept", "selection_record_json"),
}
NOTES = "ground_sensitiveread"  # the log of who looked at what is restricted


def run() -> Iterator[dict[str, Any]]:
    """Yield one figure a page, with `broken` naming the bounds that it does not keep."""
    todo = [visit for visit in fullest(visits(candidates=12)) if opens(visit)]
    queries = {visit.name: count_queries(visit) for visit in todo}
    with serving(dict(os.environ)) as server:
        line = Line(server.port)
        empty = timed(server, line, EMPTY, "")
        for visit in tqdm(todo, desc="pages", unit="page", file=sys.stderr, disable=None):
            cookie = cookie_of(visit.person)
            size, requests = first_visit(line, visit, cookie)
            cpu, p95 = timed(server, line, visit.path, cookie)
            yield {
                "bench": "pages",
                "page": visit.name,
                "path": visit.path,
                "as": visit.person.username if visit.person else "anybody",
                "queries": queries[visit.name][0],
                "noting": queries[visit.name][1],
                "bytes": size,
                "requests": requests,
                "cpu_ms": round(cpu, 2),
                "cpu_ratio": round(cpu / empty[0], 2),
                "p95_ms": round(p95, 2),
                "p95_ratio": round(p95 / empty[1], 2),
                "broken": broken(visit, sum(queries[visit.name]), size, requests),
            }


def fullest(found: Iterable[Visit]) -> Iterator[Visit]:
    """Of each page the visit with the largest answer: the bounds hold for the fullest thing, not for the first one."""
    for _name, same in groupby(found, key=lambda visit: visit.name):
        choice = list(same)
        yield choice[0] if len(choice) == 1 else max(choice, key=size_of)


def size_of(visit: Visit) -> int:
    """Bytes of the page itself."""
    answer = client_of(visit).get(visit.path)
    return len(answer.content) if answer.status_code == visit.status else 0


def opens(visit: Visit) -> bool:
    """Whether the address shows a page; some lead on to another, which is measured by itself."""
    return client_of(visit).get(visit.path).status_code == visit.status


def client_of(visit: Visit) -> Client:
    """A client in this process, signed in as the visitor."""
    client = Client(headers={"accept-encoding": "br"})
    if visit.person is not None:
        name, _sign, key = cookie_of(visit.person).partition("=")
        client.cookies[name] = key
    return client


def count_queries(visit: Visit) -> tuple[int, int]:
    """Queries of one visit in this process, session and person included; and those that note who looked.

    A page that is read sensitively writes that down, at the same cost on every such page, whatever it shows.
    """
    client = client_of(visit)
    client.get(visit.path)
    with CaptureQueriesContext(connection) as captured:
        client.get(visit.path)
    asked = [each["sql"] for each in captured.captured_queries]
    is_noted = any(each.startswith(f'INSERT INTO "{NOTES}"') for each in asked)
    noting = sum(NOTES in each for each in asked)
    return (len(asked) - noting, noting) if is_noted else (len(asked), 0)


def first_visit(line: Line, visit: Visit, cookie: str) -> tuple[int, int]:
    """(bytes on the wire, requests) of a visit with an empty cache."""
    page = line.get(visit.path, cookie)
    if page.status != visit.status:
        raise RuntimeError(f"{visit.path} answered {page.status} to {visit.person}.")
    fetched = [line.get(address, cookie) for address in assets(page.text)]
    return page.size + sum(each.size for each in fetched), 1 + len(fetched)


def timed(server: Server, line: Line, path: str, cookie: str) -> tuple[float, float]:
    """(CPU milliseconds of the worker a visit, 95th percentile of the wall time in milliseconds)."""
    for _warm in range(3):
        line.get(path, cookie)
    before = server.cpu_seconds()
    times = [line.get(path, cookie).seconds for _each in range(TIMES)]
    cpu = (server.cpu_seconds() - before) / TIMES * 1000
    return max(cpu, 0.01), quantiles(times, n=20)[-1] * 1000


def broken(visit: Visit, queries: int, size: int, requests: int) -> list[str]:
    """The stated bounds that the page does not keep."""
    # A workbook to take away is nobody's first visit, and is squeezed already.
    most_bytes = PUBLIC_BYTES if visit.is_public and not visit.path.endswith(".xlsx") else DESK_BYTES
    most_queries = LIST_QUERIES if visit.is_list and visit.name not in COMPOSED else DETAIL_QUERIES
    most_queries = DOSSIER_QUERIES if visit.name in DOSSIERS else most_queries
    found = []
    if size > most_bytes and not visit.path.endswith(WHOLE):
        found.append(f"{size} bytes, at most {most_bytes}")
    if visit.is_public and requests > PUBLIC_REQUESTS:
        found.append(f"{requests} requests, at most {PUBLIC_REQUESTS}")
    if queries > most_queries:
        found.append(f"{queries} queries, at most {most_queries}")
    return found
