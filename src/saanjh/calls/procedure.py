"""On what an applicant can appeal, and how many working days each side has: data, with their sources."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Ground:
    """One thing that can go wrong in a procedure, in both languages."""

    code: str
    label_en: str
    label_ur: str


@cache
def grounds() -> tuple[Ground, ...]:
    """The grounds of an appeal in order (data/codelists/appeal_grounds.csv)."""
    with (DATA / "codelists" / "appeal_grounds.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(Ground(row["code"], row["label_en"], row["label_ur"]) for row in csv.DictReader(rows))


def ground(code: str) -> Ground:
    """The ground with this code; one that the list no longer has is shown by its code."""
    return next((each for each in grounds() if each.code == code), Ground(code, code, code))


def worded(ground: Ground) -> str:
    """The ground in the language that is being spoken."""
    return ground.label_ur if get_language() == "ur" else ground.label_en


@cache
def working_days() -> dict[str, int]:
    """`appeal`: to appeal, from the day of being told; `answer`: to answer, from the appeal (appeal_days.csv)."""
    with (DATA / "selection" / "appeal_days.csv").open(encoding="utf-8", newline="") as rows:
        return {row["step"]: int(row["working_days"]) for row in csv.DictReader(rows)}


NOT_ON_MERIT = _(
    "An appeal is about how your application was handled, not about how good the project is: scores and reasons are "
    "not given anew because somebody would have judged otherwise."
)
# For whoever answers it.
NOT_ON_MERIT_EITHER = _(
    "An appeal is about how the application was handled, not about how good the project is: whether scores and reasons "
    "would have been others is not asked here."
)
