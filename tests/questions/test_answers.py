"""Answers are saved as they come, checked for what they are, and frozen when handed in."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saanjh.ground.models import Line
from saanjh.ground.refusals import Conflict, Refusal
from saanjh.questions import digests, queries, rules, values
from saanjh.questions.actions import answers
from saanjh.questions.models import AnswerSheet
from saanjh.questions.models.forms import Kind
from tests.factories import a_district, a_person
from tests.questions.factories import a_draft, a_page, a_question, a_sheet, choices, freeze

pytestmark = pytest.mark.django_db


def a_form_of_every_kind(**facts: Any) -> Any:
    page = a_page(a_draft())
    for kind in Kind.values:
        question = a_question(page, kind, **facts)
        if kind in {"choice", "choices"}:
            choices(question, "Red", "Blue", "Green")
    return page


def test_every_kind_of_answer_is_kept_in_its_one_form() -> None:
    page = a_form_of_every_kind()
    freeze(page.version)
    badin, swat = a_district(slug="badin", name_en="Badin"), a_district(slug="swat", name_en="Swat")
    sheet = answers.begin(page.version, written_in="ur", by=a_person())
    given = {
        "short_text": "  محلہ کمیٹی ",
        "long_text": "پہلی سطر\nدوسری",
        "number": Decimal("120"),
        "count": "۱۲۰",
        "money": 150_000_00,
        "date": datetime.date(2026, 3, 1),
        "choice": "blue",
        "choices": ["green", "red", "green"],
        "districts": [swat, "badin"],
        "unasked": "is dropped",
    }
    answers.save(sheet, page, given, by=a_person())
    sheet.refresh_from_db()
    assert sheet.answers == {
        "short_text": "محلہ کمیٹی",
        "long_text": "پہلی سطر\nدوسری",
        "number": "120",
        "count": "120",
        "money": {"minor": 15000000, "currency": "PKR"},
        "date": "2026-03-01",
        "choice": "blue",
        "choices": ["red", "green"],
        "districts": ["badin", "swat"],
    }
    shown = {answer.question.code: answer.value for answer in queries.answered(sheet)[0].answers}
    assert shown["money"] == 15000000
    assert shown["date"] == datetime.date(2026, 3, 1)
    assert [choice.label_en for choice in shown["choices"]] == ["Red", "Green"]
    assert shown["districts"] == [badin, swat]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("short_text", 5),
        ("short_text", "x" * 301),
        ("long_text", "x" * 8001),
        ("short_text", "nul \x00"),
        ("short_text", "\ud800"),
        ("number", "many"),
        ("count", "12.5"),
        ("number", True),
        ("number", "9" * 40),
        ("number", "1e400000"),
        ("number", Decimal("NaN")),
        ("money", "12"),
        ("money", -1),
        ("money", 10**16),
        ("money", {"minor": 5, "currency": "USD"}),
        ("date", "2026-02-30"),
        ("date", 20260301),
        ("date", datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)),
        ("choice", "yellow"),
        ("choice", ["red"]),
        ("choices", "red"),
        ("choices", ["red", "yellow"]),
        ("districts", ["nowhere"]),
        ("districts", [3]),
    ],
)
def test_an_answer_of_the_wrong_kind_is_refused_on_its_question(kind: str, value: Any) -> None:
    question = a_question(a_page(a_draft()), kind)
    choices(question, "Red", "Blue")
    with pytest.raises(Refusal) as refused:
        values.checked(question, value)
    assert refused.value.field == kind


def test_numbers_outside_their_bounds_are_refused_with_the_bound() -> None:
    question = a_question(a_page(a_draft()), "money", lowest=1000, highest=5000)
    with pytest.raises(Refusal, match=r"Write 1,000 or more\."):
        values.checked(question, 999_99)
    with pytest.raises(Refusal, match=r"Write 5,000 or less\."):
        values.checked(question, 5000_01)
    assert values.checked(question, 5000_00) == {"minor": 500000, "currency": "PKR"}


def test_personal_details_reach_no_sheet() -> None:
    page = a_page(a_draft())
    a_question(page, "long_text")
    freeze(page.version)
    sheet = a_sheet(page.version)
    with pytest.raises(Refusal) as refused:
        answers.save(sheet, page, {"long_text": "My number is 42101-1234567-1"}, by=a_person())
    assert refused.value.field == "long_text"
    sheet.refresh_from_db()
    assert sheet.answers == {}


def test_a_blank_answer_takes_the_old_one_away_and_half_a_page_is_kept() -> None:
    page = a_page(a_draft())
    a_question(page, "short_text")
    a_question(page, "number")
    sheet = a_sheet(freeze(page.version), short_text="old", elsewhere="stays")
    answers.save(sheet, page, {"short_text": "", "number": "7"}, by=a_person())
    sheet.refresh_from_db()
    assert sheet.answers == {"number": "7", "elsewhere": "stays"}


def test_of_two_people_who_save_the_same_page_the_second_is_told_and_the_first_ones_words_stay() -> None:
    page = a_page(a_draft())
    a_question(page, "short_text")
    sheet = a_sheet(freeze(page.version), short_text="as both saw it")
    seen = digests.of_page(sheet, page)
    other = AnswerSheet.objects.get(pk=sheet.pk)
    answers.save(sheet, page, {"short_text": "the first one's"}, seen=seen, by=a_person())
    with pytest.raises(Conflict):
        answers.save(other, page, {"short_text": "the second one's"}, seen=seen, by=a_person())
    sheet.refresh_from_db()
    assert sheet.answers == {"short_text": "the first one's"}
    answers.save(other, page, {"short_text": "the first one's"}, seen=seen, by=a_person())


def test_two_people_on_different_pages_lose_nothing() -> None:
    first = a_page(a_draft())
    second = a_page(first.version, 2)
    a_question(first, "short_text")
    a_question(second, "number")
    sheet = a_sheet(freeze(first.version))
    stale = AnswerSheet.objects.get(pk=sheet.pk)
    answers.save(sheet, first, {"short_text": "words"}, by=a_person())
    answers.save(stale, second, {"number": "3"}, by=a_person())
    sheet.refresh_from_db()
    assert sheet.answers == {"short_text": "words", "number": "3"}


def test_problems_say_in_words_what_is_missing_at_which_question() -> None:
    page = a_page(a_draft())
    a_question(page, "short_text")
    a_question(page, "long_text", word_limit=3)
    a_question(page, "number", required=False)
    a_question(page, "date", required=False)
    sheet = a_sheet(freeze(page.version), long_text="one two three four", date="not a day")
    found = [(problem.question.code, str(problem.why)) for problem in rules.problems(sheet)]
    assert found == [
        ("short_text", "This question must be answered."),
        ("long_text", "Shorten this answer to 3 words: it has 4 now."),
        ("date", "This answer is of another kind than the question asks for."),
    ]


def test_a_sheet_is_handed_in_once_it_is_whole_and_never_changes_again() -> None:
    page = a_page(a_draft())
    a_question(page, "short_text")
    sheet, person = a_sheet(freeze(page.version)), a_person()
    with pytest.raises(Refusal, match="must be answered"):
        answers.submit(sheet, by=person)
    sheet.refresh_from_db()
    assert sheet.state == "draft"
    answers.save(sheet, page, {"short_text": "words"}, by=person)
    answers.submit(sheet, by=person)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.submitted_by, sheet.digest) == ("submitted", person, digests.of_sheet(sheet))
    with pytest.raises(Refusal, match="can no longer be changed"):
        answers.save(sheet, page, {"short_text": "other words"}, by=person)
    with pytest.raises(Refusal, match="no longer possible"):
        answers.submit(sheet, by=person)
    for change in ({"answers": {"short_text": "other"}}, {"state": "draft"}, {"answers": {}, "digest": "e" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AnswerSheet.objects.filter(pk=sheet.pk).update(**change)
    AnswerSheet.objects.filter(pk=sheet.pk).update(answers={})  # emptied, as a clock does (retention.py)
    assert Line.objects.get(verb="answers_submitted").facts["digest"] == sheet.digest


def test_a_draft_version_takes_no_answers() -> None:
    with pytest.raises(Refusal, match="not published"):
        answers.begin(a_draft(), by=a_person())
