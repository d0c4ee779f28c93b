"""How long applications are kept: what was never handed in goes; of what was not selected the words go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from saanjh.calls.models import (
    Application,
    Call,
    Conflict,
    Criterion,
    Decision,
    Departure,
    PanelRules,
    Reckoning,
    Review,
    Score,
)
from saanjh.ground import search
from saanjh.ground.holdings import told, untold
from saanjh.ground.models import Closure, Organisation, Person
from saanjh.ground.retention import End, clock, kept
from saanjh.questions.models import AnswerSheet

State = Application.State


@clock(
    "drafts", Application, what="applications that were never handed in", starts="the call, or the organisation, closed"
)
def drafts(before: datetime) -> QuerySet[Any]:
    over = Q(call__closes_on__lt=timezone.localdate(before))
    closed = Closure.objects.standing().filter(closed_at__lt=before)
    return Application.objects.filter(over | Q(organisation__in=closed.values("organisation")), state=State.DRAFT)


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
kept(PanelRules, "part of its call")
kept(Departure, "why the panel departed from what was reckoned; part of the record of the selection, it names nobody")
kept(Reckoning, "numbers and rules alone, from which the selection can be shown to have been right")
kept(Review, "that somebody read it and when; the words have a clock (reviews)")

told(Person, Decision, "decided_by", "public_id outcome decided_at")
told(Person, Conflict, "person", "declared_at")
told(Person, Departure, "by", "public_id is_in created_at taken_back_at")
told(Person, Departure, "taken_back_by", "public_id taken_back_at")
told(Person, Reckoning, "asked_by", "public_id kind created_at")
told(Person, Review, "reviewer", "public_id state submitted_at")
told(
    Organisation,
    Application,
    "organisation",
    "public_id number call__code title_en title_ur amount_minor months women_led youth_led state created_at "
    "submitted_at",
)
told(Organisation, AnswerSheet, "application__organisation", "public_id answers written_in state submitted_at digest")
told(Organisation, Application.districts.through, "application__organisation", "application__public_id district__slug")
told(Organisation, Application.themes.through, "application__organisation", "application__public_id theme__code")
told(Organisation, Decision, "application__organisation", "application__number outcome reason written_in decided_at")
untold(Organisation, Application, "sheet__application__organisation", "the same applications, told already")
untold(Organisation, Conflict, "application__organisation", "who stood back is known to the programme alone")
untold(Organisation, Departure, "application__organisation", "the panel’s own record; applicants are told the decision")
untold(Organisation, Review, "application__organisation", "applicants are not told who read them, nor what each wrote")
