"""Reviewers are reminded in time and once, a late review is taken back, a sealed one opened again for a reason."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from saanjh.calls import chasing, jobs, queries, selection_records
from saanjh.calls.actions import chasing as actions
from saanjh.calls.actions import panels, reviews
from saanjh.calls.models import ApplicantComment, Application, ApplicationPartner, Reminder, Review, Score
from saanjh.calls.waiting import waiting
from saanjh.ground.access import Role, standing_of
from saanjh.ground.models import Line, Notice, Person
from saanjh.ground.refusals import Refusal
from tests.calls.factories import DAY, a_call, a_review, a_reviewer, an_application, decided
from tests.factories import an_organisation, holding

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def application() -> Application:
    today = timezone.localdate()
    call = a_call("closed", reviewed_by=today + 20 * DAY)
    return an_application(call, an_organisation(), "under_review")


@pytest.fixture
def officer(application: Application) -> Person:
    return holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id)


def due(review: Review, days: int) -> Review:
    """The same, due so many days from today."""
    Review.objects.filter(pk=review.pk).update(due_on=timezone.localdate() + days * DAY)
    review.refresh_from_db()
    return review


def told() -> list[tuple[str, Person]]:
    return [(each.kind, each.person) for each in Notice.objects.order_by("pk")]


def test_a_review_is_due_when_the_call_says_and_never_sooner_than_a_week(
    application: Application, officer: Person
) -> None:
    today = timezone.localdate()
    two = [a_reviewer(application.call), a_reviewer(application.call)]
    made = reviews.assign(application, reviewers=two[:1], by=officer)
    assert made[0].due_on == application.call.reviewed_by == today + 20 * DAY
    application.call.reviewed_by = today - DAY
    assert chasing.due_on(application.call, today) == today + 7 * DAY
    application.call.reviewed_by = None
    assert chasing.due_on(application.call, today) == application.call.answers_on
    reminded = waiting(standing_of(two[0]))
    assert [each.due for each in reminded if each.kind == "calls.review"] == [made[0].due_on]


@pytest.mark.parametrize(
    ("days", "kinds"),
    [(4, []), (3, ["reviews_due_soon"]), (1, ["reviews_due_soon"]), (0, ["reviews_due_today"]), (-1, ["reviews_late"])],
)
def test_the_clock_says_once_what_is_due_or_late(
    application: Application, officer: Person, days: int, kinds: list[str]
) -> None:
    review = due(a_review(application), days)
    for _again in range(3):
        jobs.chase_reviews.func()
    whom = officer if days < 0 else review.reviewer
    assert told() == [(kind, whom) for kind in kinds]
    assert Reminder.objects.count() == len(kinds)
    assert Line.objects.filter(verb="reviews_chased").count() == len(kinds)


def test_each_person_gets_one_message_however_many_reviews(application: Application, officer: Person) -> None:
    call, person = application.call, a_reviewer(application.call)
    other = an_application(call, an_organisation(), "under_review")
    for each in (application, other):
        due(a_review(each, person), 0)
    due(a_review(other), 0)
    due(a_review(application, score=4), 0)
    jobs.chase_reviews.func()
    assert sorted(Notice.objects.values_list("facts__count", flat=True)) == [1, 2]
    assert Notice.objects.get(person=person).facts == {"code": call.code, "count": 2}


def test_what_no_longer_matters_is_not_chased(application: Application) -> None:
    due(a_review(application), -1)
    Application.objects.filter(pk=application.pk).update(state="withdrawn")
    jobs.chase_reviews.func()
    assert not told()


def test_what_another_worker_said_is_refused_by_rule_and_by_the_database(
    application: Application, officer: Person
) -> None:
    review, system = due(a_review(application), 0), Person.objects.system()
    today = timezone.localdate()
    with pytest.raises(Refusal, match="by the system"):
        actions.chase(application.call, "today", today=today, by=officer)
    actions.chase(application.call, "today", today=today, by=system)
    with pytest.raises(Refusal, match="said already"):
        actions.chase(application.call, "today", today=today, by=system)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(review=review, kind="today", day=today, by=system)


def test_the_office_sees_what_is_late_and_reminds_once_a_day(application: Application, officer: Person) -> None:
    late, later = due(a_review(application), -2), due(a_review(application), 5)
    today = timezone.localdate()
    assert [(each.title, each.about) for each in waiting(standing_of(officer))] == [
        ("Reviews are late", application.call.code)
    ]
    rows = [chasing.as_open(each, today) for each in chasing.open_in(application.call, by=officer)]
    assert [(each.review, each.late, each.reminded) for each in rows] == [(late, 2, None), (later, 0, None)]
    actions.remind(late, by=officer)
    assert told() == [("review_reminded", late.reviewer)]
    with pytest.raises(Refusal, match="today already"):
        actions.remind(late, by=officer)
    actions.remind(late, by=officer, today=today + DAY)
    assert chasing.open_in(application.call, by=officer)[0].reminded == today + DAY


@pytest.mark.parametrize("verb", [actions.remind, actions.take_back])
def test_only_an_officer_who_is_not_of_the_applicant_leads_reviews(application: Application, verb: Any) -> None:
    review = a_review(application)
    officer = holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id)
    for by in (review.reviewer, holding(Role.PANEL_CHAIR, over=application.call.programme_id)):
        with pytest.raises(Refusal, match="Only a programme officer"):
            verb(review, by=by)
    handed_in = a_review(application, score=3)
    with pytest.raises(Refusal, match="not under way"):
        verb(handed_in, by=officer)
    officer.roles_held.create(role="editor", scope_kind="organisation", scope_id=application.organisation_id)
    with pytest.raises(Refusal, match="ask another officer"):
        verb(review, by=officer)
    assert not chasing.open_in(application.call, by=officer)


@pytest.mark.parametrize("role", ["partner", "host"])
def test_an_officer_of_a_partner_or_host_does_not_see_who_is_late(application: Application, role: str) -> None:
    late, other = due(a_review(application), -2), an_application(application.call, an_organisation(), "under_review")
    shown = due(a_review(other), -1)
    partner = ApplicationPartner.objects.create(application=application, role=role, organisation=an_organisation())
    officer = holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id)
    assert list(chasing.open_in(application.call, by=officer)) == [late, shown]
    officer.roles_held.create(role="editor", scope_kind="organisation", scope_id=partner.organisation_id)
    assert list(chasing.open_in(application.call, by=officer)) == [shown]


def test_a_review_that_is_taken_back_makes_room_for_another(application: Application, officer: Person) -> None:
    slow, _other = a_review(application), a_review(application, score=4)
    reviews.score(slow, {"C1": (2, "Half a thought.")}, by=slow.reviewer)
    actions.remind(slow, by=officer)
    actions.take_back(slow, by=officer)
    assert told()[-1] == ("review_taken_back", slow.reviewer)
    assert Score.objects.count() == 1
    assert Line.objects.get(verb="review_taken_back").facts["reviewer"] == slow.reviewer.public_id
    assert [each.title for each in waiting(standing_of(officer))] == ["Name reviewers"]
    reviews.assign(application, reviewers=[slow.reviewer], by=officer)  # no conflict: nobody is barred by being slow


def test_a_sealed_review_that_was_opened_again_and_is_taken_back_counts_as_it_was_handed_in(
    application: Application, officer: Person
) -> None:
    sealed, other = a_review(application, score=3), a_review(application, score=4)
    begun = reviews.reopen(sealed, reason="typo", by=officer)
    reviews.score(begun, {"C1": (1, "All wrong.")}, for_applicant="Nothing of use.", written_in="ur", by=begun.reviewer)
    actions.take_back(begun, by=officer)
    read = queries.reviews_in(application)
    assert [(each.review, each.percent) for each in read] == [(other, 80), (begun, 60)]
    assert [each.reason for each in read[1].review.scores.all()] == ["Reason for 3"]
    assert (read[1].review.written_in, read[1].review.submitted_at) == (sealed.written_in, sealed.submitted_at)
    assert not ApplicantComment.objects.exists()
    assert ("review_restored", begun.reviewer) in told()
    assert Line.objects.get(verb="review_restored").facts["review"] == begun.public_id
    assert not Line.objects.filter(verb="review_taken_back").exists()
    with pytest.raises(Refusal, match="not under way"):
        actions.take_back(begun, by=officer)


# Reopening


def test_a_reopened_review_stays_sealed_and_the_newest_counts(application: Application, officer: Person) -> None:
    sealed, other = a_review(application, score=2), a_review(application, score=4)
    by = sealed.reviewer
    begun = reviews.reopen(sealed, reason="The budget was read as that of another year.", by=officer)
    assert (begun.state, begun.reviewer, begun.application) == ("assigned", by, application)
    assert [(each.score, each.reason) for each in begun.scores.all()] == [(2, "Reason for 2")]
    assert told() == [("review_reopened", by)]
    assert list(Review.objects.all().visible_to(standing_of(by))) == [begun]
    assert [each.review for each in queries.reviews_in(application)] == [other]
    reviews.score(begun, {"C1": (4, "Read again.")}, by=by)
    reviews.submit(begun, by=by)
    assert [(each.review, each.percent) for each in queries.reviews_in(application)] == [(other, 80), (begun, 80)]
    assert (begun.replaces, queries.read(sealed).percent) == (sealed, 40)
    record = selection_records.record(application.call)
    assert (record["reopened_reviews"], len(record["applications"][0]["reviews"])) == (1, 2)
    assert Line.objects.get(verb="review_reopened").facts["review"] == sealed.public_id


def test_what_was_handed_in_before_changes_no_more_whoever_asks(application: Application, officer: Person) -> None:
    sealed = a_review(application, score=2)
    reviews.reopen(sealed, reason="The budget was misread.", by=officer)
    old = Score.objects.filter(review=sealed)
    for change in (
        lambda: old.update(score=5),
        lambda: old.delete(),
        lambda: Review.objects.filter(pk=sealed.pk).update(state="assigned", submitted_at=None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    old.update(reason="")  # its time is over


def test_a_review_is_reopened_by_its_office_for_a_reason_before_the_decision(
    application: Application, officer: Person
) -> None:
    sealed, _other = a_review(application, score=4), a_review(application, score=4)
    chair = holding(Role.PANEL_CHAIR, over=application.call.programme_id)
    for by in (sealed.reviewer, chair):
        with pytest.raises(Refusal, match="Only a programme officer"):
            reviews.reopen(sealed, reason="Misread.", by=by)
    for reason, said in ((" ", "Give the reason"), ("Ask 0300-1234567", "phone")):
        with pytest.raises(Refusal, match=said) as refused:
            reviews.reopen(sealed, reason=reason, by=officer)
        assert refused.value.field == "reason"
    with pytest.raises(Refusal, match="that was handed in"):
        reviews.reopen(a_review(application), reason="Misread.", by=officer)
    Review.objects.filter(state="assigned").delete()
    decided(application, "selected", by=chair)
    sealed.application.refresh_from_db()
    with pytest.raises(Refusal, match="stay as they are"):
        reviews.reopen(sealed, reason="Misread.", by=officer)


def test_nothing_is_reopened_for_who_may_no_longer_read_it(application: Application, officer: Person) -> None:
    gone, close = a_review(application, score=4), a_review(application, score=4)
    gone.reviewer.roles_held.update(until=timezone.now())
    close.reviewer.roles_held.create(
        role="editor", scope_kind="organisation", scope_id=application.organisation_id, until=timezone.now()
    )
    for review, said in ((gone, "not a reviewer of this call"), (close, "conflict of interest")):
        with pytest.raises(Refusal, match=said):
            reviews.reopen(Review.objects.get(pk=review.pk), reason="Misread.", by=officer)


def test_who_sees_a_conflict_when_asked_again_steps_down_and_another_is_named(
    application: Application, officer: Person
) -> None:
    sealed = a_review(application, score=2)
    begun = reviews.reopen(sealed, reason="The budget was misread.", by=officer)
    panels.declare(application.call, [application.organisation], by=sealed.reviewer)
    begun.refresh_from_db()
    assert begun.state == "stepped_down"
    assert not application.reviews.standing()
    reviews.assign(application, reviewers=[a_reviewer(application.call)], by=officer)


def test_a_third_review_lapses_where_the_two_agree_after_all(application: Application, officer: Person) -> None:
    one, two = a_review(application), a_review(application)
    for review, score in ((one, 5), (two, 3)):
        reviews.score(review, {"C1": (score, "What was read.")}, by=review.reviewer)
        reviews.submit(review, by=review.reviewer)
    assert application.third_review.state == "wanted"
    begun = reviews.reopen(two, reason="The budget was misread.", by=officer)
    reviews.score(begun, {"C1": (5, "Read again.")}, by=begun.reviewer)
    reviews.submit(begun, by=begun.reviewer)
    now = Application.objects.get(pk=application.pk)
    assert (now.third_review.state, now.readers) == ("lapsed", 2)
    again = reviews.reopen(begun, reason="One more page was found.", by=officer)
    reviews.score(again, {"C1": (3, "As before.")}, by=again.reviewer)
    reviews.submit(again, by=again.reviewer)
    assert Application.objects.get(pk=application.pk).third_review.state == "wanted"
    assert Line.objects.filter(verb="third_review_wanted").count() == 2
