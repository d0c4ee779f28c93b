"""A period is closed: no value of it changes any more, until it is opened with a reason."""

import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from saanjh.awards.models import Award
from saanjh.ground.access import Role
from saanjh.ground.batches import RowsRefused
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Programme
from saanjh.results import locks
from saanjh.results.actions import values
from saanjh.results.actions.locks import close_period, open_period
from saanjh.results.models import PeriodLock, Value
from tests.awards.factories import an_award
from tests.events.factories import days_ago
from tests.factories import a_person, holding
from tests.results.factories import a_value, chosen, figures

pytestmark = pytest.mark.django_db
CLOSED = "has closed all values"


def officer(programme: Programme) -> Person:
    return holding(Role.PROGRAMME_OFFICER, over=programme.pk)


def a_lock(award: Award, days: int = 30) -> PeriodLock:
    """Closed up to the last day of what the factories make."""
    return PeriodLock.objects.create(programme=award.programme, until=days_ago(days), by=a_person())


def test_no_value_of_a_closed_period_is_written_down_changed_corrected_handed_in_or_checked() -> None:
    award = an_award()
    indicator = chosen(award)
    editor = holding(Role.EDITOR, over=award.organisation_id)
    verifier = holding(Role.VERIFIER, over=award.programme_id)
    draft, waiting = a_value("draft", award, chosen(award)), a_value("submitted", award, chosen(award))
    verified = a_value("verified", award, chosen(award))
    a_lock(award)
    steps: list[Any] = [
        lambda: values.record(award, indicator, figures=figures(), by=editor),
        lambda: values.record_many([(award, indicator, figures())], by=editor),
        lambda: values.change(draft, figures=figures(n=200), by=editor),
        lambda: values.submit(draft, by=editor),
        lambda: values.submit_many([draft], by=editor),
        lambda: values.correct(verified, figures=figures(n=200), by=editor),
        lambda: values.verify(waiting, by=verifier),
        lambda: values.verify_many([waiting], by=verifier),
        lambda: values.return_with(waiting, reason="Why.", written_in="en", by=verifier),
    ]
    for step in steps:
        with pytest.raises(Refusal, match=CLOSED):
            step()
    assert sorted(Value.objects.values_list("state", flat=True)) == ["draft", "submitted", "verified"]


def test_the_day_after_is_open_and_so_is_another_programme() -> None:
    award, other = an_award(), an_award()
    a_lock(award, 31)
    a_lock(other)
    values.record(award, chosen(award), figures=figures(), by=holding(Role.EDITOR, over=award.organisation_id))
    assert Value.objects.count() == 1


def test_an_officer_closes_ever_later_days_and_opens_them_with_a_reason() -> None:
    award = an_award()
    programme, by = award.programme, officer(award.programme)
    close_period(programme, until=days_ago(60), by=by)
    with pytest.raises(Refusal, match="closed already"):
        close_period(programme, until=days_ago(60), by=by)
    close_period(programme, until=days_ago(30), by=by)
    for reason, until in (("", None), ("Two sheets were wrong.", days_ago(30))):
        with pytest.raises(Refusal):
            open_period(programme, until=until, reason=reason, written_in="en", by=by)
    open_period(programme, until=days_ago(60), reason="Two sheets were wrong.", written_in="en", by=by)
    assert locks.closed([programme.pk]) == {programme.pk: days_ago(60)}
    open_period(programme, until=None, reason="All anew.", written_in="en", by=by)
    assert locks.closed([programme.pk]) == {}
    with pytest.raises(Refusal, match="No period is closed"):
        open_period(programme, until=None, reason="Again.", written_in="en", by=by)
    assert PeriodLock.objects.count() == 4


def test_only_past_days_are_closed_and_only_by_the_officer() -> None:
    award = an_award()
    with pytest.raises(Refusal, match="past"):
        close_period(award.programme, until=timezone.localdate(), by=officer(award.programme))
    for role, over in ((Role.VERIFIER, award.programme_id), (Role.PROGRAMME_OFFICER, an_award().programme_id)):
        by = holding(role, over=over)
        with pytest.raises(Refusal, match="Only the programme officer"):
            close_period(award.programme, until=days_ago(1), by=by)
        with pytest.raises(Refusal, match="Only the programme officer"):
            open_period(award.programme, until=None, reason="Why.", written_in="en", by=by)


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_keeps_what_was_closed_and_opened(verb: str) -> None:
    rows = PeriodLock.objects.filter(pk=a_lock(an_award()).pk)
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        rows.update(until=datetime.date(2026, 1, 1)) if verb == "update" else rows.delete()


def test_what_is_closed_is_asked_once_for_many_values(django_assert_max_num_queries: Any) -> None:
    award = an_award()
    verifier = holding(Role.VERIFIER, over=award.programme_id)
    rows = [a_value("submitted", award, chosen(award)) for _each in range(3)]
    a_lock(award)
    with django_assert_max_num_queries(12), pytest.raises(RowsRefused) as refused:
        values.verify_many(rows, by=verifier)
    assert [row.number for row in refused.value.rows] == [1, 2, 3]
