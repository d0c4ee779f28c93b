"""Calls with criteria and gates, applications, conflicts of interest, reviews, reckonings, decisions."""

from saanjh.calls.models.applications import Application
from saanjh.calls.models.calls import Call, Criterion
from saanjh.calls.models.capacities import Capacity, CapacityScore
from saanjh.calls.models.decisions import Decision
from saanjh.calls.models.gates import Gate, GateAnswer, GateCheck, GateItem
from saanjh.calls.models.reckonings import Reckoning
from saanjh.calls.models.reviews import Conflict, Review, Score

__all__ = [
    "Application",
    "Call",
    "Capacity",
    "CapacityScore",
    "Conflict",
    "Criterion",
    "Decision",
    "Gate",
    "GateAnswer",
    "GateCheck",
    "GateItem",
    "Reckoning",
    "Review",
    "Score",
]
