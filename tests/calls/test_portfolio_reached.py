"""What a set reaches of each rule, beside what the rule asks."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from saanjh.calls import portfolios
from saanjh.kit.portfolio import Question, choose
from saanjh.kit.portfolio.rules import (
    Budget,
    CriterionFloor,
    DistrictLimit,
    GroupShare,
    Of,
    OrganisationLimit,
    PointsFloor,
    PriorityDistricts,
    ProvinceCeiling,
    Rule,
    ThemeCounts,
)
from tests.kit.portfolio.panels import candidate, questions


def reached(*rules: Rule, chosen: tuple[str, ...] = ("a", "b")) -> list[dict[str, Any]]:
    asked = Question(
        (
            candidate("a", 9000, 300, provinces=("punjab", "sindh"), districts=("badin", "multan"), themes=("trust",)),
            candidate(
                *("b", 6050, 100),
                provinces=("sindh",),
                districts=("badin",),
                flags=frozenset({"women_led"}),
                means=(("harm", 5500), ("need", 7000)),
            ),
            candidate("c", 9900, 100, organisation="x"),
        ),
        (Budget(1000), *rules),
    )
    return portfolios.reached(asked, chosen)


def test_money_points_and_counts_are_those_of_the_set() -> None:
    assert reached(
        PointsFloor(6000),
        CriterionFloor("harm", 5000),
        CriterionFloor("rights", 5000),
        ThemeCounts(1, None, ("trust", "youth")),
        PriorityDistricts(("badin", "multan"), 2),
        OrganisationLimit(1),
        DistrictLimit(2),
    ) == [
        {"value": 400},
        {"value": 6050},
        {"value": 5500},
        {"value": None},
        {"value": 1, "of": 2},
        {"value": 1, "of": 2},
        {"value": None},
        {"value": 2, "key": "badin"},
    ]


@pytest.mark.parametrize(
    ("of", "share", "province"),
    [(Of.MONEY, "25.0", "62.5"), (Of.AWARDS, "50.0", "75.0"), (Of.BUDGET, "10.0", "25.0")],
)
def test_a_share_is_of_the_money_of_the_grants_or_of_the_budget(of: Of, share: str, province: str) -> None:
    assert reached(GroupShare("women_led", Decimal(20), of), ProvinceCeiling(Decimal(80), of))[1:] == [
        {"value": share},
        {"value": province, "key": "sindh"},
    ]


def test_an_empty_set_reaches_nothing() -> None:
    assert reached(GroupShare("women_led", Decimal(20)), ProvinceCeiling(Decimal(80)), PointsFloor(1), chosen=()) == [
        {"value": 0},
        {"value": "0.0"},
        {"value": None},
        {"value": None},
    ]


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(questions())
def test_of_a_set_that_keeps_the_rules_no_share_and_no_number_is_beyond_them(asked: Question) -> None:
    answer = choose(asked)
    for rule, found in zip(asked.rules, portfolios.reached(asked, answer.chosen), strict=True):
        if not answer.chosen or found["value"] is None:
            continue
        if isinstance(rule, ProvinceCeiling):
            assert Decimal(found["value"]) <= rule.percent + Decimal("0.05")
        elif isinstance(rule, GroupShare):
            assert Decimal(found["value"]) >= rule.percent - Decimal("0.05")
        elif isinstance(rule, OrganisationLimit | DistrictLimit):
            assert found["value"] <= rule.at_most
        elif isinstance(rule, PriorityDistricts):
            assert found["value"] == found["of"]
        elif isinstance(rule, PointsFloor):
            assert found["value"] >= rule.points
        elif isinstance(rule, CriterionFloor):
            assert found["value"] >= rule.least
        elif isinstance(rule, Budget):
            assert found["value"] <= rule.minor
