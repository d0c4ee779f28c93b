"""How long applications are kept: what was never handed in goes; of what was not selected the words go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from saanjh.calls.models import (
    Application,
    Call,
    Capacity,
    CapacityScore,
    Composition,
    Conflict,
    Criterion,
    Decision,
    Departure,
    Enquiry,
    GateAnswer,
    GateCheck,
    GateItem,
    HandChoice,
    PanelRules,
    Reckoning,
    Reminder,
    Reopening,
    Review,
    ReviewerProfile,
    Score,
    SimplifiedTrack,
    ThirdReview,
    TrialProposal,
    TrialScore,
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
    return Application.objects.filter(
        over | Q(organisation__in=closed.values("organisation")), state=State.DRAFT, serial=None
    )


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
    taken_back = Q(state=State.WITHDRAWN) | Q(state=State.DRAFT, serial__isnull=False)  # or opened again, and left so
    return Application.objects.filter(taken_back, WORDS, call__closes_on__lt=timezone.localdate(before))


@clock(
    "declined",
    Application,
    what="titles and answers of applications that were declined",
    starts="the decision",
    end=End.BLANKED,
)
def declined(before: datetime) -> QuerySet[Any]:
    return Application.objects.filter(state=State.DECLINED, decision__decided_at__lt=before).filter(WORDS)


@clock(
    "not-eligible",
    Application,
    what="titles and answers of applications that were found not eligible",
    starts="the gate was closed",
    end=End.BLANKED,
)
def not_eligible(before: datetime) -> QuerySet[Any]:
    stopped = GateCheck.objects.filter(state="closed", outcome="stopped", closed_at__lt=before)
    rows = Application.objects.filter(state=State.NOT_ELIGIBLE, pk__in=stopped.order_by().values("application"))
    return rows.filter(WORDS)


WORDS = ~Q(title_en="", title_ur="") | ~Q(sheet__answers={})


@withdrawn.ends
@declined.ends
@not_eligible.ends
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


@clock(
    "enquiries", Enquiry, what="questions about a call that were set aside or never answered", starts="the call closed"
)
def enquiries(before: datetime) -> QuerySet[Any]:
    rows = Enquiry.objects.exclude(state=Enquiry.State.ANSWERED)
    return rows.filter(call__closes_on__lt=timezone.localdate(before))


@clock("gate-notes", GateAnswer, what="notes of gate checkers", starts="the gate was closed", end=End.BLANKED)
def gate_notes(before: datetime) -> QuerySet[Any]:
    return GateAnswer.objects.filter(check_of__closed_at__lt=before).exclude(note="")


@gate_notes.ends
def blank_notes(rows: Sequence[Any]) -> None:
    """The answers stay as codes."""
    GateAnswer.objects.filter(pk__in=[row.pk for row in rows]).update(note="")


kept(Call, "public: what was called for, and how it was weighed")
for part in (Criterion, GateItem, SimplifiedTrack):
    kept(part, "part of its call")
kept(GateCheck, "that it was screened, when, and what the applicant was told; it names nobody it is about")
kept(Capacity, "what the tranches of a grant rest on; it names nobody")
kept(CapacityScore, "part of its assessment")
kept(Decision, "the programme’s answer, which must be shown for as long as somebody can ask; it names nobody")
kept(Composition, "counts that an officer states of a call; they speak of nobody alone")
kept(Conflict, "who stood back from what proves that the selection was fair; goes with its application")
kept(HandChoice, "which proposal was changed by hand; goes with it")
kept(PanelRules, "part of its call")
kept(Departure, "why the panel departed from what was reckoned; part of the record of the selection, it names nobody")
kept(TrialProposal, "invented for its call; it is about nobody")
kept(TrialScore, "numbers for practice; why a reviewer could begin")
kept(ThirdReview, "why a third person read it, or did not; part of the record of the selection, it names nobody")
kept(Reckoning, "numbers and rules alone, from which the selection can be shown to have been right")
kept(Review, "that somebody read it and when; the words have a clock (reviews)")
kept(Reopening, "why a sealed review was opened again; part of the record of the selection, it names nobody")
kept(Reminder, "that a reviewer was reminded; goes with the review where that is taken back")
kept(ReviewerProfile, "why somebody was asked to read what; languages and themes, no words of hers")

CAPACITY = "the organisation reads it with its plan on the page of its application, once that is selected"

told(Person, Decision, "decided_by", "public_id outcome decided_at")
told(Person, Conflict, "person", "declared_at")
told(Person, Enquiry, "asked_by", "public_id text written_in state created_at")
told(Person, Enquiry, "ended_by", "public_id ended_at")
told(Person, Departure, "by", "public_id is_in created_at taken_back_at")
told(Person, Departure, "taken_back_by", "public_id taken_back_at")
told(Person, TrialScore, "person", "trial__public_id scores scored_at")
told(Person, ThirdReview, "dismissed_by", "public_id dismissed_at")
told(Person, Reckoning, "asked_by", "public_id kind created_at")
told(Person, ReviewerProfile, "person", "call__code languages most themes__code")
told(Person, GateCheck, "closed_by", "public_id gate outcome closed_at")
told(Person, GateCheck, "reopened_by", "public_id gate reopened_at")
told(Person, Capacity, "assessed_by", "public_id percent level assessed_at")
told(Person, Review, "reviewer", "public_id state due_on submitted_at")
told(Person, Reopening, "by", "review__public_id at")
told(Person, Reminder, "by", "review__public_id kind day")
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
told(Organisation, GateCheck, "application__organisation", "application__number gate state closed_at")
untold(Organisation, Application, "sheet__application__organisation", "the same applications, told already")
untold(Organisation, GateAnswer, "check_of__application__organisation", "how it ended is told with the application")
untold(Organisation, Capacity, "application__organisation", CAPACITY)
untold(Organisation, CapacityScore, "capacity__application__organisation", CAPACITY)
untold(Organisation, Conflict, "application__organisation", "who stood back is known to the programme alone")
untold(Organisation, HandChoice, "application__organisation", "applicants are not told who was thought of to read them")
untold(Organisation, Departure, "application__organisation", "the panel’s own record; applicants are told the decision")
untold(Organisation, Reopening, "review__application__organisation", "what reviewers are asked is the programme’s own")
untold(Organisation, Reminder, "review__application__organisation", "applicants are not told who reads, nor how late")
untold(Organisation, ThirdReview, "application__organisation", "how its reviews differ is the programme’s own")
untold(Organisation, Review, "application__organisation", "applicants are not told who read them, nor what each wrote")
