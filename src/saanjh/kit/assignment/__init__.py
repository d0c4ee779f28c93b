"""Who reviews what: a proposed assignment of reviewers to applications, the best there is, or why there is none.

`propose` takes plain values and gives a `Proposal`; modules in the order in which it works: shapes, candidates, flows,
coverage, loads, matches, groups, proposals. numpy and scipy are loaded when it is called, not before: web processes
import this without their weight, and the worker calls it.
"""

from saanjh.kit.assignment.proposals import propose
from saanjh.kit.assignment.shapes import (
    FIRST_THEME,
    FURTHER_THEME,
    LANGUAGE,
    Application,
    Bottleneck,
    Pair,
    Proposal,
    Proposed,
    Reason,
    Reviewer,
    Uncovered,
)

__all__ = [
    "FIRST_THEME",
    "FURTHER_THEME",
    "LANGUAGE",
    "Application",
    "Bottleneck",
    "Pair",
    "Proposal",
    "Proposed",
    "Reason",
    "Reviewer",
    "Uncovered",
    "propose",
]
