"""Calls with criteria and gates, applications, conflicts, reviewers, reviews, reckonings, decisions, appeals."""

from saanjh.calls.models.appeals import Appeal, EarlierDecision
from saanjh.calls.models.applications import Application
from saanjh.calls.models.calibrations import TrialProposal, TrialScore
from saanjh.calls.models.calls import Call, Criterion
from saanjh.calls.models.capacities import Capacity, CapacityScore
from saanjh.calls.models.costs import CostRule
from saanjh.calls.models.decisions import Decision, Outcome, ProposedDecision
from saanjh.calls.models.enquiries import Enquiry
from saanjh.calls.models.extensions import Extension
from saanjh.calls.models.gates import Gate, GateAnswer, GateCheck, GateItem
from saanjh.calls.models.intakes import Intake
from saanjh.calls.models.panel_rules import Departure, MoneyRaise, PanelRules, RulesChange
from saanjh.calls.models.panels import Composition, HandChoice, ReviewerProfile
from saanjh.calls.models.partners import ApplicationPartner
from saanjh.calls.models.reckonings import Reckoning
from saanjh.calls.models.reminders import Reminder
from saanjh.calls.models.reviews import ApplicantComment, Conflict, Reopening, Review, Score
from saanjh.calls.models.third_reviews import ThirdReview
from saanjh.calls.models.tracks import SimplifiedTrack, Terms, Track

__all__ = [
    "Appeal",
    "ApplicantComment",
    "Application",
    "ApplicationPartner",
    "Call",
    "Capacity",
    "CapacityScore",
    "Composition",
    "Conflict",
    "CostRule",
    "Criterion",
    "Decision",
    "Departure",
    "EarlierDecision",
    "Enquiry",
    "Extension",
    "Gate",
    "GateAnswer",
    "GateCheck",
    "GateItem",
    "HandChoice",
    "Intake",
    "MoneyRaise",
    "Outcome",
    "PanelRules",
    "ProposedDecision",
    "Reckoning",
    "Reminder",
    "Reopening",
    "Review",
    "ReviewerProfile",
    "RulesChange",
    "Score",
    "SimplifiedTrack",
    "Terms",
    "ThirdReview",
    "Track",
    "TrialProposal",
    "TrialScore",
]
