"""The log of sensitive reads: its chain, and how many restricted records one person opens in a day."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from saanjh.ground import chains, notices, reads
from saanjh.ground.access import Role
from saanjh.ground.models import Person, Purpose, SensitiveRead
from saanjh.ground.refusals import Refusal
from tests.factories import a_person, holding

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_measure(settings: Any) -> None:
    settings.READS_ALERT, settings.READS_STOP = 3, 5


def opens(person: Person, *ids: str, purpose: Purpose = Purpose.READING) -> None:
    for each in ids:
        reads.note("voices.message", each, by=person, purpose=purpose)


def test_each_row_follows_from_the_one_before_it() -> None:
    opens(a_person(), "a", "b", "c")
    assert list(SensitiveRead.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert reads.broken() is None
    digest = SensitiveRead.objects.get(number=2).digest
    assert reads.broken(noted=chains.Noted({2: {digest}})) is None
    assert reads.broken(noted=chains.Noted({2: {"f" * 64}})) == chains.Broken(2, "rewritten", chain="reads")
    assert reads.broken(noted=chains.Noted({4: {"f" * 64}})) == chains.Broken(4, "missing", chain="reads")


def test_auditors_are_told_at_the_first_number_once_and_not_who_it_was() -> None:
    auditor, person = holding(Role.AUDITOR), a_person(name="Curious Officer")
    opens(person, "a", "b", "b", "a")
    assert notices.unread(auditor) == 0
    opens(person, "c", "c", "d")
    told = notices.of(auditor).get()
    assert notices.words(told) == (
        "Somebody opened 3 restricted records today. Look under History who opened what is sensitive."
    )


def test_after_the_second_number_there_is_no_more_until_tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    person, other = a_person(), a_person()
    opens(person, "a", "b", "c", "d", "e")
    with pytest.raises(Refusal, match="You have opened 5 restricted records today"):
        opens(person, "f")
    assert SensitiveRead.objects.count() == 5
    opens(person, "a")  # what was opened already stays open
    opens(other, "f")
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    opens(person, "f")
    assert reads.records_today(person) == 1


def test_lists_and_what_ones_own_task_brings_are_written_down_but_not_counted() -> None:
    person = a_person()
    opens(person, *"abcdefg", purpose=Purpose.ASSIGNING)
    opens(person, *[""] * 7)
    assert (reads.records_today(person), SensitiveRead.objects.count()) == (0, 14)
