"""Who designs and publishes forms, what they may ask, and what a sheet still lacks."""

from saanjh.questions.rules.answers import Problem, lacking, problems
from saanjh.questions.rules.conditions import may_stand
from saanjh.questions.rules.forms import (
    CHOSEN,
    MOST_CHOICES,
    NUMBERS,
    PRICED,
    TEXTS,
    Unready,
    may_ask,
    may_change,
    may_design,
    may_follow,
    may_name,
    may_offer,
    may_publish,
    may_revise,
    may_widen,
    unready,
)

__all__ = [
    "CHOSEN",
    "MOST_CHOICES",
    "NUMBERS",
    "PRICED",
    "TEXTS",
    "Problem",
    "Unready",
    "lacking",
    "may_ask",
    "may_change",
    "may_design",
    "may_follow",
    "may_name",
    "may_offer",
    "may_publish",
    "may_revise",
    "may_stand",
    "may_widen",
    "problems",
    "unready",
]
