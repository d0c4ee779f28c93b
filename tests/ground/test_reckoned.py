"""What is reckoned from the whole record is kept until the next line of history, and no longer."""

import datetime
from typing import Any

import pytest

from saanjh.ground import history
from saanjh.ground.reckoned import MOST, until_next_line, while_same
from tests.factories import a_person

pytestmark = pytest.mark.django_db
asked: list[Any] = []


@until_next_line
def reckon(word: str = "") -> int:
    asked.append(word)
    return len(asked)


@pytest.fixture(autouse=True)
def _afresh() -> None:
    asked.clear()


def test_it_is_reckoned_once_and_again_after_the_next_line(django_assert_num_queries: Any) -> None:
    person = a_person()
    history.record("language_chosen", person, by=person, language="ur")
    with django_assert_num_queries(1):
        assert reckon() == 1
    with django_assert_num_queries(1):
        assert reckon() == 1
    history.record("language_chosen", person, by=person, language="en")
    assert reckon() == 2


def test_an_answer_within_another_is_kept_with_it(django_assert_num_queries: Any) -> None:
    person = a_person()
    history.record("language_chosen", person, by=person, language="ur")

    @until_next_line
    def both() -> list[int]:
        return [reckon("within")]

    with django_assert_num_queries(1):
        assert both() == [1]
    assert reckon("within") == 1


def test_another_question_has_its_own_answer() -> None:
    assert (reckon("one"), reckon("two"), reckon("one")) == (1, 2, 1)


def test_another_day_is_another_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reckon() == 1
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)  # noqa: DTZ011
    monkeypatch.setattr("saanjh.ground.reckoned.timezone.localdate", lambda: tomorrow)
    assert reckon() == 2


def test_questions_without_end_do_not_fill_the_memory() -> None:
    from saanjh.ground import reckoned

    for number in range(MOST + 5):
        reckon(str(number))
    assert len(reckoned._kept) <= MOST


def test_of_many_only_those_whose_moment_has_gone_are_reckoned_anew() -> None:
    def reckon_all(keys: Any) -> dict[str, int]:
        asked.append(sorted(keys))
        return {key: len(asked) for key in keys}

    assert while_same("of letters", {"a": (1,), "b": (1,)}, reckon_all) == {"a": 1, "b": 1}
    assert while_same("of letters", {"a": (1,), "b": (2,), "c": (1,)}, reckon_all) == {"a": 1, "b": 2, "c": 2}
    assert while_same("of letters", {"b": (2,)}, reckon_all) == {"b": 2}
    assert asked == [["a", "b"], ["b", "c"]]
