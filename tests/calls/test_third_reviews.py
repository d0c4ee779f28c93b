"""Two reviews that differ ask for a third one: it is proposed by itself, and nobody decides before it is in."""

from typing import Any

import pytest

from saanjh.calls import jobs, third_reviews
from saanjh.calls.actions import rankings, reviews
from saanjh.calls.actions import third_reviews as actions
from saanjh.calls.models import ApplicantComment, Application, PanelRules, Reckoning, Review, ThirdReview
from saanjh.calls.waiting import waiting
from saanjh.ground import working
from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.models import Line, Notice, Person
from saanjh.ground.refusals import Refusal
from tests.calls.factories import (
    a_call,
    a_criterion,
    a_reader,
    a_review,
    a_reviewer,
    a_simplified_track,
    an_application,
    decided,
)
from tests.factories import a_person, an_organisation, holding

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def application() -> Application:
    return an_application(a_call("closed"), an_organisation(), "under_review")


@pytest.fixture
def officer(application: Application) -> Person:
    return holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id)


@pytest.fixture
def chair(application: Application) -> Person:
    return holding(Role.PANEL_CHAIR, over=application.call.programme_id)


def hands_in(application: Application, score: int, by: Person | None = None) -> Review:
    """A review that comes in the way people hand it in."""
    review = a_review(application, by)
    reviews.score(review, {"C1": (score, "What was read.")}, for_applicant="Show it.", by=review.reviewer)
    return reviews.submit(review, by=review.reviewer)


def gives(application: Application, one: int, two: int) -> Review:
    """The same, with a score for each of two criteria."""
    review = a_review(application)
    given = {"C1": (one, "What was read."), "C2": (two, "What was read.")}
    reviews.score(review, given, by=review.reviewer)
    return reviews.submit(review, by=review.reviewer)


def as_it_is(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def test_two_reviews_far_apart_ask_for_a_third_and_the_officer_is_told(
    application: Application, officer: Person, chair: Person
) -> None:
    hands_in(application, 5)
    assert not ThirdReview.objects.exists()
    hands_in(application, 4)  # 100 and 80 of 100
    third = ThirdReview.objects.get()
    assert (third.application, third.why, third.state) == (application, "gap", "wanted")
    assert as_it_is(application).readers == 3
    assert set(Notice.objects.values_list("kind", "person")) == {("third_review_wanted", officer.pk)}
    assert Line.objects.get(verb="third_review_wanted").facts == {"third": "gap"}
    assert [(each.title, each.about) for each in waiting(standing_of(officer))] == [
        ("Name a third reviewer: the two reviews are far apart", application.number)
    ]
    assert not waiting(standing_of(chair))


@pytest.mark.parametrize(
    ("least", "scores", "why"),
    [
        (None, ((5, 4), (4, 5)), ""),  # 92 and 88 of 100
        (90, ((5, 4), (4, 5)), "cut"),
        (88, ((5, 4), (4, 5)), ""),  # who has just as much is above
        (None, ((3, 3), (3, 2)), "cut"),  # 60 and 48: the usual least total
        (45, ((3, 3), (3, 2)), ""),
    ],
)
def test_the_cut_is_the_panels_own_or_the_usual_one(
    application: Application, least: int | None, scores: Any, why: str
) -> None:
    call = application.call
    call.criteria.create(position=2, code="C2", label_en="Two", weight=30)
    call.criteria.filter(code="C1").update(weight=20)
    if least is not None:
        PanelRules.objects.create(call=call, money_minor=1, points_least=least, seed="dice")
    for one, two in scores:
        review = a_review(application)
        review.scores.create(criterion=call.criteria.get(code="C1"), score=one, reason="One.")
        review.scores.create(criterion=call.criteria.get(code="C2"), score=two, reason="Two.")
        review.comment = ApplicantComment.objects.create(review=review, text="Show it.")
        reviews.submit(review, by=review.reviewer)
    assert third_reviews.why(application) == why


def test_the_cut_of_the_last_ranking_comes_first(application: Application, officer: Person) -> None:
    call = application.call
    PanelRules.objects.create(call=call, money_minor=1, points_least=50, seed="dice")
    assert third_reviews.cut_of(call) == 50
    facts = {"question": {}, "asked_by": officer, "state": "done", "done_at": call.published_at}
    Reckoning.objects.create(call=call, kind="ranking", answer={"line": 71.5}, **facts)
    Reckoning.objects.create(call=call, kind="portfolio", answer={"line": 1}, **facts)
    assert third_reviews.cut_of(call) == 71.5


def test_a_track_that_one_person_reads_never_asks(application: Application) -> None:
    a_simplified_track(application.call)
    Application.objects.filter(pk=application.pk).update(track="simplified")
    light = as_it_is(application)
    hands_in(light, 5)
    hands_in(light, 1)
    assert third_reviews.why(light) == ""
    assert not ThirdReview.objects.exists()


def test_nobody_decides_before_the_third_is_in_and_all_three_count(
    application: Application, officer: Person, chair: Person
) -> None:
    for score in (5, 4):
        hands_in(application, score)
    with pytest.raises(Refusal, match="far apart: a third person reads it first"):
        decided(application, "selected", by=chair)
    third = a_reviewer(application.call)
    with pytest.raises(Refusal, match="It has 2 now"):
        reviews.assign(as_it_is(application), reviewers=[third, a_reviewer(application.call)], by=officer)
    review = reviews.assign(as_it_is(application), reviewers=[third], by=officer)[0]
    assert not waiting(standing_of(officer))
    with pytest.raises(Refusal, match="a third person reads it first"):
        decided(application, "selected", by=chair)
    reviews.score(review, {"C1": (4, "Between the two.")}, by=third)
    reviews.submit(review, by=third)
    assert Notice.objects.get(kind="application_ready").person == chair
    assert [each.about for each in waiting(standing_of(chair))] == [application.number]
    decided(application, "selected", by=chair)
    assert ThirdReview.objects.get().state == "wanted"


def test_an_officer_does_without_it_for_a_reason(application: Application, officer: Person, chair: Person) -> None:
    with pytest.raises(Refusal, match="No third review is wanted"):
        actions.dismiss(application, reason="Not needed.", by=officer)
    for score in (5, 4):
        hands_in(application, score)
    for wrong, said in (
        ({"reason": " "}, "Give the reason"),
        ({"reason": "Ask 0300-1234567"}, "phone"),
        ({"written_in": "xx"}, "Choose English or Urdu"),
    ):
        with pytest.raises(Refusal, match=said):
            actions.dismiss(application, **{"reason": "Nobody is left.", "by": officer, **wrong})
    with pytest.raises(Refusal, match="Only a programme officer"):
        actions.dismiss(application, reason="Nobody is left.", by=chair)
    actions.dismiss(application, reason="Both name the same strengths.", by=officer)
    assert Notice.objects.get(kind="application_ready").person == chair
    assert (as_it_is(application).readers, waiting(standing_of(officer))) == (2, [])
    decided(application, "selected", by=chair)
    with pytest.raises(Refusal, match="No third review is wanted"):
        actions.dismiss(application, reason="Again.", by=officer)


def test_who_is_named_as_the_third_is_waited_for(application: Application, officer: Person) -> None:
    for score in (5, 4):
        hands_in(application, score)
    reviews.assign(as_it_is(application), reviewers=[a_reviewer(application.call)], by=officer)
    with pytest.raises(Refusal, match="named already"):
        actions.dismiss(application, reason="Too slow.", by=officer)
    officer.roles_held.create(role="editor", scope_kind="organisation", scope_id=application.organisation_id)
    with pytest.raises(Refusal, match="ask another officer"):
        actions.dismiss(application, reason="Too slow.", by=officer)


def test_a_third_reviewer_is_proposed_by_the_clock_once(application: Application, officer: Person) -> None:
    call = application.call
    two, third = [a_reader(call), a_reader(call)], a_reader(call)
    for person, score in zip(two, (5, 4), strict=True):
        hands_in(application, score, person)
    jobs.propose_third_reviewers.func()
    jobs.propose_third_reviewers.func()
    asked = Reckoning.objects.get()
    assert (asked.kind, asked.asked_by) == ("assignment", Person.objects.system())
    working.work_off()
    asked.refresh_from_db()
    assert [pair["reviewer"] for pair in asked.answer["pairs"] if not pair["kept"]] == [third.public_id]
    jobs.propose_third_reviewers.func()
    assert Reckoning.objects.count() == 1


def test_one_that_is_wanted_again_after_it_lapsed_is_proposed_again(application: Application, officer: Person) -> None:
    call = application.call
    two, _third = [a_reader(call), a_reader(call)], a_reader(call)
    one, _other = (hands_in(application, score, person) for person, score in zip(two, (5, 4), strict=True))
    jobs.propose_third_reviewers.func()
    working.work_off()
    for score in (4, 5):
        begun = reviews.reopen(Review.objects.get(reviewer=one.reviewer, state="submitted"), reason="Once.", by=officer)
        reviews.score(begun, {"C1": (score, "Read again.")}, by=one.reviewer)
        reviews.submit(begun, by=one.reviewer)
        jobs.propose_third_reviewers.func()
        working.work_off()
        assert Reckoning.objects.count() == {4: 1, 5: 2}[score]


def test_a_finished_ranking_asks_for_those_that_lie_across_its_cut(application: Application, officer: Person) -> None:
    call = application.call
    a_criterion(call, weight=80)
    apart = [application, *(an_application(call, an_organisation(), "under_review") for _each in range(2))]
    for each in apart:
        for score in (4, 5):
            gives(each, score, 4)
    light, gone = (an_application(call, an_organisation(), "under_review") for _each in range(2))
    for score in (4, 5):
        gives(gone, score, 4)
    for _each in range(2):
        gives(light, 5, 5)
    Application.objects.filter(pk=gone.pk).update(state="declined")
    assert not ThirdReview.objects.exists()
    rankings.ask(call, places=2, least=60, seed=1, by=officer)
    working.work_off()
    assert 80 < third_reviews.cut_of(call) <= 84
    wanted = [(each.application, each.why) for each in ThirdReview.objects.order_by("pk")]
    assert wanted == [(each, "cut") for each in apart]
    assert Notice.objects.filter(kind="third_review_wanted", person=officer).count() == 3
    rankings.compare.func(public_id=call.public_id)
    assert Line.objects.filter(verb="third_review_wanted").count() == 3


def test_where_nothing_can_be_proposed_the_clock_goes_on(application: Application) -> None:
    for score in (5, 4):
        hands_in(application, score)
    jobs.propose_third_reviewers.func()
    assert not Reckoning.objects.exists()


def test_only_the_programmes_people_see_that_a_third_is_wanted(
    application: Application, officer: Person, chair: Person
) -> None:
    one, _two = (hands_in(application, score) for score in (5, 4))
    signatory = holding(Role.SIGNATORY, over=application.organisation_id)
    seen = [visible(person, ThirdReview).count() for person in (officer, chair, one.reviewer, signatory, a_person())]
    assert seen == [1, 1, 0, 0, 0]
