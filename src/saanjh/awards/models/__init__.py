"""The tables of grants, one file a noun."""

from saanjh.awards.models.activities import Activity, ActivityFile, Headcount
from saanjh.awards.models.allocations import Allocation, TakenBack
from saanjh.awards.models.awards import ACCEPTED, READERS, Award, AwardRows, seen_by

__all__ = [
    "ACCEPTED",
    "READERS",
    "Activity",
    "ActivityFile",
    "Allocation",
    "Award",
    "AwardRows",
    "Headcount",
    "TakenBack",
    "seen_by",
]
