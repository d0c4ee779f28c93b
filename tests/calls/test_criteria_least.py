"""The least of single criteria keeps an application out of the set, where the panel's rules say so; and is told."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from saanjh.calls.actions import portfolios
from saanjh.calls.models import Call, Outcome, PanelRules, Review, RulesChange
from saanjh.calls.portfolio_queries import portfolio
from saanjh.calls.portfolio_questions import begun_with, is_least_binding, question
from saanjh.calls.selection_records import record, replay
from saanjh.ground.refusals import Refusal
from saanjh.web.desk.decision_words import reason_for
from saanjh.web.desk.portfolio_words import Words
from tests.calls.factories import a_call, a_criterion, a_review, a_reviewer, an_application
from tests.calls.panels import RULES, a_chair, an_officer, chosen, the
from tests.factories import an_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def call() -> Call:
    """A call whose best application is weak in “Do no harm”, with 40 of 50 percent; the next has just 50."""
    call = a_call("closed")
    call.criteria.all().delete()
    a_criterion(call, weight=80)
    a_criterion(call, code="C4", label_en="Do no harm", weight=20, min_percent=50)
    readers = [a_reviewer(call) for _ in range(2)]
    for scores in ((2, 2), (2, 3), (4, 4)):
        application = an_application(call, an_organisation(), "under_review")
        for reader, score in zip(readers, scores, strict=True):
            review = a_review(application, reader)
            for code, given in (("C1", 5), ("C4", score)):
                review.scores.create(criterion=call.criteria.get(code=code), score=given, reason="As it reads.")
            Review.objects.filter(pk=review.pk).update(state="submitted", submitted_at=timezone.now())
    return call


def words(call: Call) -> Words:
    found = portfolio(call)
    assert found is not None
    return Words(found.question, found.answer, call.currency)


def test_whoever_is_below_is_not_chosen_and_exactly_the_least_is_enough(call: Call) -> None:
    asked = chosen(call, an_officer(call), criteria_least=True)
    assert asked.question["rules"][1:] == [{"rule": "CriterionFloor", "criterion": "C4", "least": 5000}]
    assert [each["means"] for each in asked.question["candidates"]] == [[["C4", 4000]], [["C4", 5000]], [["C4", 8000]]]
    assert asked.answer is not None
    assert asked.answer["outcome"]["chosen"] == [the(call, 2).number, the(call, 3).number]
    assert asked.answer["reached"][1] == {"value": 5000}
    said = words(call)
    assert said.asks(1) == "At least 50 % for “Do no harm”"
    assert said.reaches(1, {"value": 5000}) == "the lowest: 50 %"
    assert said.reason(the(call, 1).number) == (
        "Out: its score for “Do no harm” is under the least that was asked: 40 % of at least 50 %."
    )


def test_it_is_how_rules_begin_and_rules_that_say_nothing_of_it_let_it_be(call: Call) -> None:
    assert is_least_binding(call) is None
    begun = portfolios.set_rules(call, **{**begun_with(), "money_minor": 5}, by=a_chair(call))
    assert (begun.criteria_least, is_least_binding(call)) == (True, True)
    assert not portfolios.set_rules(call, **RULES, by=a_chair(call)).criteria_least
    assert [rule["rule"] for rule in question(call)["rules"]] == ["Budget"]
    assert is_least_binding(call) is False
    assert is_least_binding(a_call("decided")) is False


def test_whoever_gives_it_up_says_why_which_stands_in_the_record(call: Call) -> None:
    chair = a_chair(call)
    silent = {**RULES, "reason": " "}
    with pytest.raises(Refusal, match="Give the reason: it stands in the record") as refused:
        portfolios.set_rules(call, **silent, by=chair)
    assert (refused.value.field, PanelRules.objects.count()) == ("reason", 0)
    portfolios.set_rules(call, **silent, criteria_least=True, by=chair)
    for facts, field in (({"reason": "Ask 0300 1234567."}, "reason"), ({"written_in": "xx"}, "written_in")):
        with pytest.raises(Refusal) as refused:
            portfolios.set_rules(call, **{**RULES, **facts}, by=chair)
        assert refused.value.field == field
    portfolios.set_rules(call, **{**RULES, "reason": "اس معیار کے نمبر کم تھے۔", "written_in": "ur"}, by=chair)
    [change] = record(call)["rules_changes"]
    assert (change["by"], change["version"], change["fields"]) == ("panel_chair", 2, ["criteria_least"])
    assert (change["reason"], change["written_in"]) == ("اس معیار کے نمبر کم تھے۔", "ur")
    assert chair.name not in json.dumps(record(call)["rules_changes"])
    with pytest.raises(IntegrityError), transaction.atomic():
        RulesChange.objects.update(reason="Something else.")


def test_before_a_review_is_in_the_rules_are_changed_without_a_reason_and_afterwards_with_one() -> None:
    call = a_call("closed")
    chair, silent = a_chair(call), {**RULES, "reason": ""}
    portfolios.set_rules(call, **silent, by=chair)
    portfolios.set_rules(call, **{**silent, "points_least": 40}, by=chair)
    a_review(an_application(call, an_organisation(), "under_review"), score=4)
    with pytest.raises(Refusal, match="Give the reason"):
        portfolios.set_rules(call, **{**silent, "points_least": 60}, by=chair)
    portfolios.set_rules(call, **{**RULES, "points_least": 60}, by=chair)
    assert [each.fields for each in RulesChange.objects.all()] == [["points_least"]]


def test_a_criterion_without_a_least_is_not_asked_for(call: Call) -> None:
    call.criteria.update(min_percent=None)
    asked = chosen(call, an_officer(call), criteria_least=True)
    assert [rule["rule"] for rule in asked.question["rules"]] == ["Budget"]
    assert [each["means"] for each in asked.question["candidates"]] == [[], [], []]


def test_the_panel_may_put_it_in_which_is_told_as_a_rule_that_the_set_breaks(call: Call) -> None:
    chair = a_chair(call)
    chosen(call, chair, criteria_least=True, money_minor=5_000_000_00)
    portfolios.depart(the(call, 1), reason="The risks were answered since.", by=chair)
    found = portfolio(call)
    assert found is not None
    said = words(call)
    assert [said.strain(*each) for each in found.strains()] == ["the least for “Do no harm” (by 1 grant)"]
    assert said.reaches(1, found.reached()[1]) == "the lowest: 40 %"


def test_where_all_are_below_the_page_says_which_rule_lets_nothing_in(call: Call) -> None:
    call.criteria.filter(code="C4").update(min_percent=90)
    answer = chosen(call, an_officer(call), criteria_least=True).answer
    assert answer is not None
    assert (answer["outcome"]["chosen"], answer["conflict"]["remedies"]) == ([], [1])
    assert [words(call).part(part) for part in answer["conflict"]["parts"]] == ["At least 90 % for “Do no harm”"]


@pytest.mark.parametrize(("language", "criterion"), [("en", "“Do no harm”"), ("ur", "”معیار“")])
def test_the_applicant_is_told_which_criterion_it_was(call: Call, language: str, criterion: str) -> None:
    chosen(call, an_officer(call), criteria_least=True)
    found = portfolio(call)
    assert found is not None
    application = the(call, 1)
    application.sheet.written_in = language
    with translation.override("en"):
        said = reason_for(application, Outcome.RESERVE, found, None).words
    assert criterion in said
    if language == "en":
        assert "its reviews came to 40 %, and the panel asks for 50 % at least." in said


def test_the_record_says_it_is_replayed_and_checked_against_the_scores(call: Call) -> None:
    chosen(call, an_officer(call), criteria_least=True)
    plain = json.loads(json.dumps(record(call)))
    assert plain["rules"]["criteria_least"] is True
    again = replay(plain)
    assert (again.replay.is_same, again.differs) == (True, ())
    plain["applications"][0]["reviews"][0]["scores"]["C4"] = 4
    assert replay(plain).differs == (f"The mean of {the(call, 1).number} in C4 is not that of its reviews.",)


def test_a_record_from_before_is_replayed_as_it_was(call: Call) -> None:
    chosen(call, an_officer(call))
    plain: dict[str, Any] = json.loads(json.dumps(record(call)))
    asked = plain["portfolio"]["question"]
    del plain["rules"]["criteria_least"], asked["names"]["criteria"]
    for each in asked["candidates"]:
        del each["means"]
    again = replay(plain)
    assert again.replay.is_same
    assert again.differs == ("The digest of the question is not that of its values.",)  # which this test took apart
