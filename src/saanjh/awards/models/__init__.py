"""The tables of grants, one file a noun."""

from saanjh.awards.models.activities import Activity, ActivityFile, Headcount
from saanjh.awards.models.agreements import Agreement, BudgetLine, Milestone, Tranche
from saanjh.awards.models.allocations import Allocation, TakenBack
from saanjh.awards.models.amendments import Amendment
from saanjh.awards.models.awards import ACCEPTED, READERS, Award, AwardRows, seen_by
from saanjh.awards.models.ledger import CashLine, Explanation, Reconciliation

__all__ = [
    "ACCEPTED",
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
    "Explanation",
    "Headcount",
    "Milestone",
    "Reconciliation",
    "TakenBack",
    "Tranche",
    "seen_by",
]
