"""What pages need to know of a grant's money: its cash book with running balances, and what each pot holds."""

import datetime
from dataclasses import dataclass

from django.db.models import Min, QuerySet, Sum

from saanjh.awards.models import Award, CashLine, Reconciliation

POTS = ("bank", "cash", "advance")


@dataclass(frozen=True)
class Held:
    """What bank, petty cash and open advances hold, and what is spent; minor units of the grant's currency."""

    bank: int
    cash: int
    advance: int
    spent: int = 0


def held(award: Award, until: datetime.date | None = None) -> Held:
    """What the pots hold now, or at the end of a day. One query."""
    rows = CashLine.objects.filter(award=award)
    if until:
        rows = rows.filter(day__lte=until)
    return Held(**rows.aggregate(**{pot: Sum(f"{pot}_minor", default=0) for pot in (*POTS, "spent")}))


def lowest(award: Award, day: datetime.date) -> Held:
    """The least that each pot holds at the end of the day or after any later line: what a line of that day may take.

    Two queries, however long the book is.
    """
    then = held(award, day)
    later = CashLine.objects.filter(award=award, day__gt=day).with_balances()
    least = later.aggregate(**{pot: Min(f"{pot}_held") for pot in POTS})
    return Held(**{pot: getattr(then, pot) + min(0, least[pot] or 0) for pot in POTS})


def book(award: Award) -> QuerySet[CashLine]:
    """The lines of the grant, the latest first, each with what the pots held after it."""
    rows = CashLine.objects.filter(award=award).with_balances()
    return rows.select_related("award", "reverses", "reversed_by", "budget_line").order_by("-day", "-pk")


def reconciliations(award: Award) -> QuerySet[Reconciliation]:
    """What was compared with the bank's statements, the latest day first."""
    return Reconciliation.objects.filter(award=award).select_related("reconciled_by").order_by("-day", "-pk")
