"""What may be written into the cash book of a grant, by whom, and why not (domain report, section 5.4)."""

import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.awards import ledger_queries as queries
from saanjh.awards import patterns
from saanjh.awards.models import Agreement, Award, CashLine
from saanjh.ground.access import WRITERS, ScopeKind, may
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.kit import money
from saanjh.programmes.models import ExchangeRate
from saanjh.programmes.queries import rate_on

Kind, Pot = CashLine.Kind, CashLine.Pot
RUPEES = "PKR"  # in which the most of a payment from petty cash is stated
HOLDS: dict[str, Any] = {
    "bank": _("The bank holds only %(amount)s for this: look at the amount and the day."),
    "cash": _("Petty cash holds only %(amount)s for this: look at the amount and the day."),
    "advance": _("Only %(amount)s of advances are open for this: look at the amount and the day."),
}


def keeps_book(award: Award, *, by: Person) -> None:
    """Refusal unless `by` writes for the organisation that has the grant."""
    if not may(by, *WRITERS, over=[(ScopeKind.ORGANISATION, award.organisation_id)]):
        raise Refusal(_("Only a signatory or an editor of the organisation writes into its cash book."))


def has_book(award: Award, *, by: Person) -> None:
    """Refusal unless `by` keeps the book of a grant that was accepted."""
    keeps_book(award, by=by)
    if not award.was_accepted:
        raise Refusal(_("This grant does not run: its cash book begins when it is accepted."))


def may_write_down(award: Award, *, by: Person, kind: str = "") -> None:
    """Refusal unless `by` keeps the book of a grant that runs and has an agreement; after it, money goes back only."""
    has_book(award, by=by)
    if award.state != Award.State.ACTIVE and kind != Kind.RETURNED:
        raise Refusal(_("This grant is over: only money that goes back to the programme is still written down."))
    if not Agreement.objects.in_force().filter(award=award).exists():
        raise Refusal(_("No agreement is written for this grant yet. An officer of the programme brings it in first."))


def may_reverse(line: CashLine, *, by: Person) -> None:
    """Refusal unless `by` keeps the book, and the line neither reverses another nor is reversed."""
    keeps_book(line.award, by=by)
    if line.reverses_id:
        raise Refusal(_("This line reverses another one: it cannot be reversed itself. Write the right line again."))
    if CashLine.objects.filter(reverses=line).exists():
        raise Refusal(_("This line was reversed already."))


def pot_fits(line: CashLine) -> None:
    """Refusal for an advance as a place of money where nothing is spent out of it."""
    if line.pot == Pot.ADVANCE and line.kind != Kind.SPENT:
        raise Refusal(_("Choose the bank or petty cash."), field="pot")


def day_fits(line: CashLine, today: datetime.date) -> None:
    """Refusal for a day ahead, before the agreement, or, for what is spent, outside the days of the grant."""
    award = line.award
    if line.day > today:
        raise Refusal(_("This day is still ahead: write down what has happened."), field="day")
    first = Agreement.objects.in_force().filter(award=award).last()
    if first and first.from_day and line.day < first.from_day:
        words = _("The agreement is in force from %(first)s: nothing before that is paid by the grant.")
        raise Refusal(words % {"first": date_format(first.from_day)}, field="day")
    if line.kind == Kind.SPENT and not award.starts_on <= line.day <= award.last_day:
        days = {"first": date_format(award.starts_on), "last": date_format(award.last_day)}
        raise Refusal(_("The grant pays for what is spent from %(first)s to %(last)s.") % days, field="day")


def share(amount: int | None, whole: int | None, percent: Decimal | None) -> int:
    """What this grant pays of a cost, in minor units: the amount, or so many percent of the whole; half is rounded up.

    Refusal where they do not fit together or it is more than the whole.
    """
    if percent is not None:
        if whole is None:
            raise Refusal(_("Write the whole amount that the share is a part of."), field="whole")
        if percent != percent.quantize(Decimal("0.01")):
            raise Refusal(_("Write the percent with at most two digits after the point."), field="share_percent")
        part = int((whole * percent / 100).to_integral_value(ROUND_HALF_UP))
        if amount is not None and amount != part:
            raise Refusal(_("The amount is not this share of the whole: write one of the two."), field="amount")
        amount = part
    if not amount or amount <= 0:
        raise Refusal(_("Write an amount above zero."), field="amount")
    if whole is not None and amount > whole:
        raise Refusal(_("The share of this grant is more than the whole amount."), field="whole")
    return amount


def rate_for(line: CashLine) -> ExchangeRate | None:
    """The rate by which it is changed into the grant's currency; Refusal where none is recorded for its day."""
    return _rate(line, line.currency, line.award.currency)


def _rate(line: CashLine, of: str, into: str) -> ExchangeRate | None:
    if of == into:
        return None
    rate = rate_on(line.award.programme, of, into, line.day)
    if rate is None:
        words = _(
            "No exchange rate from %(of)s into %(into)s is recorded for this day or the 31 before. Ask the finance "
            "officer of the programme to record one."
        )
        raise Refusal(words % {"of": of, "into": into}, field="day")
    return rate


def spending_fits(line: CashLine) -> None:
    """Refusal unless what is spent has a line of the budget in force, a voucher of its own, and tax within it."""
    now = Agreement.objects.in_force().filter(award=line.award)[0]
    if line.budget_line is None or line.budget_line.agreement_id != now.pk:
        raise Refusal(_("Choose a line of the budget that is in force."), field="budget_line")
    if not line.voucher:
        raise Refusal(_("Write the number of the voucher."), field="voucher")
    same = CashLine.objects.standing().filter(award=line.award, voucher__iexact=line.voucher).first()
    if same:
        words = _("This voucher is written down already, on %(day)s. Reverse that line first if it was wrong.")
        raise Refusal(words % {"day": date_format(same.day)}, field="voucher")
    if not 0 <= line.tax_minor <= line.paid_minor:
        raise Refusal(_("The tax withheld is a part of the amount: it cannot be more."), field="tax")


def petty_cash_fits(line: CashLine) -> None:
    """Refusal for one payment in petty cash above the most that money_rules.csv has for it."""
    if line.pot != Pot.CASH or line.kind not in {Kind.SPENT, Kind.ADVANCED}:
        return
    most, sums = patterns.money_rules()["petty_cash"], {line.award.currency: line.amount_minor}
    sums[line.currency] = line.paid_minor
    if RUPEES in sums:
        minor = sums[RUPEES]
    else:
        rate = _rate(line, line.award.currency, RUPEES)
        assert rate is not None  # it is not in rupees
        minor = money.convert(money.Money(line.amount_minor, line.award.currency), rate.as_rate()).result.minor
    if minor > money.to_minor(Decimal(most), RUPEES):
        words = _("One payment from petty cash is at most %(most)s: pay this by bank.")
        raise Refusal(words % {"most": said(most * 100, RUPEES)}, field="pot")


def holds(line: CashLine) -> None:
    """Refusal where a pot would hold less than nothing on that day or after any later line."""
    least = queries.lowest(line.award, line.day)
    for pot, words in HOLDS.items():
        takes, there = getattr(line, f"{pot}_minor"), getattr(least, pot)
        if takes < 0 and there + takes < 0:
            raise Refusal(words % {"amount": said(max(0, there), line.award.currency)}, field="amount")


def said(minor: int, currency: str) -> str:
    """The sum in words for a Refusal."""
    return money.say(money.Money(minor, currency), (get_language() or "en")[:2])


def statement_fits(award: Award, day: datetime.date, statement_minor: int, book_minor: int, words: str) -> None:
    """Refusal for a day ahead, and for a difference that nothing explains."""
    if day > timezone.localdate():
        raise Refusal(_("This day is still ahead: write down what has happened."), field="day")
    if statement_minor != book_minor and not words.strip():
        said_of = {
            "book": said(book_minor, award.currency),
            "difference": said(abs(statement_minor - book_minor), award.currency),
        }
        why = _("The book has %(book)s in the bank on that day: %(difference)s differ. Say what explains it.")
        raise Refusal(why % said_of, field="words")
