"""Rule sets for costs: what they hold, and which lines of a budget break a call's own."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from saanjh.calls.models import Call, CostRule
from saanjh.ground.naming import named
from saanjh.kit import money, text
from saanjh.kit.text import isolated, unbroken
from saanjh.questions import budgets, tables
from saanjh.questions.models import Heading, Question, Section
from saanjh.questions.models.forms import Kind

FOLDER = Path(__file__).resolve().parent.parent / "data" / "selection"
OF = CostRule.Kind


@dataclass(frozen=True)
class Ruleset:
    """A rule set by its code, with its name in both languages and where it comes from."""

    code: str
    label_en: str
    label_ur: str
    source: str


@dataclass(frozen=True)
class Breach:
    """A line of a budget that breaks a rule: its number from 1, the column to mend, and what to do."""

    row: int
    column: str
    why: str


@cache
def rulesets() -> dict[str, Ruleset]:
    """All rule sets by code, in their order (data/selection/cost_rule_sets.csv)."""
    rows = _rows("cost_rule_sets.csv")
    return {row["code"]: Ruleset(row["code"], row["label_en"], row["label_ur"], row["source"]) for row in rows}


@cache
def worded_rules() -> dict[str, tuple[str, str]]:
    """What each rule of the sets is called, by its code: in English and in Urdu."""
    return {row["code"]: (row["label_en"], row["label_ur"]) for row in reversed(_rows("cost_rules.csv"))}


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def copied_for(call: Call, ruleset: str) -> list[CostRule]:
    """The rules of a set as rows of this call, not saved yet. An amount in another currency is left for the officer."""
    made = []
    rows = [row for row in _rows("cost_rules.csv") if row["ruleset"] == ruleset]
    for place, row in enumerate(rows, 1):
        same = row["currency"] == call.currency
        amount = money.to_minor(Decimal(row["amount"]), call.currency) if row["amount"] and same else None
        words = "\n".join(each for name in ("words_en", "words_ur") for each in row[name].split("; ") if each)
        made.append(
            CostRule(
                call=call,
                ruleset=ruleset,
                position=place,
                words=words,
                amount_minor=amount,
                percent=int(row["percent"]) if row["percent"] else None,
                percent_of=row["percent_of"] or Heading.Of.TOTAL,
                stated=f"{row['amount']} {row['currency']}".strip(),
                **{name: row[name] for name in ("code", "kind", "heading", "label_en", "label_ur", "source")},
            )
        )
    return made


def rules_of(call: Call) -> list[CostRule]:
    """The call's rules for costs, in order; none where none were chosen. One query."""
    return list(call.cost_rules.order_by("position", "pk"))


def broken(rules: Iterable[CostRule], question: Question, rows: list[Mapping[str, Any]]) -> list[Breach]:
    """Each line of a budget that breaks one of the rules, in the order of the lines.

    An amount is judged only in a budget of the call's currency.
    """
    return sorted((breach for rule in rules for breach in _broken(rule, question, rows)), key=lambda each: each.row)


def _broken(rule: CostRule, question: Question, rows: list[Mapping[str, Any]]) -> Iterator[Breach]:
    meant = [(number, row) for number, row in enumerate(rows, 1) if _means(rule, row)]
    name = isolated(named(rule, "label"))
    if rule.kind == OF.NEVER:
        words = _("“%(rule)s” is not paid from this grant. Take the line out, or reword it if it is something else.")
        yield from (Breach(number, "what", words % {"rule": name}) for number, _row in meant)
    elif rule.kind == OF.UNIT and rule.amount_minor is not None and question.currency == rule.call.currency:
        most = money.plain(money.from_minor(rule.amount_minor, question.currency))
        words = _("“%(rule)s”: one unit may cost at most %(most)s %(currency)s.")
        why = unbroken(words % {"rule": name, "most": most, "currency": question.currency})
        yield from (Breach(number, "cost", why) for number, row in meant if _unit(row) > rule.amount_minor)
    elif rule.kind == OF.SHARE and rule.percent is not None:
        yield from _too_much(rule, question, rows, meant, name)


def _too_much(
    rule: CostRule,
    question: Question,
    rows: list[Mapping[str, Any]],
    meant: list[tuple[int, Mapping[str, Any]]],
    name: str,
) -> Iterator[Breach]:
    taken = sum(budgets.amount(row, question.currency) for _number, row in meant)
    whole = sum(budgets.amount(row, question.currency) for row in rows)
    base = whole - taken if rule.percent_of == Heading.Of.DIRECT else whole
    limit = rule.percent or 0
    if taken * 100 <= limit * base:
        return
    percent = (Decimal(taken) * 100 / base).quantize(Decimal("0.1"), ROUND_UP) if base else Decimal(100)
    words = _("“%(rule)s”: at most %(most)s %% %(of)s, and it takes %(percent)s %%.")
    facts = {"rule": name, "most": limit, "of": rule.get_percent_of_display(), "percent": money.plain(percent)}
    yield from (Breach(number, "cost", unbroken(words % facts)) for number, _row in meant)


def _means(rule: CostRule, row: Mapping[str, Any]) -> bool:
    """Whether a line is one that the rule speaks of: of its heading, and saying one of its phrases."""
    if rule.heading and row.get("heading") != rule.heading:
        return False
    said = f" {' '.join(text.words(str(row.get('what', ''))))} "
    phrases = [" ".join(text.words(each)) for each in rule.words.splitlines()]
    return not rule.words or any(f" {each} " in said for each in phrases if each)


def _unit(row: Mapping[str, Any]) -> int:
    return int(row["cost"]["minor"]) if "cost" in row else 0


def on_page(
    rules: list[CostRule], page: Section, answers: Mapping[str, Any], codes: Iterable[str]
) -> dict[str, list[Breach]]:
    """What breaks the rules on one page of a form, by the code of the budget."""
    asked = set(codes)
    found = {
        question.code: broken(rules, question, answers.get(question.code) or [])
        for question in page.questions.all()
        if question.kind == Kind.BUDGET and question.code in asked
    }
    return {code: breaches for code, breaches in found.items() if breaches}


def in_row(question: Question, breach: Breach) -> str:
    """The breach with where it stands, for a list that is not beside the line."""
    column = next(each for each in budgets.columns(question) if each.code == breach.column)
    return tables.in_row(breach.row, column, breach.why)


def asks_budget(pages: Iterable[Section]) -> bool:
    """Whether any of these pages asks for a budget."""
    return any(question.kind == Kind.BUDGET for page in pages for question in page.questions.all())
