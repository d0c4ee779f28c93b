"""Small panels to choose for, and a checker of their rules of its own, which shares no line with what it checks."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from saanjh.kit.portfolio import Candidate, Question
from saanjh.kit.portfolio.lottery import ticket
from saanjh.kit.portfolio.rules import (
    Budget,
    CriterionFloor,
    DistrictLimit,
    ForcedIn,
    ForcedOut,
    GroupShare,
    Of,
    OrganisationLimit,
    PointsFloor,
    PriorityDistricts,
    ProvinceCeiling,
    Rule,
    ThemeCounts,
)

FLAGS = ("women_led", "youth_led", "first_time")


def candidate(id: str, points: int = 7000, amount: int = 100, **more: Any) -> Candidate:
    """An application with nothing special about it but what is said."""
    return Candidate(id, points, amount, **more)


def keeps(question: Question, chosen: Collection[str]) -> bool:
    """Whether the set keeps every rule, exactly."""
    awards = [each for each in question.candidates if each.id in chosen]
    return all(each.eligible for each in awards) and all(_keeps(rule, awards, question) for rule in question.rules)


def _keeps(rule: Rule, awards: list[Candidate], question: Question) -> bool:
    ids = {each.id for each in awards}
    if isinstance(rule, Budget):
        return sum(each.amount for each in awards) <= rule.minor
    if isinstance(rule, GroupShare):
        part = [(each, Fraction(1)) for each in awards if rule.group in each.flags or rule.group == each.track]
        return _size(part, rule.of) >= Fraction(rule.percent) / 100 * _whole(awards, rule.of, question)
    if isinstance(rule, ProvinceCeiling):
        most = Fraction(rule.percent) / 100 * _whole(awards, rule.of, question)
        provinces = {province for each in awards for province in each.provinces}
        return all(
            _size([(each, Fraction(1, len(each.provinces))) for each in awards if province in each.provinces], rule.of)
            <= most
            for province in provinces
        )
    if isinstance(rule, ThemeCounts):
        counts = Counter(theme for each in awards for theme in each.themes)
        named = rule.themes or {theme for each in question.candidates if each.eligible for theme in each.themes}
        return all(
            counts[theme] >= rule.at_least and (rule.at_most is None or counts[theme] <= rule.at_most)
            for theme in named
        )
    if isinstance(rule, PriorityDistricts):
        counts = Counter(district for each in awards for district in each.districts)
        return all(counts[district] >= rule.at_least for district in rule.districts)
    if isinstance(rule, OrganisationLimit):
        return (
            max(Counter(each.organisation for each in awards if each.organisation).values(), default=0) <= rule.at_most
        )
    if isinstance(rule, DistrictLimit):
        counts = Counter(district for each in awards for district in each.districts)
        return max(counts.values(), default=0) <= rule.at_most
    if isinstance(rule, PointsFloor):
        return all(each.points >= rule.points for each in awards)
    if isinstance(rule, CriterionFloor):
        return not any(code == rule.criterion and mean < rule.least for each in awards for code, mean in each.means)
    return ids >= set(rule.ids) if isinstance(rule, ForcedIn) else not ids & set(rule.ids)


def _size(part: list[tuple[Candidate, Fraction]], of: Of) -> Fraction:
    return sum((share * (1 if of == Of.AWARDS else each.amount) for each, share in part), Fraction(0))


def _whole(awards: list[Candidate], of: Of, question: Question) -> Fraction:
    return Fraction(question.budget) if of == Of.BUDGET else _size([(each, Fraction(1)) for each in awards], of)


def best_of_all(question: Question) -> tuple[str, ...] | None:
    """The set of most points, then of most tickets, of all sets there are; None when none keeps the rules."""
    ids = [each.id for each in question.candidates]
    every = (chosen for size in range(len(ids) + 1) for chosen in combinations(ids, size))
    kept = [chosen for chosen in every if keeps(question, chosen)]
    return max(kept, key=lambda chosen: (question.points(chosen), _tickets(question, chosen)), default=None)


def _tickets(question: Question, chosen: Collection[str]) -> int:
    return sum(ticket(question.seed, each) for each in chosen)


def without(question: Question, place: int) -> Question:
    """The question less one rule; less the budget, it has all the money in the world, but its shares stay."""
    rules = list(question.rules)
    rules[place : place + 1] = [Budget(10**18)] if isinstance(rules[place], Budget) else []
    return replace(question, rules=tuple(rules))


_AMOUNTS = st.integers(0, 12) | st.sampled_from([99_999_999, 100_000_001, 50_000_000])
_SOME = st.sampled_from
_PERCENT = st.sampled_from([Decimal(0), Decimal(30), Decimal("33.3"), Decimal(50), Decimal(100)])


@st.composite
def _candidates(draw: st.DrawFn, most: int) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            f"a{number}",
            draw(_SOME([0, 5950, 6000, 7001, 7002, 9000])),
            draw(_AMOUNTS),
            tuple(draw(st.lists(_SOME(["kp", "sindh"]), max_size=2, unique=True))),
            (draw(_SOME(["swat", "dadu", "kech"])),),
            (draw(_SOME(["media", "sport"])),),
            frozenset(draw(st.lists(_SOME(FLAGS), max_size=2))),
            draw(_SOME(["", "o1", "o2", "o3"])),
            draw(_SOME(["full", "simplified"])),
            draw(_SOME([True, True, True, False])),
            draw(_SOME([(), (("harm", 5000),), (("harm", 4999), ("need", 8000)), (("harm", 6000), ("need", 3333))])),
        )
        for number in range(draw(st.integers(0, most)))
    )


def _rules(eligible: list[str]) -> st.SearchStrategy[Rule]:
    some = st.lists(_SOME(eligible), max_size=1).map(tuple) if eligible else st.just(())
    return st.one_of(
        st.builds(ProvinceCeiling, _PERCENT, _SOME(list(Of))),
        st.builds(GroupShare, _SOME([*FLAGS, "simplified"]), _PERCENT, _SOME(list(Of))),
        st.builds(ThemeCounts, st.integers(0, 1), st.none() | st.integers(1, 3), _SOME([(), ("sport",)])),
        st.builds(PriorityDistricts, _SOME([("swat",), ("dadu", "kech")])),
        st.builds(OrganisationLimit, st.integers(1, 2)),
        st.builds(DistrictLimit, st.integers(1, 3)),
        st.builds(PointsFloor, _SOME([6000, 7002])),
        st.builds(CriterionFloor, _SOME(["harm", "need"]), _SOME([5000, 6000])),
        st.builds(ForcedIn, some),
        st.builds(ForcedOut, some),
    )


@st.composite
def questions(draw: st.DrawFn, most: int = 8) -> Question:
    """Panels of up to so many applications, with a budget that often meets a sum of theirs to the paisa."""
    candidates = draw(_candidates(most))
    part = draw(st.lists(_SOME(candidates), unique=True)) if candidates else []
    minor = max(0, sum(each.amount for each in part) + draw(_SOME([0, 0, -1, 1])))
    more = draw(st.lists(_rules([each.id for each in candidates if each.eligible]), max_size=4))
    return Question(candidates, (Budget(minor), *more), seed=draw(_SOME(["", "2026"])))
