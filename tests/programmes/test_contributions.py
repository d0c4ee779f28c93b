"""Contributions: pledged, received, never more than pledged, never added across currencies."""

import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from saanjh.ground.access import Role, standing_of
from saanjh.ground.models import Line, Notice, Person
from saanjh.ground.notices import words
from saanjh.ground.refusals import Refusal
from saanjh.programmes.actions import contributions
from saanjh.programmes.models import Programme, Receipt, StrikeOut
from saanjh.programmes.queries import contributions_of, gifts, receipts_of, waiting
from tests.factories import an_organisation, holding
from tests.programmes.factories import a_contribution, a_currency, a_programme

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 1)


def finance(programme: Programme) -> Person:
    return holding(Role.FINANCE_OFFICER, programme.pk)


def pledge(programme: Programme, by: Person, **facts: Any) -> Any:
    a_currency()
    facts = {"amount_minor": 500, "currency": "PKR", "pledged_on": DAY, **facts}
    donor = facts.pop("donor", None) or an_organisation(kind="donor")
    return contributions.pledge(programme, donor=donor, by=by, **facts)


def test_a_pledge_is_kept_told_to_the_officer_and_written_to_history_as_an_amount() -> None:
    programme = a_programme()
    officer = holding(Role.PROGRAMME_OFFICER, programme.pk)
    contribution = pledge(programme, finance(programme), amount_minor=150_000_000, earmark_en="Only for theatre")
    assert (contribution.amount_minor, contribution.earmark_en) == (150_000_000, "Only for theatre")
    line = Line.objects.get()
    assert (line.verb, line.facts) == ("contribution_pledged", {"amount_minor": 150_000_000, "currency": "PKR"})
    notice = Notice.objects.get()
    assert (notice.person, "PKR 1,500,000" in words(notice)) == (officer, True)


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.VERIFIER, Role.DONOR_VIEWER])
def test_only_the_finance_officer_of_the_programme_records_money(role: Role) -> None:
    programme = a_programme()
    for person in (holding(role, programme.pk), holding(Role.FINANCE_OFFICER, programme.pk + 1)):
        with pytest.raises(Refusal):
            pledge(programme, person)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"amount_minor": 0}, "amount"), ({"amount_minor": -5}, "amount"), ({"currency": "XXX"}, "currency")],
)
def test_a_pledge_has_a_sound_amount_and_currency(wrong: dict[str, Any], field: str) -> None:
    programme = a_programme()
    with pytest.raises(Refusal) as refused:
        pledge(programme, finance(programme), **wrong)
    assert refused.value.field == field


def test_nothing_arrives_before_it_was_pledged() -> None:
    programme = a_programme()
    by = finance(programme)
    contribution = pledge(programme, by)
    with pytest.raises(Refusal) as refused:
        contributions.receive(contribution, amount_minor=5, received_on=DAY - datetime.timedelta(days=1), by=by)
    assert refused.value.field == "received_on"
    assert contributions.receive(contribution, amount_minor=5, received_on=DAY, by=by).amount_minor == 5


def test_a_pledge_is_not_of_tomorrow() -> None:
    programme = a_programme()
    with pytest.raises(Refusal) as refused:
        pledge(programme, finance(programme), pledged_on=timezone.localdate() + datetime.timedelta(days=1))
    assert refused.value.field == "pledged_on"


def test_a_duplicate_organisation_pledges_nothing() -> None:
    programme = a_programme()
    duplicate = an_organisation(merged_into=an_organisation())
    with pytest.raises(Refusal) as refused:
        pledge(programme, finance(programme), donor=duplicate)
    assert refused.value.field == "donor"


def test_money_arrives_in_parts_and_never_more_than_was_pledged() -> None:
    contribution = a_contribution()
    officer = finance(contribution.programme)
    contributions.receive(contribution, amount_minor=60_000_000, received_on=DAY, by=officer)
    contributions.receive(contribution, amount_minor=40_000_000, received_on=DAY, by=officer)
    with pytest.raises(Refusal, match="more than was pledged"):
        contributions.receive(contribution, amount_minor=1, received_on=DAY, by=officer)
    assert [gift.received_minor for gift in gifts([contribution.programme.pk])] == [100_000_000]


def test_no_money_moves_in_a_closed_programme() -> None:
    contribution = a_contribution(a_programme(state="closed"))
    with pytest.raises(Refusal):
        contributions.receive(contribution, amount_minor=1, received_on=DAY, by=finance(contribution.programme))


def test_gifts_of_one_donor_are_added_in_one_currency_and_never_across() -> None:
    programme, donor = a_programme(), an_organisation(kind="donor")
    a_contribution(programme, donor=donor, amount_minor=100, received=40)
    a_contribution(programme, donor=donor, amount_minor=50)
    a_contribution(programme, donor=donor, amount_minor=7, currency="USD")
    found = [(gift.currency, gift.pledged_minor, gift.received_minor) for gift in gifts([programme.pk])]
    assert found == [("PKR", 150, 40), ("USD", 7, None)]


def test_two_receipts_do_not_count_the_pledge_twice() -> None:
    contribution = a_contribution(received=10)
    contribution.receipts.create(amount_minor=5, received_on=DAY)
    assert [(gift.pledged_minor, gift.received_minor) for gift in gifts([contribution.programme.pk])] == [
        (100_000_000, 15)
    ]


def test_an_expected_contribution_waits_for_the_finance_officer_until_it_has_arrived() -> None:
    contribution = a_contribution(expected_on=timezone.localdate())
    officer = finance(contribution.programme)
    a_contribution(contribution.programme, expected_on=timezone.localdate() + datetime.timedelta(days=90))
    assert [item.due for item in waiting(standing_of(officer))] == [contribution.expected_on]
    contributions.receive(contribution, amount_minor=100_000_000, received_on=DAY, by=officer)
    assert waiting(standing_of(officer)) == []


WHY = {"reason": "The bank had credited another account.", "written_in": "en"}


def test_what_was_recorded_by_mistake_is_struck_out_and_the_sums_follow() -> None:
    contribution = a_contribution(expected_on=timezone.localdate())
    by = finance(contribution.programme)
    officer = holding(Role.PROGRAMME_OFFICER, contribution.programme_id)
    viewer = holding(Role.DONOR_VIEWER, contribution.programme_id)
    contributions.receive(contribution, amount_minor=60_000_000, received_on=DAY, by=by)
    wrong = contributions.receive(contribution, amount_minor=40_000_000, received_on=DAY, by=by)
    Notice.objects.all().delete()
    contributions.strike_out(wrong, by=by, **WHY)
    assert [gift.received_minor for gift in gifts([contribution.programme_id])] == [60_000_000]
    assert [each.arrived for each in contributions_of(contribution.programme)] == [60_000_000]
    assert len(waiting(standing_of(by))) == 1
    assert [(row.person, row.kind) for row in Notice.objects.order_by("pk")] == [
        (officer, "receipt_struck_out"),
        (viewer, "receipt_struck_out"),
    ]
    line = Line.objects.order_by("-number")[0]
    facts = {"amount_minor": 40_000_000, "currency": "PKR", "day": DAY.isoformat()}
    assert (line.verb, line.object_id, line.facts) == ("receipt_struck_out", contribution.public_id, facts)
    [_first, second] = receipts_of(contribution)
    assert (second.struck_out.reason, second.struck_out.struck_out_by) == (WHY["reason"], by)
    contributions.receive(contribution, amount_minor=40_000_000, received_on=DAY, by=by)
    assert waiting(standing_of(by)) == []


def test_where_all_that_arrived_was_struck_out_nothing_is_recorded_which_is_not_zero() -> None:
    contribution = a_contribution()
    by = finance(contribution.programme)
    contributions.strike_out(contributions.receive(contribution, amount_minor=5, received_on=DAY, by=by), by=by, **WHY)
    assert [gift.received_minor for gift in gifts([contribution.programme_id])] == [None]


def test_only_who_may_record_money_strikes_it_out_and_only_while_the_programme_runs() -> None:
    contribution = a_contribution(received=10)
    receipt = contribution.receipts.get()
    for person in (
        holding(Role.PROGRAMME_OFFICER, contribution.programme_id),
        holding(Role.FINANCE_OFFICER, contribution.programme_id + 1),
    ):
        with pytest.raises(Refusal, match="Only a finance officer"):
            contributions.strike_out(receipt, by=person, **WHY)
    by = finance(contribution.programme)
    Programme.objects.filter(pk=contribution.programme_id).update(state="closed")
    with pytest.raises(Refusal, match="closed"):
        contributions.strike_out(receipt, by=by, **WHY)
    assert receipts_of(contribution) == [receipt]
    assert list(contribution.receipts.standing()) == [receipt]


def test_the_same_is_struck_out_once_and_with_a_reason() -> None:
    contribution = a_contribution(received=10)
    receipt, by = contribution.receipts.get(), finance(contribution.programme)
    with pytest.raises(Refusal) as refused:
        contributions.strike_out(receipt, reason=" ", written_in="en", by=by)
    assert refused.value.field == "reason"
    contributions.strike_out(receipt, by=by, **WHY)
    with pytest.raises(Refusal, match="already"):
        contributions.strike_out(Receipt.objects.get(pk=receipt.pk), by=by, **WHY)


def test_the_database_changes_neither_what_arrived_nor_what_was_struck_out() -> None:
    contribution = a_contribution(received=10)
    contributions.strike_out(contribution.receipts.get(), by=finance(contribution.programme), **WHY)
    for change in (
        lambda: Receipt.objects.update(amount_minor=11),
        lambda: StrikeOut.objects.update(reason="else"),
        lambda: StrikeOut.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
