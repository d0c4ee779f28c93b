"""Budgets by headings: what a line has, what a heading may take of the whole, and where a budget breaks a limit."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saanjh.ground.naming import named
from saanjh.kit import money
from saanjh.kit.text import isolated, unbroken
from saanjh.questions.models import Choice, Heading, Question
from saanjh.questions.models.forms import Kind, Track

FILE = Path(__file__).resolve().parents[1] / "data" / "codelists" / "budget_headings.csv"
NEEDED = ("heading", "what", "quantity", "cost")


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def drafted(question: Question) -> list[Heading]:
    """The headings of the codelist, unsaved, with the limits of the question's track."""
    made = []
    for place, row in enumerate(_rows(), 1):
        most = row["max_percent"]
        if question.track == Track.SIMPLIFIED:
            most = row["max_percent_simplified"] or most
        bounds = {"least_percent": _percent(row["min_percent"]), "most_percent": _percent(most)}
        words = {name: row[name] for name in ("code", "label_en", "label_ur", "percent_of")}
        made.append(Heading(question=question, position=place, **words, **bounds))
    return made


def protected() -> set[str]:
    """The codes of the headings that are not cut to pay for another one."""
    return {row["code"] for row in _rows() if row["is_protected"] == "yes"}


def _percent(cell: str) -> int | None:
    return int(cell) if cell else None


def headings(question: Question) -> list[Heading]:
    """The headings copied in when the form was published; of a draft, those that would be."""
    return list(question.headings.all()) or drafted(question)


def columns(question: Question) -> list[Question]:
    """What one line of a budget has, as columns of a table that have no rows of their own."""
    offered = [
        Choice(code=each.code, label_en=_coded(each, "en"), label_ur=_coded(each, "ur")) for each in headings(question)
    ]
    made = [
        _column("heading", Kind.CHOICE, gettext_lazy("Heading")),
        _column("what", Kind.SHORT_TEXT, gettext_lazy("What it is for")),
        _column("unit", Kind.SHORT_TEXT, gettext_lazy("Unit, such as a month or a person")),
        _column("quantity", Kind.NUMBER, gettext_lazy("How many units"), lowest=Decimal(0)),
        _column("cost", Kind.MONEY, gettext_lazy("Cost of one unit"), currency=question.currency),
    ]
    made[0].__dict__["brought"] = offered
    return made


def _coded(heading: Heading, language: str) -> str:
    label = getattr(heading, f"label_{language}")
    return f"{heading.code} {label}" if label else ""


def _column(code: str, kind: Kind, label: Any, **facts: Any) -> Question:
    return Question(code=code, kind=kind, label_en=label, label_ur=label, required=code in NEEDED, **facts)


def amount(row: Mapping[str, Any], currency: str) -> int:
    """What a line comes to, in minor units; 0 while its quantity or its cost is blank. Half a unit is rounded up."""
    return min(int(exact(row).to_integral_value(ROUND_HALF_UP)), money.LARGEST)


def exact(row: Mapping[str, Any]) -> Decimal:
    """What a line comes to before it is rounded; nothing kept is larger than money.LARGEST (questions.values)."""
    if "quantity" not in row or "cost" not in row:
        return Decimal(0)
    return Decimal(row["quantity"]) * row["cost"]["minor"]


@dataclass(frozen=True)
class Share:
    """One heading with what its lines come to, and which part of its base that is, in percent with one digit."""

    heading: Heading
    minor: int
    percent: Decimal | None


def shares(question: Question, rows: Iterable[Mapping[str, Any]]) -> list[Share]:
    """Every heading with what it takes; the percent is None where there is nothing to take a part of."""
    sums: dict[str, int] = {}
    for row in rows:
        code = row.get("heading", "")
        sums[code] = sums.get(code, 0) + amount(row, question.currency)
    return shares_of(headings(question), sums)


def shares_of(headings: Iterable[Heading], sums: Mapping[str, int]) -> list[Share]:
    """The same of sums by the codes of headings, in minor units."""
    total = sum(sums.values())
    found = []
    for heading in headings:
        minor = sums.get(heading.code, 0)
        base = total - minor if heading.percent_of == Heading.Of.DIRECT else total
        percent = (Decimal(minor) * 100 / base).quantize(Decimal("0.1"), ROUND_HALF_UP) if base else None
        found.append(Share(heading, minor, percent))
    return found


def problems(question: Question, rows: list[Mapping[str, Any]]) -> Iterator[str]:
    """Each limit that the budget breaks, in words. Judged exactly; the percent that is said has one digit."""
    return limits(shares(question, rows), sum(amount(row, question.currency) for row in rows))


def limits(shares: Iterable[Share], total: int, *, slack: int = 0) -> Iterator[str]:
    """Each limit that these shares of a total break, by more than `slack` minor units that rounding may have moved."""
    return map(unbroken, _problems(shares, total, slack))


def _problems(shares: Iterable[Share], total: int, slack: int) -> Iterator[str]:
    for share in shares:
        heading = share.heading
        base = total - share.minor if heading.percent_of == Heading.Of.DIRECT else total
        facts = {
            "heading": isolated(named(heading, "label")),
            "of": heading.get_percent_of_display(),
            "least": heading.least_percent,
            "most": heading.most_percent,
        }
        if heading.most_percent is not None and (share.minor - slack) * 100 > heading.most_percent * base:
            if base:
                facts["percent"] = _apart(share.minor, base, heading.most_percent, ROUND_UP)
                yield _("“%(heading)s” may be at most %(most)s %% %(of)s: it is %(percent)s %%.") % facts
            else:
                yield _("“%(heading)s” may be at most %(most)s %% %(of)s, and there is nothing else yet.") % facts
        if heading.least_percent is not None and (share.minor + slack) * 100 < heading.least_percent * base:
            facts["percent"] = _apart(share.minor, base, heading.least_percent, ROUND_DOWN)
            yield _("“%(heading)s” must be at least %(least)s %% %(of)s: it is %(percent)s %%.") % facts


def _apart(minor: int, base: int, limit: Any, rounding: str) -> str:
    """The percent with one digit; with two, rounded away from the limit, where one would say the limit itself."""
    percent = Decimal(minor) * 100 / base
    said = percent.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return money.plain(percent.quantize(Decimal("0.01"), rounding) if said == limit else said)
