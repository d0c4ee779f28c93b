"""What the worker reckons for a call: asked for once, answered whole, and never waited for in vain."""

from typing import Any

import pytest

from saanjh.calls.actions import reckonings
from saanjh.calls.digests import digest
from saanjh.calls.models import Call, Reckoning
from saanjh.ground import working
from saanjh.ground.access import Role
from saanjh.ground.models import Line, Person
from saanjh.ground.refusals import Refusal
from tests.calls.factories import a_call
from tests.factories import a_person, holding

pytestmark = pytest.mark.django_db
KIND = Reckoning.Kind.RANKING
QUESTION = {"scores": [3, 4]}


@pytest.fixture(autouse=True)
def _sums(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reckoner that adds up, and fails over what is no number."""
    monkeypatch.setitem(reckonings.RECKONERS, KIND, lambda question: {"sum": sum(question["scores"])})


@pytest.fixture
def call() -> Call:
    return a_call("closed")


@pytest.fixture
def officer(call: Call) -> Any:
    return holding(Role.PROGRAMME_OFFICER, over=call.programme_id)


def ask(call: Call, officer: Person, question: Any = QUESTION) -> Reckoning:
    return reckonings.ask(call, kind=KIND, question=question, by=officer)


def test_what_was_asked_is_reckoned_by_the_worker_and_written_down_with_its_digest(call: Call, officer: Any) -> None:
    asked = ask(call, officer)
    assert (asked.state, asked.answer) == ("asked", None)
    working.work_off()
    asked.refresh_from_db()
    assert (asked.state, asked.answer, asked.question) == ("done", {"sum": 7}, QUESTION)
    lines = Line.objects.filter(verb__startswith="reckoning_").order_by("number")
    assert [(line.verb, line.facts["digest"]) for line in lines] == [
        ("reckoning_asked", digest(QUESTION)),
        ("reckoning_finished", digest({"sum": 7})),
    ]


def test_a_job_that_runs_twice_answers_once(call: Call, officer: Any) -> None:
    asked = ask(call, officer)
    reckonings.reckon.func(asked.public_id)
    reckonings.reckon.func(asked.public_id)
    assert Line.objects.filter(verb="reckoning_finished").count() == 1


def test_what_cannot_be_reckoned_is_said_to_have_failed_and_can_be_asked_for_again(call: Call, officer: Any) -> None:
    asked = ask(call, officer, {"scores": ["many"]})
    working.work_off()
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("failed", None)
    assert ask(call, officer).state == "asked"


def test_the_same_is_not_asked_for_twice_at_once(call: Call, officer: Any) -> None:
    ask(call, officer)
    with pytest.raises(Refusal, match="being reckoned already"):
        ask(call, officer)
    assert reckonings.ask(call, kind=Reckoning.Kind.PORTFOLIO, question={}, by=officer).state == "asked"


def test_nothing_is_reckoned_while_applications_may_still_come_in() -> None:
    call = a_call("open")
    with pytest.raises(Refusal, match="until the call has closed"):
        ask(call, holding(Role.PROGRAMME_OFFICER, over=call.programme_id))


def test_only_the_programmes_own_people_ask_and_only_the_system_answers(call: Call, officer: Any) -> None:
    for stranger in (a_person(), holding(Role.REVIEWER, over=call.pk), holding(Role.PROGRAMME_OFFICER, over=0)):
        with pytest.raises(Refusal, match="officers and the chair"):
            ask(call, stranger)
    asked = ask(call, officer)
    for verb in (lambda: reckonings.finish(asked, {}, by=officer), lambda: reckonings.fail(asked, by=officer)):
        with pytest.raises(Refusal, match="by the system itself"):
            verb()


def test_the_digest_is_the_same_for_the_same_values_in_another_order() -> None:
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
