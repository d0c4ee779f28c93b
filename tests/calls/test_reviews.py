"""Two reviewers without a conflict read an application, each for themselves, and write to the applicant."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saanjh.calls import panels, queries
from saanjh.calls.actions import reviews
from saanjh.calls.models import ApplicantComment, Application, Call, Review, Score
from saanjh.ground.access import Role, standing_of
from saanjh.ground.models import Line, Notice, RoleHeld
from saanjh.ground.notices import words
from saanjh.ground.refusals import Refusal
from tests.calls.factories import a_call, a_criterion, a_review, a_reviewer, an_application
from tests.factories import a_person, an_organisation, holding

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    call = a_call("closed")
    return an_application(call, an_organisation(), "submitted")


@pytest.fixture
def officer(application: Application) -> Any:
    return holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id)


@pytest.fixture
def chair(application: Application) -> Any:
    return holding(Role.PANEL_CHAIR, over=application.call.programme_id)


def under_review(application: Application) -> Application:
    Application.objects.filter(pk=application.pk).update(state="under_review")
    application.refresh_from_db()
    return application


def test_an_officer_names_two_reviewers_who_are_told(application: Application, officer: Any) -> None:
    two = [a_reviewer(application.call), a_reviewer(application.call)]
    reviews.assign(application, reviewers=two, by=officer)
    application.refresh_from_db()
    assert application.state == "under_review"
    assert {notice.person for notice in Notice.objects.all()} == set(two)
    assert words(Notice.objects.first()) == f"You are asked to review application \u2068{application.number}\u2069."
    assert Line.objects.filter(verb="reviewer_assigned").count() == 2
    with pytest.raises(Refusal, match="It has 2 now"):
        reviews.assign(application, reviewers=[a_reviewer(application.call)], by=officer)


def test_who_is_close_to_the_applicant_is_not_named(application: Application, officer: Any) -> None:
    call, own = application.call, application.organisation
    member, former, declared, chairing = (a_reviewer(call) for _each in range(4))
    RoleHeld.objects.create(person=member, role="field_officer", scope_kind="organisation", scope_id=own.pk)
    RoleHeld.objects.create(
        person=former, role="editor", scope_kind="organisation", scope_id=own.pk, until=application.created_at
    )
    application.conflicts.create(person=declared)
    RoleHeld.objects.create(person=chairing, role="panel_chair", scope_kind="programme", scope_id=call.programme_id)
    no_reviewer, elsewhere = a_person(), a_reviewer(a_call("closed"))
    for person in (member, former, declared, chairing, no_reviewer, elsewhere):
        with pytest.raises(Refusal) as refused:
            reviews.assign(application, reviewers=[person], by=officer)
        assert refused.value.field == "reviewers"
    twice = a_reviewer(call)
    with pytest.raises(Refusal, match="two different people"):
        reviews.assign(application, reviewers=[twice, twice], by=officer)
    assert not Review.objects.exists()


def test_who_came_to_run_or_to_screen_the_call_is_assigned_nothing(application: Application, officer: Any) -> None:
    call = application.call
    second, checker, other = (a_reviewer(call) for _each in range(3))
    for person, role in ((second, Role.PROGRAMME_OFFICER), (checker, Role.GATE_CHECKER)):
        RoleHeld.objects.create(person=person, role=role, scope_kind="programme", scope_id=call.programme_id)
    with pytest.raises(Refusal, match="reads all reviews"):
        reviews.assign(application, reviewers=[second, other], by=officer)
    assert {each.pk for each in panels.reviewers(call)} == {checker.pk, other.pk}
    Call.objects.update(is_blind=True)
    application.refresh_from_db()
    with pytest.raises(Refusal, match="knows who applies"):
        reviews.assign(application, reviewers=[checker, other], by=officer)
    assert [each.pk for each in panels.reviewers(application.call)] == [other.pk]


def test_reviewers_are_named_by_the_calls_officer_after_closing(application: Application, officer: Any) -> None:
    reviewer = a_reviewer(application.call)
    for person in (a_person(), holding(Role.PANEL_CHAIR, over=application.call.programme_id)):
        with pytest.raises(Refusal, match="Only a programme officer"):
            reviews.assign(application, reviewers=[reviewer], by=person)
    early = an_application(a_call(), an_organisation(), "submitted")
    with pytest.raises(Refusal, match="once the call has closed"):
        reviews.assign(
            early,
            reviewers=[a_reviewer(early.call)],
            by=holding(Role.PROGRAMME_OFFICER, over=early.call.programme_id),
        )
    RoleHeld.objects.create(
        person=officer, role="editor", scope_kind="organisation", scope_id=application.organisation_id
    )
    officer.__dict__.pop("_standing", None)
    with pytest.raises(Refusal, match="ask another officer"):
        reviews.assign(application, reviewers=[reviewer], by=officer)


def test_a_reviewer_sees_only_what_is_assigned_and_nothing_after_stepping_down(
    application: Application, officer: Any
) -> None:
    review, other = a_review(application), a_review(application)
    by = review.reviewer
    assert list(Review.objects.all().visible_to(standing_of(by))) == [review]
    reviews.score(review, {"C1": (4, "Well known in the lanes")}, by=by)
    reviews.step_down(review, by=by)
    assert list(Review.objects.all().visible_to(standing_of(by))) == []
    assert not Score.objects.exists()
    assert Notice.objects.get(kind="reviewer_stepped_down").person == officer
    for verb in (lambda: reviews.score(review, {}, by=by), lambda: reviews.submit(review, by=by)):
        with pytest.raises(Refusal, match="not yours"):
            verb()
    with pytest.raises(Refusal, match="conflict of interest"):
        reviews.assign(application, reviewers=[by], by=officer)
    assert list(application.reviews.standing()) == [other]


def test_a_review_is_saved_as_it_goes_and_handed_in_when_every_score_has_its_reason(
    application: Application, chair: Any
) -> None:
    a_criterion(application.call)
    review, other = a_review(application), a_review(application, score=3)
    by = review.reviewer
    reviews.score(review, {"C1": (4, "Close to the need"), "C2": (None, "half a thought")}, by=by)
    with pytest.raises(Refusal) as refused:
        reviews.submit(review, by=by)
    assert refused.value.field == "score_C2"
    reviews.score(review, {"C1": (4, "Close to the need"), "C2": (2, " ")}, by=by)
    with pytest.raises(Refusal) as refused:
        reviews.submit(review, by=by)
    assert refused.value.field == "reason_C2"
    reviews.score(
        review,
        {"C1": (4, "Close to the need"), "C2": (2, "دلیل")},
        for_applicant="ایک مثال دیں۔",
        written_in="ur",
        by=by,
    )
    reviews.submit(review, by=by)
    review.refresh_from_db()
    assert (review.state, review.written_in) == ("submitted", "ur")
    assert Notice.objects.get(kind="application_ready").person == chair
    read = queries.reviews_in(application)
    assert [(each.review, each.percent) for each in read] == [(review, 60), (other, 60)]
    assert queries.reviews_in(application, but=by)[0].review == other


def test_a_review_that_was_handed_in_is_sealed_by_rule_and_by_the_database(application: Application) -> None:
    review = a_review(application, score=4)
    with pytest.raises(Refusal, match="sealed"):
        reviews.score(review, {"C1": (5, "Better")}, by=review.reviewer)
    with pytest.raises(Refusal, match="sealed"):
        reviews.step_down(review, by=review.reviewer)
    for change in (
        lambda: Score.objects.update(score=5),
        lambda: Score.objects.all().delete(),
        lambda: Score.objects.create(review=review, criterion=a_criterion(application.call), score=1),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_nobody_steps_down_from_what_was_handed_in_from_another_page(application: Application) -> None:
    review = a_review(application)
    old = Review.objects.select_related("application").get(pk=review.pk)
    reviews.score(review, {"C1": (4, "Good.")}, by=review.reviewer)
    reviews.submit(review, by=review.reviewer)
    with pytest.raises(Refusal, match="handed in and is sealed"):
        reviews.step_down(old, by=review.reviewer)
    assert Score.objects.get(review=review).score == 4


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ((0, "Low"), "score_C1"),
        ((6, "High"), "score_C1"),
        (("4", "A text"), "score_C1"),
        ((4, "Ask 0300-1234567"), "reason_C1"),
        ((4, "x" * 2001), "reason_C1"),
        ((4, "nul \x00"), "reason_C1"),
    ],
)
def test_wrong_scores_and_reasons_are_refused_on_their_field(application: Application, given: Any, field: str) -> None:
    review = a_review(application)
    with pytest.raises(Refusal) as refused:
        reviews.score(review, {"C1": given}, by=review.reviewer)
    assert refused.value.field == field
    assert not Score.objects.exists()


def test_a_low_score_says_to_the_applicant_what_would_help_and_that_is_sealed(application: Application) -> None:
    review = a_review(application)
    reviews.score(review, {"C1": (2, "Thin.")}, by=review.reviewer)
    with pytest.raises(Refusal, match="tell the applicant what would help") as refused:
        reviews.submit(review, by=review.reviewer)
    assert refused.value.field == "for_applicant"
    reviews.score(review, {"C1": (2, "Thin.")}, for_applicant="Show one repair in pictures.", by=review.reviewer)
    reviews.submit(review, by=review.reviewer)
    for change in (
        lambda: ApplicantComment.objects.update(text="Other words."),
        lambda: ApplicantComment.objects.all().delete(),
        lambda: ApplicantComment.objects.create(review=a_review(application, score=4), text="Late words."),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_comment_is_taken_out_again_and_goes_when_the_reviewer_steps_down(application: Application) -> None:
    review = a_review(application)
    for text, left in (("A word.", 1), (" ", 0), ("Another word.", 1)):
        reviews.score(review, {}, for_applicant=text, by=review.reviewer)
        assert ApplicantComment.objects.count() == left
    with pytest.raises(Refusal) as refused:
        reviews.score(review, {}, for_applicant="Call 0300 1234567", by=review.reviewer)
    assert refused.value.field == "for_applicant"
    reviews.step_down(review, by=review.reviewer)
    assert not ApplicantComment.objects.exists()
