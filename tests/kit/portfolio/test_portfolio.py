"""The portfolio is the best of all sets, keeps every rule to the paisa, and is the same however often one asks."""

import subprocess
import sys
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kit.portfolio.panels import best_of_all, candidate, keeps, questions

from saanjh.kit import portfolio
from saanjh.kit.portfolio import Candidate, Question, Status, breaks, choose, greedy, hundredths
from saanjh.kit.portfolio.lottery import TICKETS, ticket
from saanjh.kit.portfolio.rules import (
    Budget,
    CriterionFloor,
    ForcedIn,
    ForcedOut,
    GroupShare,
    Of,
    OrganisationLimit,
    PointsFloor,
    PriorityDistricts,
    ProvinceCeiling,
    ThemeCounts,
)


@pytest.mark.slow
@settings(max_examples=40)
@given(questions(most=10))
def test_of_all_sets_it_is_the_best(question: Question) -> None:
    answer, best = choose(question), best_of_all(question)
    if best is None:
        assert answer.status == Status.INFEASIBLE
    else:
        assert (answer.status, answer.chosen, answer.ties_settled) == (Status.PROVEN, tuple(sorted(best)), True)
        assert answer.points == answer.bound == question.points(best)
        assert answer.gap == 0


@pytest.mark.slow
@settings(max_examples=40)
@given(questions(most=25), st.sampled_from([Decimal(0), Decimal("0.1")]))
def test_it_keeps_the_rules_and_is_never_worse_than_the_simple_way(question: Question, gap: Decimal) -> None:
    answer = choose(Question(question.candidates, question.rules, question.seed, gap))
    simple = answer.greedy
    assert (simple.breaks == ()) == keeps(question, simple.chosen)
    if answer.status in (Status.PROVEN, Status.WITHIN_GAP):
        assert keeps(question, answer.chosen)
        assert breaks(question, answer.chosen) == ()
        assert answer.points >= simple.points or simple.breaks
        assert answer.gap is not None
        assert answer.gap <= gap
    else:
        assert (answer.status, bool(simple.breaks)) == (Status.INFEASIBLE, True)


@pytest.mark.slow
@settings(max_examples=40)
@given(questions(), st.data())
def test_the_exact_check_agrees_with_one_written_for_itself(question: Question, data: st.DataObject) -> None:
    eligible = [each.id for each in question.candidates if each.eligible]
    chosen = data.draw(st.sets(st.sampled_from(eligible))) if eligible else set()
    assert (breaks(question, chosen) == ()) == keeps(question, chosen)


@pytest.mark.slow
@settings(max_examples=20)
@given(questions(), st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_tells_nothing(question: Question, random: Random) -> None:
    shuffled = list(question.candidates)
    random.shuffle(shuffled)
    assert choose(Question(tuple(shuffled), question.rules, question.seed)) == choose(question)


@pytest.mark.parametrize("spare", [0, -1])
def test_no_float_decides_about_the_last_paisa(spare: int) -> None:
    amounts = [99_999_999_999_989 + 2 * number for number in range(12)]  # a trillion rupees each, and odd paisa
    candidates = tuple(candidate(f"a{number:02}", 7000 + number, amount) for number, amount in enumerate(amounts))
    wanted = sorted(each.id for each in candidates)[-5:]
    question = Question(candidates, (Budget(sum(amounts[-5:]) + spare),))
    answer = choose(question)
    assert answer.status == Status.PROVEN
    assert (answer.chosen == tuple(wanted)) == (spare == 0)
    assert answer.points == sum(range(7007, 7012)) + spare  # without the paisa, one step down the list
    assert answer.amount <= question.budget


def test_money_that_ends_within_a_paisa_does_not_lose_the_best_set() -> None:
    """HiGHS found no set at all that is as good as the one it had found, where it first rewrote the rows."""
    candidates = (candidate("a0", 0, 99_999_999), candidate("a1", 0, 50_000_000), candidate("a2", 5950, 50_000_000))
    answer = choose(Question(candidates, (Budget(99_999_999),)))
    assert (answer.status, answer.chosen, answer.ties_settled) == (Status.PROVEN, ("a2",), True)


def test_a_share_is_kept_to_the_paisa() -> None:
    women = candidate("w", 6000, 30_000_000, flags=frozenset({"women_led"}))
    others = (candidate("a", 9000, 70_000_000), candidate("b", 9001, 70_000_001))
    question = Question((women, *others), (Budget(10**9), GroupShare("women_led", Decimal(30))))
    assert choose(question).chosen == ("a", "w")


def test_each_rule_of_a_panel_shows_in_the_set() -> None:
    candidates = (
        candidate("best", 9500, provinces=("punjab",), themes=("media",), organisation="o1", means=(("harm", 4999),)),
        candidate("same", 9400, provinces=("punjab",), themes=("media",), organisation="o1", means=(("harm", 5000),)),
        candidate("good", 9300, provinces=("sindh",), themes=("media",)),
        candidate("far", 6200, provinces=("kp",), themes=("sport",), districts=("kech",)),
        candidate("weak", 5900, provinces=("kp",), themes=("sport",)),
        candidate("women", 7000, provinces=("sindh",), themes=("media",), flags=frozenset({"women_led"})),
    )
    assert choose(Question(candidates, (Budget(300),))).chosen == ("best", "good", "same")
    for rule, chosen in (
        (OrganisationLimit(1), ("best", "good", "women")),
        (ThemeCounts(1), ("best", "far", "same")),
        (ThemeCounts(0, 1), ("best", "far")),
        (PriorityDistricts(("kech",)), ("best", "far", "same")),
        (GroupShare("women_led", Decimal(30), Of.AWARDS), ("best", "same", "women")),
        (ProvinceCeiling(Decimal(34)), ("best", "far", "good")),
        (PointsFloor(9400), ("best", "same")),
        (CriterionFloor("harm", 5000), ("good", "same", "women")),
        (CriterionFloor("need", 5000), ("best", "good", "same")),
        (ForcedIn(("weak",)), ("best", "same", "weak")),
        (ForcedOut(("best",)), ("good", "same", "women")),
    ):
        assert choose(Question(candidates, (Budget(300), rule))).chosen == chosen


def test_money_in_two_provinces_counts_by_halves() -> None:
    both = candidate("a", amount=100, provinces=("kp", "sindh"))
    assert choose(Question((both,), (Budget(100), ProvinceCeiling(Decimal(50))))).chosen == ("a",)
    assert choose(Question((both,), (Budget(100), ProvinceCeiling(Decimal(49))))).chosen == ()


def test_a_tie_goes_to_the_most_tickets_of_the_published_seed() -> None:
    candidates = tuple(candidate(f"a{number}") for number in range(9))
    for seed in ("2026", "2027"):
        drawn = sorted((each.id for each in candidates), key=lambda id: ticket(seed, id))
        assert choose(Question(candidates, (Budget(400),), seed)).chosen == tuple(sorted(drawn[-4:]))
    assert ticket("2026", "a1") == 29_477  # as anybody reckons it: sha256("2026:a1")
    assert 1 <= min(ticket("", str(number)) for number in range(1000)) <= TICKETS


def test_the_simple_way_takes_what_rules_ask_for_before_the_top() -> None:
    candidates = (
        candidate("top", 9000, 60),
        candidate("next", 8000, 40),
        candidate("woman", 7000, 30, flags=frozenset({"women_led"})),
        candidate("remote", 6000, 10, districts=("kech",)),
    )
    asked = (Budget(100), GroupShare("women_led", Decimal(30)), PriorityDistricts(("kech",)))
    assert greedy(Question(candidates, asked[:1])).chosen == ("next", "top")
    assert greedy(Question(candidates, asked)).chosen == ("remote", "top", "woman")


def test_the_simple_way_says_what_it_fails_to_keep() -> None:
    asked = (Budget(100), ThemeCounts(1, None, ("sport",)))
    assert greedy(Question((candidate("a"),), asked)).breaks == (1,)


def test_with_too_short_a_search_the_bound_is_stated_or_nothing_said() -> None:
    random = Random(4)
    candidates = tuple(
        candidate(f"a{n:02}", random.randint(5000, 9999), random.randint(10**6, 10**8)) for n in range(60)
    )
    answer = choose(Question(candidates, (Budget(10**9),), nodes=1))
    assert answer.bound is None or answer.bound >= answer.points >= answer.greedy.points > 0
    assert answer.status in (Status.PROVEN, Status.WITHIN_GAP)


def test_nobody_to_choose_from_is_an_empty_set() -> None:
    assert choose(Question((), (Budget(100),))).status == Status.PROVEN
    assert choose(Question((), (Budget(100), PriorityDistricts(("kech",))))).status == Status.INFEASIBLE
    assert choose(Question((candidate("a", eligible=False),), (Budget(100),))).chosen == ()


def test_what_is_no_question_is_an_error() -> None:
    one, budget = candidate("a"), Budget(100)
    for candidates, rules in (
        ((one, one), (budget,)),
        ((one,), ()),
        ((one,), (budget, budget)),
        ((one,), (budget, ForcedIn(("b",)))),
        ((candidate("a", eligible=False),), (budget, ForcedIn(("a",)))),
    ):
        with pytest.raises(ValueError):
            Question(candidates, rules)
    for wrong in ({"points": -1}, {"amount": -1}):
        with pytest.raises(ValueError):
            candidate("a", **wrong)
    with pytest.raises(TypeError):
        candidate("a", amount=0.1)  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        GroupShare("women_led", Decimal(101))


def test_points_are_rounded_to_hundredths_once() -> None:
    assert [hundredths(Decimal(each)) for each in ("81.5", "81.505", "81.515")] == [8150, 8150, 8152]


def test_to_import_it_loads_no_optimiser() -> None:
    code = f"import sys, {portfolio.__name__}; print([name for name in ('scipy', 'numpy') if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_forcing_out_who_is_not_eligible_changes_nothing() -> None:
    candidates = (Candidate("a", 70_00, 100), Candidate("b", 90_00, 100, eligible=False))
    assert choose(Question(candidates, (Budget(200), ForcedOut(("b",))))).chosen == ("a",)
