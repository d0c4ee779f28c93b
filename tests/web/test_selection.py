"""Reviewers read for themselves, the chair decides, and the applicant reads why."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saanjh.calls.actions import chasing
from saanjh.calls.models import Application, Conflict, Review
from saanjh.ground.access import Role
from tests.calls.factories import a_call, a_criterion, a_profile, a_review, a_reviewer, an_application
from tests.factories import an_organisation, holding, second_factor
from tests.web.browsing import form, links, mistakes, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def application() -> Application:
    call = a_call("closed")
    a_criterion(call)
    return an_application(call, an_organisation(), "submitted")


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def staff(role: Role, application: Application) -> Client:
    return signed_in(second_factor(holding(role, over=application.call.programme_id)))


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def test_the_officer_names_two_reviewers_from_the_calls_own(application: Application) -> None:
    two = [a_reviewer(application.call), a_reviewer(application.call)]
    a_reviewer(a_call())
    officer = staff(Role.PROGRAMME_OFFICER, application)
    url = at("application_reviewers", application)
    page = officer.get(url)
    assert [box.get("value") for box in parsed(page).xpath("//input[@type='checkbox']")] == [
        str(person.pk) for person in two
    ]
    one = send(officer, url, reviewers=[two[0].pk])
    assert (one.status_code, mistakes(one)) == (422, ["Reviewers: Choose exactly 2."])
    assert send(officer, url, reviewers=[person.pk for person in two]).status_code == 303
    application.refresh_from_db()
    assert application.state == "under_review"
    assert "Everybody who is to read it is named." in words(officer.get(url))


@pytest.mark.parametrize(
    ("readers", "said"),
    [(1, "One person, who is not close"), (2, "2 people, each for themselves"), (3, "3 people, each for themselves")],
)
def test_the_page_of_its_reviewers_says_how_many_read_it(readers: int, said: str) -> None:
    call = a_call("closed", reviews=readers)
    application = an_application(call, an_organisation(), "under_review")
    people = [a_review(application).reviewer for _each in range(readers)]
    page = words(staff(Role.PROGRAMME_OFFICER, application).get(at("application_reviewers", application)))
    assert said in page
    assert ("Both" in page, all(each.name in page for each in people)) == (False, True)


def test_whom_the_rules_would_refuse_is_not_offered_and_the_page_says_why(application: Application) -> None:
    call = application.call
    free = a_reviewer(call, name="Qasim")
    a_profile(call, free, "ur", most=4)
    close = a_reviewer(call, name="Parveen")
    Conflict.objects.create(application=application, person=close)
    gone = a_review(application, a_reviewer(call, name="Rahim"))
    Review.objects.filter(pk=gone.pk).update(state="stepped_down")
    rival = an_organisation()
    an_application(call, rival, "submitted")
    competes = a_reviewer(call, name="Sana")
    competes.roles_held.create(role="signatory", scope_kind="organisation", scope_id=rival.pk)
    officer = staff(Role.PROGRAMME_OFFICER, application)
    officer.get(at("application_reviewers", application))
    with CaptureQueriesContext(connection) as taken:
        page = officer.get(at("application_reviewers", application))
    assert len(taken) - sum("ground_sensitiveread" in each["sql"] for each in taken) <= 24
    assert [box.get("value") for box in parsed(page).xpath("//input[@type='checkbox']")] == [str(free.pk)]
    shown = words(page).replace("\u2068", "").replace("\u2069", "")
    for said in (
        "Qasim · 0 of 4 · ",
        "Parveen: is too close to the applicant",
        "Rahim: was named for it before",
        "Sana: belongs to an organisation that applies in this call",
        "2 more are to read it, and of the call only 1 can be asked.",
    ):
        assert said in shown
    assert at("call_reviewers", call) in links(page)
    assert "belongs to an organisation that applies" in words(officer.get(at("call_reviewers", call)))


@pytest.mark.parametrize(("readers", "speaks"), [(1, False), (2, True)])
def test_handing_in_speaks_of_another_reviewer_only_where_there_is_one(readers: int, speaks: bool) -> None:
    call = a_call("closed", reviews=readers)
    review = a_review(an_application(call, an_organisation(), "under_review"))
    page = words(signed_in(review.reviewer).get(at("review_hand_in", review)))
    assert "It is sealed: you cannot change it afterwards." in page
    assert ("other reviewer" in page) == speaks


def test_a_review_is_kept_for_later_then_handed_in_and_sealed(application: Application) -> None:
    review = a_review(application)
    other = a_review(application, score=2)
    client = signed_in(review.reviewer)
    url = at("review", review)
    assert at("review", review) in links(client.get(reverse("reviews")))
    assert "Reason for 2" not in words(client.get(url))
    kept = send(client, url, score_C1="4", reason_C1="قریب سے دیکھا", later="1")
    assert (kept.status_code, kept.url) == (303, reverse("reviews"))
    assert form(client.get(url))["score_C1"] == ["4"]
    half = send(client, url)
    assert half.status_code == 422
    assert len(mistakes(half)) == 2  # the second criterion lacks its score and its reason
    whole = send(client, url, score_C2="5", reason_C2="Good", written_in="ur")
    assert whole.url == at("review_hand_in", review)
    sealed = send(client, whole.url)
    shown = client.get(sealed.url)
    assert "Reason for 2" in words(shown)
    assert not parsed(shown).xpath("//main//form")
    assert send(client, at("review_hand_in", review)).status_code == 422
    assert other.reviewer.name not in words(shown)


def stale(client: Client, url: str, **changed: str) -> dict[str, Any]:
    """What the page's form would send later, from a tab that stays open."""
    return {**form(client.get(url)), **{name: [value] for name, value in changed.items()}}


def test_words_for_a_review_sealed_in_another_tab_are_refused_and_stay_in_the_form(application: Application) -> None:
    review = a_review(application)
    client, url = signed_in(review.reviewer), at("review", review)
    old = stale(client, url, reason_C1="Written in the other tab", later="1")
    scores = {"score_C1": "4", "reason_C1": "Good", "score_C2": "5", "reason_C2": "Good"}
    send(client, send(client, url, **scores).url)
    refused = client.post(url, old)
    assert (refused.status_code, mistakes(refused)) == (422, ["This review was handed in and is sealed."])
    assert form(refused)["reason_C1"] == ["\nWritten in the other tab"]
    assert review.scores.get(criterion__code="C1").reason == "Good"


def test_an_old_tab_does_not_blank_what_was_written_since(application: Application) -> None:
    review = a_review(application)
    client, url = signed_in(review.reviewer), at("review", review)
    old = stale(client, url, reason_C2="Only this", later="1")
    assert send(client, url, score_C1="4", reason_C1="Newer", later="1").status_code == 303
    overtaken = client.post(url, old)
    assert overtaken.status_code == 409
    assert "Newer" in words(overtaken)
    assert form(overtaken)["reason_C2"] == ["\nOnly this"]
    assert review.scores.get(criterion__code="C1").reason == "Newer"


def test_words_for_a_review_that_was_taken_back_or_became_a_conflict_are_shown_again(application: Application) -> None:
    Application.objects.filter(pk=application.pk).update(state="under_review")
    officer = holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id)
    gone, close = a_review(application), a_review(application)
    tabs = [(signed_in(each.reviewer), at("review", each)) for each in (gone, close)]
    sent = [stale(client, url, reason_C1="Long thought of", later="1") for client, url in tabs]
    chasing.take_back(gone, by=officer)
    close.reviewer.roles_held.create(role="editor", scope_kind="organisation", scope_id=application.organisation_id)
    missing, refused = (client.post(url, each) for (client, url), each in zip(tabs, sent, strict=True))
    assert (missing.status_code, refused.status_code) == (404, 422)
    for answer in (missing, refused):
        assert parsed(answer).xpath("//blockquote/text()")[0] == "Long thought of"
    assert "Shared repairs" not in words(refused)


def test_nobody_opens_anothers_review_and_nobody_after_stepping_down(application: Application) -> None:
    review, other = a_review(application), a_review(application)
    client = signed_in(review.reviewer)
    assert client.get(at("review", other)).status_code == 404
    assert client.get(at("application", application)).status_code == 404
    assert send(client, at("review_step_down", review)).status_code == 303
    assert client.get(at("review", review)).status_code == 404
    assert client.post(at("review", review)).status_code == 404
    for role in (Role.PROGRAMME_OFFICER, Role.PANEL_CHAIR):
        assert staff(role, application).get(at("review", other)).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"score_C1": "9"}, "Select a valid choice. 9 is not one of the available choices."),
        ({"score_C1": "four"}, "Select a valid choice. four is not one of the available choices."),
        ({"reason_C1": "x" * 2001}, "Shorten this: at most 2000 characters fit, and it has 2001."),
        ({"reason_C1": "nul \x00"}, "The text has a character that cannot be stored. Type it again."),
        ({"reason_C1": "Ask 0300-1234567"}, "Take out a phone number: personal details are not kept here."),
    ],
)
def test_wrong_scores_and_reasons_are_refused_beside_the_field(
    application: Application, wrong: dict[str, str], said: str
) -> None:
    review = a_review(application)
    refused = send(signed_in(review.reviewer), at("review", review), later="1", **wrong)
    assert refused.status_code == 422
    assert said in mistakes(refused)[0]


def test_a_chair_who_belongs_to_the_applicant_sees_no_review_and_cannot_decide(application: Application) -> None:
    Application.objects.filter(pk=application.pk).update(state="under_review")
    for score in (3, 4):
        a_review(application, score=score)
    person = second_factor(holding(Role.PANEL_CHAIR, over=application.call.programme_id))
    person.roles_held.create(role="editor", scope_kind="organisation", scope_id=application.organisation_id)
    chair = signed_in(person)
    assert "Reason for 3" not in words(chair.get(at("application", application)))
    refused = chair.get(at("application_decide", application))
    assert "Reason for 3" not in words(refused)
    assert "You are too close to this applicant to decide" in words(refused)
    assert parsed(refused).xpath("//main//form") == []


def test_an_officer_of_the_applicants_own_people_does_not_see_who_reads_it(application: Application) -> None:
    named = a_review(application, a_reviewer(application.call, name="Parveen"))
    a_reviewer(application.call, name="Qasim")
    person = second_factor(holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id))
    url = at("application_reviewers", application)
    assert named.reviewer.name in words(signed_in(person).get(url))
    person.roles_held.create(role="editor", scope_kind="organisation", scope_id=application.organisation_id)
    refused = signed_in(person).get(url)
    assert refused.status_code == 422
    assert "ask another officer" in words(refused)
    assert not {"Parveen", "Qasim"} & set(words(refused).split())


@pytest.mark.parametrize("role", [Role.PANEL_CHAIR, Role.PROGRAMME_OFFICER])
def test_who_stood_back_or_is_still_to_review_reads_nothing_of_what_was_found(
    application: Application, role: Role
) -> None:
    Application.objects.filter(pk=application.pk).update(state="under_review")
    a_review(application, score=3)
    people = [second_factor(holding(role, over=application.call.programme_id)) for _each in range(3)]
    Conflict.objects.create(application=application, person=people[1])
    a_review(application, people[2])
    reading = ["Reason for 3" in words(signed_in(each).get(at("application", application))) for each in people]
    assert reading == [True, False, False]


def test_a_chair_reads_first_what_is_asked_for_and_what_is_still_missing(application: Application) -> None:
    Application.objects.filter(pk=application.pk).update(state="under_review")
    page = staff(Role.PANEL_CHAIR, application).get(at("application_decide", application))
    assert parsed(page).xpath("//main//form") == []
    assert "Wait until every reviewer has handed in." in words(page)
    assert "Grant asked for" in words(page)


def test_what_waits_for_whom_stands_on_the_first_page(application: Application) -> None:
    officer = staff(Role.PROGRAMME_OFFICER, application)
    assert at("application_reviewers", application) in links(officer.get(reverse("waiting")))
    review = a_review(application)
    a_review(application, score=4)
    assert at("review", review) in links(signed_in(review.reviewer).get(reverse("waiting")))
    Application.objects.filter(pk=application.pk).update(state="under_review")
    a_review(application, score=3)
    assert at("application_decide", application) in links(staff(Role.PANEL_CHAIR, application).get(reverse("waiting")))
    call = a_call()
    draft = an_application(call, an_organisation())
    editor = signed_in(holding(Role.EDITOR, over=draft.organisation_id))
    assert at("application", draft) in links(editor.get(reverse("waiting")))


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_reviews_costs_the_same_at_any_length(count: int, django_assert_num_queries: Any) -> None:
    call = a_call("closed")
    reviewer = a_reviewer(call)
    for _each in range(count):
        a_review(an_application(call, an_organisation(), "under_review"), reviewer)
    client = signed_in(reviewer)
    with django_assert_num_queries(7):
        page = client.get(reverse("reviews"))
    assert len(parsed(page).xpath("//tbody/tr")) == count


@pytest.mark.usefixtures("settled")
def test_the_page_of_a_review_costs_at_most_16_queries(
    application: Application, django_assert_max_num_queries: Any
) -> None:
    open_, sealed = a_review(application), a_review(application, score=4)
    for review in (open_, sealed):
        client = signed_in(review.reviewer)
        with django_assert_max_num_queries(16):
            assert client.get(at("review", review)).status_code == 200
