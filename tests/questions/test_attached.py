"""Files that answer a question: kept one by one, of the kinds and the number that the question takes."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from saanjh.ground import intake
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.models import StoredFile
from saanjh.ground.refusals import Refusal
from saanjh.questions import digests, rules
from saanjh.questions.actions import answers, attached, forms
from saanjh.questions.models import AnswerSheet, Attached, Question
from tests.factories import a_person, holding
from tests.questions.factories import a_draft, a_page, a_question, a_sheet, freeze

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder")]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def sound(words: bytes = b"", kind: str = intake.PDF) -> intake.Sound:
    return intake.Sound(PDF + words, kind)


def asked(**facts: Any) -> Question:
    """A question for files in a published form."""
    question = a_question(a_page(a_draft()), "file", code="papers", **facts)
    freeze(question.version)
    return question


def test_a_file_is_kept_encrypted_and_listed_in_the_answers_by_its_public_id() -> None:
    question, person = asked(), a_person()
    sheet = a_sheet(question.version, other="words")
    attached.attach(sheet, question, sound(), by=person)
    stored = StoredFile.objects.get()
    assert AnswerSheet.objects.get().answers == {"other": "words", "papers": [stored.public_id]}
    assert (stored.sensitivity, sheet.attached.get().file) == ("restricted", stored)


def test_where_one_fits_the_next_takes_its_place_and_nothing_points_at_the_first_any_more() -> None:
    question, person = asked(), a_person()
    sheet = a_sheet(question.version)
    attached.attach(sheet, question, sound(b"1"), by=person)
    made = attached.attach(sheet, question, sound(b"2"), by=person)
    assert (sheet.answers["papers"], Attached.objects.get()) == ([made.file.public_id], made)


def test_one_too_many_is_refused_and_one_in_place_of_another_is_taken() -> None:
    question, person = asked(at_most=2), a_person()
    sheet = a_sheet(question.version)
    first, second = (attached.attach(sheet, question, sound(word), by=person) for word in (b"1", b"2"))
    with pytest.raises(Refusal, match="At most 2 files fit") as refused:
        attached.attach(sheet, question, sound(b"3"), by=person)
    assert refused.value.field == "papers"
    third = attached.attach(sheet, question, sound(b"3"), gone=[first.file.public_id], by=person)
    assert sheet.answers["papers"] == [second.file.public_id, third.file.public_id]


@pytest.mark.parametrize(
    ("takes", "kind", "said"), [("pdf", "image/png", "Send a PDF here"), ("picture", intake.PDF, "Send a picture here")]
)
def test_another_kind_than_the_question_takes_is_refused_and_the_old_one_stays(
    takes: str, kind: str, said: str
) -> None:
    question, person = asked(takes=takes), a_person()
    sheet = a_sheet(question.version)
    attached.attach(sheet, question, sound(b"", "image/png" if takes == "picture" else intake.PDF), by=person)
    before = dict(sheet.answers)
    with pytest.raises(Refusal, match=said):
        attached.attach(sheet, question, sound(b"2", kind), by=person)
    assert AnswerSheet.objects.get().answers == before


def test_files_are_taken_out_and_the_answer_goes_with_the_last() -> None:
    question, person = asked(at_most=2), a_person()
    sheet = a_sheet(question.version)
    made = attached.attach(sheet, question, sound(), by=person)
    attached.take_out(sheet, question, ["other"], by=person)
    assert sheet.answers == {"papers": [made.file.public_id]}
    attached.take_out(sheet, question, [made.file.public_id], by=person)
    assert (sheet.answers, Attached.objects.count()) == ({}, 0)


def test_no_file_is_attached_to_what_was_handed_in_or_to_a_question_for_words() -> None:
    question, person = asked(), a_person()
    words = Question.objects.get(pk=question.pk)
    words.kind = "short_text"
    sheet = a_sheet(question.version)
    with pytest.raises(Refusal, match="not answered by a file"):
        attached.attach(sheet, words, sound(), by=person)
    attached.attach(sheet, question, sound(), by=person)
    answers.submit(sheet, by=person)
    with pytest.raises(Refusal, match="can no longer be changed"):
        attached.attach(sheet, question, sound(b"2"), by=person)
    with pytest.raises(Refusal, match="can no longer be changed"):
        attached.take_out(sheet, question, sheet.answers["papers"], by=person)


def test_saving_the_page_neither_changes_the_files_nor_names_foreign_ones() -> None:
    question, person = asked(), a_person()
    sheet, foreign = a_sheet(question.version), a_sheet(question.version)
    page = question.version.sections.get()
    stolen = attached.attach(foreign, question, sound(), by=person).file.public_id
    answers.save(sheet, page, {"papers": [stolen]}, by=person)
    assert sheet.answers == {}
    seen = digests.of_page(sheet, page)
    attached.attach(sheet, question, sound(b"2"), by=person)
    assert digests.of_page(sheet, page) == seen  # so nobody who writes beside it is told of a conflict


def test_a_file_that_must_be_there_is_asked_for_before_it_is_handed_in() -> None:
    question, person = asked(), a_person()
    sheet = a_sheet(question.version)
    assert [str(problem.why) for problem in rules.problems(sheet)] == ["This question must be answered."]
    attached.attach(sheet, question, sound(), by=person)
    assert rules.problems(sheet) == []


def test_what_is_hidden_when_it_is_handed_in_takes_its_files_along() -> None:
    page = a_page(a_draft())
    a_question(page, "short_text", code="why", required=False)
    question = a_question(page, "file", code="papers", show_if="${why} = 'x'", required=False)
    freeze(page.version)
    sheet, person = a_sheet(page.version, why="x"), a_person()
    attached.attach(sheet, question, sound(), by=person)
    answers.save(sheet, page, {"why": "y"}, by=person)
    answers.submit(sheet, by=person)
    assert (sheet.answers, Attached.objects.count()) == ({"why": "y"}, 0)


def test_a_question_is_shown_where_a_file_was_attached() -> None:
    page = a_page(a_draft())
    question = a_question(page, "file", code="papers")
    a_question(page, "short_text", code="number", show_if="${papers} != ''", required=False)
    for each in page.questions.all():
        rules.may_stand(each, [page])
    freeze(page.version)
    sheet = a_sheet(page.version)
    answers_asked = {each.question.code for each in rules.problems(sheet)}
    assert answers_asked == {"papers"}
    attached.attach(sheet, question, sound(), by=a_person())
    assert rules.problems(sheet) == []


def test_answers_that_are_opened_again_keep_their_files() -> None:
    question, person = asked(), a_person()
    sheet = a_sheet(question.version)
    made = attached.attach(sheet, question, sound(), by=person)
    answers.submit(sheet, by=person)
    again = answers.reopen(sheet, by=person)
    assert (again.answers, again.attached.get()) == ({"papers": [made.file.public_id]}, made)


def test_kinds_number_and_origin_are_copied_with_the_question() -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=1)
    question = asked(at_most=3)
    made = forms.copy(question.version, (ScopeKind.PROGRAMME, 1), title_en="Another", by=officer)
    revised = forms.revise(question.version.form, by=officer)
    for version in (made, revised):
        copy = version.questions.get()
        assert (copy.at_most, copy.takes, copy.origin) == (3, "any", question.origin)


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        ("short_text", {"at_most": 2}, "at_most"),
        ("file", {"takes": "any", "at_most": 6}, "at_most"),
        ("file", {"takes": ""}, "takes"),
        ("number", {"takes": "pdf"}, "takes"),
        ("number", {"profile": "about"}, "profile"),
        ("long_text", {"profile": "home"}, "profile"),
    ],
)
def test_what_has_no_meaning_for_a_question_is_refused_at_its_field(
    kind: str, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        rules.may_ask(Question(kind=kind, label_en="What?", code="what", **facts))
    assert refused.value.field == field


def test_an_upload_is_looked_at_by_the_intake_before_it_can_be_attached() -> None:
    with pytest.raises(Refusal, match="Send a PDF"):
        intake.looked_at(SimpleUploadedFile("a.pdf", b"MZ program"))
    with pytest.raises(Refusal, match="empty"):
        intake.looked_at(io.BytesIO(b""))
