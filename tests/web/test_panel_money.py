"""More money is raised at the desk for a call of which decisions began."""

from typing import Any

import pytest

from saanjh.calls.actions import decisions, proposed_decisions, raises
from saanjh.calls.models import Call, MoneyRaise
from saanjh.ground.access import Role
from tests.calls.factories import decided
from tests.calls.panels import a_chair, a_panel, an_officer, chosen, chosen_again, the
from tests.factories import holding
from tests.web.browsing import client_of, form, links, mistakes, parsed, send, texts, words
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


def read_back(client: Any, url: str, **typed: Any) -> Any:
    """What comes of the sum that was typed, read back and sent once more."""
    asked = send(client, url, **typed)
    assert asked.status_code == 200
    return client.post(url, form(asked))


def test_the_sum_is_read_back_before_it_counts_and_asked_again_where_it_is_another(call: Call, chair: Any) -> None:
    decided(the(call, 1), "selected", by=chair)
    client, url = client_of(chair), at("call_panel_money", call)
    assert form(client.get(url))["money_minor"] == ["2,000,000"]
    asked = send(client, url, money_minor="27 lakh", reason="A second fund joined.")
    assert not MoneyRaise.objects.exists()
    assert texts(parsed(asked), "//div[@class='notice']//dd") == [
        "Rs 2,000,000 (Rs 2 million)",
        "Rs 2,700,000 (Rs 2.7 million)",
        "Rs 700,000",
        "Rs 900,000",
    ]
    assert "Yes, raise the money" in words(asked)
    other = client.post(url, {**form(asked), "money_minor": "270 lakh"})
    assert (other.status_code, "Rs 27 million" in words(other)) == (200, True)
    assert client.post(url, form(asked)).status_code == 303
    assert MoneyRaise.objects.get().money_minor == 2_700_000_00
    page = words(client.get(at("call_portfolio", call)))
    assert "The money is raised. The set stays as it was chosen. " in page


def test_whoever_raises_what_another_raised_meanwhile_is_told_so(call: Call, chair: Any) -> None:
    decided(the(call, 1), "selected", by=chair)
    client, url = client_of(chair), at("call_panel_money", call)
    asked = form(send(client, url, money_minor="27 lakh", reason="A second fund joined."))
    raises.raise_money(call, money_minor=2_500_000_00, reason="The first fund gave more.", by=an_officer(call))
    late = client.post(url, asked)
    assert (late.status_code, MoneyRaise.objects.count()) == (409, 1)
    assert "Somebody else changed this while you had it open" in words(late)
    assert "2,500,000" in words(late)


def test_money_is_raised_only_where_it_can_be_and_else_the_way_to_the_rules_is_shown(call: Call, chair: Any) -> None:
    client = client_of(chair)
    for page in (client.get(at("application_decide", the(call, 1))), client.get(at("call_decisions_propose", call))):
        assert at("call_panel_money", call) not in links(page)
        assert at("call_panel_rules", call) in links(page)
    early = client.get(at("call_panel_money", call))
    assert at("call_panel_rules", call) in links(early)
    other = a_panel((5, 5))
    person = a_chair(other)
    client = client_of(person)
    assert at("call_panel_rules", other) in links(client.get(at("call_portfolio_choose", other)))
    proposed_decisions.propose(the(other, 1), outcome="declined", reason="Its team has left.", by=person)
    page = client.get(at("call_portfolio", other))
    assert "No rules are set in this call" in words(page)
    assert at("call_decisions", other) in links(page)
    assert at("call_panel_rules", other) not in links(page)


def test_the_rules_offer_what_the_money_was_raised_to_and_a_set_is_chosen_with_it(call: Call, chair: Any) -> None:
    proposal = proposed_decisions.propose(the(call, 1), outcome="selected", reason="Good.", by=chair)
    raises.raise_money(call, money_minor=2_700_000_00, reason="A second fund joined.", by=chair)
    officer = an_officer(call)
    decisions.send_back(proposal, why="Not yet.", by=officer)
    client, url = client_of(officer), at("call_panel_rules", call)
    page = client.get(url)
    assert form(page)["money_minor"] == ["2,700,000"]
    assert "It was raised to Rs 2,700,000, with a reason: give so much or more." in words(page)
    refused = send(client, url, money_minor="2200000", reason="We said so.")
    assert (refused.status_code, "is not lowered again" in mistakes(refused)[0]) == (422, True)
    chosen_again(call, chair)
    shown = words(client.get(at("call_portfolio", call)))
    assert "The set was chosen with Rs 2,700,000: what was raised is in it." in shown
    assert "The set was not chosen again" not in shown
    assert "A second fund joined." in shown
    assert "not chosen, and why" not in shown


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
    silent = send(client, raising, money_minor="27 lakh", reason=" ", written_in="en")
    assert (silent.status_code, len(mistakes(silent))) == (422, 1)
    sent = read_back(client, raising, money_minor="27 lakh", reason="A second fund joined.", written_in="en")
    assert sent.url == at("call_portfolio", call)
    shown = client.get(sent.url)
    assert "A second fund joined." in words(shown)
    if language == "en":
        assert "When the set was chosen there was Rs 2,000,000; now there is Rs 2,700,000." in words(shown)
        assert "The money is raised. The set stays as it was chosen; the reserve can be called up." in words(shown)
        assert "Give the reason: it stands in the record of the selection." in mistakes(silent)[0]
        told = words(client.get(at("desk_call", call)))
        assert "raised the money that is there for the call from Rs 2,000,000 to Rs 2,700,000" in told


def test_nobody_else_opens_the_page_of_the_money(call: Call) -> None:
    others = [
        a_chair(a_panel((5, 5))), holding(Role.SIGNATORY, over=the(call, 1).organisation_id),
        holding(Role.REVIEWER, over=call.pk),
    ]  # fmt: skip
    for person in others:
        assert client_of(person).get(at("call_panel_money", call)).status_code == 404
