"""How long grants are kept: for as long as somebody can ask what money was given for, and what was done with it."""

from saanjh.awards.models import (
    Activity,
    ActivityFile,
    Agreement,
    Allocation,
    Amendment,
    Award,
    BudgetLine,
    CashLine,
    Consultation,
    Consulted,
    Explanation,
    Headcount,
    Milestone,
    Pause,
    Permit,
    PermitFact,
    Reconciliation,
    Resumption,
    Risk,
    RiskReview,
    StepMark,
    TakenBack,
    Tranche,
)
from saanjh.ground.holdings import told, untold
from saanjh.ground.models import Organisation, Person
from saanjh.ground.retention import kept

kept(Award, "money that was given is accounted for as long as the programme")
for money in (Allocation, TakenBack):
    kept(money, "whose money paid for what is asked for as long as the programme")
kept(Agreement, "what both sides agreed on, for as long as the grant is accounted for; it names nobody")
for part in (BudgetLine, Milestone, Tranche):
    kept(part, "part of its agreement; sealed by the database with it")
kept(Amendment, "why an agreement was changed, or was not; part of what both sides agreed on, it names nobody")
for permission in (Permit, PermitFact):
    kept(permission, "which permission the work had when; it names nobody")
for still in (Pause, Resumption):
    kept(still, "when the work stood still; deadlines are read by it, and it gives no reason but a code")
for risk in (Risk, RiskReview):
    kept(risk, "what could go wrong and what was done about it; of the work, never of persons")
kept(Consultation, "what people of the place changed in the plan; it names nobody")
kept(Consulted, "counts of people, never who they were; sealed by the database")
kept(StepMark, "which step was done when; part of what a grant was used for")
kept(Activity, "what a grant was used for; sealed by the database, guarded against names")
kept(ActivityFile, "goes with its activity")
kept(Headcount, "counts of people, never who they were; sealed by the database")
for book in (CashLine, Explanation, Reconciliation):
    kept(book, "what was done with the money of a grant; sealed by the database, guarded against names")

told(Person, Award, "offered_by", "public_id created_at")
told(Person, Award, "ended_by", "public_id ended_on")
told(Person, Allocation, "allocated_by", "public_id allocated_on")
told(Person, TakenBack, "taken_back_by", "taken_back_at")
told(Person, Agreement, "made_by", "public_id number from_day created_at")
told(Person, Amendment, "proposed_by", "public_id kind state reason effect written_in created_at")
told(Person, Amendment, "answered_by", "public_id kind state answer answer_written_in answered_at")
told(Person, Permit, "recorded_by", "public_id kind issuer applied_on created_at")
told(Person, PermitFact, "recorded_by", "permit__public_id what day expires_on created_at")
told(Person, Pause, "paused_by", "public_id from_day why created_at")
told(Person, Resumption, "resumed_by", "pause__public_id day created_at")
told(Person, Risk, "recorded_by", "public_id kind what written_in created_at")
told(Person, RiskReview, "reviewed_by", "public_id day likelihood harm doing written_in owner next_on created_at")
told(Person, Consultation, "recorded_by", "public_id day said changed written_in created_at")
told(Person, StepMark, "marked_by", "public_id step done_on created_at")
told(Person, Activity, "recorded_by", "public_id created_at")
told(Person, CashLine, "recorded_by", "public_id day kind amount_minor created_at")
told(Person, Explanation, "written_by", "public_id heading words written_in created_at")
told(Person, Reconciliation, "reconciled_by", "public_id day statement_minor words written_in created_at")
told(
    Organisation,
    Award,
    "organisation",
    "public_id title_en title_ur amount_minor currency starts_on ends_on state public_precision answered_at ended_on "
    "reason",
)
untold(Organisation, Award, "application__organisation", "the same grants, told by their organisation already")
told(Organisation, Award.districts.through, "award__organisation", "award__public_id district__slug")
told(
    Organisation,
    Agreement,
    "award__organisation",
    "public_id award__public_id number from_day amount_minor starts_on ends_on level level_reason is_unseen visibility "
    "written_in created_at",
)
told(Organisation, BudgetLine, "agreement__award__organisation", "agreement__public_id heading what amount_minor")
told(Organisation, Milestone, "agreement__award__organisation", "agreement__public_id code label_en due_on")
told(Organisation, Tranche, "agreement__award__organisation", "agreement__public_id percent amount_minor milestone")
told(
    Organisation,
    Agreement.districts.through,
    "agreement__award__organisation",
    "agreement__public_id district__slug",
)
told(
    Organisation,
    Agreement.indicators.through,
    "agreement__award__organisation",
    "agreement__public_id chosenindicator__indicator__code",
)
told(
    Organisation,
    Amendment,
    "award__organisation",
    "public_id award__public_id kind state side reason effect written_in answer answer_written_in answered_at "
    "created_at",
)
told(
    Organisation,
    Activity,
    "award__organisation",
    "public_id award__public_id day what written_in district__slug activity_type__code step struck_out created_at",
)
told(Organisation, Permit, "award__organisation", "public_id award__public_id kind issuer applied_on created_at")
told(
    Organisation,
    PermitFact,
    "permit__award__organisation",
    "permit__public_id what day expires_on created_at",
)
told(Organisation, Pause, "award__organisation", "public_id award__public_id from_day why created_at")
told(Organisation, Resumption, "pause__award__organisation", "pause__public_id day created_at")
told(Organisation, Risk, "award__organisation", "public_id award__public_id kind what written_in created_at")
told(
    Organisation,
    RiskReview,
    "risk__award__organisation",
    "public_id risk__public_id day likelihood harm doing written_in owner next_on created_at",
)
told(
    Organisation,
    Consultation,
    "award__organisation",
    "public_id award__public_id day with_whom__code said has_changed step changed written_in created_at",
)
told(
    Organisation,
    Consulted,
    "consultation__award__organisation",
    "consultation__public_id sex age_band disability people",
)
told(Organisation, StepMark, "award__organisation", "public_id award__public_id step done_on created_at")
untold(Organisation, Activity, "corrects__award__organisation", "the same activities, told by their grant already")
told(
    Organisation,
    Headcount,
    "activity__award__organisation",
    "activity__public_id sex age_band disability people",
)
told(Organisation, ActivityFile, "activity__award__organisation", "activity__public_id file__public_id", file="file")
told(
    Organisation,
    CashLine,
    "award__organisation",
    "public_id award__public_id day kind pot what written_in currency paid_minor amount_minor voucher tax_minor "
    "whole_minor share_percent file__public_id created_at",
    file="file",
)
told(
    Organisation,
    Explanation,
    "award__organisation",
    "public_id award__public_id heading points spent_minor words written_in created_at",
)
told(
    Organisation,
    Reconciliation,
    "award__organisation",
    "public_id award__public_id day statement_minor book_minor words written_in created_at",
)
for way in ("reverses__award__organisation", "budget_line__agreement__award__organisation"):
    untold(Organisation, CashLine, way, "the same lines, told by their grant already")
told(
    Organisation,
    Allocation,
    "contribution__donor",
    "public_id contribution__public_id amount_minor allocated_on call__public_id award__public_id",
)
told(Organisation, TakenBack, "allocation__contribution__donor", "allocation__public_id reason taken_back_at")
untold(Organisation, Allocation, "award__organisation", "whose money pays for a grant is the programme's affair")
untold(Organisation, TakenBack, "allocation__award__organisation", "whose money pays is the programme's affair")
for way in ("changes", "proposes"):
    untold(Organisation, Amendment, f"{way}__award__organisation", "the same changes, told by their grant already")
