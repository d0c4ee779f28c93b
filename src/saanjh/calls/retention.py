"""How long applications are kept: what was never handed in goes; of what was not selected the words go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from saanjh.calls.models import Application, Call, Conflict, Criterion, Decision, Review, Score
from saanjh.ground import search
from saanjh.ground.retention import End, clock, kept
from saanjh.questions.models import AnswerSheet

State = Application.State


@clock("drafts", Application, what="applications that were never handed in", starts="the call closed")
def drafts(before: datetime) -> QuerySet[Any]:
    return Application.objects.filter(state=State.DRAFT, call__closes_on__lt=timezone.localdate(before))


@drafts.ends
def forget_drafts(rows: Sequence[Any]) -> None:
    """Applications and their sheets go together."""
    Application.objects.filter(pk__in=[row.pk for row in rows]).delete()
    AnswerSheet.objects.filter(pk__in=[row.sheet_id for row in rows]).delete()


@clock(
    "withdrawn",
    Application,
    what="titles and answers of applications that were withdrawn",
    starts="the call closed",
    end=End.BLANKED,
)
def withdrawn(before: datetime) -> QuerySet[Any]:
    rows = Application.objects.filter(state=State.WITHDRAWN, call__closes_on__lt=timezone.localdate(before))
    return rows.filter(WORDS)


@clock(
    "declined",
    Application,
    what="titles and answers of applications that were declined",
    starts="the decision",
    end=End.BLANKED,
)
def declined(before: datetime) -> QuerySet[Any]:
    return Application.objects.filter(state=State.DECLINED, decision__decided_at__lt=before).filter(WORDS)


WORDS = ~Q(title_en="", title_ur="") | ~Q(sheet__answers={})


@withdrawn.ends
@declined.ends
def blank(rows: Sequence[Any]) -> None:
    """The number, the amount and the state stay; titles and answers do not."""
    Application.objects.filter(pk__in=[row.pk for row in rows]).update(title_en="", title_ur="")
    AnswerSheet.objects.filter(pk__in=[row.sheet_id for row in rows]).update(answers={})
    search.follow(*Application.objects.filter(pk__in=[row.pk for row in rows]))


@clock("reviews", Score, what="reasons of reviewers", starts="the decision", end=End.BLANKED)
def reviews(before: datetime) -> QuerySet[Any]:
    return Score.objects.filter(review__application__decision__decided_at__lt=before).exclude(reason="")


@reviews.ends
def blank_reasons(rows: Sequence[Any]) -> None:
    """Scores stay as numbers."""
    Score.objects.filter(pk__in=[row.pk for row in rows]).update(reason="")


kept(Call, "public: what was called for, and how it was weighed")
kept(Criterion, "part of its call")
kept(Decision, "the programme’s answer, which must be shown for as long as somebody can ask; it names nobody")
kept(Conflict, "who stood back from what proves that the selection was fair; goes with its application")
kept(Review, "that somebody read it and when; the words have a clock (reviews)")
