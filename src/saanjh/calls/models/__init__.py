"""Calls with criteria and gates, applications, conflicts, reviewers, reviews, reckonings, decisions."""

from saanjh.calls.models.applications import Application
from saanjh.calls.models.calibrations import TrialProposal, TrialScore
from saanjh.calls.models.calls import Call, Criterion
from saanjh.calls.models.capacities import Capacity, CapacityScore
from saanjh.calls.models.decisions import Decision
from saanjh.calls.models.enquiries import Enquiry
from saanjh.calls.models.gates import Gate, GateAnswer, GateCheck, GateItem
from saanjh.calls.models.panel_rules import Departure, PanelRules
from saanjh.calls.models.panels import Composition, HandChoice, ReviewerProfile
from saanjh.calls.models.reckonings import Reckoning
from saanjh.calls.models.reminders import Reminder
from saanjh.calls.models.reviews import Conflict, Reopening, Review, Score
from saanjh.calls.models.third_reviews import ThirdReview
from saanjh.calls.models.tracks import SimplifiedTrack, Terms, Track

__all__ = [
    "Application",
    "Call",
    "Capacity",
    "CapacityScore",
    "Composition",
    "Conflict",
    "Criterion",
    "Decision",
    "Departure",
    "Enquiry",
    "Gate",
    "GateAnswer",
    "GateCheck",
    "GateItem",
    "HandChoice",
    "PanelRules",
    "Reckoning",
    "Reminder",
    "Reopening",
    "Review",
    "ReviewerProfile",
    "Score",
    "SimplifiedTrack",
    "Terms",
    "ThirdReview",
    "Track",
    "TrialProposal",
    "TrialScore",
]
