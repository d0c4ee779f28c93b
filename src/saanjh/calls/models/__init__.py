"""Calls and their criteria, applications, conflicts of interest, reviews, the panel's rules and sets, decisions."""

from saanjh.calls.models.applications import Application
from saanjh.calls.models.calls import Call, Criterion
from saanjh.calls.models.decisions import Decision
from saanjh.calls.models.panels import Departure, PanelRules
from saanjh.calls.models.reckonings import Reckoning
from saanjh.calls.models.reviews import Conflict, Review, Score

__all__ = [
    "Application",
    "Call",
    "Conflict",
    "Criterion",
    "Decision",
    "Departure",
    "PanelRules",
    "Reckoning",
    "Review",
    "Score",
]
