"""Earlier answers and cited practices on the pages of an application, without script."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from saanjh.calls.models import Application
from saanjh.ground.access import Role
from saanjh.learning.models import Lesson
from saanjh.questions.actions import forms
from saanjh.questions.models import AnswerSheet
from tests.atlas.factories import Ground
from tests.calls.factories import a_call, a_programme, a_review, a_reviewer, an_application
from tests.factories import a_person, an_organisation, holding, second_factor
from tests.questions.factories import a_draft, a_page, a_question, freeze
from tests.web.browsing import client_of, form, links, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def application() -> Application:
    """A draft of an organisation that answered two of the three questions in an earlier call."""
    page = a_page(a_draft(a_programme().pk))
    for code in ("who", "where_from", "new"):
        a_question(page, "long_text", code=code, label_en=f"About {code}?", required=False)
    version = freeze(page.version)
    neem = an_organisation()
    before = an_application(a_call(form_version=version, code="OLD-2025"), neem, "declined")
    AnswerSheet.objects.filter(pk=before.sheet_id).update(answers={"who": "Neighbours.", "where_from": "From here."})
    officer = holding(Role.PROGRAMME_OFFICER, over=version.form.scope_id)
    copy = forms.copy(version, (version.form.scope_kind, version.form.scope_id), title_en="Again", by=officer)
    return an_application(a_call(form_version=freeze(copy)), neem, whole=False)


@pytest.fixture
def editor(application: Application) -> Client:
    return client_of(holding(Role.EDITOR, over=application.organisation_id))


def page_of(application: Application) -> str:
    return reverse("application_answers", args=[application.public_id, 1])


def kept(application: Application) -> dict[str, Any]:
    return AnswerSheet.objects.get(pk=application.sheet_id).answers


def test_an_earlier_answer_is_shown_and_used_with_one_press_and_typed_words_are_kept(
    application: Application, editor: Client
) -> None:
    url = page_of(application)
    assert "You wrote this in OLD-2025: Neighbours. Use it" in words(editor.get(url))
    used = send(editor, url, **{"q-new": "Something new.", "use": "who"})
    assert (used.status_code, used.url) == (303, f"{url}#id_q-who")
    assert kept(application) == {"who": "Neighbours.", "new": "Something new."}
    again = editor.get(url)
    assert parsed(again).xpath("//button[@name='use']/@value") == ["where_from"]


def test_all_are_used_with_one_press(application: Application, editor: Client) -> None:
    url = page_of(application)
    assert "2 questions of this form have earlier answers" in words(editor.get(url))
    assert send(editor, url, use="*").url == url
    assert kept(application) == {"who": "Neighbours.", "where_from": "From here."}


def test_words_typed_in_the_same_question_are_never_replaced(application: Application, editor: Client) -> None:
    refused = send(editor, page_of(application), **{"q-who": "Other words.", "use": "who"})
    assert refused.status_code == 422
    assert "nothing to use again here" in words(refused)
    assert form(refused)["q-who"] == ["\nOther words."]
    assert send(editor, page_of(application), **{"q-who": "Other words.", "use": "*"}).status_code == 303
    assert kept(application) == {"who": "Other words.", "where_from": "From here."}


def test_a_code_that_nothing_is_offered_for_is_refused(application: Application, editor: Client) -> None:
    assert send(editor, page_of(application), use="new").status_code == 422
    assert kept(application) == {}


def test_a_foreign_organisation_finds_no_such_page(application: Application) -> None:
    foreign = client_of(holding(Role.EDITOR, over=an_organisation().pk))
    assert foreign.get(page_of(application)).status_code == 404


def a_lesson(award: Any, title: str, state: str = "published", confidence: int = 3) -> Lesson:
    words = {"expected": "One thing.", "happened": "Another.", "why": "They said so.", "next_time": "Ask first."}
    by = a_person()
    done: dict[str, Any] = {"published_by": by, "published_at": timezone.now()} if state == "published" else {}
    return Lesson.objects.create(
        award=award, title_en=title, state=state, confidence=confidence, written_by=by, **words, **done
    )


def test_practices_are_cited_and_read_by_reviewers_with_what_stands_behind_them() -> None:
    award = Ground().award()
    card, hidden = a_lesson(award, "Shops after prayer"), a_lesson(award, "Not read yet", "handed_in")
    page = a_page(a_draft())
    a_question(page, "practices", code="learnt", at_most=2, label_en="What do you build on?")
    application = an_application(a_call(form_version=freeze(page.version)), an_organisation(), whole=False)
    client = client_of(holding(Role.EDITOR, over=application.organisation_id))
    url = page_of(application)
    shown = client.get(url)
    assert parsed(shown).xpath("(//select[@name='q-learnt'])[1]//option/@value") == ["", card.public_id]
    wrong = send(client, url, **{"q-learnt": [hidden.public_id, ""]})
    assert wrong.status_code == 422
    assert "Choose from the list" in words(wrong)
    assert send(client, url, **{"q-learnt": [card.public_id, card.public_id]}).status_code == 303
    assert kept(application) == {"learnt": [card.public_id]}
    number = {"serial": 1, "number": "T-1", "title_en": "Talks", "amount_minor": 900_000_00, "months": 8}
    Application.objects.filter(pk=application.pk).update(
        state="under_review", submitted_at=application.call.published_at, **number
    )
    review = a_review(Application.objects.get(pk=application.pk), reviewer := a_reviewer(application.call))
    read = client_of(second_factor(reviewer)).get(reverse("review", args=[review.public_id]))
    assert reverse("lesson", args=[card.public_id]) in links(read)
    assert "Shops after prayer Confidence 3 of 4: Several cases, one context" in words(read)
    Lesson.objects.filter(pk=card.pk).update(state="withdrawn")
    read = client_of(reviewer).get(reverse("review", args=[review.public_id]))
    assert "What was cited is no longer published." in words(read)
