"""The demo's cash book: one grant whose accountant writes down what came and went, with one slip that is reversed."""

from typing import Any

from saanjh.awards import agreement_queries as agreements
from saanjh.awards import ledger_queries as queries
from saanjh.awards.actions import ledger, spending
from saanjh.awards.models import Award
from saanjh.demo.world import World

KEEPER = "Neem Chhaon Trust"  # of which the cast has a signatory and an editor
SPENT = (("B", 45, "Hall, tea and material"), ("A", 38, "Pay of the team"), ("C", 50, "Buses of the team"))


def tell(world: World) -> None:
    """Money arrives, is spent by bank, by petty cash and out of an advance, and is compared with the bank."""
    award = next(each for each in world.awards if each.organisation.name_en == KEEPER)
    by = world.editor(award.organisation)

    def write(kind: str, minor: int, days: int, what: str, pot: str = "bank", **facts: Any) -> Any:
        facts = {"amount_minor": minor, "day": world.ago(days), "what": what, "written_in": "en", **facts}
        return ledger.write_down(award, kind=kind, pot=pot, by=by, **facts)

    write("received", award.amount_minor * 6 // 10, 205, "First part of the grant")
    write("moved", 20_000_00, 200, "For small costs")
    lines = {line.heading: line for line in agreements.now(award).lines.all()}
    for number, (heading, percent, what) in enumerate(SPENT, 1):
        minor = lines[heading].amount_minor * percent // 100
        write("spent", minor, 200 - 40 * number, what, budget_line=lines[heading], voucher=f"B-{number}")
    write("advanced", 5_000_00, 12, "Costs of a meeting in the next district")
    write("spent", 4_200_00, 9, "Tea and chairs", "advance", budget_line=lines["B"], voucher="B-4", tax_minor=200_00)
    write("given_back", 800_00, 8, "Rest of the advance", "cash")
    slip = write("spent", 12_000_00, 6, "Leaflets", "cash", budget_line=lines["F"], voucher="B-5")
    ledger.reverse(slip, reason="Typed 12,000 for 1,200.", written_in="en", by=by)
    write("spent", 1_200_00, 6, "Leaflets", "cash", budget_line=lines["F"], voucher="B-5")
    _compare(world, award)


def _compare(world: World, award: Award) -> None:
    by, day = world.editor(award.organisation), world.ago(7)
    fee = "A fee that the bank took; the voucher comes with the next statement."
    bank = queries.held(award, day).bank
    ledger.compare(award, day=day, statement_minor=bank - 500_00, words=fee, written_in="en", by=by)
    reason = "Leaflets wait until the words are read by both communities."
    spending.explain(award, "F", reason=reason, written_in="en", by=by)
