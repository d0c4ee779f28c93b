"""At the desk: an assignment of reviewers proposed, changed and accepted, and how many of them are women."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.calls.models import Call, Composition, Conflict, Reckoning, Review
from saanjh.ground import working
from saanjh.ground.access import Role
from tests.calls.factories import a_call, a_reader, a_reviewer
from tests.factories import holding, second_factor
from tests.web.browsing import client_of, form, links, mistakes, parsed, send, texts, words
from tests.web.reviewer_pages import applied, at, staff

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def call() -> Call:
    return a_call("closed")


@pytest.fixture
def officer(call: Call) -> Client:
    return staff(Role.PROGRAMME_OFFICER, call)


def proposed(officer: Client, call: Call) -> Any:
    """The page with a proposal on it."""
    assert send(officer, at("call_assignment", call)).status_code == 303
    assert "is being reckoned" in words(officer.get(at("call_assignment", call)))
    working.work_off()
    return officer.get(at("call_assignment", call))


def cells(page: Any, path: str) -> list[str]:
    """The words of each row that the path finds, with single spaces also between cells."""
    return [" ".join(" ".join(row.itertext()).split()) for row in parsed(page).xpath(path)]


def accept_link(page: Any) -> str:
    return next(link for link in links(page) if "/assignment/accept/" in link)


# Proposed, changed, accepted


def test_one_press_proposes_and_another_names_them_all(call: Call, officer: Client) -> None:
    applications = [applied(call) for _each in range(3)]
    people = [a_reader(call, name=name) for name in ("Parveen", "Sadiq")]
    assert at("call_assignment", call) in links(officer.get(at("desk_call", call)))
    assert "Applications that wait for a decision 3" in cells(officer.get(at("call_assignment", call)), "//dl")[0]
    page = proposed(officer, call)
    rows = cells(page, "//section[1]//tbody/tr")
    assert [row.split()[0] for row in rows] == [each.number for each in applications]
    assert all("Parveen reads its language" in row and "Sadiq reads its language" in row for row in rows)
    assert "this is proven" in words(page)
    loads = cells(page, "//section[2]//tbody/tr")
    assert [load.split() for load in loads] == [[name, "English", "0", "3", "10"] for name in ("Parveen", "Sadiq")]
    asked = officer.get(accept_link(page))
    assert "Applications 3 Reviewers 2" in cells(asked, "//dl")[0]
    sent = form(asked)
    first = officer.post(accept_link(page), sent)
    again = officer.post(accept_link(page), sent)
    assert (first.url, again.url, Review.objects.count()) == (at("call_assignment", call), first.url, 6)
    assert {review.reviewer for review in Review.objects.all()} == set(people)
    page = officer.get(at("call_assignment", call))
    assert not any("/accept/" in link for link in links(page))


def test_a_press_sent_twice_asks_once(call: Call, officer: Client) -> None:
    applied(call)
    a_reader(call)
    url = at("call_assignment", call)
    sent = form(officer.get(url))
    assert [officer.post(url, sent).status_code for _each in range(2)] == [303, 303]
    assert Reckoning.objects.count() == 1
    other = officer.post(url, {"once": str(uuid.uuid4())})
    assert (other.status_code, mistakes(other)) == (
        422,
        ["It is being reckoned already. Open the page again in a moment."],
    )


def test_of_whom_nobody_said_what_they_read_stands_there_with_the_way_to_say_it(call: Call, officer: Client) -> None:
    applied(call)
    silent = a_reviewer(call)
    url = at("call_assignment", call)
    assert f"{at('call_reviewer', call)}?of={silent.public_id}" in links(officer.get(url))
    refused = send(officer, url)
    assert mistakes(refused) == ["Say first what the reviewers read: nobody is proposed of whom it is not known."]


def test_what_cannot_be_covered_says_why_and_what_to_do(call: Call, officer: Client) -> None:
    application = applied(call)
    application.sheet.written_in = "ur"
    application.sheet.save()
    for _each in range(2):
        a_reader(call)
    page = words(proposed(officer, call))
    assert "One application lacks a reviewer. Too few reviewers read Urdu." in page
    assert "No assignment gives more applications all their reviewers: this is proven." in page
    only = officer.get(at("call_assignment", call), {"show": "missing"})
    assert application.number in words(only)
    assert "No application stands there." in words(officer.get(at("call_assignment", call), {"show": "hand"}))


def test_a_reckoning_that_failed_says_what_to_do(call: Call, officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    applied(call)
    a_reader(call)
    monkeypatch.setattr("saanjh.calls.actions.reckonings.RECKONERS", {})
    page = proposed(officer, call)
    assert "could not be reckoned. Ask for it again" in words(page)
    assert form(page)["once"]


def test_an_officer_changes_one_application_on_its_own_page(call: Call, officer: Client) -> None:
    application, close = applied(call), a_reader(call, name="Too Close")
    Conflict.objects.create(application=application, person=close)
    people = {person.public_id: person for person in (a_reader(call) for _each in range(3))}
    page = proposed(officer, call)
    url = at("application_proposal", application)
    assert url in links(page)
    shown = officer.get(url)
    offered = parsed(shown).xpath("//select[@name='place_1']/option/@value")
    assert sorted(offered) == sorted(["nobody", *people])
    (first, *_others) = parsed(shown).xpath("//select[@name='place_1']/option[@selected]/text()")
    assert [part.strip("\u2068\u2069") for part in first.split(" · ")][1:] == ["1 of 10", "reads English"]
    before = [form(shown)[f"place_{number}"][0] for number in (1, 2)]
    third = next(id for id in people if id not in before)
    twice = send(officer, url, place_1=third, place_2=third)
    assert mistakes(twice) == ["Choose two different people."]
    for nonsense in (close.public_id, "nonsense"):
        assert send(officer, url, place_1=nonsense).status_code == 422
    assert send(officer, url, place_1=third, place_2="nobody").url == at("call_assignment", call)
    page = officer.get(at("call_assignment", call))
    assert "Changed by hand" in words(page)
    stale = officer.post(accept_link(page), {**form(officer.get(accept_link(page))), "looked_at": "before"})
    assert (stale.status_code, Review.objects.count()) == (422, 0)
    assert send(officer, accept_link(page)).status_code == 303
    assert Review.objects.get().reviewer == people[third]


def test_what_came_in_since_stands_above_the_table_and_refuses_the_whole(call: Call, officer: Client) -> None:
    application, _other = applied(call), applied(call)
    person = a_reader(call, name="Parveen")
    a_reader(call)
    link = accept_link(proposed(officer, call))
    Conflict.objects.create(application=application, person=person)
    page = officer.get(at("call_assignment", call))
    assert "Something changed since." in words(page)
    refused = send(officer, link)
    assert (refused.status_code, Review.objects.count()) == (422, 0)
    assert f"{application.number}: \u2068Parveen\u2069 has a conflict of interest" in mistakes(refused)[0]


def test_an_officer_does_not_see_who_would_read_the_own_organisation(call: Call) -> None:
    application = applied(call)
    person = second_factor(holding(Role.PROGRAMME_OFFICER, over=call.programme_id))
    person.roles_held.create(role="editor", scope_kind="organisation", scope_id=application.organisation_id)
    officer = client_of(person)
    a_reader(call, name="Parveen")
    page = proposed(officer, call)
    (row,) = cells(page, "//section[1]//tbody/tr")
    assert ("Parveen" in row, "another officer names its reviewers" in row) == (False, True)
    refused = officer.get(at("application_proposal", application))
    assert (parsed(refused).xpath("//main//form"), b"Parveen" in refused.content) == ([], False)
    assert "ask another officer" in words(refused)
    assert officer.post(refused.request["PATH_INFO"], {"once": str(uuid.uuid4())}).status_code == 422


def test_others_neither_see_nor_press(call: Call) -> None:
    application = applied(call)
    chair = staff(Role.PANEL_CHAIR, call)
    elsewhere = staff(Role.PROGRAMME_OFFICER, a_call("closed"))
    for client in (chair, elsewhere):
        for name, thing in (
            ("call_assignment", call),
            ("call_assignment_accept", call),
            ("application_proposal", application),
            ("call_panel", call),
        ):
            assert client.get(at(name, thing)).status_code == 404
            assert client.post(at(name, thing)).status_code == 404
    assert not Reckoning.objects.exists()


def test_an_open_call_says_to_wait() -> None:
    call = a_call()
    officer = staff(Role.PROGRAMME_OFFICER, call)
    assert "once the call has closed" in words(officer.get(at("call_assignment", call)))
    for page in ("call_assignment_accept", call), ("application_proposal", applied(call)):
        shown = officer.get(at(*page))
        assert "once the call has closed" in words(shown)
        assert not parsed(shown).xpath("//main//form")
        assert officer.post(at(*page), {"once": str(uuid.uuid4())}).status_code == 422


def test_before_anything_is_proposed_nothing_is_accepted_or_changed(call: Call, officer: Client) -> None:
    for page in ("call_assignment_accept", call), ("application_proposal", applied(call)):
        assert "Nothing is proposed yet." in words(officer.get(at(*page)))


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_at_any_length(count: int, django_assert_num_queries: Any) -> None:
    call = a_call("closed")
    for _each in range(count):
        applied(call)
        a_reader(call)
    officer = staff(Role.PROGRAMME_OFFICER, call)
    proposed(officer, call)
    with django_assert_num_queries(15):
        page = officer.get(at("call_assignment", call))
    assert len(parsed(page).xpath("//section[1]//tbody/tr")) == count


# Women and young people


def test_the_officer_states_counts_and_the_desk_shows_shares(call: Call, officer: Client) -> None:
    for _each in range(4):
        a_reader(call)
    url = at("call_panel", call)
    assert url in links(officer.get(at("desk_call", call)))
    assert form(officer.get(url))["reviewers"] == ["4"]
    alone = send(officer, url, panel="1", panel_women="1")
    assert "would speak of one of them" in mistakes(alone)[0]
    assert "Write a number" in mistakes(send(officer, url, reviewers="some"))[0]
    assert send(officer, url, reviewers_women="3", reviewers_young="1").url == at("desk_call", call)
    assert Composition.objects.get().reviewers_women == 3
    page = staff(Role.PANEL_CHAIR, call).get(at("desk_call", call))
    assert "Reviewers 4 3 (75 %) 1 (25 %)" in cells(page, "//tr")
    public = Client().get(f"/en/calls/{call.public_id}/")
    assert "They are so few" in words(public)
    assert "75 %" not in words(public)


def test_the_public_reads_a_rounded_share_of_many(call: Call) -> None:
    page = Client().get(f"/en/calls/{call.public_id}/")
    assert "They are so few" not in words(page)
    Composition.objects.create(call=call, reviewers=41, reviewers_women=18, panel=2)
    page = Client().get(f"/en/calls/{call.public_id}/")
    assert "Women among the reviewers about 45 %" in cells(page, "//dl")[-1]
    assert "41" not in texts(parsed(page), "//main")[0].split()


def test_what_waits_for_the_officer_is_each_application_while_they_are_few(call: Call, officer: Client) -> None:
    applications = [applied(call) for _each in range(5)]
    waiting = links(officer.get(reverse("waiting")))
    assert [at("application_reviewers", each) in waiting for each in applications] == [True] * 5
    assert at("call_assignment", call) not in waiting
    applied(call)
    waiting = links(officer.get(reverse("waiting")))
    assert (at("call_assignment", call) in waiting, at("application_reviewers", applications[0]) in waiting) == (
        True,
        False,
    )
