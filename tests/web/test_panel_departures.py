"""The chair departs from the set of a call at the desk, and takes it back."""

from typing import Any

import pytest

from saanjh.calls.actions import portfolios, proposed_decisions
from saanjh.calls.models import Call, Departure
from saanjh.ground.access import Role
from tests.calls.factories import a_programme, a_review, an_application, decided
from tests.calls.panels import a_chair, a_panel, an_officer, chosen, the
from tests.factories import an_organisation, holding, second_factor
from tests.web.browsing import client_of, form, links, mistakes, parsed, send, texts, words
from tests.web.panel_pages import at, reason_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def call() -> Call:
    return a_panel((5, 5), (4, 4), (5, 4))


@pytest.fixture
def chair(call: Call) -> Any:
    person = a_chair(call)
    chosen(call, person)
    return person


def test_the_chair_departs_with_a_reason_and_sees_which_rules_break(call: Call, chair: Any) -> None:
    client = client_of(chair)
    page = client.get(at("application_depart", the(call, 2)))
    assert "To depart means to put it in." in words(page)
    assert "With it the set would be 10 points poorer." in words(page)
    reason = "اس علاقے سے یہی ایک درخواست ہے۔"
    done = send(client, at("application_depart", the(call, 2)), reason=reason, written_in="ur")
    assert done.url == at("call_portfolio", call)
    shown = client.get(done.url)
    assert "the money available (by Rs 700,000)" in words(shown)
    assert texts(parsed(shown), "//section[.//h2='The set']//tbody/tr[2]/*")[1:3] == ["3", "270"]
    assert parsed(shown).xpath("//ol[@class='entries']//div[@lang='ur' and @dir='rtl']/p/text()") == [reason]
    assert chair.name in words(shown)
    assert texts(parsed(shown), "//span[@class='status late']") == ["Broken"]
    assert "The panel departs: it is in." in reason_of(client.get(at("call_portfolio_list", call)), 2)
    assert "departs for this application already" in words(client.get(at("application_depart", the(call, 2))))
    officer = client_of(an_officer(call)).get(at("call_portfolio", call))
    assert at("application_depart_take_back", the(call, 2)) not in links(officer)
    assert at("application_depart_take_back", the(call, 2)) in links(shown)
    assert send(client, at("application_depart_take_back", the(call, 2))).status_code == 303
    assert reason not in words(client.get(at("call_portfolio", call)))
    assert "took a departure from the set back" in words(client.get(at("application", the(call, 2))))


def test_a_departure_without_a_reason_is_refused_and_one_sent_twice_is_written_once(call: Call, chair: Any) -> None:
    client = client_of(chair)
    url = at("application_depart", the(call, 1))
    assert send(client, url).status_code == 422
    refused = send(client, url, reason="Ask 0300-1234567")
    assert "personal details are not kept here" in mistakes(refused)[0]
    sent = {**form(client.get(url)), "reason": "It repeats what is done there."}
    assert [client.post(url, sent).status_code for _ in range(2)] == [303, 303]
    assert [each.is_in for each in Departure.objects.all()] == [False]


def test_nobody_else_opens_any_of_it(call: Call, chair: Any) -> None:
    application = the(call, 1)
    strangers = [
        second_factor(holding(Role.PANEL_CHAIR, over=a_programme().pk)),
        second_factor(holding(Role.GATE_CHECKER, over=call.programme_id)),
        second_factor(holding(Role.REVIEWER, over=call.pk)),
        holding(Role.SIGNATORY, over=application.organisation_id),
    ]
    for person in strangers:
        client = client_of(person)
        for name in ("call_panel_rules", "call_portfolio", "call_portfolio_choose", "call_portfolio_list"):
            assert client.get(at(name, call)).status_code == 404, (person, name)
        for name in ("application_depart", "application_depart_take_back"):
            assert client.get(at(name, application)).status_code == 404, (person, name)
    officer = client_of(an_officer(call))
    assert officer.get(at("application_depart", application)).status_code == 404
    assert officer.post(at("application_depart", application)).status_code == 404


def test_a_chair_who_is_close_to_an_applicant_sees_no_set_and_is_told_why(call: Call, chair: Any) -> None:
    near = a_chair(call)
    near.roles_held.create(role="editor", scope_kind="organisation", scope_id=the(call, 1).organisation_id)
    client = client_of(near)
    for name in ("call_portfolio", "call_portfolio_list", "call_panel_rules", "call_portfolio_choose"):
        page = client.get(at(name, call))
        assert "You are close to an applicant of this call." in words(page), name
        assert "points" not in words(page)
    depart = client.get(at("application_depart", the(call, 2)))
    assert "You are close to an applicant of this call." in words(depart)
    assert "points poorer" not in words(depart)


def test_an_application_that_nobody_read_yet_stays_out(call: Call, chair: Any) -> None:
    late = an_application(call, an_organisation(), "submitted")
    page = client_of(chair).get(at("application_depart", late))
    assert "Have it chosen again first." in words(page)
    assert not parsed(page).xpath("//main//form")


def test_after_the_first_decision_what_was_read_late_is_put_in_and_shown_with_its_points() -> None:
    call = a_panel((5, 5), (4, 4))
    person = a_chair(call)
    chosen(call, person)
    decided(the(call, 1), "selected", by=person)
    late = an_application(call, an_organisation(), "under_review")
    for score in (5, 4):
        a_review(late, score=score)
    chair, url = client_of(person), at("application_depart", late)
    assert "It was read by all its reviewers only after the set was chosen." in words(chair.get(url))
    assert send(chair, url, reason="Its appeal was upheld.").status_code == 303
    page = chair.get(at("call_portfolio", call))
    assert texts(parsed(page), "//section[.//h2='The set']//tbody/tr[2]/*")[1:3] == ["3", "270"]
    listed = reason_of(chair.get(at("call_portfolio_list", call)), 3)
    assert listed.startswith("It was read by all its reviewers only after the set was chosen. The panel departs:")


def test_no_link_leads_to_rules_or_departures_that_no_longer_change(call: Call, chair: Any) -> None:
    portfolios.depart(the(call, 1), reason="Its team has left.", by=chair)
    client = client_of(chair)
    assert at("application_depart_take_back", the(call, 1)) in links(client.get(at("call_portfolio", call)))
    proposed_decisions.propose(the(call, 1), outcome="declined", reason="Its team has left.", by=chair)
    page = client.get(at("call_portfolio", call))
    assert at("call_panel_rules", call) not in links(page)
    assert at("application_depart_take_back", the(call, 1)) not in links(page)
    assert "Decisions are proposed in this call: take them back first" in words(page)
    assert at("application_depart", the(call, 1)) not in links(client.get(at("call_portfolio_list", call)))
