"""More money is raised at the desk for a call of which decisions began."""

from typing import Any

import pytest

from saanjh.calls.models import Call
from saanjh.ground.access import Role
from tests.calls.factories import decided
from tests.calls.panels import a_chair, a_panel, chosen, the
from tests.factories import holding
from tests.web.browsing import client_of, links, mistakes, parsed, send, words
from tests.web.panel_pages import at

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def call() -> Call:
    return a_panel((5, 5), (4, 4), (5, 4))


@pytest.fixture
def chair(call: Call) -> Any:
    person = a_chair(call)
    chosen(call, person)
    return person


@pytest.mark.parametrize("language", ["en", "ur"])
def test_more_money_is_written_down_with_its_reason_and_shown_beside_the_set(
    call: Call, chair: Any, language: str
) -> None:
    person = a_chair(call)
    person.language = language
    person.save()
    client, raising = client_of(person), at("call_panel_money", call)
    assert raising not in links(client.get(at("call_portfolio", call)))
    early = client.get(raising)
    assert (early.status_code, parsed(early).xpath("//main//form")) == (200, [])
    for serial, outcome in ((1, "selected"), (3, "selected"), (2, "reserve")):
        decided(the(call, serial), outcome, by=person)
    assert raising in links(client.get(at("application_decide", the(call, 2))))
    assert raising in links(client.get(at("call_portfolio", call)))
    lower = send(client, raising, money_minor="1500000", reason="A second fund joined.", written_in="en")
    assert (lower.status_code, len(mistakes(lower))) == (422, 1)
    sent = send(client, raising, money_minor="27 lakh", reason="A second fund joined.", written_in="en")
    assert sent.url == at("call_portfolio", call)
    shown = client.get(sent.url)
    assert "A second fund joined." in words(shown)
    if language == "en":
        assert "When the set was chosen there was Rs 2,000,000; now there is Rs 2,700,000." in words(shown)
        assert "raised the money" in words(client.get(at("desk_call", call)))


def test_nobody_else_opens_the_page_of_the_money(call: Call) -> None:
    others = [
        a_chair(a_panel((5, 5))), holding(Role.SIGNATORY, over=the(call, 1).organisation_id),
        holding(Role.REVIEWER, over=call.pk),
    ]  # fmt: skip
    for person in others:
        assert client_of(person).get(at("call_panel_money", call)).status_code == 404
