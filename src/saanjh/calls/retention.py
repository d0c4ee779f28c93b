"""How long applications are kept: what was never handed in goes; of what was not selected the words go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from saanjh.calls.models import (
    Appeal,
    ApplicantComment,
    Application,
    ApplicationPartner,
    Call,
    Capacity,
    CapacityScore,
    Composition,
    Conflict,
    CostRule,
    Criterion,
    Decision,
    Departure,
    EarlierDecision,
    Enquiry,
    Extension,
    GateAnswer,
    GateCheck,
    GateItem,
    HandChoice,
    Intake,
    MoneyRaise,
    PanelRules,
    ProposedDecision,
    Reckoning,
    Reminder,
    Reopening,
    Review,
    ReviewerProfile,
    RulesChange,
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
from saanjh.questions.models import AnswerSheet, Attached

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
    told = Decision.objects.filter(outcome="declined", decided_at__lt=before).order_by().values("application")
    return Application.objects.filter(state=State.DECLINED, pk__in=told).filter(WORDS)


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


SAID = ApplicationPartner.objects.exclude(does="").order_by()  # what partners do, in the applicant's words
WORDS = ~Q(title_en="", title_ur="") | ~Q(sheet__answers={}) | Q(pk__in=SAID.values("application"))


@withdrawn.ends
@declined.ends
@not_eligible.ends
def blank(rows: Sequence[Any]) -> None:
    """The number, the amount and the state stay; titles and answers do not."""
    Application.objects.filter(pk__in=[row.pk for row in rows]).update(title_en="", title_ur="")
    ApplicationPartner.objects.filter(application__in=[row.pk for row in rows]).update(does="")
    AnswerSheet.objects.filter(pk__in=[row.sheet_id for row in rows]).update(answers={})
    Attached.objects.filter(sheet__in=[row.sheet_id for row in rows]).delete()
    search.follow(*Application.objects.filter(pk__in=[row.pk for row in rows]))


@clock("reviews", Score, what="reasons of reviewers", starts="the decision", end=End.BLANKED)
def reviews(before: datetime) -> QuerySet[Any]:
    told = Decision.objects.exclude(outcome="reserve").filter(decided_at__lt=before).order_by()
    return Score.objects.filter(review__application__in=told.values("application")).exclude(reason="")


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


@clock("appeals", Appeal, what="what applicants wrote in their appeals", starts="the answer", end=End.BLANKED)
def appeals(before: datetime) -> QuerySet[Any]:
    return Appeal.objects.filter(answered_at__lt=before).exclude(what_happened="")


@appeals.ends
def blank_appeals(rows: Sequence[Any]) -> None:
    """The ground and the answer stay, as decisions do: they name nobody."""
    Appeal.objects.filter(pk__in=[row.pk for row in rows]).update(what_happened="")


kept(Call, "public: what was called for, and how it was weighed")
for part in (CostRule, Criterion, GateItem, SimplifiedTrack):
    kept(part, "part of its call")
kept(ApplicationPartner, "part of its application: which organisations took part; goes with a draft")
kept(Extension, "public: who had longer to hand in, until when and why")
kept(GateCheck, "that it was screened, when, and what the applicant was told; it names nobody it is about")
kept(Capacity, "what the tranches of a grant rest on; it names nobody")
kept(CapacityScore, "part of its assessment")
kept(Decision, "the programme’s answer, which must be shown for as long as somebody can ask; it names nobody")
kept(EarlierDecision, "as the decision that it was; it names nobody")
kept(ApplicantComment, "part of the programme’s answer, as the decision is; it names nobody")
kept(ProposedDecision, "from which it is seen that two people decided; it names nobody it is about")
kept(Composition, "counts that an officer states of a call; they speak of nobody alone")
kept(Conflict, "who stood back from what proves that the selection was fair; goes with its application")
kept(HandChoice, "which proposal was changed by hand; goes with it")
kept(Intake, "part of its application: how it came, and when; it names nobody it is about")
kept(PanelRules, "part of its call")
kept(RulesChange, "why the panel changed its rules; part of the record of the selection, it names nobody")
kept(MoneyRaise, "why there was more money later; part of the record of the selection, it names nobody")
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
told(Person, Decision, "confirmed_by", "public_id outcome decided_at")
told(Person, ProposedDecision, "proposed_by", "public_id outcome state created_at")
told(Person, ProposedDecision, "ended_by", "public_id outcome state ended_at")
told(Person, ApplicationPartner, "answered_by", "public_id role state answered_at")
told(Person, Appeal, "lodged_by", "public_id ground what_happened written_in lodged_at")
told(Person, Appeal, "answered_by", "public_id state answered_at")
told(Person, EarlierDecision, "decided_by", "public_id outcome decided_at")
told(Person, EarlierDecision, "confirmed_by", "public_id outcome decided_at")
told(Person, Conflict, "person", "declared_at")
told(Person, Enquiry, "asked_by", "public_id text written_in state created_at")
told(Person, Enquiry, "ended_by", "public_id ended_at")
told(Person, Extension, "granted_by", "public_id call__code until reason note written_in created_at")
told(Person, Intake, "entered_by", "public_id came received_on created_at")
told(Person, Intake.earlier.through, "person", "intake__public_id intake__came intake__received_on")
told(Person, RulesChange, "by", "public_id call__code fields created_at")
told(Person, MoneyRaise, "by", "public_id call__code before_minor money_minor created_at")
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
told(
    Organisation,
    Attached,
    "sheet__application__organisation",
    "sheet__public_id code file__public_id",
    file="file",
)
told(Organisation, Application.districts.through, "application__organisation", "application__public_id district__slug")
told(Organisation, Application.themes.through, "application__organisation", "application__public_id theme__code")
told(
    Organisation,
    Extension.named_there.through,
    "application__organisation",
    "application__public_id extension__public_id extension__until",
)
told(
    Organisation,
    Decision,
    "application__organisation",
    "application__number outcome place holds_until reason written_in decided_at",
)
told(Organisation, Intake, "application__organisation", "application__public_id came received_on created_at")
untold(Organisation, Intake.earlier.through, "intake__application__organisation", "who of the office had it in hand")
PARTNER = "public_id application__call__code role share_minor does written_in state created_at answered_at"
told(Organisation, ApplicationPartner, "organisation", f"application__organisation__name_en name {PARTNER}")
told(Organisation, ApplicationPartner, "application__organisation", f"organisation__name_en name {PARTNER}")
told(
    Organisation,
    Appeal,
    "application__organisation",
    "application__number ground what_happened written_in state lodged_at due_on answer answer_written_in answered_at",
)
told(
    Organisation,
    EarlierDecision,
    "appeal__application__organisation",
    "appeal__application__number outcome reason written_in decided_at",
)
told(Organisation, GateCheck, "application__organisation", "application__number gate state closed_at")
untold(Organisation, Application, "sheet__application__organisation", "the same applications, told already")
untold(Organisation, GateAnswer, "check_of__application__organisation", "how it ended is told with the application")
untold(Organisation, Capacity, "application__organisation", CAPACITY)
untold(Organisation, CapacityScore, "capacity__application__organisation", CAPACITY)
untold(Organisation, Conflict, "application__organisation", "who stood back is known to the programme alone")
untold(Organisation, HandChoice, "application__organisation", "applicants are not told who was thought of to read them")
untold(
    Organisation,
    ApplicantComment,
    "review__application__organisation",
    "the organisation reads them on the page of its application, once it is decided",
)
untold(
    Organisation,
    ProposedDecision,
    "application__organisation",
    "what is only proposed is told to nobody; applicants are told the decision",
)
untold(Organisation, Departure, "application__organisation", "the panel’s own record; applicants are told the decision")
untold(Organisation, Reopening, "review__application__organisation", "what reviewers are asked is the programme’s own")
untold(Organisation, Reminder, "review__application__organisation", "applicants are not told who reads, nor how late")
untold(Organisation, ThirdReview, "application__organisation", "how its reviews differ is the programme’s own")
untold(Organisation, Review, "application__organisation", "applicants are not told who read them, nor what each wrote")
