"""The tables of grants, one file a noun."""

from saanjh.awards.models.activities import Activity, ActivityFile, Headcount
from saanjh.awards.models.agreements import Agreement, BudgetLine, Milestone, Tranche
from saanjh.awards.models.allocations import Allocation, TakenBack
from saanjh.awards.models.amendments import Amendment
from saanjh.awards.models.awards import ACCEPTED, READERS, Award, AwardRows, seen_by
from saanjh.awards.models.consultations import Consultation, Consulted
from saanjh.awards.models.ledger import CashLine, Explanation, Reconciliation
from saanjh.awards.models.pauses import Pause, Resumption
from saanjh.awards.models.permits import Permit, PermitFact
from saanjh.awards.models.plans import StepMark
from saanjh.awards.models.risks import OWNERS, Risk, RiskReview

__all__ = [
    "ACCEPTED",
    "OWNERS",
    "READERS",
    "Activity",
    "ActivityFile",
    "Agreement",
    "Allocation",
    "Amendment",
    "Award",
    "AwardRows",
    "BudgetLine",
    "CashLine",
    "Consultation",
    "Consulted",
    "Explanation",
    "Headcount",
    "Milestone",
    "Pause",
    "Permit",
    "PermitFact",
    "Reconciliation",
    "Resumption",
    "Risk",
    "RiskReview",
    "StepMark",
    "TakenBack",
    "Tranche",
    "seen_by",
]
