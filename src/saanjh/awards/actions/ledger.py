"""Money is written into the cash book of a grant once; what was wrong is reversed by a further line."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from saanjh.awards import ledger_queries as queries
from saanjh.awards.models import Award, BudgetLine, CashLine, Reconciliation
from saanjh.awards.rules import ledger as rules
from saanjh.ground import history
from saanjh.ground.models import Person, StoredFile
from saanjh.ground.refusals import need_reason
from saanjh.ground.writing import action, afresh
from saanjh.kit import money
from saanjh.kit.text import ascii_digits

Kind, Pot = CashLine.Kind, CashLine.Pot
EFFECTS = ("bank_minor", "cash_minor", "advance_minor", "spent_minor")
KEPT = (
    "award", "kind", "pot", "currency", "paid_minor", "rate", "amount_minor", "budget_line", "voucher", "tax_minor",
    "whole_minor", "share_percent",
)  # fmt: skip


@action
def write_down(
    award: Award,
    *,
    kind: str,
    pot: str,
    day: datetime.date,
    what: str,
    written_in: str,
    by: Person,
    amount_minor: int | None = None,
    currency: str = "",
    budget_line: BudgetLine | None = None,
    voucher: str = "",
    tax_minor: int = 0,
    whole_minor: int | None = None,
    share_percent: Decimal | None = None,
    file: StoredFile | None = None,
) -> CashLine:
    """Write one line: minor units of `currency`, the grant's where it is blank; another one is changed by the rate.

    Of a cost shared with others, `whole_minor` is all of it, and the amount or `share_percent` what this grant pays.
    """
    rules.may_write_down(afresh(award), by=by, kind=kind)  # locked: of two payments at once, the second sees the first
    line = CashLine(award=award, kind=kind, pot=pot, day=day, what=what, written_in=written_in, recorded_by=by)
    line.currency, line.file = currency or award.currency, file
    line.paid_minor = rules.share(amount_minor, whole_minor, share_percent)
    if kind == Kind.SPENT:
        line.budget_line, line.voucher = budget_line, ascii_digits(voucher).strip()
        line.tax_minor, line.whole_minor, line.share_percent = tax_minor, whole_minor, share_percent
    return _keep(line)


def _keep(line: CashLine) -> CashLine:
    rules.pot_fits(line)
    rules.day_fits(line, timezone.localdate())
    if line.kind == Kind.SPENT:
        rules.spending_fits(line)
    line.rate = rules.rate_for(line)
    line.amount_minor = _changed(line)
    rules.petty_cash_fits(line)
    for name, minor in _effects(line).items():
        setattr(line, name, minor)
    rules.holds(line)
    line.save()
    history.record("cash_line_written", line, by=line.recorded_by, **_facts(line))
    return line


@action
def reverse(line: CashLine, *, reason: str, written_in: str, by: Person) -> CashLine:
    """Write today's line with the opposite amounts, which says why; both stay readable and together come to nothing."""
    afresh(line.award)
    rules.may_reverse(line, by=by)
    need_reason(reason)
    kept: dict[str, Any] = {name: getattr(line, name) for name in KEPT}
    turned = {name: -getattr(line, name) for name in EFFECTS}
    made = CashLine(reverses=line, day=timezone.localdate(), what=reason, recorded_by=by, **kept, **turned)
    made.written_in = written_in
    rules.holds(made)
    made.save()
    history.record("cash_line_reversed", made, by=by, reverses=line.public_id, **_facts(made))
    return made


@action
def compare(
    award: Award, *, day: datetime.date, statement_minor: int, words: str, written_in: str, by: Person
) -> Reconciliation:
    """Keep what the bank's statement says of a day beside what the book has, with what explains a difference."""
    rules.has_book(afresh(award), by=by)
    book = queries.held(award, day).bank
    rules.statement_fits(award, day, statement_minor, book, words)
    made = Reconciliation(award=award, day=day, statement_minor=statement_minor, book_minor=book, words=words)
    made.written_in, made.reconciled_by = written_in, by
    made.save()
    told = {"award": award.public_id, "day": day.isoformat()}
    history.record("bank_reconciled", made, by=by, difference_minor=made.difference_minor, **told)
    return made


def _changed(line: CashLine) -> int:
    if line.rate is None:
        return line.paid_minor
    return money.convert(money.Money(line.paid_minor, line.currency), line.rate.as_rate()).result.minor


def _effects(line: CashLine) -> dict[str, int]:
    """By how much the line changes each pot, and what is spent."""
    minor, pot, other = line.amount_minor, f"{line.pot}_minor", "bank_minor" if line.pot == Pot.CASH else "cash_minor"
    return {
        Kind.RECEIVED: {pot: minor},
        Kind.SPENT: {pot: -minor, "spent_minor": minor},
        Kind.MOVED: {pot: -minor, other: minor},
        Kind.ADVANCED: {pot: -minor, "advance_minor": minor},
        Kind.GIVEN_BACK: {"advance_minor": -minor, pot: minor},
        Kind.RETURNED: {pot: -minor},
    }[Kind(line.kind)]


def _facts(line: CashLine) -> dict[str, Any]:
    """What history says of a line: never its words."""
    award = line.award
    day = line.day.isoformat()
    facts = {"kind": str(line.kind), "day": day, "amount_minor": line.amount_minor, "currency": award.currency}
    return {"award": award.public_id, **facts}
