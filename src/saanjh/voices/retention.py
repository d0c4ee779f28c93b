"""How long messages are kept: not long. What stays is how many there were."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from saanjh.ground.holdings import told
from saanjh.ground.models import Person
from saanjh.ground.retention import End, clock, kept
from saanjh.voices.models import Answer, Message, PastCount, UsedForm


@clock("voices-closed", Message, what="messages with their answers", starts="the message was closed", end=End.COUNTED)
def closed(before: datetime) -> QuerySet[Any]:
    return Message.objects.filter(state=Message.State.CLOSED, closed_on__lt=_day(before))


@clock(
    "voices-oldest",
    Message,
    what="messages with their answers, whatever became of them",
    starts="the message came",
    end=End.COUNTED,
)
def oldest(before: datetime) -> QuerySet[Any]:
    return Message.objects.filter(received_on__lt=_day(before))


@closed.ends
@oldest.ends
def count_and_forget(rows: Sequence[Any]) -> None:
    """Add the messages to the counts of their programme and year, and delete them with their answers."""
    there = Counter((row.programme_id, row.received_on.year, row.category) for row in rows)
    for (programme, year, category), messages in sorted(there.items()):
        past, _made = PastCount.objects.get_or_create(programme_id=programme, year=year, category=category)
        PastCount.objects.filter(pk=past.pk).update(messages=F("messages") + messages)
    Message.objects.filter(pk__in=[row.pk for row in rows]).delete()


@clock("voices-forms", UsedForm, what="that a form was sent: a digest", starts="the form was sent")
def used_forms(before: datetime) -> QuerySet[Any]:
    return UsedForm.objects.filter(day__lt=_day(before))


def _day(moment: datetime) -> Any:
    return timezone.localdate(moment)


kept(Answer, "goes with the message it answers")
kept(PastCount, "numbers only: how many messages of which kind a programme got in a year")

told(Person, Answer, "answered_by", "answered_on")
