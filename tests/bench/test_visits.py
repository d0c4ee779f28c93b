"""Every page is visited, or it is written down why not."""

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from saanjh.bench.pages import opens
from saanjh.bench.visits import NOT_VISITED, pages, visits
from saanjh.bench.visits import _walk as routes
from saanjh.web import policies

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_what_is_not_visited_is_written_down_with_its_reason() -> None:
    visited = {name for name, _address, _policy in pages()}
    read = {
        str(pattern.name)
        for _address, pattern in routes(get_resolver(), "")
        if (policy := policies.of(pattern.callback, pattern.name)) and "GET" in policy.methods
    }
    assert (read - visited, visited & NOT_VISITED.keys()) == (set(NOT_VISITED), set())


def test_every_page_shows_itself_to_somebody(world: Any) -> None:
    found = visits(candidates=3)
    shown = {visit.name for visit in found if opens(visit)}
    assert {visit.name for visit in found} - shown == set()


def test_what_needs_a_fresh_sign_in_is_shown_to_a_visitor(world: Any) -> None:
    visit = next(each for each in visits() if each.name == "mfa_add_webauthn")
    assert opens(visit)
    assert Client().get(visit.path).status_code == 302
