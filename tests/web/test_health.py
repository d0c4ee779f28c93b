"""Readiness: it says what is wrong, and asking often costs little."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client

from saanjh.web.machine import health


@pytest.fixture
def nothing_kept() -> Iterator[None]:
    """No answer of another test's database is kept before this one, nor this one's after it."""
    health.how_it_stands.until = 0.0
    yield
    health.how_it_stands.until = 0.0


@pytest.mark.django_db
def test_asked_again_at_once_it_says_the_same_without_a_query(
    client: Client, nothing_kept: None, django_assert_num_queries: Any
) -> None:
    first = client.get("/readyz")
    assert (first.status_code, first.json()["ready"], first.json()["worker"]) == (200, True, False)
    with django_assert_num_queries(0):
        again = [client.get("/readyz").json() for _each in range(5)]
    assert again == [first.json()] * 5


def test_of_many_who_ask_at_once_one_looks() -> None:
    looks: list[int] = []
    everybody_asks = threading.Event()

    def find() -> dict[str, Any]:
        looks.append(threading.get_ident())
        everybody_asks.wait(5)
        return {"ready": True}

    kept = health.KeptAnswer(find, seconds=60)
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(kept) for _each in range(8)]
        everybody_asks.set()
    assert [each.result() for each in asked] == [{"ready": True}] * 8
    assert len(looks) == 1


def test_after_a_while_it_looks_again() -> None:
    answers = iter([{"ready": True}, {"ready": False}])
    kept = health.KeptAnswer(lambda: next(answers), seconds=0.05)
    assert kept() == {"ready": True}
    time.sleep(0.06)
    assert kept() == {"ready": False}
