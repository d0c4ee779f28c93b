"""Files in a form on a phone without script: each saved by itself, never lost by another mistake, opened by few."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from saanjh.calls.actions import applications as actions
from saanjh.calls.models import Application, Conflict
from saanjh.calls.retention import blank
from saanjh.ground.access import Role, standing_of
from saanjh.ground.models import StoredFile
from saanjh.questions.models import Attached
from tests.calls.factories import a_call, a_review, a_reviewer, an_application
from tests.factories import a_district, an_organisation, holding, second_factor
from tests.questions.factories import a_draft, a_page, a_question, freeze
from tests.questions.test_attached import PDF, sound
from tests.web.browsing import client_of, form, links, mistakes, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("data_folder")]


def upload(content: bytes = PDF, name: str = "amna-registration.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def application() -> Application:
    """A draft whose form asks for words, a number and up to two files."""
    page = a_page(a_draft())
    a_question(page, "long_text", code="what")
    a_question(page, "count", code="people", required=False)
    a_question(page, "file", code="papers", at_most=2, label_en="Your registration?")
    freeze(page.version)
    made = an_application(a_call(form_version=page.version), an_organisation())
    made.districts.add(a_district())
    return made


@pytest.fixture
def editor(application: Application) -> Client:
    return client_of(holding(Role.EDITOR, over=application.organisation_id))


def page_of(application: Application) -> str:
    return reverse("application_answers", args=[application.public_id, 1])


def kept(application: Application) -> list[str]:
    application.sheet.refresh_from_db()
    return application.sheet.answers.get("papers", [])


def attach(application: Application, words: bytes = b"") -> StoredFile:
    """A file that the organisation attached."""
    writer = holding(Role.EDITOR, over=application.organisation_id)
    question = application.sheet.version.questions.get(code="papers")
    actions.attach(application, question, sound(words), by=writer)
    return Attached.objects.latest("pk").file


def test_a_file_is_saved_with_its_own_button_and_the_words_of_the_page_with_it(
    application: Application, editor: Client
) -> None:
    url = page_of(application)
    assert parsed(editor.get(url)).xpath("//main//form[@enctype='multipart/form-data']")
    saved = send(editor, url, **{"q-what": "Talks.", "q-papers": upload(), "attach": "papers"})
    assert (saved.status_code, saved.url) == (303, f"{url}#id_q-papers")
    stored = StoredFile.objects.get()
    assert kept(application) == [stored.public_id]
    assert application.sheet.answers["what"] == "Talks."
    shown = editor.get(url)
    assert reverse("file", args=[stored.public_id]) in links(shown)
    assert "amna" not in shown.content.decode()


def test_a_file_stays_when_the_page_is_shown_again_with_another_mistake(
    application: Application, editor: Client
) -> None:
    url = page_of(application)
    refused = send(editor, url, **{"q-people": "many", "q-papers": upload()})
    assert refused.status_code == 422
    assert len(mistakes(refused)) == 1
    (stored,) = kept(application)
    assert reverse("file", args=[stored]) in links(refused)
    fields: dict[str, Any] = form(refused)
    assert editor.post(url, {**fields, "q-people": "5"}).status_code == 303
    assert (kept(application), application.sheet.answers["people"]) == ([stored], "5")


def test_the_same_page_sent_twice_attaches_a_file_once(application: Application, editor: Client) -> None:
    url = page_of(application)
    fields: dict[str, Any] = form(editor.get(url))
    for _time in range(2):
        assert editor.post(url, {**fields, "q-people": "many", "q-papers": upload()}).status_code == 422
    assert len(kept(application)) == 1
    other = editor.post(url, {**fields, "q-people": "many", "q-papers": upload(PDF + b"\n")})
    assert "already sent with other words" in " ".join(mistakes(other))
    assert len(kept(application)) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"MZ this is a program", "Send a PDF, a JPEG or a PNG."), (b"", "The file is empty.")],
)
def test_what_is_no_sound_file_is_refused_beside_its_question_and_the_words_are_kept_there(
    application: Application, editor: Client, content: bytes, said: str
) -> None:
    refused = send(editor, page_of(application), **{"q-what": "Talks.", "q-papers": upload(content)})
    assert refused.status_code == 422
    assert mistakes(refused)[0].startswith(f"Your registration? {said}")
    assert form(refused)["q-what"] == ["\nTalks."]  # a browser drops the line before the words
    assert StoredFile.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_in_words(application: Application, editor: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = len(PDF) - 1
    refused = send(editor, page_of(application), **{"q-papers": upload()})
    assert "too large" in mistakes(refused)[0]


def test_one_is_taken_out_and_another_put_in_its_place(application: Application, editor: Client) -> None:
    url = page_of(application)
    first, second = attach(application, b"1"), attach(application, b"2")
    full = send(editor, url, **{"q-papers": upload(picture(), "a.png")})
    assert "At most 2 files fit." in mistakes(full)[0]
    send(editor, url, **{"q-papers": upload(picture(), "a.png"), "q-papers-gone": first.public_id})
    third = StoredFile.objects.get(media_type="image/png")
    assert kept(application) == [second.public_id, third.public_id]
    send(editor, url, **{"q-papers-gone": [second.public_id, third.public_id]})
    assert kept(application) == []


def test_a_foreign_file_is_never_taken_for_an_answer(application: Application, editor: Client) -> None:
    other = an_application(application.call, an_organisation())
    foreign = attach(other)
    fields: dict[str, Any] = form(editor.get(page_of(application)))
    editor.post(page_of(application), {**fields, "q-papers": foreign.public_id, "q-papers-gone": foreign.public_id})
    assert (kept(application), kept(other)) == ([], [foreign.public_id])


def test_a_missing_file_is_told_before_it_is_handed_in_and_then_read_with_the_answers(application: Application) -> None:
    signatory = client_of(holding(Role.SIGNATORY, over=application.organisation_id))
    check = reverse("application_check", args=[application.public_id])
    assert "Your registration?This question must be answered." in words(signatory.get(check))
    stored = attach(application)
    address = reverse("file", args=[stored.public_id])
    assert address in links(signatory.get(check))
    assert send(signatory, check).status_code == 303
    assert address in links(signatory.get(reverse("application", args=[application.public_id])))


def test_whoever_may_read_the_application_opens_its_files_and_nobody_else(application: Application) -> None:
    address = reverse("file", args=[attach(application).public_id])
    call = application.call
    own = holding(Role.EDITOR, over=application.organisation_id)
    officer = second_factor(holding(Role.PROGRAMME_OFFICER, over=call.programme_id))
    checker = second_factor(holding(Role.GATE_CHECKER, over=call.programme_id))
    foreign = holding(Role.EDITOR, over=an_organisation().pk)
    opened = {who.pk: client_of(who).get(address).status_code for who in (own, officer, checker, foreign)}
    assert list(opened.values()) == [200, 404, 404, 404]  # a draft is its organisation's own
    Application.objects.filter(pk=application.pk).update(state="under_review", serial=1, number="T-1", **_in(call))
    application.refresh_from_db()
    reader, near, elsewhere = (second_factor(a_reviewer(call)) for _each in range(3))
    for reviewer in (reader, near):
        a_review(application, reviewer)
    Conflict.objects.create(application=application, person=near)
    people = (own, officer, checker, reader, near, elsewhere, foreign)
    found = [client_of(who).get(address).status_code for who in people]
    assert found == [200, 200, 200, 200, 404, 404, 404]
    assert Client().get(address).status_code in {302, 303}


def _in(call: Any) -> dict[str, Any]:
    return {"submitted_at": call.published_at}


def test_files_go_with_the_answers_when_their_time_is_over(application: Application) -> None:
    stored = attach(application)
    blank([application])
    assert Attached.objects.count() == 0
    person = holding(Role.EDITOR, over=application.organisation_id)
    assert not StoredFile.objects.all().visible_to(standing_of(person)).filter(pk=stored.pk).exists()


def test_an_officer_asks_for_files_and_sees_the_question_as_applicants_do() -> None:
    programme = a_call().programme
    officer = client_of(second_factor(holding(Role.PROGRAMME_OFFICER, over=programme.pk)))
    page = a_page(a_draft(programme.pk))
    new = reverse("question_new", args=[page.version.public_id])
    nothing = send(officer, new, kind="file", label_en="Your registration?")
    assert "says which kinds it takes" in " ".join(mistakes(nothing))
    assert send(officer, new, kind="file", label_en="Your registration?", takes="pdf", at_most="9").status_code == 422
    made = send(officer, new, kind="file", label_en="Your registration?", takes="pdf", at_most="3")
    assert made.status_code == 303
    question = page.version.questions.get()
    assert (question.takes, question.at_most) == ("pdf", 3)
    preview = officer.get(reverse("form_preview", args=[page.version.public_id]))
    assert parsed(preview).xpath("//input[@type='file'][@accept='application/pdf']")
    assert "At most 3 files fit. A PDF only, each of at most" in words(preview).replace("\xa0", " ")
    assert not parsed(preview).xpath("//button[@name='attach']")


def test_the_page_asks_the_database_as_often_for_three_files_as_for_one(
    application: Application, editor: Client, django_assert_max_num_queries: Any
) -> None:
    attach(application, b"1")
    editor.get(page_of(application))
    with django_assert_max_num_queries(15):
        editor.get(page_of(application))
    attach(application, b"2")
    with django_assert_max_num_queries(15):
        editor.get(page_of(application))
