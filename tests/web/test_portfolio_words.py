"""Whatever is reckoned of a set has its sentence, in both languages, with nothing left unsaid in it."""

import re
from typing import Any

import pytest
from django.utils import translation

from saanjh.kit.portfolio import Code
from saanjh.kit.portfolio import rules as asks
from saanjh.web.desk.portfolio_words import Words, gained, numbers, points

A, B, C = "CPG-2026-0001", "CPG-2026-0002", "CPG-2026-0003"
RULES: list[dict[str, Any]] = [
    {"rule": "Budget", "minor": 500_000_00},
    {"rule": "PointsFloor", "points": 6050},
    {"rule": "ProvinceCeiling", "percent": "40", "of": "budget"},
    {"rule": "GroupShare", "group": "women_led", "percent": "30", "of": "money"},
    {"rule": "GroupShare", "group": "first_time", "percent": "30", "of": "awards"},
    {"rule": "ThemeCounts", "at_least": 1, "at_most": None, "themes": ["trust", "gone"]},
    {"rule": "PriorityDistricts", "districts": ["badin"], "at_least": 2},
    {"rule": "OrganisationLimit", "at_most": 1},
    {"rule": "DistrictLimit", "at_most": 2},
    {"rule": "CriterionFloor", "criterion": "C4", "least": 5000},
]
KEYS = ["", "", "sindh", "women_led", "first_time", "trust", "badin", "abcdefghij", "badin", "C4"]
NAMES = {
    "provinces": {"sindh": ["Sindh", "سندھ"]},
    "districts": {"badin": ["Badin", "بدین"]},
    "themes": {"trust": ["Trust", ""]},
    "criteria": {"C4": ["Do no harm", "کسی کو نقصان نہ پہنچے"]},
}
UNSAID = re.compile(r"%\(|%[sd]|None|\{|_led|_time")


def words(reason: dict[str, Any] | None = None, rules: list[dict[str, Any]] = RULES) -> Words:
    answer = {"outcome": {"chosen": [A]}, "reasons": {A: reason, B: reason} if reason else {}}
    return Words({"rules": rules, "names": NAMES}, answer, "PKR")


def check(low: int = 0, high: int | None = 0, *, possible: bool | None = True, **more: Any) -> dict[str, Any]:
    return {"is_possible": possible, "lost": {"low": low, "high": high}, "leaves": [], "enters": [], **more}


CHECKS = [
    None,
    check(possible=None),
    check(possible=False),
    check(1200, 1200, leaves=[A], enters=[B, C]),
    check(300, 700, enters=[B]),
    check(300, None, leaves=[A, C]),
    check(leaves=[A], enters=[B]),
    check(leaves=[A]),
    check(enters=[B]),
]


def test_the_rules_here_are_all_that_a_panel_can_set() -> None:
    kinds = {kind.__name__ for kind in asks.Rule.__args__} - {"ForcedIn", "ForcedOut"}
    assert {rule["rule"] for rule in RULES} == kinds


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("place", range(len(RULES)))
def test_every_rule_is_said_with_what_it_reaches_and_by_how_much_it_breaks(place: int, language: str) -> None:
    entries: list[dict[str, Any]] = [{"value": None}, {"value": 2, "of": 3, "key": KEYS[place]}]
    demand = {"rule": place, "key": KEYS[place], "asked": 2, "candidates": 1, "amount": 9000, "is_demand": True}
    with translation.override(language):
        said = words()
        sentences = [
            said.asks(place),
            *[said.reaches(place, entry) for entry in entries],
            said.strain(place, KEYS[place], 1),
            said.part({**demand, "cheapest": None}),
            said.part({**demand, "cheapest": 4500}),
            said.part({**demand, "is_demand": False}),
        ]
    for sentence in sentences:
        assert sentence.strip()
        assert not UNSAID.search(sentence), sentence


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("code", Code)
def test_every_reason_is_said_on_either_side_with_every_outcome_of_a_search(code: Code, language: str) -> None:
    of_code = {Code.NEEDS_MONEY: [[0, "", 100]], Code.BELOW_FLOOR: [[1, "", 100], [9, "C4", 800]]}
    strains = of_code.get(code, [[2, "sindh", 100], [8, "badin", 1]])
    with translation.override(language):
        for tried in CHECKS:
            for id in (A, B):
                sentence = words({"code": code.value, "rules": strains, "check": tried}).reason(id)
                assert sentence.endswith("." if language == "en" else "۔"), sentence
                assert not UNSAID.search(sentence), sentence


def test_a_reason_says_what_the_set_would_lose_and_who_else_would_come_and_go() -> None:
    chosen = words({"code": "chosen", "rules": [], "check": check(12000, 12000, leaves=[A], enters=[B, C])})
    plain = chosen.reason(A).replace("\u2068", "").replace("\u2069", "")
    assert plain == f"In. Without it the set would be 120 points poorer. Entering: {B}, {C}."


def test_points_are_said_without_zeros_and_ranges_as_such() -> None:
    assert [points(each) for each in (0, 7000, 7050, 7055, 123456)] == ["0", "70", "70.5", "70.55", "1,234.56"]
    assert (gained(0, 0), gained(100, 250), gained(100, None)) == (
        "0 points",
        "between 1 and 2.5 points",
        "at least 1 points",
    )
    assert numbers(f"N{n}" for n in range(7)).endswith("2 more")


def test_a_place_is_called_as_in_the_pages_language_else_in_the_other_else_by_its_code() -> None:
    with translation.override("ur"):
        assert (words().district("badin"), words().theme("trust"), words().theme("gone")) == (
            "بدین",
            "Trust",
            "\u2068gone\u2069",
        )
