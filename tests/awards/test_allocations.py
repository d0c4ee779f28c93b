"""Money is set aside once: never more than was pledged, nor than a grant or its call can take."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from saanjh.awards.actions import allocations as actions
from saanjh.awards.models import Allocation, Award, TakenBack
from saanjh.awards.queries import allocated, funding
from saanjh.awards.rules.allocations import funded, used
from saanjh.calls.models import Call
from saanjh.ground.access import Role
from saanjh.ground.models import Line, Person
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Contribution, Programme
from tests.awards.factories import an_award
from tests.calls.factories import a_call
from tests.factories import a_person, holding
from tests.programmes.factories import a_contribution, a_programme, a_rate

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 1)
WHY = {"reason": "Meant for another call.", "written_in": "en"}


def finance(programme: Programme) -> Person:
    return holding(Role.FINANCE_OFFICER, programme.pk)


def a_grant(**facts: Any) -> tuple[Award, Call, Contribution]:
    """A grant of Rs 900,000, its call, and a pledge of Rs 1,000,000 to its programme."""
    award = an_award(**facts)
    return award, award.application.call, a_contribution(award.programme)


def for_award(contribution: Contribution, award: Award, minor: int, by: Person | None = None) -> Allocation:
    by = by or finance(contribution.programme)
    return actions.for_award(contribution, award=award, amount_minor=minor, allocated_on=DAY, by=by)


def for_call(contribution: Contribution, call: Call, minor: int, by: Person | None = None) -> Allocation:
    by = by or finance(contribution.programme)
    return actions.for_call(contribution, call=call, amount_minor=minor, allocated_on=DAY, by=by)


def test_money_set_aside_counts_against_the_contribution_and_the_grant_and_stands_in_history() -> None:
    award, _call, contribution = a_grant()
    made = for_award(contribution, award, 40_000_000)
    assert (used(contribution), funded(award), funding(award)) == (40_000_000, 40_000_000, [made])
    assert allocated([award.programme_id]) == {(award.programme_id, "PKR"): 40_000_000}
    assert allocated([award.programme_id], without=[award.pk]) == {}
    assert allocated([award.programme_id], without=Award.objects.filter(pk=award.pk).values("pk")) == {}
    line = Line.objects.get()
    facts = {"kind": "award", "to": award.public_id, "amount_minor": 40_000_000, "currency": "PKR"}
    assert (line.verb, line.object_id, line.facts) == ("money_allocated", contribution.public_id, facts)


@pytest.mark.parametrize("minor", [0, -1, 100_000_001])
def test_no_more_than_is_free_of_the_contribution_is_set_aside(minor: int) -> None:
    award, call, contribution = a_grant(amount_minor=10**10)
    for act, target in ((for_award, award), (for_call, call)):
        with pytest.raises(Refusal) as refused:
            act(contribution, target, minor)  # type: ignore[operator]
        assert refused.value.field == "amount"
    for_award(contribution, award, 100_000_000)
    with pytest.raises(Refusal):
        for_call(contribution, call, 1)


def test_a_grant_takes_no_more_than_it_is_worth_from_all_contributions_together() -> None:
    award, _call, contribution = a_grant()
    other = a_contribution(award.programme)
    for_award(contribution, award, 50_000_000)
    with pytest.raises(Refusal) as refused:
        for_award(other, award, 40_000_001)
    assert "400,000" in str(refused.value)
    for_award(other, award, 40_000_000)
    assert funded(award) == award.amount_minor


def test_what_grants_get_of_their_call_s_money_is_counted_once_and_ends_where_that_ends() -> None:
    award, call, contribution = a_grant()
    for_call(contribution, call, 30_000_000)
    drawn = for_award(contribution, award, 20_000_000)
    assert (drawn.drawn, used(contribution), funded(award)) == (True, 30_000_000, 20_000_000)
    for quiet in ([], [award.pk], Award.objects.filter(pk=award.pk).values("pk")):
        assert allocated([award.programme_id], without=quiet) == {(award.programme_id, "PKR"): 30_000_000}
    with pytest.raises(Refusal):
        for_award(contribution, award, 10_000_001)
    elsewhere = an_award(programme=award.programme)  # of another call: from what is free of the contribution
    assert not for_award(contribution, elsewhere, 70_000_000).drawn
    assert used(contribution) == contribution.amount_minor


def test_what_is_taken_back_is_free_again_but_not_from_under_a_grant() -> None:
    award, call, contribution = a_grant()
    aside, drawn = for_call(contribution, call, 30_000_000), for_award(contribution, award, 20_000_000)
    by = finance(contribution.programme)
    with pytest.raises(Refusal):
        actions.take_back(aside, by=by, **WHY)
    with pytest.raises(Refusal):
        actions.take_back(drawn, by=by, reason=" ", written_in="en")
    actions.take_back(drawn, by=by, **WHY)
    with pytest.raises(Refusal):
        actions.take_back(drawn, by=by, **WHY)
    actions.take_back(aside, by=by, **WHY)
    assert (used(contribution), funded(award), TakenBack.objects.count()) == (0, 0, 2)
    assert [line.verb for line in Line.objects.order_by("number")][-2:] == ["allocation_taken_back"] * 2


def test_money_in_another_currency_is_changed_by_the_rate_of_its_day_which_stays_with_it() -> None:
    award, call, _rupees = a_grant()
    euros = a_contribution(award.programme, currency="EUR", amount_minor=500_000)
    with pytest.raises(Refusal) as refused:
        for_award(euros, award, 100_000)
    assert (refused.value.field, "EUR" in str(refused.value)) == ("allocated_on", True)
    rate = a_rate(award.programme, "325.4", day=DAY)
    made = for_award(euros, award, 100_000)
    assert (made.rate, made.there_minor, made.there_currency) == (rate, 32_540_000, "PKR")
    a_rate(award.programme, "1000", day=DAY)
    assert funded(award) == 32_540_000
    assert for_call(euros, call, 1).there_minor == 1000


def test_a_sum_too_small_to_be_changed_is_none() -> None:
    award, call, _rupees = a_grant()
    euros = a_contribution(award.programme, currency="EUR", amount_minor=500_000)
    a_rate(award.programme, "0.001", day=DAY)
    for act, target in ((for_award, award), (for_call, call)):
        with pytest.raises(Refusal):
            act(euros, target, 10)  # type: ignore[operator]


def test_the_day_is_neither_before_the_pledge_nor_to_come() -> None:
    award, _call, contribution = a_grant()
    by = finance(contribution.programme)
    for day in (contribution.pledged_on - datetime.timedelta(days=1), datetime.date(2199, 1, 1)):
        with pytest.raises(Refusal) as refused:
            actions.for_award(contribution, award=award, amount_minor=1, allocated_on=day, by=by)
        assert refused.value.field == "allocated_on"


def test_only_the_finance_officer_of_the_same_programme_sets_money_aside_for_what_was_accepted() -> None:
    award, call, contribution = a_grant()
    for person in (holding(Role.PROGRAMME_OFFICER, award.programme_id), finance(a_programme()), a_person()):
        for act, target in ((for_award, award), (for_call, call)):
            with pytest.raises(Refusal):
                act(contribution, target, 1, person)  # type: ignore[operator]
    stranger = a_contribution()
    both = holding(Role.FINANCE_OFFICER, stranger.programme_id)
    for act, target in ((for_award, award), (for_call, call)):
        with pytest.raises(Refusal):
            act(stranger, target, 1, both)  # type: ignore[operator]
    for state in ("offered", "declined", "called_back"):
        gone = an_award(state, programme=award.programme)
        with pytest.raises(Refusal):
            for_award(contribution, gone, 1)
    assert not Allocation.objects.exists()


def test_a_call_that_is_not_published_gets_none_yet() -> None:
    contribution = a_contribution()
    with pytest.raises(Refusal) as refused:
        for_call(contribution, a_call("draft", contribution.programme), 1)
    assert refused.value.field == "call"


def test_what_was_set_aside_never_changes() -> None:
    award, _call, contribution = a_grant()
    made = for_award(contribution, award, 5)
    actions.take_back(made, by=finance(contribution.programme), **WHY)
    for rows, change in ((Allocation.objects.all(), {"amount_minor": 1}), (TakenBack.objects.all(), {"reason": "x"})):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


STEP = st.tuples(st.sampled_from(["call", "award", "back"]), st.integers(0, 3), st.integers(1, 60))


@pytest.mark.slow
@settings(max_examples=15)
@given(st.lists(STEP, max_size=9))
def test_through_any_steps_each_rupee_is_set_aside_at_most_once(steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        award, call, _large = a_grant(amount_minor=100)
        small = a_contribution(award.programme, amount_minor=100)
        by = finance(award.programme)
        for what, which, minor in steps:
            try:
                if what == "call":
                    for_call(small, call, minor, by)
                elif what == "award":
                    for_award(small, award, minor, by)
                else:
                    actions.take_back(Allocation.objects.order_by("pk")[which], by=by, **WHY)
            except (Refusal, IndexError):
                continue
        standing = list(Allocation.objects.standing().filter(contribution=small))
        aside = sum(each.amount_minor for each in standing if each.call)
        assert sum(each.amount_minor for each in standing if each.drawn) <= aside
        assert sum(each.amount_minor for each in standing if not each.drawn) <= 100
        assert sum(each.there_minor for each in standing if each.award) <= 100
        transaction.set_rollback(True)


def test_a_rate_is_exact_to_the_last_paisa() -> None:
    award, _call, _rupees = a_grant(amount_minor=10**12)
    euros = a_contribution(award.programme, currency="EUR", amount_minor=10**10)
    a_rate(award.programme, "325.123456", day=DAY)
    made = for_award(euros, award, 123_456_789)
    assert made.there_minor == int((Decimal("325.123456") * 123_456_789).to_integral_value())
