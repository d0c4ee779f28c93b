"""Whose money the demo's grants are paid with: for a call as a whole, for single grants, once in dollars."""

from decimal import Decimal

from saanjh.awards.actions import allocations
from saanjh.demo.programmes import FOUNDATION, FUND, SOCIETY
from saanjh.demo.world import World
from saanjh.ground.models import Person
from saanjh.programmes.actions import rates
from saanjh.programmes.models import Contribution


def tell(world: World) -> None:
    """The fund pays for the first call, the foundation for one grant, the society for part of another."""
    finance, first, second = world.people["finance_officer"], world.awards[0], world.awards[1]
    fund, foundation, society = (
        Contribution.objects.get(programme=world.programme, donor__name_en=names[0])
        for names in (FUND, FOUNDATION, SOCIETY)
    )
    call = first.application.call
    allocations.for_call(fund, call=call, amount_minor=6_000_000_000, allocated_on=world.ago(240), by=finance)
    allocations.for_award(fund, award=first, amount_minor=50_000_000, allocated_on=world.ago(200), by=finance)
    _by_mistake(world, foundation, finance)
    for day, value in ((55, "278.4"), (20, "279.15")):
        rates.record(
            world.programme,
            of="USD",
            into="PKR",
            value=Decimal(value),
            day=world.ago(day),
            source="Central bank, closing rate (demo)",
            by=finance,
        )
    allocations.for_award(society, award=second, amount_minor=150_000, allocated_on=world.ago(15), by=finance)


def _by_mistake(world: World, foundation: Contribution, finance: Person) -> None:
    wrong = world.awards[0]
    made = allocations.for_award(
        foundation, award=wrong, amount_minor=10_000_000, allocated_on=world.ago(180), by=finance
    )
    reason = "The foundation pays only for grants led by women or young people."
    allocations.take_back(made, reason=reason, written_in="en", by=finance)
