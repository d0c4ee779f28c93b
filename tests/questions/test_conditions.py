"""Questions are shown by conditions and judged by checks; a form with one that cannot work is never published."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from saanjh.ground.access import Role
from saanjh.ground.refusals import Refusal
from saanjh.kit.expressions import Fault, Problem
from saanjh.questions import conditions, digests, faults, queries, rules
from saanjh.questions.actions import answers, forms, parts
from saanjh.questions.models import AnswerSheet, FormVersion, Section
from tests.factories import a_person, holding
from tests.questions.factories import a_draft, a_page, a_question, a_sheet, choices, freeze

pytestmark = pytest.mark.django_db


def a_branching_form(**facts: Any) -> tuple[FormVersion, Section, Section]:
    """Trained? (yes, no); how many, if yes; a second page about them, if there were more than ten."""
    first = a_page(a_draft())
    choices(a_question(first, "choice", code="trained"), "Yes", "No")
    a_question(first, "count", code="people", show_if="${trained} = 'yes'", **facts)
    second = a_page(first.version, 2)
    Section.objects.filter(pk=second.pk).update(show_if="${people} > 10")
    a_question(second, "long_text", code="how")
    return first.version, first, second


def asked(sheet: AnswerSheet) -> set[str]:
    return set(queries.asked(sheet).codes)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, {"trained"}),
        ({"trained": "no"}, {"trained"}),
        ({"trained": "yes"}, {"trained", "people"}),
        ({"trained": "yes", "people": "11"}, {"trained", "people", "how"}),
        ({"trained": "no", "people": "11", "how": "kept"}, {"trained"}),
    ],
)
def test_what_is_asked_follows_from_what_was_answered_before(given: dict[str, Any], shown: set[str]) -> None:
    version, _first, _second = a_branching_form()
    assert asked(a_sheet(freeze(version), **given)) == shown


def test_what_is_hidden_blocks_nothing_is_kept_in_the_draft_and_goes_when_the_sheet_is_handed_in() -> None:
    version, first, _second = a_branching_form()
    sheet = a_sheet(freeze(version), trained="yes", people="11", how="In two days.")
    answers.save(sheet, first, {"trained": "no"}, by=a_person())
    assert sheet.answers == {"trained": "no", "people": "11", "how": "In two days."}
    assert rules.problems(sheet) == []
    assert [answer.question.code for page in queries.answered(sheet) for answer in page.answers] == ["trained"]
    answers.submit(sheet, by=a_person())
    sheet.refresh_from_db()
    assert (sheet.answers, sheet.digest) == ({"trained": "no"}, digests.of_sheet(sheet))


def test_what_is_shown_and_required_is_missed() -> None:
    version, _first, _second = a_branching_form()
    sheet = a_sheet(freeze(version), trained="yes")
    assert [problem.question.code for problem in rules.problems(sheet)] == ["people"]


def test_a_check_says_the_forms_own_words_and_a_blank_answer_is_not_asked() -> None:
    page = a_page(a_draft())
    words = {"check_words_en": "Write a day that is not in the future.", "check_words_ur": "آنے والا دن نہ لکھیں۔"}
    a_question(page, "date", check_that=". <= today()", required=False, **words)
    freeze(page.version)
    assert rules.problems(a_sheet(page.version)) == []
    assert rules.problems(a_sheet(page.version, date="2020-01-01")) == []
    found = rules.problems(a_sheet(page.version, date="2199-01-01"))
    assert [problem.why for problem in found] == ["Write a day that is not in the future."]
    with pytest.raises(Refusal, match="not in the future") as refused:
        answers.submit(a_sheet(page.version, date="2199-01-01"), by=a_person())
    assert refused.value.field == "date"


def test_today_is_the_day_on_which_a_sheet_was_handed_in() -> None:
    sheet = AnswerSheet(submitted_at=timezone.now() - datetime.timedelta(days=30))
    assert conditions.day_of(sheet) == timezone.localdate() - datetime.timedelta(days=30)


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"show_if": "${a} ="}, "show_if", "At character 7: something is missing at the end."),
        ({"show_if": "${b} = 'x'"}, "show_if", "At character 1: nothing can be shown or hidden by its own answer."),
        ({"show_if": "${zz} = 'x'"}, "show_if", "no question of this form has the code \u2068zz\u2069."),
        ({"show_if": "${c} = 3"}, "show_if", "At character 1: \u2068c\u2069 is asked later."),
        ({"show_if": "${a} > 3"}, "show_if", "\u2068>\u2069 cannot be used with a text."),
        ({"show_if": "3 + 4"}, "show_if", "this comes to a number, and must come to yes or no."),
        ({"show_if": "regex(${a}, 'x')"}, "show_if", "there is no function \u2068regex\u2069."),
        ({"show_if": "(" * 30 + "1" + ")" * 30}, "show_if", "too many brackets stand inside each other: at most 24."),
        ({"check_that": ". > 3", "check_words_en": "More."}, "check_that", "cannot be used with a text."),
        ({"check_that": ". != 'x'"}, "check_words_en", "Say in English what to do when the check is not met."),
        ({"check_words_ur": "کچھ اور لکھیں۔"}, "check_words_ur", "These words belong to a check: write the check too."),
    ],
)
def test_an_expression_that_cannot_work_is_refused_in_words_with_its_place(
    facts: dict[str, str], field: str, said: str
) -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=1)
    page = a_page(a_draft())
    a_question(page, code="a")
    b = a_question(page, code="b")
    a_question(page, "count", code="c")
    with pytest.raises(Refusal) as refused:
        parts.reword_question(b, **facts, by=officer)
    assert (refused.value.field, said in str(refused.value.why)) == (field, True), refused.value.why
    b.refresh_from_db()
    assert (b.show_if, b.check_that) == ("", "")


def test_a_page_is_shown_by_earlier_pages_only() -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=1)
    version, _first, second = a_branching_form()
    with pytest.raises(Refusal, match="is asked later") as refused:
        parts.reword_section(second, show_if="${how} != ''", by=officer)
    assert refused.value.field == "show_if"
    made = parts.add_section(version, title_en="Last", show_if="${how} != ''", by=officer)
    assert made.show_if == "${how} != ''"
    with pytest.raises(Refusal, match="no question of this form"):
        parts.add_section(version, title_en="Last", show_if="${what} != ''", by=officer)


def test_a_form_whose_order_broke_a_condition_is_not_published() -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=1)
    version, first, second = a_branching_form()
    trained = first.questions.get(code="trained")
    parts.move_question(trained, up=False, by=officer)
    with pytest.raises(
        Refusal, match=r"Change the question “.What of count\?.”. At character 1: .trained. is asked later"
    ):
        forms.publish(version, by=officer)
    parts.move_question(trained, up=True, by=officer)
    parts.move_section(second, up=True, by=officer)
    with pytest.raises(Refusal, match=r"Change the page “.Page 2.”\."):
        forms.publish(version, by=officer)
    parts.move_section(second, up=False, by=officer)
    forms.publish(version, by=officer)


def test_a_form_whose_conditions_take_too_long_together_is_not_published() -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=1)
    page = a_page(a_draft())
    a_question(page, code="a")
    long = " or ".join(["${a}='x'"] * 99)  # some 10,000 steps
    for number in range(11):
        a_question(page, code=f"b{number}", show_if=long)
    with pytest.raises(Refusal, match="too long together"):
        forms.publish(page.version, by=officer)


def test_a_new_version_keeps_conditions_and_the_digest_speaks_of_them() -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=1)
    version, _first, second = a_branching_form()
    before = digests.of_version(version)
    parts.reword_section(second, show_if="${people} > 12", by=officer)
    assert digests.of_version(version) != before
    forms.publish(version, by=officer)
    draft = forms.revise(version.form, by=officer)
    assert draft.questions.get(code="people").show_if == "${trained} = 'yes'"
    assert draft.sections.get(position=2).show_if == "${people} > 12"


def test_a_check_without_words_is_refused_by_the_database() -> None:
    question = a_question(a_page(a_draft()))
    with pytest.raises(IntegrityError), transaction.atomic():
        type(question).objects.filter(pk=question.pk).update(check_that=". != 'x'")


def test_conditions_of_a_published_version_are_frozen() -> None:
    version, first, _second = a_branching_form()
    freeze(version)
    with pytest.raises(IntegrityError), transaction.atomic():
        first.questions.update(show_if="")
    with pytest.raises(IntegrityError), transaction.atomic():
        version.sections.update(show_if="")
    with pytest.raises(IntegrityError), transaction.atomic():
        first.questions.get(code="trained").choices.all().delete()


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_has_its_sentence(fault: Fault) -> None:
    names = ("found", "function", "given", "most", "code", "column", "choice", "word", "one", "other", "least")
    facts = dict.fromkeys(names, "text")
    assert "At character 8: " in faults.said(Problem(fault, 7, facts))
