"""Money of a contribution is set aside for a call or a grant, and taken back."""

import datetime

from saanjh.awards.models import Allocation, Award, TakenBack
from saanjh.awards.rules import allocations as rules
from saanjh.calls.models import Call
from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.refusals import need_reason
from saanjh.ground.writing import action
from saanjh.kit import money
from saanjh.programmes.models import Contribution, ExchangeRate


@action
def for_call(
    contribution: Contribution, *, call: Call, amount_minor: int, allocated_on: datetime.date, by: Person
) -> Allocation:
    """Set money aside for a call, in minor units of the contribution's currency."""
    contribution = _held(contribution)
    rules.may_allocate(contribution, by=by)
    rules.day_fits(contribution, allocated_on)
    rate = rules.rate_for(contribution, call.currency, allocated_on)
    there = _changed(amount_minor, contribution.currency, rate)
    rules.call_fits(contribution, call, amount_minor, there)
    return _keep(Allocation(contribution=contribution, call=call), amount_minor, there, rate, allocated_on, by)


@action
def for_award(
    contribution: Contribution, *, award: Award, amount_minor: int, allocated_on: datetime.date, by: Person
) -> Allocation:
    """Set money aside for a grant, in minor units of the contribution's currency."""
    contribution = _held(contribution)
    award = Award.objects.select_for_update().get(pk=award.pk)
    rules.may_fund(award, by=by)
    rules.day_fits(contribution, allocated_on)
    rate = rules.rate_for(contribution, award.currency, allocated_on)
    there = _changed(amount_minor, contribution.currency, rate)
    drawn = rules.award_fits(contribution, award, amount_minor, there)
    made = Allocation(contribution=contribution, award=award, drawn=drawn)
    return _keep(made, amount_minor, there, rate, allocated_on, by)


@action
def take_back(allocation: Allocation, *, reason: str, written_in: str, by: Person) -> Allocation:
    """Say that money is no longer set aside there, and why."""
    _held(allocation.contribution)
    rules.may_take_back(allocation, by=by)
    need_reason(reason)
    TakenBack.objects.create(allocation=allocation, reason=reason, written_in=written_in, taken_back_by=by)
    history.record("allocation_taken_back", allocation.contribution, by=by, **_facts(allocation))
    return allocation


def _held(contribution: Contribution) -> Contribution:
    """The contribution as it stands: of two who set its money aside at once, the second sees the first."""
    return Contribution.objects.select_for_update().get(pk=contribution.pk)


def _changed(amount_minor: int, currency: str, rate: ExchangeRate | None) -> int:
    if rate is None:
        return amount_minor
    return money.convert(money.Money(amount_minor, currency), rate.as_rate()).result.minor


def _keep(
    made: Allocation, amount_minor: int, there: int, rate: ExchangeRate | None, day: datetime.date, by: Person
) -> Allocation:
    made.amount_minor, made.there_minor, made.rate = amount_minor, there, rate
    made.allocated_on, made.allocated_by = day, by
    made.save()
    history.record("money_allocated", made.contribution, by=by, **_facts(made))
    return made


def _facts(allocation: Allocation) -> dict[str, str | int | bool | None]:
    what = allocation.call or allocation.award
    assert what is not None  # a constraint of the table
    return {
        "kind": "call" if allocation.call else "award",
        "to": what.public_id,
        "amount_minor": allocation.amount_minor,
        "currency": allocation.contribution.currency,
    }
