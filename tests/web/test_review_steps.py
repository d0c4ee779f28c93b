"""At the desk: a third review, reviews that are due or late, and one that is opened again."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from saanjh.calls import jobs
from saanjh.calls.actions import reviews
from saanjh.calls.models import Application, Reminder, Review
from saanjh.ground import working
from saanjh.ground.access import Role
from tests.calls.factories import DAY, a_call, a_reader, a_review, a_reviewer, an_application
from tests.factories import an_organisation, holding, second_factor
from tests.web.browsing import client_of, form, links, mistakes, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def application() -> Application:
    return an_application(a_call("closed"), an_organisation(), "under_review")


@pytest.fixture
def officer(application: Application) -> Client:
    return staff(Role.PROGRAMME_OFFICER, application)


def staff(role: Role, application: Application) -> Client:
    return client_of(second_factor(holding(role, over=application.call.programme_id)))


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def far_apart(application: Application) -> None:
    for score in (5, 2):
        review = a_review(application)
        reviews.score(review, {"C1": (score, "What was read.")}, for_applicant="Show it.", by=review.reviewer)
        reviews.submit(review, by=review.reviewer)


def late(application: Application, days: int = 2) -> Review:
    review = a_review(application)
    Review.objects.filter(pk=review.pk).update(due_on=timezone.localdate() - days * DAY)
    return review


# A third review


def test_an_officer_finds_why_a_third_is_wanted_and_names_one(application: Application, officer: Client) -> None:
    far_apart(application)
    third = a_reviewer(application.call, name="Third Reader")
    page = officer.get(at("application", application))
    assert "The two reviews are far apart: a third person is to read it." in words(page)
    naming, without = at("application_reviewers", application), at("application_without_third", application)
    assert {naming, without} <= set(links(page))
    assert "far apart" in words(officer.get(naming))
    assert send(officer, naming, reviewers=[str(third.pk)]).status_code == 303
    assert "a third person reads it now" in words(officer.get(at("application", application)))
    assert "named already" in words(officer.get(without))


def test_an_officer_does_without_a_third_for_a_reason_that_the_chair_reads(
    application: Application, officer: Client
) -> None:
    far_apart(application)
    chair, decide = staff(Role.PANEL_CHAIR, application), at("application_decide", application)
    assert "a third person reads it first" in words(chair.get(decide))
    without = at("application_without_third", application)
    assert mistakes(send(officer, without, reason="", written_in="en"))
    assert send(officer, without, reason="Both praise the same.", written_in="en").status_code == 303
    assert "Both praise the same." in words(chair.get(at("application", application)))
    assert "a third person reads it first" not in words(chair.get(decide))
    assert "No third review is wanted" in words(officer.get(without))


def test_a_third_that_the_clock_proposed_is_named_with_one_press(application: Application, officer: Client) -> None:
    third = a_reader(application.call)
    a_reviewer(application.call)
    far_apart(application)
    url = at("application_reviewers", application)
    assert url in links(officer.get(reverse("waiting")))
    assert "is proposed" not in words(officer.get(url))
    jobs.propose_third_reviewers.func()
    working.work_off()
    assert "a third: the two are far apart" in words(officer.get(at("call_assignment", application.call)))
    page = officer.get(url)
    assert "The one who is ticked is proposed" in words(page)
    assert form(page)["reviewers"] == [str(third.pk)]
    assert send(officer, url).status_code == 303
    assert application.reviews.filter(reviewer=third, state="assigned").exists()


# Reviews under way


def test_the_office_sees_days_late_and_sends_a_reminder_once_a_day(application: Application, officer: Client) -> None:
    review = late(application)
    page = officer.get(at("call_reviews", application.call))
    assert "2 days late" in words(page)
    assert at("call_reviews", application.call) in links(officer.get(reverse("waiting")))
    remind = f"{at('application_remind', application)}?of={review.public_id}"
    assert remind in links(page)
    assert form(officer.get(remind))["review"] == [review.public_id]
    assert send(officer, remind, review=review.public_id).url == at("call_reviews", application.call)
    again = send(officer, remind, review=review.public_id)
    assert (again.status_code, Reminder.objects.count()) == (422, 1)
    assert "reminded today already" in words(again)
    assert mistakes(send(officer, remind, review="0000000000"))


def test_a_review_is_taken_back_and_another_reviewer_named(application: Application, officer: Client) -> None:
    review, _other = late(application), a_review(application, score=4)
    back = at("application_take_back", application)
    assert send(officer, back, review=review.public_id).url == at("application_reviewers", application)
    assert list(application.reviews.values_list("state", flat=True)) == ["submitted"]
    assert "No review of this application is under way." in words(officer.get(back))


def test_the_list_asks_as_many_queries_for_one_as_for_three(
    application: Application, officer: Client, django_assert_max_num_queries: Any
) -> None:
    late(application)
    url = at("call_reviews", application.call)
    officer.get(url)
    for _each in range(2):
        late(an_application(application.call, an_organisation(), "under_review"))
    with django_assert_max_num_queries(14):
        assert words(officer.get(url)).count("days late") == 3


# Reopening


def test_a_review_is_opened_again_and_its_reviewer_reads_why(application: Application, officer: Client) -> None:
    review, _other = a_review(application, score=3), a_review(application, score=3)
    url = at("application_reopen_review", application)
    assert url in links(officer.get(at("application", application)))
    assert mistakes(send(officer, url, review=review.public_id, reason=""))
    sent = send(officer, url, review=review.public_id, reason="The budget was misread.")
    assert sent.url == at("application", application)
    begun = Review.objects.get(reviewer=review.reviewer, state="assigned")
    reviewer = client_of(review.reviewer)
    assert reviewer.get(at("review", review)).status_code == 404
    page = reviewer.get(at("review", begun))
    assert "The budget was misread." in words(page)
    assert form(page)["score_C1"] == ["3"]
    said = words(officer.get(at("application", application)))
    assert "1 review was reopened" in said
    assert "The budget was misread." in said


def test_who_leads_no_reviews_finds_no_such_pages(application: Application) -> None:
    review = late(application)
    names = ("application_remind", "application_take_back", "application_reopen_review", "application_without_third")
    signatory = client_of(holding(Role.SIGNATORY, over=application.organisation_id))
    for client in (signatory, client_of(review.reviewer), staff(Role.PROGRAMME_OFFICER, an_application_elsewhere())):
        assert [client.get(at(name, application)).status_code for name in names] == [404] * 4
        assert client.get(at("call_reviews", application.call)).status_code == 404


def an_application_elsewhere() -> Application:
    return an_application(a_call("closed"), an_organisation(), "under_review")
