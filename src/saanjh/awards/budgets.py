"""The budget of a grant: what its application asked for, cut to what was offered, and the limits that hold for it."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from saanjh.calls import costs
from saanjh.calls.models import Application, CostRule
from saanjh.kit.sharing import shared
from saanjh.questions import budgets, queries
from saanjh.questions.models import Heading, Question
from saanjh.questions.models.forms import Kind


@dataclass(frozen=True)
class Line:
    """One line: the code of its heading, what it is for, minor units of the grant's currency."""

    heading: str
    what: str
    minor: int


@dataclass(frozen=True)
class Budget:
    """What an application asked for: headings with their limits, and lines; none where its form has no budget."""

    headings: list[Heading]
    lines: list[Line]


def of_application(application: Application) -> Budget:
    """The budget as the application's form asked for it, else the headings of the codelist. A few queries."""
    currency = application.call.currency
    for question, rows in _answered(application):
        if question.currency == currency:
            found = [Line(row["heading"], row["what"], budgets.amount(row, currency)) for row in rows if _is_whole(row)]
            return Budget(budgets.headings(question), found)
    return Budget(budgets.drafted(Question(kind=Kind.BUDGET, track=application.track)), [])


def _answered(application: Application) -> Iterable[tuple[Question, list[Any]]]:
    sheet = application.sheet
    codes = queries.asked(sheet).codes
    for page in queries.sections(sheet.version):
        for question in page.questions.all():
            if question.kind == Kind.BUDGET and question.code in codes and sheet.answers.get(question.code):
                yield question, sheet.answers[question.code]


def _is_whole(row: Any) -> bool:
    return all(name in row for name in budgets.NEEDED)


def cut_to(lines: Sequence[Line], total: int) -> list[Line]:
    """The lines in proportion to what they were, adding up to the total; those of which nothing is left are left out.

    To the last paisa, by largest remainder (kit.sharing). None where they came to nothing.
    """
    if sum(line.minor for line in lines) == 0:
        return []
    parts = shared(total, [line.minor for line in lines])
    return [replace(line, minor=part) for line, part in zip(lines, parts, strict=True) if part]


def sums(lines: Iterable[Line]) -> dict[str, int]:
    """What each heading comes to, by its code."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.heading] = found.get(line.heading, 0) + line.minor
    return found


def broken(application: Application, headings: Iterable[Heading], lines: Sequence[Line]) -> list[str]:
    """Each limit of the headings and each rule of the call that the lines break, in words.

    A paisa a line is let go by, which is what cutting a budget to another sum may move.
    """
    total = sum(line.minor for line in lines)
    found = list(budgets.limits(budgets.shares_of(headings, sums(lines)), total, slack=len(lines)))
    rules = [rule for rule in costs.rules_of(application.call) if rule.kind != CostRule.Kind.UNIT]
    currency = application.call.currency
    rows: list[Mapping[str, Any]] = [
        {"heading": line.heading, "what": line.what, "quantity": "1", "cost": {"minor": line.minor}} for line in lines
    ]
    for breach in costs.broken(rules, Question(kind=Kind.BUDGET, currency=currency), rows):
        found.append(_("Line %(row)s: %(why)s") % {"row": breach.row, "why": breach.why})
    return found


def above(application: Application, spent: Mapping[str, int], total: int) -> list[str]:
    """Each most that a heading may take of the agreed total which what is spent on it is above, in words."""
    found = []
    for heading in of_application(application).headings:
        capped = copy(heading)
        capped.least_percent = None  # what is not spent yet is no breach
        found.append(budgets.Share(capped, spent.get(heading.code, 0), None))
    return list(budgets.limits(found, total))
