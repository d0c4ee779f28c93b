"""Courses in versions, sessions counted on their days, and completion that the counts can bear."""

import csv
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from saanjh.events import queries, samples
from saanjh.events.actions import certificates, courses, events
from saanjh.events.models import Course, Event, Session, SessionPlan, Tally, TallyCount
from saanjh.events.rules.courses import MOST_SESSIONS, Plan, sessions_needed
from saanjh.ground import history
from saanjh.ground.access import Role, visible
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from tests.events.factories import a_course, a_running_programme, a_training, an_event, days_ago
from tests.events.test_events import COUNTS
from tests.factories import holding

pytestmark = pytest.mark.django_db
PLANS = [Plan("Books", "حساب", 90), Plan("", "گنتی", 60)]
WORDS: dict[str, Any] = {"kind": "training", "title_en": "Money", "title_ur": "", "least_percent": 80}


def officer_of(thing: Any) -> Person:
    return holding(Role.PROGRAMME_OFFICER, over=thing.programme_id)


def people(number: int, disability: str = "unknown") -> dict[tuple[str, ...], int]:
    return {("women", "15-29", disability): number}


def came(event: Event, number: int, by: Person) -> None:
    events.record_attendance(event, counts={("women", "15-29"): number}, by=by)


def counted(event: Event, numbers: list[int], by: Person) -> None:
    for session, number in zip(event.sessions.all(), numbers, strict=True):
        courses.record_session(session, day=event.starts_on, counts=people(number), by=by)


# Courses


def test_an_officer_writes_a_course_and_changes_it_in_a_new_version() -> None:
    programme = a_running_programme()
    officer = holding(Role.PROGRAMME_OFFICER, over=programme.pk)
    first = courses.write(programme, plans=PLANS, by=officer, **WORDS)
    second = courses.change(first, plans=PLANS[:1], by=officer, **{**WORDS, "title_en": "Honest money"})
    assert (first.version, second.version, second.replaces) == (1, 2, first)
    assert [plan.minutes for plan in first.plans.all()] == [90, 60]
    assert list(visible(officer, Course).current()) == [second]
    assert [line.verb for line in history.of(second)] == ["course_changed"]


def test_of_two_who_change_the_same_version_the_second_is_told() -> None:
    course = a_course()
    courses.change(course, plans=PLANS, by=officer_of(course), **WORDS)
    with pytest.raises(Refusal):
        courses.change(course, plans=PLANS, by=officer_of(course), **WORDS)
    assert Course.objects.count() == 2


@pytest.mark.parametrize("many", [0, MOST_SESSIONS + 1])
def test_a_course_has_sessions_but_not_without_end(many: int) -> None:
    programme = a_running_programme()
    with pytest.raises(Refusal):
        courses.write(programme, plans=PLANS[:1] * many, by=holding(Role.PROGRAMME_OFFICER, over=programme.pk), **WORDS)


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.FINANCE_OFFICER])
def test_nobody_else_writes_courses(role: Role) -> None:
    programme = a_running_programme()
    with pytest.raises(Refusal):
        courses.write(programme, plans=PLANS, by=holding(role, over=programme.pk), **WORDS)


def test_the_database_refuses_to_change_what_was_taught_and_counted() -> None:
    event = a_training(sessions=1)
    counted(event, [3], officer_of(event))
    for rows in (Course.objects, SessionPlan.objects, Tally.objects, TallyCount.objects):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all()._raw_delete(using="default")  # type: ignore[attr-defined]
    with pytest.raises(DatabaseError), transaction.atomic():
        TallyCount.objects.update(people=9)
    with pytest.raises(DatabaseError), transaction.atomic():
        SessionPlan.objects.update(minutes=9)


def test_every_course_to_begin_from_is_whole_in_both_languages_and_has_a_source() -> None:
    found = samples.samples()
    assert len(found) == 5
    for sample in found.values():
        assert sample.kind in Event.Kind.values
        assert all([sample.title_en, sample.title_ur, sample.outcome_en, sample.outcome_ur])
        assert 1 <= len(sample.sessions) <= MOST_SESSIONS
        assert all(each.title_en and each.title_ur and each.minutes > 0 for each in sample.sessions)
    with (samples.FOLDER / "courses.csv").open(encoding="utf-8") as lines:
        assert all(row["source"] for row in csv.DictReader(lines))


# Teaching


def test_a_gathering_keeps_the_version_that_was_taught() -> None:
    course = a_course(sessions=2)
    officer = officer_of(course)
    event = an_event(programme=course.programme)
    courses.teach(event, course=course, by=officer)
    courses.change(course, plans=PLANS[:1], by=officer, **WORDS)
    event.refresh_from_db()
    assert event.course == course
    assert event.sessions.count() == 2


def test_another_course_can_be_chosen_until_somebody_was_counted() -> None:
    event = a_training(sessions=2)
    officer = officer_of(event)
    other = a_course(event.programme, sessions=1)
    courses.teach(event, course=other, by=officer)
    assert event.sessions.count() == 1
    counted(event, [3], officer)
    with pytest.raises(Refusal):
        courses.teach(event, course=other, by=officer)


def test_a_course_of_another_programme_is_not_taught() -> None:
    event = an_event()
    with pytest.raises(Refusal) as refused:
        courses.teach(event, course=a_course(), by=officer_of(event))
    assert refused.value.field == "course"


# Counting


def test_a_session_is_counted_by_sex_age_and_disability_and_corrected_in_a_version() -> None:
    event = a_training(sessions=1)
    officer = officer_of(event)
    session = event.sessions.get()
    counts = {("women", "15-29", "with"): 2, ("women", "15-29", "without"): 10}
    courses.record_session(session, day=event.starts_on, counts=counts, by=officer)
    with pytest.raises(Refusal):
        courses.record_session(session, day=event.starts_on, counts=people(9), by=officer)
    courses.record_session(session, day=event.starts_on, counts=people(9), after=1, by=officer)
    (found,) = queries.session_counts(event)
    assert (found.people, found.session.day) == (9, event.starts_on)
    assert Tally.objects.count() == 2
    assert history.of(event)[-1].facts == {"number": 1, "people": 9, "version": 2}


@pytest.mark.parametrize(("first", "last", "day"), [(3, 2, 4), (3, 2, 1), (1, -2, -1)])
def test_a_session_is_held_on_a_day_of_the_gathering_that_has_come(first: int, last: int, day: int) -> None:
    event = a_training(sessions=1, starts_on=days_ago(first), ends_on=days_ago(last))
    with pytest.raises(Refusal) as refused:
        courses.record_session(event.sessions.get(), day=days_ago(day), counts=people(3), by=officer_of(event))
    assert refused.value.field == "day"


def test_nobody_is_counted_after_it_was_cancelled() -> None:
    event = a_training(sessions=1, state=Event.State.CANCELLED)
    with pytest.raises(Refusal):
        counted(event, [3], officer_of(event))


def test_whoever_does_not_run_the_programme_counts_nobody() -> None:
    event = a_training(sessions=1)
    with pytest.raises(Refusal):
        counted(event, [3], holding(Role.VERIFIER, over=event.programme_id))


@pytest.mark.parametrize(
    ("percent", "sessions", "needed"), [(80, 5, 4), (80, 7, 6), (100, 3, 3), (1, 5, 1), (50, 3, 2)]
)
def test_how_many_sessions_are_needed(percent: int, sessions: int, needed: int) -> None:
    assert sessions_needed(Course(least_percent=percent), sessions) == needed


def test_no_more_complete_it_than_came() -> None:
    event = a_training(sessions=1)
    officer = officer_of(event)
    counted(event, [30], officer)
    with pytest.raises(Refusal):  # nobody said yet who came
        courses.record_completion(event, counts=people(3), by=officer)
    came(event, 12, officer)
    event.refresh_from_db()
    with pytest.raises(Refusal):
        courses.record_completion(event, counts=people(13), by=officer)
    with pytest.raises(Refusal):  # as many, but of another group
        courses.record_completion(event, counts={("men", "15-29", "unknown"): 1}, by=officer)
    courses.record_completion(event, counts=people(12), by=officer)
    assert queries.completed(event) == 12


def test_no_more_complete_it_than_the_counts_of_the_sessions_allow() -> None:
    event = a_training(sessions=5)  # 4 of 5 are needed
    officer = officer_of(event)
    came(event, 20, officer)
    event.refresh_from_db()
    with pytest.raises(Refusal):  # no session was counted yet
        courses.record_completion(event, counts=people(1), by=officer)
    counted(event, [12, 10, 10, 10, 3], officer)  # 45 times somebody came: 11 could have come four times
    with pytest.raises(Refusal):
        courses.record_completion(event, counts=people(12), by=officer)
    courses.record_completion(event, counts=people(10), by=officer)


def test_a_correction_of_who_came_leaves_those_who_completed_it() -> None:
    event = a_training(sessions=1)
    officer = officer_of(event)
    counted(event, [12], officer)
    came(event, 12, officer)
    event.refresh_from_db()
    courses.record_completion(event, counts=people(11), by=officer)
    with pytest.raises(Refusal):
        events.record_attendance(event, counts={("women", "15-29"): 10}, after=1, by=officer)
    events.record_attendance(event, counts={("women", "15-29"): 11}, after=1, by=officer)


def test_certificates_are_for_those_who_completed_the_course_and_not_for_all_who_came() -> None:
    event = a_training(sessions=1)
    officer = officer_of(event)
    counted(event, [12], officer)
    came(event, 12, officer)
    event.refresh_from_db()
    with pytest.raises(Refusal):  # nobody said yet who completed it
        certificates.ask(event, names=["Amina"], language="en", hours=1, by=officer)
    courses.record_completion(event, counts=people(1), by=officer)
    with pytest.raises(Refusal):
        certificates.ask(event, names=["Amina", "Bilal"], language="en", hours=1, by=officer)
    certificates.ask(event, names=["Amina"], language="en", hours=1, by=officer)
    with pytest.raises(Refusal):
        courses.record_completion(event, counts={}, after=1, by=officer)


# The public


@pytest.mark.parametrize(("number", "shown"), [(9, None), (10, 10), (13, 15)])
def test_the_public_sees_how_many_completed_it_by_the_10_5_rule(number: int, shown: int | None) -> None:
    event = a_training(sessions=1)
    officer = officer_of(event)
    counted(event, [40], officer)
    events.record_attendance(event, counts=COUNTS, by=officer)
    event.refresh_from_db()
    courses.record_completion(event, counts=people(number), by=officer)
    assert queries.public_completion(event, queries.public_attendance(event)) == shown


def test_the_public_sees_a_course_only_where_it_was_taught_at_a_gathering_that_was_held() -> None:
    planned = a_training(sessions=1)
    held = a_training(sessions=1, state=Event.State.HELD)
    assert list(Course.objects.public()) == [held.course]
    assert planned.course not in Course.objects.public()
    assert Session.objects.public().count() == 0
