"""At the desk: trial proposals are written, scored before the first review, and compared without names."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.calls.models import Call, TrialProposal, TrialScore
from saanjh.ground.access import Role
from tests.calls.factories import a_call, a_review, a_reviewer, an_application
from tests.factories import an_organisation, holding, second_factor
from tests.web.browsing import client_of, form, links, mistakes, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds

WRITTEN = {"title_1": "A wall", "summary_1": "Two streets paint one wall.", "title_2": "A cup", "summary_2": "One cup."}


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def officer_of(call: Call) -> Client:
    return client_of(second_factor(holding(Role.PROGRAMME_OFFICER, over=call.programme_id)))


def with_trials() -> Call:
    call = a_call("closed")
    for position in (1, 2):
        facts = {"title": f"Trial {position}", "summary": f"The words of trial {position}."}
        TrialProposal.objects.create(call=call, position=position, key={"C1": 4}, **facts)
    return call


def test_an_officer_writes_them_for_a_draft_and_sees_later_how_they_were_scored() -> None:
    call = a_call("draft")
    officer, url = officer_of(call), at("call_trials", call)
    assert url in links(officer.get(at("desk_call", call)))
    assert mistakes(send(officer, url, title_1="A wall", written_in="en"))
    sent = send(officer, url, key_1_C1="9", written_in="en", **WRITTEN)
    assert (sent.status_code, TrialProposal.objects.count()) == (422, 0)
    assert send(officer, url, key_1_C1="4", written_in="en", **WRITTEN).url == at("desk_call", call)
    assert form(officer.get(url))["title_2"] == ["A cup"]
    assert TrialProposal.objects.get(position=1).key == {"C1": 4}
    closed = with_trials()
    for score in (2, 3, 4):
        TrialScore.objects.create(trial=closed.trials.all()[0], person=a_reviewer(closed), scores={"C1": score})
    said = words(officer_of(closed).get(at("call_trials", closed)))
    assert "3 people scored it." in said
    assert "3.0" in said


def test_a_reviewer_scores_both_before_the_first_review_and_then_compares() -> None:
    call = with_trials()
    review = a_review(an_application(call, an_organisation(), "under_review"))
    reviewer, url = client_of(review.reviewer), at("reviewer_trials", call)
    page = reviewer.get(at("review", review))
    assert "Still to score: 2." in words(page)
    assert url in links(page)
    assert url in links(reviewer.get(reverse("waiting")))
    for number in (1, 2):
        page = reviewer.get(url)
        assert f"The words of trial {number}." in words(page)
        trial = form(page)["trial"]
        assert mistakes(send(reviewer, url, trial=trial))
        assert send(reviewer, url, trial=trial, score_C1="3").url == url
    said = words(reviewer.get(url))
    assert "1 person scored it. Means are shown once three have." in said
    assert "Still to score" not in words(reviewer.get(at("review", review)))
    again = reviewer.post(url, {"trial": trial, "score_C1": "5", "once": str(uuid.uuid4())})
    assert (again.status_code, TrialScore.objects.count()) == (422, 2)


def test_a_call_without_trials_says_so_and_others_find_no_page() -> None:
    call = a_call("closed")
    reviewer = client_of(a_reviewer(call))
    assert "This call has no trial proposals." in words(reviewer.get(at("reviewer_trials", call)))
    empty = words(officer_of(call).get(at("call_trials", call)))
    assert "This call has no trial proposals. They are written while a call is a draft, and none were." in empty
    draft = a_call("draft", programme=call.programme)
    assert "written before the call is published" in words(officer_of(draft).get(at("desk_call", draft)))
    elsewhere = with_trials()
    for client in (
        client_of(a_reviewer(a_call("closed"))),
        client_of(holding(Role.SIGNATORY, over=an_organisation().pk)),
    ):
        assert client.get(at("reviewer_trials", elsewhere)).status_code == 404
        assert client.get(at("call_trials", elsewhere)).status_code == 404
