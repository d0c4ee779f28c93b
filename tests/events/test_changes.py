"""What changed by a course: sums that can be true, with how sure they are, and nothing of a few."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from saanjh.events import queries
from saanjh.events.actions import changes, events
from saanjh.events.models import Change, Event
from saanjh.ground.access import Role
from saanjh.ground.refusals import Refusal
from tests.events.factories import a_training, an_event, days_ago
from tests.factories import holding

pytestmark = pytest.mark.django_db
SUMS: dict[str, Any] = {
    "moment": "after",
    "pairs": 16,
    "most_points": 20,
    "mean_before": Decimal("10"),
    "mean_then": Decimal("14"),
    "deviation": Decimal("4"),
}


def a_counted_training(days: int = 3) -> tuple[Event, Any]:
    event = a_training(sessions=1, starts_on=days_ago(days), ends_on=days_ago(days))
    officer = holding(Role.PROGRAMME_OFFICER, over=event.programme_id)
    events.record_attendance(event, counts={("women", "15-29"): 20}, by=officer)
    event.refresh_from_db()
    return event, officer


def test_the_mean_change_stands_with_its_interval() -> None:
    event, officer = a_counted_training()
    changes.record_change(event, **SUMS, by=officer)
    (found,) = queries.changes(event)
    assert found.mean == 4
    assert found.interval is not None
    # t with 15 degrees of freedom at 97.5 %: 2.13145; times 4 / sqrt(16)
    assert found.interval.low == pytest.approx(4 - 2.13145, abs=1e-4)
    assert found.interval.high == pytest.approx(4 + 2.13145, abs=1e-4)


@pytest.mark.parametrize(("pairs", "is_shown"), [(9, False), (10, True)])
def test_of_fewer_than_ten_nothing_is_shown(pairs: int, is_shown: bool) -> None:
    event, officer = a_counted_training()
    changes.record_change(event, **{**SUMS, "pairs": pairs}, by=officer)
    (found,) = queries.changes(event)
    assert (found.interval is not None) == is_shown


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"pairs": 21}, "pairs"),
        ({"pairs": 1}, "pairs"),
        ({"mean_before": Decimal("20.1")}, "mean_before"),
        ({"mean_then": Decimal("-1")}, "mean_then"),
        ({"deviation": Decimal("40.5")}, "deviation"),
        ({"moment": "follow_up"}, "moment"),
    ],
)
def test_sums_that_cannot_be_true_are_refused(words: dict[str, Any], field: str) -> None:
    event, officer = a_counted_training()
    with pytest.raises(Refusal) as refused:
        changes.record_change(event, **{**SUMS, **words}, by=officer)
    assert refused.value.field == field
    assert Change.objects.count() == 0


def test_after_three_months_it_is_asked_again() -> None:
    event, officer = a_counted_training(days=90)
    changes.record_change(event, **{**SUMS, "moment": "follow_up"}, by=officer)
    assert [each.change.moment for each in queries.changes(event)] == ["follow_up"]


def test_a_correction_is_a_version_of_whoever_saw_the_last_one() -> None:
    event, officer = a_counted_training()
    changes.record_change(event, **SUMS, by=officer)
    with pytest.raises(Refusal):
        changes.record_change(event, **SUMS, by=officer)
    changes.record_change(event, **{**SUMS, "mean_then": Decimal("13")}, after=1, by=officer)
    assert [(each.change.version, each.mean) for each in queries.changes(event)] == [(2, 3)]
    with pytest.raises(DatabaseError), transaction.atomic():
        Change.objects.update(pairs=3)


def test_nobody_else_writes_them_and_nothing_of_a_gathering_without_a_course() -> None:
    event, _officer = a_counted_training()
    with pytest.raises(Refusal):
        changes.record_change(event, **SUMS, by=holding(Role.VERIFIER, over=event.programme_id))
    plain = an_event(state=Event.State.HELD)
    with pytest.raises(Refusal):
        changes.record_change(plain, **SUMS, by=holding(Role.PROGRAMME_OFFICER, over=plain.programme_id))
