"""The cash book of a grant: nothing in it changes, and what the pots hold is what its lines come to."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saanjh.awards import ledger_queries as queries
from saanjh.awards.actions import ledger
from saanjh.awards.models import Award, CashLine
from saanjh.awards.spending import Pace, Spending
from saanjh.ground.access import Role
from saanjh.ground.models import Line, Person
from saanjh.ground.refusals import Refusal
from tests.awards.factories import a_cash_line, an_agreement, an_award
from tests.events.factories import days_ago
from tests.factories import holding
from tests.programmes.factories import a_rate

pytestmark = pytest.mark.django_db
WHY = {"reason": "Typed twice.", "written_in": "en"}


def a_book(minor: int = 100_000_00) -> tuple[Award, Person]:
    """A grant whose agreement is in force since yesterday, with Rs 100,000 in the bank, and its accountant."""
    award = an_award()
    an_agreement(award)
    a_cash_line(award, minor, day=days_ago(1))
    return award, holding(Role.EDITOR, over=award.organisation_id)


def write(award: Award, by: Person, minor: int | None = 1_000_00, **facts: Any) -> CashLine:
    facts = {"kind": "spent", "pot": "bank", "day": days_ago(0), "what": "Tea", "written_in": "en", **facts}
    if facts["kind"] == "spent":
        facts = {
            "budget_line": award.agreements.get().lines.all()[1],
            "voucher": f"V{CashLine.objects.count()}",
            **facts,
        }
    return ledger.write_down(award, amount_minor=minor, by=by, **facts)


def refused(award: Award, by: Person, minor: int | None = 1_000_00, **facts: Any) -> tuple[str, str]:
    with pytest.raises(Refusal) as found:
        write(award, by, minor, **facts)
    return found.value.field, str(found.value.why)


def test_what_is_spent_stands_in_the_book_and_in_history_and_never_changes() -> None:
    award, by = a_book()
    line = write(award, by, 25_000_00, tax_minor=100_00)
    assert queries.held(award) == queries.Held(75_000_00, 0, 0, 25_000_00)
    assert queries.held(award, days_ago(1)).bank == 100_000_00
    facts = {"kind": "spent", "day": days_ago(0).isoformat(), "currency": "PKR", "award": award.public_id}
    told = Line.objects.get()
    assert (told.verb, told.facts) == ("cash_line_written", {**facts, "amount_minor": 25_000_00})
    for change in (
        lambda: CashLine.objects.filter(pk=line.pk).update(amount_minor=1),
        lambda: CashLine.objects.filter(pk=line.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_only_who_writes_for_the_organisation_keeps_the_book_of_a_grant_that_runs() -> None:
    award, by = a_book()
    for role, over in ((Role.FIELD_OFFICER, award.organisation_id), (Role.FINANCE_OFFICER, award.programme_id)):
        assert "signatory or an editor" in refused(award, holding(role, over=over))[1]
    without = an_award(organisation=award.organisation)
    assert "No agreement" in refused(without, by, kind="received")[1]
    Award.objects.filter(pk=award.pk).update(
        state="ended_early", ended_on=days_ago(0), ended_by=award.offered_by, reason="Agreed."
    )
    assert "over" in refused(award, by)[1]
    assert write(award, by, kind="returned").bank_minor == -1_000_00


@pytest.mark.parametrize(
    ("field", "says", "facts"),
    [
        ("day", "ahead", {"day": days_ago(-1)}),
        ("day", "nothing before that", {"day": days_ago(2)}),
        ("voucher", "number of the voucher", {"voucher": " "}),
        ("budget_line", "in force", {"budget_line": None}),
        ("tax", "part of the amount", {"tax_minor": 1_000_01}),
        ("amount", "bank holds only", {"minor": 100_000_01}),
        ("amount", "Petty cash holds only", {"pot": "cash"}),
        ("amount", "advances are open", {"pot": "advance"}),
        ("amount", "above zero", {"minor": 0}),
        ("pot", "25,000", {"pot": "cash", "minor": 25_000_01}),
        ("pot", "bank or petty cash", {"pot": "advance", "kind": "advanced"}),
        ("whole", "more than the whole", {"whole_minor": 999_99}),
        ("whole", "whole amount", {"share_percent": Decimal(50)}),
        ("amount", "one of the two", {"whole_minor": 3_000_00, "share_percent": Decimal(50)}),
        ("day", "No exchange rate", {"currency": "USD"}),
    ],
)
def test_what_does_not_hold_is_refused_in_words(field: str, says: str, facts: dict[str, Any]) -> None:
    award, by = a_book()
    found, words = refused(award, by, **facts)
    assert (found, says in words.replace("\u00a0", " ")) == (field, True), words
    assert CashLine.objects.count() == 1


def test_nothing_is_spent_outside_the_days_of_the_grant() -> None:
    award, by = a_book()
    Award.objects.filter(pk=award.pk).update(ends_on=days_ago(1))
    assert "The grant pays for" in refused(award, by)[1]
    assert write(award, by, kind="received").bank_minor == 1_000_00


def test_a_voucher_is_paid_once_until_its_line_is_reversed() -> None:
    award, by = a_book()
    line = write(award, by, voucher="B-7")
    assert refused(award, by, voucher="b-۷")[0] == "voucher"
    ledger.reverse(line, by=by, **WHY)
    assert write(award, by, voucher="B-7").voucher == "B-7"


def test_a_line_is_reversed_once_and_never_what_reverses_it() -> None:
    award, by = a_book()
    line = write(award, by)
    back = ledger.reverse(line, by=by, **WHY)
    assert (back.bank_minor, back.spent_minor, queries.held(award).bank) == (1_000_00, -1_000_00, 100_000_00)
    for each, says in ((line, "already"), (back, "cannot be reversed itself")):
        with pytest.raises(Refusal, match=says):
            ledger.reverse(each, by=by, **WHY)
    write(award, by, 100_000_00)
    with pytest.raises(Refusal, match="bank holds only"):
        ledger.reverse(CashLine.objects.earliest("pk"), by=by, **WHY)


def test_money_that_a_later_line_needs_is_not_spent_before_it() -> None:
    award, by = a_book(500_00)
    a_cash_line(award, 1_000_00)
    write(award, by, 1_400_00)
    assert refused(award, by, 101_00, day=days_ago(1))[0] == "amount"
    assert write(award, by, 100_00, day=days_ago(1)).bank_minor == -100_00


def test_another_currency_is_changed_by_the_rate_of_the_day_and_a_share_is_reckoned_from_the_whole() -> None:
    award, by = a_book()
    rate = a_rate(award.programme, "280.5", of="USD", day=days_ago(1))
    line = write(award, by, None, currency="USD", whole_minor=100_00, share_percent=Decimal("33.33"))
    assert (line.paid_minor, line.rate, line.amount_minor) == (33_33, rate, 9_349_06)  # half to even


KINDS = [
    ("received", "bank"), ("received", "cash"), ("spent", "bank"), ("spent", "cash"), ("spent", "advance"),
    ("moved", "bank"), ("moved", "cash"), ("advanced", "bank"), ("given_back", "cash"), ("returned", "bank"),
]  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from([*KINDS, None]), st.integers(1, 25_000_00), st.integers(0, 1)), max_size=12)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_balances_are_what_the_lines_come_to_whatever_is_written_and_reversed(steps: Any) -> None:
    with transaction.atomic():
        award, by = a_book(30_000_00)
        for step, minor, ago in steps:
            try:
                if step is None:
                    ledger.reverse(CashLine.objects.filter(award=award).latest("pk"), by=by, **WHY)
                else:
                    write(award, by, minor, kind=step[0], pot=step[1], day=days_ago(ago))
            except Refusal:
                continue
        _equals_what_one_adds_up_by_hand(award)
        transaction.set_rollback(True)


def _equals_what_one_adds_up_by_hand(award: Award) -> None:
    pots = {"bank": 0, "cash": 0, "advance": 0, "spent": 0}
    lines = sorted(CashLine.objects.filter(award=award).with_balances(), key=lambda each: (each.day, each.pk))
    for line in lines:
        minor = -line.amount_minor if line.reverses_id else line.amount_minor
        other = "bank" if line.pot == "cash" else "cash"
        to = {"moved": other, "advanced": "advance", "given_back": line.pot, "received": line.pot, "spent": "spent"}
        source = {"received": None, "given_back": "advance"}.get(line.kind, line.pot)
        for pot, sign in ((source, -1), (to.get(line.kind), 1)):
            if pot:
                pots[pot] += sign * minor
        assert (line.bank_held, line.cash_held, line.advance_held) == (pots["bank"], pots["cash"], pots["advance"])
        assert min(pots["bank"], pots["cash"], pots["advance"]) >= 0
    assert queries.held(award) == queries.Held(**pots)


def test_what_it_comes_to_at_todays_pace_is_told_to_three_digits() -> None:
    """A third of the days are over: three times as much at the end, and no paisa of it is known."""
    pace = Pace(days=240, over=80)
    assert [Spending(1_000_000, spent, pace).forecast for spent in (0, 12, 123_456_78)] == [0, 36, 370_000_00]
    assert Spending(1_000_000, 5, Pace(days=240, over=0)).forecast is None
