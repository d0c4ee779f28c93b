"""A session of staff that was left behind ends after a quarter of an hour; what was being typed in it does not."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saanjh.ground.access import Role
from saanjh.ground.models import Organisation, Person
from tests.factories import an_organisation, holding, second_factor
from tests.web.browsing import client_of, form, page, parsed, words
from tests.web.signing_in import code_now, hidden, sign_in, with_app

pytestmark = pytest.mark.django_db
FORM = "/desk/organisations/register/"
COOKIE = "active"


@pytest.fixture(autouse=True)
def _no_counts_from_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


class Clock:
    """The time that the pages go by, moved on by hand."""

    def __init__(self) -> None:
        self.now = 1_763_600_000.0

    def __call__(self) -> float:
        return self.now

    def later(self, *, minutes: float) -> None:
        self.now += minutes * 60


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    mine = Clock()
    monkeypatch.setattr("saanjh.web.idle.time", mine)
    return mine


@pytest.fixture
def administrator() -> Person:
    return second_factor(holding(Role.ADMINISTRATOR, username="amna"))


def test_staff_who_open_no_page_for_a_quarter_of_an_hour_are_signed_out(clock: Clock, administrator: Person) -> None:
    client = client_of(administrator)
    key = client.session.session_key
    clock.later(minutes=15.1)
    response = client.get("/desk/people/")
    assert (response.status_code, response["Location"]) == (302, "/en/account/login/?next=/desk/people/")
    assert "no page was opened for 15 minutes" in words(client.get(response["Location"]))
    assert not Session.objects.filter(pk=key).exists()
    assert client.get("/desk/").status_code == 302


@pytest.mark.slow
def test_who_opens_a_page_now_and_then_stays_until_the_session_has_lasted_half_a_day(
    clock: Clock, administrator: Person
) -> None:
    client = client_of(administrator)
    for _each in range(72):  # every ten minutes
        clock.later(minutes=10)
        assert client.get("/desk/").status_code == 200
    clock.later(minutes=1)
    assert client.get("/desk/").status_code == 302


def test_nobody_else_is_signed_out_for_a_pause(clock: Clock) -> None:
    client = client_of(holding(Role.EDITOR, an_organisation().pk))
    clock.later(minutes=11 * 60)
    assert client.get("/desk/").status_code == 200
    assert COOKIE not in client.cookies


def test_how_long_a_pause_may_be_is_set_by_the_installation(clock: Clock, administrator: Person, settings: Any) -> None:
    settings.STAFF_IDLE_SECONDS = 3600
    client = client_of(administrator)
    clock.later(minutes=59)
    assert client.get("/desk/").status_code == 200


def test_pages_cost_no_query_more_and_the_cookie_comes_at_most_once_a_minute(
    clock: Clock, administrator: Person
) -> None:
    client = client_of(administrator)
    client.get("/desk/account/")
    costs, noted = [], []
    for _each in range(5):
        clock.later(minutes=0.4)
        with CaptureQueriesContext(connection) as captured:
            response = client.get("/desk/account/")
        costs.append(len(captured))
        noted.append(COOKIE in response.cookies)
        assert [query["sql"] for query in captured if not query["sql"].startswith("SELECT")] == []
    assert noted == [False, False, True, False, False]
    assert len(set(costs)) == 1


@pytest.mark.parametrize("whose", ["another person's", "another session's", "forged", "empty"])
def test_a_cookie_that_is_not_of_this_session_prolongs_nothing(clock: Clock, administrator: Person, whose: str) -> None:
    left_behind = client_of(administrator)
    clock.later(minutes=15.1)
    other = client_of(administrator if "session" in whose else second_factor(holding(Role.ADMINISTRATOR)))
    clock.later(minutes=1.1)
    fresh = other.get("/desk/").cookies[COOKIE].value
    left_behind.cookies[COOKIE] = {"forged": fresh[:-5] + "xxxxx", "empty": ""}.get(whose, fresh)
    assert left_behind.get("/desk/").status_code == 302


def test_the_cookie_is_for_this_site_alone_and_no_script_reads_it(clock: Clock, administrator: Person) -> None:
    client = client_of(administrator)
    clock.later(minutes=2)
    cookie = client.get("/desk/").cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
    assert bool(cookie["secure"]) is configured.SESSION_COOKIE_SECURE


def test_every_cookie_ends_with_the_browser_as_the_privacy_page_says(clock: Clock, administrator: Person) -> None:
    client = client_of(administrator)
    clock.later(minutes=2)
    client.get("/desk/account/")
    assert {name: client.cookies[name]["max-age"] for name in ("csrf", COOKIE)} == {"csrf": "", COOKIE: ""}


def test_a_form_that_was_open_for_long_loses_nothing(clock: Clock) -> None:
    client = client_of(with_app(holding(Role.ADMINISTRATOR, username="amna")))
    fields = form(client.get(FORM))
    typed = {**fields, "name_en": "Neem Trust", "name_ur": "نیم ٹرسٹ", "kind": "cso", "about": "It plants.\nTrees."}
    clock.later(minutes=40)
    asked = client.post(FORM, typed)
    assert asked.status_code == 401
    assert Organisation.objects.count() == 0
    kept = hidden(parsed(asked))
    assert kept["next"] == FORM
    place = sign_in(client, "amna", **{name: kept[name] for name in ("next", "kept")})["Location"]
    assert client.post(place, {"code": code_now()})["Location"] == FORM
    again = page(client, FORM).xpath("//main//form[@method='post']")[0]
    assert (again.fields["name_en"], again.fields["name_ur"], again.fields["kind"]) == (
        "Neem Trust",
        "نیم ٹرسٹ",
        "cso",
    )
    assert again.fields["about"].strip() == "It plants.\nTrees."
    assert client.post(FORM, {**form(client.get(FORM)), **typed, "once": again.fields["once"]}).status_code == 303
    assert Organisation.objects.get().name_en == "Neem Trust"
