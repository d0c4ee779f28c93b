"""A choice written down as JSON leads to the same set again, and a changed record shows."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from tests.kit.portfolio.panels import candidate, questions

from saanjh.kit.portfolio import Question, Strain, answered, choose, read_question, record, replay, written
from saanjh.kit.portfolio.rules import Budget, GroupShare


@pytest.mark.slow
@settings(max_examples=20)
@given(questions())
def test_a_record_leads_to_the_same_set(question: Question) -> None:
    written = json.dumps(record(question, choose(question)))
    again = replay(json.loads(written))
    assert read_question(json.loads(written)) == question
    assert (again.is_same, again.recorded_breaks, again.versions) == (True, (), {})


def _record() -> dict:
    question = Question((candidate("a", 9000), candidate("b")), (Budget(100), GroupShare("x", Decimal(0))), "2026")
    return record(question, choose(question))


def test_a_question_is_written_before_it_is_answered_and_both_together_are_a_record() -> None:
    question = Question((candidate("a", 9000), candidate("b")), (Budget(100),), "2026", Decimal("0.001"), 5)
    answer = choose(question)
    assert read_question(json.loads(json.dumps(written(question)))) == question
    assert {**written(question), **answered(answer)} == record(question, answer)
    assert "outcome" not in written(question)


def test_a_set_that_was_changed_afterwards_shows_with_what_it_breaks() -> None:
    changed = _record()
    changed["outcome"]["chosen"] = ["a", "b"]
    again = replay(changed)
    assert (again.is_same, again.answer.chosen, again.recorded_breaks) == (False, ("a",), (Strain(0, "", 100),))


def test_a_record_from_before_floors_of_criteria_leads_to_the_same_set() -> None:
    before = _record()
    for each in before["candidates"]:
        del each["means"]
    again = replay(before)
    assert (again.is_same, again.recorded_breaks) == (True, ())


def test_other_versions_are_named() -> None:
    old = _record()
    old["versions"]["scipy"] = "1.0"
    again = replay(old)
    assert again.is_same
    assert [(name, then) for name, (then, _) in again.versions.items()] == [("scipy", "1.0")]


def test_what_is_no_record_is_an_error() -> None:
    with pytest.raises(ValueError):
        replay({**_record(), "format": 2})
    with pytest.raises(ValueError):
        replay({**_record(), "rules": [{"rule": "Whim"}]})
    with pytest.raises(KeyError):
        replay({"format": 1, "outcome": {}})
