"""Lines of history in people's words: one is said as one, names stand for codes, moments are local."""

from typing import Any

import pytest
from django.utils import translation

from saanjh.calls.models import Call
from saanjh.ground import history
from saanjh.web import histories
from tests.calls.factories import a_call
from tests.factories import a_person

pytestmark = pytest.mark.django_db


def said(call: Call) -> str:
    line = str(histories.about(call)[-1].words).replace("<bdi>", "").replace("</bdi>", "")
    return line.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(
    ("verb", "facts", "words"),
    [
        ("call_closed", {"applications": 1}, "Naila closed the call with 1 application"),
        ("call_closed", {"applications": 3}, "Naila closed the call with 3 applications"),
        (
            "call_extended",
            {"districts": 1, "until": "2027-01-08T19:00+00:00", "why": "network"},
            "Naila let 1 district hand in until the end of 8 January 2027: ",
        ),
        ("call_concluded", {"selected": 1}, "Naila concluded the call; 1 was selected"),
        ("call_costs_chosen", {"ruleset": "eu"}, "chose the rule set for costs: Grants from European Union money"),
        ("call_costs_changed", {"rules": "unit"}, "changed the rules for costs: One item of equipment"),
        (
            "call_criteria_weighed",
            {"weights": "C1=25,C7=10"},
            "weighed the criteria: Relevance to the place and its needs 25, Budget 10",
        ),
    ],
)
def test_a_line_is_said_in_peoples_words(verb: str, facts: dict[str, Any], words: str) -> None:
    call = a_call()
    history.record(verb, call, by=a_person(name="Naila"), **facts)
    assert words in said(call)


def test_names_of_codes_are_said_in_urdu_too() -> None:
    call = a_call()
    history.record("call_criteria_weighed", call, by=a_person(), weights="C7=10")
    with translation.override("ur"):
        assert "بجٹ 10" in said(call)
