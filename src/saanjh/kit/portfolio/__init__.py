"""Which applications to award: the set of most points under the money and the panel's rules, proven and explained."""

from saanjh.kit.portfolio.choosing import Range, choose
from saanjh.kit.portfolio.conflicts import Conflict, Part, conflict
from saanjh.kit.portfolio.greedy import greedy
from saanjh.kit.portfolio.prices import Price, prices
from saanjh.kit.portfolio.reasons import Check, Code, Reason, reasons
from saanjh.kit.portfolio.records import Replay, answered, read_question, record, replay, written
from saanjh.kit.portfolio.rows import Strain, breaks
from saanjh.kit.portfolio.shapes import Answer, Candidate, Picked, Question, Status, hundredths

__all__ = [
    "Answer",
    "Candidate",
    "Check",
    "Code",
    "Conflict",
    "Part",
    "Picked",
    "Price",
    "Question",
    "Range",
    "Reason",
    "Replay",
    "Status",
    "Strain",
    "answered",
    "breaks",
    "choose",
    "conflict",
    "greedy",
    "hundredths",
    "prices",
    "read_question",
    "reasons",
    "record",
    "replay",
    "written",
]
