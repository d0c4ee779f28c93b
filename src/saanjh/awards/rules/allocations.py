"""How much of a contribution may be set aside for what, and why not more."""

import datetime

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import Allocation, Award
from saanjh.calls.models import Call
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.kit import money
from saanjh.programmes import rules as accounts
from saanjh.programmes.models import Contribution, ExchangeRate
from saanjh.programmes.queries import rate_on


def may_allocate(contribution: Contribution, *, by: Person) -> None:
    """Refusal unless `by` keeps the money of the programme and some of the contribution is free."""
    accounts.may_keep_accounts(contribution.programme, by=by)
    if contribution.amount_minor <= used(contribution):
        raise Refusal(_("All of this contribution is set aside already."))


def may_fund(award: Award, *, by: Person) -> None:
    """Refusal unless `by` keeps the money of the programme and the grant was accepted.

    What is set aside for an offer would stay with it when it is declined or called back.
    """
    accounts.may_keep_accounts(award.programme, by=by)
    if not award.was_accepted:
        raise Refusal(_("Money is set aside for a grant once it is accepted; until then, for its call."))


def day_fits(contribution: Contribution, day: datetime.date) -> None:
    """Refusal for a day before the pledge or one that has not come yet."""
    if day < contribution.pledged_on:
        raise Refusal(_("This day is before the day of the pledge."), field="allocated_on")
    if day > timezone.localdate():
        raise Refusal(_("This day has not come yet."), field="allocated_on")


def rate_for(contribution: Contribution, currency: str, day: datetime.date) -> ExchangeRate | None:
    """The rate by which it is changed; None in the same currency. Refusal where none is recorded for the day."""
    if contribution.currency == currency:
        return None
    rate = rate_on(contribution.programme, contribution.currency, currency, day)
    if rate is None:
        raise Refusal(
            _("No exchange rate from %(of)s into %(into)s is recorded for this day or the 31 before: record one first.")
            % {"of": contribution.currency, "into": currency},
            field="allocated_on",
        )
    return rate


def call_fits(contribution: Contribution, call: Call, amount_minor: int, there_minor: int) -> None:
    """Refusal where it is another programme's call or so much of the contribution is not free."""
    if call.programme_id != contribution.programme_id:
        raise Refusal(_("This contribution is not for the programme of this call."), field="call")
    if call.state == Call.State.DRAFT:
        raise Refusal(_("This call is not published yet: set money aside for it from then on."), field="call")
    _within(amount_minor, there_minor, contribution.amount_minor - used(contribution), contribution.currency)


def award_fits(contribution: Contribution, award: Award, amount_minor: int, there_minor: int) -> bool:
    """Whether it is drawn from what is set aside for the grant's call; Refusal where it does not fit.

    It fits into what is free of that, or of the contribution, and into what of the grant nobody pays for yet.
    """
    if award.programme_id != contribution.programme_id:
        raise Refusal(_("This contribution is not for the programme of this grant."), field="contribution")
    call = award.application.call
    aside = for_call(contribution, call)
    free = contribution.amount_minor - used(contribution) if aside is None else aside - drawn_from(contribution, call)
    _within(amount_minor, there_minor, free, contribution.currency)
    lacking = award.amount_minor - funded(award)
    if there_minor > lacking:
        raise Refusal(
            _("Of this grant %(amount)s are not paid for yet: set aside no more.")
            % {"amount": _said(lacking, award.currency)},
            field="amount",
        )
    return aside is not None


def may_take_back(allocation: Allocation, *, by: Person) -> None:
    """Refusal unless `by` keeps the money, it still stands, and no grant lives on it as money of its call."""
    accounts.may_keep_accounts(allocation.contribution.programme, by=by)
    if not Allocation.objects.standing().filter(pk=allocation.pk).exists():
        raise Refusal(_("This was taken back already."))
    call = allocation.call
    if call is not None:
        left = (for_call(allocation.contribution, call) or 0) - allocation.amount_minor
        if left < drawn_from(allocation.contribution, call):
            raise Refusal(_("Grants of this call draw on it: take back what is set aside for them first."))


def used(contribution: Contribution) -> int:
    """What is set aside of it, each sum once, in minor units of its currency."""
    return _sum(contribution.allocations.standing().filter(drawn=False)) or 0


def for_call(contribution: Contribution, call: Call) -> int | None:
    """What of it is set aside for the call; None where nothing is."""
    return _sum(contribution.allocations.standing().filter(call=call))


def drawn_from(contribution: Contribution, call: Call) -> int:
    """What grants of the call draw of it."""
    return _sum(contribution.allocations.standing().filter(drawn=True, award__application__call=call)) or 0


def funded(award: Award) -> int:
    """What is set aside for the grant, in minor units of its currency."""
    return award.allocations.standing().aggregate(sum=Sum("there_minor"))["sum"] or 0


def _sum(rows: QuerySet[Allocation]) -> int | None:
    total: int | None = rows.aggregate(sum=Sum("amount_minor"))["sum"]
    return total


def _within(amount_minor: int, there_minor: int, free: int, currency: str) -> None:
    if min(amount_minor, there_minor) <= 0:
        raise Refusal(_("Write an amount above zero."), field="amount")
    if amount_minor > free:
        raise Refusal(
            _("Of this contribution %(amount)s are free for this: set aside no more.")
            % {"amount": _said(max(0, free), currency)},
            field="amount",
        )


def _said(minor: int, currency: str) -> str:
    return money.say(money.Money(minor, currency), (get_language() or "en")[:2])
