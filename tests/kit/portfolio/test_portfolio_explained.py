"""What rules cost, why each is in or out, why there is no set: each against the best of all sets, forced or freed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from tests.kit.portfolio.panels import best_of_all, candidate, keeps, questions, without

from saanjh.kit.portfolio import Code, Question, Range, Status, Strain, breaks, choose, conflict, prices, reasons
from saanjh.kit.portfolio.rules import (
    Budget,
    CriterionFloor,
    ForcedIn,
    ForcedOut,
    GroupShare,
    OrganisationLimit,
    PointsFloor,
    PriorityDistricts,
    ThemeCounts,
)

WOMEN = frozenset({"women_led"})


@pytest.mark.slow
@settings(max_examples=30)
@given(questions())
def test_a_price_is_what_all_sets_without_the_rule_say(question: Question) -> None:
    answer = choose(question)
    assume(answer.status == Status.PROVEN)
    # less the budget, its shares refer to no budget any more: that price has an example of its own
    for price in prices(question, answer, range(1, len(question.rules)), gap=Decimal(0)):
        freed = best_of_all(without(question, price.rule))
        assert freed is not None
        gained = question.points(freed) - answer.points
        assert price.gained == Range(gained, gained)


def test_the_price_of_the_budget_is_what_all_the_rest_is_worth() -> None:
    question = Question(
        (candidate("a", 9000), candidate("b", 8000), candidate("c", 5000)), (Budget(100), PointsFloor(6000))
    )
    answer = choose(question)
    assert [(price.rule, price.gained) for price in prices(question, answer)] == [
        (0, Range(8000, 8000)),
        (1, Range(0, 0)),
    ]


@pytest.mark.slow
@settings(max_examples=30)
@given(questions(most=6))
def test_a_check_is_what_all_sets_with_it_forced_say(question: Question) -> None:
    answer = choose(question)
    assume(answer.status == Status.PROVEN)
    found = reasons(question, answer, checks=6, gap=Decimal(0))
    assert [reason.id for reason in found] == [each.id for each in question.candidates]
    for reason in found:
        if reason.check:
            forced = ForcedOut((reason.id,)) if reason.id in answer.chosen else ForcedIn((reason.id,))
            other = best_of_all(replace(question, rules=(*question.rules, forced)))
            assert reason.check.is_possible == (other is not None)
            if other is not None:
                lost = answer.points - question.points(other)
                assert reason.check.lost == Range(lost, lost)
                changed = set(answer.chosen) - set(reason.check.leaves) | set(reason.check.enters)
                assert keeps(question, changed)
                assert question.points(changed) == question.points(other)


@pytest.mark.slow
@settings(max_examples=30)
@given(questions())
def test_a_code_is_true_of_the_set(question: Question) -> None:
    answer = choose(question)
    assume(answer.status == Status.PROVEN)
    for reason in reasons(question, answer, checks=0):
        each = question.by_id[reason.id]
        chosen = set(answer.chosen)
        assert (each.id in chosen) == (reason.code in (Code.CHOSEN, Code.FORCED_IN))
        assert (reason.code == Code.NOT_ELIGIBLE) == (not each.eligible)
        if reason.code in (Code.NEEDS_MONEY, Code.BREAKS_RULES):
            assert not keeps(question, chosen | {each.id})
        if reason.code == Code.NO_GAIN:
            assert keeps(question, chosen | {each.id})
            assert each.points == 0
        if reason.code == Code.NEEDS_MONEY:
            richer = (Budget(question.budget + reason.rules[0].over), *question.rules[1:])
            shares_aside = [rule for rule in richer if getattr(rule, "of", "") != "budget"]
            assert keeps(replace(question, rules=tuple(shares_aside)), chosen | {each.id})


def test_each_is_told_why_it_is_in_or_out() -> None:
    candidates = (
        candidate("a", 9000, 60, organisation="o1"),
        candidate("b", 8900, 40, organisation="o1"),
        candidate("c", 8000, 50),
        candidate("d", 7000, 35, districts=("kech",)),
        candidate("e", 5900, 10),
        candidate("f", 9900, 10, eligible=False),
        candidate("g", 9900, 10),
    )
    rules = (Budget(100), OrganisationLimit(1), PriorityDistricts(("kech",)), PointsFloor(6000), ForcedOut(("g",)))
    question = Question(candidates, rules)
    answer = choose(question)
    assert answer.chosen == ("a", "d")
    assert [(each.code, each.rules) for each in reasons(question, answer, checks=0)] == [
        (Code.CHOSEN, ()),
        (Code.BREAKS_RULES, (Strain(0, "", 35), Strain(1, "o1", 1))),
        (Code.NEEDS_MONEY, (Strain(0, "", 45),)),
        (Code.CHOSEN, (Strain(2, "kech", 1),)),
        (Code.BELOW_FLOOR, (Strain(3, "", 100),)),
        (Code.NOT_ELIGIBLE, ()),
        (Code.FORCED_OUT, (Strain(4, "g", 1),)),
    ]


def test_who_is_below_floors_is_told_each_of_them_and_dropping_one_tells_what_it_costs() -> None:
    candidates = (
        candidate("a", 9000, means=(("harm", 4200), ("need", 9000))),
        candidate("b", 8000, means=(("harm", 5000), ("need", 5000))),
        candidate("c", 5500, means=(("harm", 4000), ("need", 3000))),
    )
    rules = (Budget(100), CriterionFloor("harm", 5000), CriterionFloor("need", 5000), PointsFloor(6000))
    question = Question(candidates, rules)
    answer = choose(question)
    assert (answer.chosen, answer.greedy.chosen) == (("b",), ("b",))
    assert [(each.code, each.rules) for each in reasons(question, answer, checks=0)] == [
        (Code.BELOW_FLOOR, (Strain(1, "harm", 800),)),
        (Code.CHOSEN, ()),
        (Code.BELOW_FLOOR, (Strain(1, "harm", 1000), Strain(2, "need", 2000), Strain(3, "", 500))),
    ]
    costs = [(each.rule, each.gained.low) for each in prices(question, answer)]
    assert costs == [(0, 0), (1, 1000), (2, 0), (3, 0)]
    assert breaks(question, ("a",)) == (Strain(1, "harm", 1),)


def test_a_floor_of_a_criterion_that_leaves_nothing_for_a_demand_stands_in_the_conflict() -> None:
    weak, good = candidate("a", 9000, districts=("kech",), means=(("harm", 4999),)), candidate("b")
    found = conflict(Question((weak, good), (Budget(200), PriorityDistricts(("kech",)), CriterionFloor("harm", 5000))))
    assert found is not None
    assert found.remedies == found.rules == (1, 2)
    demand, floor = found.parts
    assert (demand.key, demand.candidates, floor.key) == ("kech", 0, "harm")


@pytest.mark.parametrize("least", [-1, 10_001])
def test_a_floor_of_a_criterion_is_a_percentage(least: int) -> None:
    with pytest.raises(ValueError):
        CriterionFloor("harm", least)


def test_those_nearest_the_cut_are_checked_out_and_in_by_turns() -> None:
    candidates = tuple(candidate(f"a{number}", 9000 - number) for number in range(8))
    question = Question(candidates, (Budget(400),))
    checked = [each for each in reasons(question, choose(question), checks=3) if each.check]
    assert [each.id for each in checked] == ["a3", "a4", "a5"]
    first = checked[1].check
    assert first is not None
    assert (first.lost, first.leaves, first.enters) == (Range(1, 1), ("a3",), ("a4",))


@pytest.mark.slow
@settings(max_examples=30)
@given(questions())
def test_a_conflict_is_minimal_and_its_remedies_are_all(question: Question) -> None:
    found = conflict(question)
    assert (found is None) == (best_of_all(question) is not None)
    if found is None:
        return
    assert found.is_sure
    can_be_freed = [
        place for place in range(1, len(question.rules)) if best_of_all(without(question, place)) is not None
    ]
    assert [place for place in found.remedies if place] == can_be_freed
    assert set(found.remedies) <= set(found.rules) == {part.rule for part in found.parts}
    spare = [place for place in range(1, len(question.rules)) if place not in found.rules]
    alone = question
    for place in reversed(spare):
        alone = without(alone, place)
    assert best_of_all(alone) is None


def test_too_few_of_a_group_are_counted_with_their_worth() -> None:
    women = tuple(candidate(f"w{number}", 7000, 50 + number, flags=WOMEN) for number in range(3))
    weak = candidate("weak", 5000, 500, flags=WOMEN)
    rules = (Budget(1000), GroupShare("women_led", Decimal(30), "budget"), PointsFloor(6000))  # type: ignore[arg-type]
    found = conflict(Question((*women, weak, candidate("x", 9000, 500)), rules))
    assert found is not None
    assert found.remedies == (1, 2)
    share = next(part for part in found.parts if part.rule == 1)
    assert (share.asked, share.candidates, share.amount, share.is_demand) == (300, 3, 153, True)


def test_a_demand_dearer_than_the_budget_is_told_with_its_least_cost() -> None:
    candidates = tuple(candidate(f"a{number}", 7000, 40 + number, themes=("sport",)) for number in range(4))
    found = conflict(Question(candidates, (Budget(100), ThemeCounts(3), OrganisationLimit(1))))
    assert found is not None
    assert (found.remedies, found.rules) == ((0, 1), (0, 1))
    money, theme = found.parts
    assert (money.asked, theme.key, theme.asked, theme.candidates, theme.cheapest) == (100, "sport", 3, 4, 123)


def test_two_conflicts_at_once_have_no_single_remedy_but_a_core() -> None:
    candidates = (candidate("a", 7000, 60, districts=("kech",)), candidate("b", 5000, 60, themes=("sport",)))
    rules = (Budget(100), PointsFloor(8000), PriorityDistricts(("kech", "swat")), ThemeCounts(1, None, ("art",)))
    found = conflict(Question(candidates, rules))
    assert found is not None
    assert found.remedies == ()
    assert len(found.rules) == len(found.parts) == 1
    assert (found.parts[0].candidates, found.parts[0].cheapest) == (0, None)


def test_without_a_set_there_is_neither_price_nor_reason() -> None:
    question = Question((candidate("a"),), (Budget(1), ForcedIn(("a",))))
    answer = choose(question)
    assert answer.gap is None
    for explain in (prices, reasons):
        with pytest.raises(ValueError):
            explain(question, answer)


def test_an_empty_set_is_explained_by_what_keeps_every_award_out() -> None:
    candidates = (candidate("a", 9000, 500), candidate("b", 5000, 50))
    question = Question(candidates, (Budget(100), PointsFloor(8000), GroupShare("women_led", Decimal(0))))
    assert choose(question).chosen == ()
    assert conflict(question) is None
    found = conflict(question, not_empty=True)
    assert found is not None
    assert (found.remedies, found.rules) == ((0, 1), (0, 1))
    assert conflict(Question(candidates, (Budget(100),)), not_empty=True) is None
