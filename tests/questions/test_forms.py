"""Forms are designed by officers, published for good, and revised in a new version."""

import pytest
from django.db import IntegrityError, transaction

from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.models import Line
from saanjh.ground.refusals import Refusal
from saanjh.questions.actions import forms, parts
from saanjh.questions.models import Choice, FormVersion, Question, Section
from tests.factories import a_person, holding
from tests.questions.factories import a_draft, a_page, a_question, freeze

pytestmark = pytest.mark.django_db
HERE = (ScopeKind.PROGRAMME.value, 1)


def test_an_officer_designs_a_form_from_the_first_page_to_publication() -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=1)
    version = forms.begin(HERE, title_en="Short form", title_ur="مختصر فارم", by=officer)
    page = parts.add_section(version, title_en="The work", title_ur="کام", by=officer)
    question = parts.add_question(
        page,
        kind="choice",
        label_en="What kind of work?",
        choices=[("Dialogue", "مکالمہ"), ("Training", "تربیت"), ("Training!", "تربیتیں")],
        by=officer,
    )
    forms.publish(version, by=officer)
    version.refresh_from_db()
    assert (version.state, version.published_by, len(version.digest)) == ("published", officer, 64)
    assert question.code == "what_kind_of_work"
    assert [choice.code for choice in question.choices.all()] == ["dialogue", "training", "training_2"]
    assert list(Line.objects.values_list("verb", flat=True)) == [
        "form_begun",
        "form_section_added",
        "form_question_added",
        "form_published",
    ]


@pytest.mark.parametrize("where", [1, 2])
def test_nobody_but_the_programmes_own_officer_designs_its_forms(where: int) -> None:
    stranger = a_person() if where == 1 else holding(Role.PROGRAMME_OFFICER, over=2)
    with pytest.raises(Refusal):
        forms.begin(HERE, title_en="Short form", by=stranger)
    with pytest.raises(Refusal):
        parts.add_section(a_draft(), title_en="Page", by=stranger)


def test_a_form_that_asks_nothing_is_not_published() -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=1)
    version = a_draft()
    with pytest.raises(Refusal, match="asks nothing yet"):
        forms.publish(version, by=officer)
    page = a_page(version)
    with pytest.raises(Refusal, match=r"“.Page 1.” asks nothing yet"):
        forms.publish(version, by=officer)
    a_question(page, "choice")
    with pytest.raises(Refusal, match="needs two choices"):
        forms.publish(version, by=officer)
    version.refresh_from_db()
    assert version.state == "draft"


def test_a_published_version_refuses_every_change_by_action_and_by_the_database() -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=1)
    page = a_page(a_draft())
    question = a_question(page, "choice")
    Choice.objects.create(question=question, position=1, code="a", label_en="A")
    version = freeze(page.version)
    with pytest.raises(Refusal, match="never changes"):
        parts.add_question(page, kind="number", label_en="How many?", by=officer)
    with pytest.raises(Refusal, match="never changes"):
        parts.remove_question(question, by=officer)
    attempts = [
        lambda: Question.objects.filter(pk=question.pk).update(required=False),
        lambda: Question.objects.filter(pk=question.pk).delete(),
        lambda: Section.objects.filter(pk=page.pk).update(title_en="Other"),
        lambda: Section.objects.create(version=version, position=9, title_en="More"),
        lambda: Choice.objects.filter(question=question).update(label_en="B"),
        lambda: Choice.objects.create(question=question, position=2, code="b", label_en="B"),
        lambda: FormVersion.objects.filter(pk=version.pk).update(number=7),
        lambda: FormVersion.objects.filter(pk=version.pk).update(state="draft"),
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    question.refresh_from_db()
    assert question.required


def test_a_revision_is_a_copy_that_can_be_changed_while_the_old_one_stands() -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=1)
    page = a_page(a_draft())
    Choice.objects.create(question=a_question(page, "choice", help_en="Choose"), position=1, code="a", label_en="A")
    a_question(page, "money", lowest=10, highest=20)
    old = freeze(page.version)
    new = forms.revise(old.form, by=officer)
    assert (new.number, new.state) == (2, "draft")
    copy = new.questions.get(code="money")
    assert (copy.currency, copy.lowest, copy.highest) == ("PKR", 10, 20)
    assert [choice.code for choice in new.questions.get(code="choice").choices.all()] == ["a"]
    parts.remove_question(copy, by=officer)
    assert old.questions.filter(code="money").exists()
    with pytest.raises(Refusal, match="has a draft already"):
        forms.revise(old.form, by=officer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "colour"},
        {"label_en": "x" * 301},
        {"label_en": "Call 0300-1234567"},
        {"label_en": "nul \x00"},
        {"code": "Not a code"},
        {"kind": "number", "choices": [("A", "الف")]},
        {"kind": "choice", "choices": [("A" * 201, "")]},
    ],
)
def test_a_question_with_wrong_words_is_refused_and_nothing_is_written(wrong: dict[str, object]) -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=1)
    page = a_page(a_draft())
    facts = {"kind": "short_text", "label_en": "What?", "by": officer, **wrong}
    with pytest.raises(Refusal):
        parts.add_question(page, **facts)
    assert not Question.objects.exists()
    assert not Line.objects.exists()
