"""Gatherings: planned by officers, counted in versions, published by the 10-5 rule."""

import pytest
from django.db import DatabaseError, transaction

from saanjh.events import queries
from saanjh.events.actions import events
from saanjh.events.models import Attendance, AttendanceCount, Event
from saanjh.ground import history, search
from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.counting import MOST
from saanjh.ground.refusals import Refusal
from tests.events.factories import a_running_programme, an_event, days_ago
from tests.factories import a_district, holding

pytestmark = pytest.mark.django_db

COUNTS = {("women", "15-29"): 17, ("women", "30-59"): 12, ("men", "15-29"): 4, ("men", "30-59"): 31}


DAYS = [(1, 2, "ends_on"), (400, 399, "starts_on"), (-730, -731, "starts_on")]


def officer_of(event: Event) -> object:
    return holding(Role.PROGRAMME_OFFICER, over=event.programme_id)


def plan(programme: object, by: object, **facts: object) -> Event:
    facts = {
        "kind": "orientation",
        "title_en": "Orientation of grantees",
        "district": facts.pop("district", None) or a_district(),
        "starts_on": days_ago(-3),
        "ends_on": days_ago(-4),
        **facts,
    }
    return events.plan(programme, by=by, **facts)  # type: ignore[arg-type]


def test_an_officer_plans_a_gathering_that_the_public_does_not_see_yet() -> None:
    programme = a_running_programme()
    officer = holding(Role.PROGRAMME_OFFICER, over=programme.pk)
    event = plan(programme, officer)
    assert list(visible(officer, Event)) == [event]
    assert list(Event.objects.public()) == []
    assert [line.verb for line in history.of(event)] == ["event_planned"]
    assert search.ids_of("grantees", Event) == [event.public_id]
    assert search.ids_of("grantees", Event, public_only=True) == []


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.FINANCE_OFFICER, Role.OBSERVER])
def test_nobody_else_of_the_programme_plans(role: Role) -> None:
    programme = a_running_programme()
    with pytest.raises(Refusal):
        plan(programme, holding(role, over=programme.pk))
    assert Event.objects.count() == 0


def test_an_officer_of_another_programme_does_not_plan() -> None:
    with pytest.raises(Refusal):
        plan(a_running_programme(), holding(Role.PROGRAMME_OFFICER, over=a_running_programme().pk))


@pytest.mark.parametrize(("first", "last", "field"), DAYS)
def test_days_are_in_order_and_within_the_programme(first: int, last: int, field: str) -> None:
    programme = a_running_programme()
    officer = holding(Role.PROGRAMME_OFFICER, over=programme.pk)
    with pytest.raises(Refusal) as refused:
        plan(programme, officer, starts_on=days_ago(first), ends_on=days_ago(last))
    assert refused.value.field == field


def test_recording_who_came_says_that_it_was_held_and_makes_it_public() -> None:
    event = an_event()
    events.record_attendance(event, counts=COUNTS, by=officer_of(event))  # type: ignore[arg-type]
    assert list(Event.objects.public()) == [event]
    recorded = queries.attendances(event)
    assert [(each.attendance.version, each.people) for each in recorded] == [(1, 64)]
    assert recorded[0].cells == COUNTS
    assert history.of(event)[-1].facts == {"version": 1, "people": 64}


def test_a_correction_is_a_new_version_and_the_first_stays() -> None:
    event = an_event()
    officer = officer_of(event)
    events.record_attendance(event, counts=COUNTS, by=officer)  # type: ignore[arg-type]
    events.record_attendance(event, counts={("women", "15-29"): 20}, after=1, by=officer)  # type: ignore[arg-type]
    assert [(each.attendance.version, each.people) for each in queries.attendances(event)] == [(2, 20), (1, 64)]


def test_of_two_who_record_at_once_the_second_is_told() -> None:
    event = an_event()
    events.record_attendance(event, counts=COUNTS, by=officer_of(event))  # type: ignore[arg-type]
    with pytest.raises(Refusal):
        events.record_attendance(Event.objects.get(pk=event.pk), counts=COUNTS, after=0, by=officer_of(event))  # type: ignore[arg-type]
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize(
    "counts", [{}, {("women", "15-29"): 0}, {("women", "15-29"): -1}, {("women", "15-29"): MOST + 1}]
)
def test_a_count_that_cannot_be_one_of_people_is_refused(counts: dict[tuple[str, ...], int]) -> None:
    event = an_event()
    with pytest.raises(Refusal):
        events.record_attendance(event, counts=counts, by=officer_of(event))  # type: ignore[arg-type]
    event.refresh_from_db()
    assert event.state == Event.State.PLANNED
    assert Attendance.objects.count() == 0


def test_nobody_counts_who_came_before_it_began() -> None:
    event = an_event(starts_on=days_ago(-1), ends_on=days_ago(-1))
    with pytest.raises(Refusal):
        events.record_attendance(event, counts=COUNTS, by=officer_of(event))  # type: ignore[arg-type]


def test_a_gathering_that_was_held_is_not_cancelled() -> None:
    event = an_event()
    officer = officer_of(event)
    events.record_attendance(event, counts=COUNTS, by=officer)  # type: ignore[arg-type]
    with pytest.raises(Refusal):
        events.cancel(event, by=officer)  # type: ignore[arg-type]
    cancelled = events.cancel(an_event(programme=event.programme), by=officer)  # type: ignore[arg-type]
    assert cancelled.state == Event.State.CANCELLED
    with pytest.raises(Refusal):
        events.record_attendance(cancelled, counts=COUNTS, by=officer)  # type: ignore[arg-type]


def test_the_database_refuses_to_change_what_was_counted() -> None:
    event = an_event()
    events.record_attendance(event, counts=COUNTS, by=officer_of(event))  # type: ignore[arg-type]
    for rows in (AttendanceCount.objects.all(), Attendance.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        AttendanceCount.objects.update(people=1)


def test_the_public_sees_counts_by_the_10_5_rule() -> None:
    event = an_event()
    events.record_attendance(event, counts=COUNTS, by=officer_of(event))  # type: ignore[arg-type]
    shown = queries.public_attendance(event)
    assert shown is not None
    numbers = {str(row.label): [people for _sex, people in row.cells] for row in shown.rows}
    assert numbers["15 to 29"] == [15, None, None]  # 17 women, 4 men, no transgender people
    assert numbers["30 to 59"] == [10, 30, None]
    assert numbers["Under 15"] == [None, None, None]
    assert shown.totals.total == 65


def test_what_is_over_without_a_count_waits_for_the_officer() -> None:
    event = an_event()
    an_event(programme=event.programme, starts_on=days_ago(-1), ends_on=days_ago(-1))
    officer = officer_of(event)
    waiting = queries.waiting(standing_of(officer))
    assert [(item.kind, item.id, item.due) for item in waiting] == [("events.event", event.public_id, event.ends_on)]
    assert queries.waiting(standing_of(holding(Role.VERIFIER, over=event.programme_id))) == []
    events.record_attendance(event, counts=COUNTS, by=officer)  # type: ignore[arg-type]
    assert queries.waiting(standing_of(officer)) == []
