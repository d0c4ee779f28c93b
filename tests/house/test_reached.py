"""A route that no test opened is named, and being sent to the sign-in opens none."""

from typing import Any

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tests.plugins import reached
from tests.web.access_matrix import routes


def test_a_route_that_nobody_opened_is_named(monkeypatch: Any) -> None:
    addresses = {reached._plain(route.address) for route in routes()}
    monkeypatch.setattr(reached, "of_workers", addresses - {"desk/language/"})
    monkeypatch.setattr(reached, "reached", set())
    assert reached.unreached() == ["desk/language/"]
    monkeypatch.setattr(reached, "reached", {"ur/desk/language/"})
    assert reached.unreached() == []


def test_few_routes_are_closed_and_each_is_there() -> None:
    addresses = {reached._plain(route.address) for route in routes()}
    assert set(reached.CLOSED) <= addresses
    assert len(reached.CLOSED) <= reached.MOST == 5


@pytest.mark.parametrize(
    ("answer", "is_success"),
    [
        (HttpResponse("a page"), True),
        (HttpResponse(status=303, headers={"Location": "/desk/"}), True),
        (HttpResponse("nothing there", status=404), False),
        (HttpResponse("a mistake", status=422), False),
    ],
)
def test_a_page_and_the_way_on_are_successes(answer: Any, is_success: bool) -> None:
    assert reached.counts(answer) is is_success


def test_being_sent_to_the_sign_in_is_none() -> None:
    assert not reached.counts(HttpResponseRedirect(f"{reverse('account_login')}?next=/desk/"))
