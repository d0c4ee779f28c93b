"""At the desk: what reviewers read and know, and to whom they are too close."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.calls.models import Call, Conflict, ReviewerProfile
from saanjh.ground.access import Role
from saanjh.ground.models import SensitiveRead
from saanjh.programmes.models import Scheme, Theme
from tests.calls.factories import a_call, a_review, a_reviewer, an_application
from tests.factories import an_organisation
from tests.web.browsing import client_of, form, links, mistakes, parsed, send, words
from tests.web.reviewer_pages import applied, at, staff

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def call() -> Call:
    return a_call("closed")


@pytest.fixture
def officer(call: Call) -> Client:
    return staff(Role.PROGRAMME_OFFICER, call)


# What a reviewer reads and knows


def test_a_reviewer_says_on_a_page_of_her_own_what_she_reads(call: Call) -> None:
    theme = Theme.objects.get_or_create(scheme=Scheme.THEMES, code="youth", defaults={"label_en": "Youth"})[0]
    person = a_reviewer(call)
    reviewer, url = client_of(person), at("reviewer_profile", call)
    assert url in links(reviewer.get(reverse("waiting")))
    assert url in links(reviewer.get(reverse("reviews")))
    assert "not said yet" in words(reviewer.get(reverse("reviews")))
    nothing = send(reviewer, url)
    assert (nothing.status_code, len(mistakes(nothing))) == (422, 2)
    assert send(reviewer, url, languages=["en", "ur"], themes=[theme.code], most="۸").url == reverse("reviews")
    profile = ReviewerProfile.objects.get()
    assert (profile.person, profile.languages, profile.most) == (person, ["en", "ur"], 8)
    assert form(reviewer.get(url))["languages"] == ["en", "ur"]
    assert "not said yet" not in words(reviewer.get(reverse("reviews")))
    assert url not in links(reviewer.get(reverse("waiting")))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"most": "many"}, "Write a number"),
        ({"most": "0"}, "Write 1 or more."),
        ({"most": "501"}, "Write 500 or less."),
        ({"languages": ["fr"]}, "Select a valid choice"),
        ({"themes": ["nonsense"]}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(call: Call, wrong: dict[str, Any], said: str) -> None:
    reviewer = client_of(a_reviewer(call))
    refused = send(reviewer, at("reviewer_profile", call), **{"languages": ["en"], "most": "3", **wrong})
    assert refused.status_code == 422
    assert said in mistakes(refused)[0]


def test_an_officer_says_it_when_naming_or_later_and_of_nobody_else(call: Call, officer: Client) -> None:
    named, other = a_reviewer(a_call("closed"), username="parveen"), a_reviewer(call, name="Sadiq")
    url = at("call_reviewers", call)
    half = send(officer, url, person="parveen", languages=["ur"])
    assert mistakes(half) == ["Most applications: Say how many this person takes at most."]
    half = send(officer, url, person="parveen", most="4")
    assert mistakes(half) == ["Languages this person reads: Choose at least one language."]
    assert send(officer, url, person="parveen", languages=["ur"], most="4").status_code == 303
    assert ReviewerProfile.objects.get(person=named).languages == ["ur"]
    page = officer.get(url)
    later = next(link for link in links(page) if link.endswith(f"?of={other.public_id}"))
    assert send(officer, later, languages=["en"], most="5").url == url
    assert ReviewerProfile.objects.get(person=other).most == 5
    assert f"?of={other.public_id}" in links(officer.get(at("call_reviewer", call)))
    stranger = a_reviewer(a_call("closed"))
    assert officer.get(f"{at('call_reviewer', call)}?of={stranger.public_id}").status_code == 404


def test_a_reviewer_of_another_call_has_no_such_page_here(call: Call) -> None:
    stranger = client_of(a_reviewer(a_call("closed")))
    for name in ("reviewer_profile", "reviewer_conflicts"):
        assert stranger.get(at(name, call)).status_code == 404
    reviewer = client_of(a_reviewer(call))
    for name in ("call_assignment", "call_assignment_accept", "call_reviewer", "call_panel"):
        assert reviewer.get(at(name, call)).status_code == 404


# To whom one is too close


def test_a_reviewer_ticks_those_she_is_too_close_to_before_anything_is_given(call: Call) -> None:
    application, other = applied(call), applied(call)
    person = a_reviewer(call)
    reviewer, url = client_of(person), at("reviewer_conflicts", call)
    assert url in links(reviewer.get(reverse("reviews")))
    page = reviewer.get(url)
    boxes = parsed(page).xpath("//input[@type='checkbox']/@value")
    assert boxes == [application.organisation.public_id, other.organisation.public_id]
    assert application.number not in words(page)
    assert "Shared repairs" not in words(page)
    assert SensitiveRead.objects.filter(person=person.public_id).exists()
    none = send(reviewer, url)
    assert (none.status_code, Conflict.objects.count()) == (422, 0)
    assert send(reviewer, url, organisations=[application.organisation.public_id]).url == url
    assert Conflict.objects.get().application == application
    page = reviewer.get(url)
    assert parsed(page).xpath("//input[@type='checkbox']/@value") == [other.organisation.public_id]
    assert f"You said so of: {application.organisation.name_en}" in words(page)
    strange = send(reviewer, url, organisations=[an_organisation().public_id])
    assert strange.status_code == 422


def test_a_long_list_of_applicants_comes_in_pages(call: Call) -> None:
    for number in range(101):
        an_application(call, an_organisation(), "submitted", serial=number + 1)
    reviewer, url = client_of(a_reviewer(call)), at("reviewer_conflicts", call)
    assert len(parsed(reviewer.get(url)).xpath("//input[@type='checkbox']")) == 100
    (last,) = parsed(reviewer.get(f"{url}?page=2")).xpath("//input[@type='checkbox']/@value")
    assert send(reviewer, f"{url}?page=2", organisations=[last]).status_code == 303
    assert Conflict.objects.get().application.organisation.public_id == last


def test_before_closing_and_after_concluding_nobody_is_listed() -> None:
    for state in ("open", "decided"):
        call = a_call(state)
        applied(call, name_en="Canary Trust")
        reviewer, url = client_of(a_reviewer(call)), at("reviewer_conflicts", call)
        page = reviewer.get(url)
        assert (parsed(page).xpath("//main//form"), b"Canary" in page.content) == ([], False)
        assert "until the call has closed" in words(page) or "is concluded" in words(page)
        assert reviewer.post(url, {"once": str(uuid.uuid4())}).status_code == 422


def test_who_came_too_close_meanwhile_is_led_to_stepping_down_and_reads_nothing(call: Call) -> None:
    application = applied(call)
    review, done = a_review(application), a_review(application, score=3)
    for each in (review, done):
        each.reviewer.roles_held.create(role="editor", scope_kind="organisation", scope_id=application.organisation_id)
    client = client_of(review.reviewer)
    assert client.get(at("review", review)).url == at("review_step_down", review)
    assert links(client.get(at("review_step_down", review)))[-1] == reverse("reviews")  # the review leads back here
    assert send(client, at("review_step_down", review)).status_code == 303
    sealed = client_of(done.reviewer).get(at("review", done))
    assert (sealed.status_code, b"Reason for 3" in sealed.content) == (422, False)
