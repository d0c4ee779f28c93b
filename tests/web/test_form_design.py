"""Officers design forms page by page and see them as applicants do."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.ground.access import Role
from saanjh.questions.models import FormVersion, Question
from tests.calls.factories import a_form, a_programme
from tests.factories import holding, second_factor
from tests.web.browsing import links, mistakes, parsed, send, words

pytestmark = pytest.mark.django_db


def officer_of(programme: Any) -> Client:
    client = Client()
    client.force_login(second_factor(holding(Role.PROGRAMME_OFFICER, over=programme.pk)))
    return client


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def test_a_form_is_designed_previewed_published_and_revised_without_code() -> None:
    programme = a_programme()
    client = officer_of(programme)
    send(client, at("form_new", programme), title_en="Short form", title_ur="مختصر فارم")
    version = FormVersion.objects.get()
    send(client, at("section_new", version), title_en="The work", title_ur="کام", intro_en="Name nobody.")
    made = send(
        client,
        at("question_new", version),
        kind="choice",
        label_en="What kind of work?",
        label_ur="کس طرح کا کام؟",
        choices="Dialogue | بات چیت\r\n\r\nTraining|تربیت\nSupport",
    )
    assert made.status_code == 303
    question = Question.objects.get()
    assert list(question.choices.values_list("code", "label_ur")) == [
        ("dialogue", "بات چیت"),
        ("training", "تربیت"),
        ("support", ""),
    ]
    send(client, at("question_new", version), kind="money", label_en="What does it cost?", currency="PKR", highest="50")
    preview = client.get(at("form_version", version))
    assert len(parsed(preview).xpath("//main//input[@type='radio']")) == 3
    send(client, at("question_remove", version), question=Question.objects.get(kind="money").pk)
    assert send(client, at("form_publish", version)).status_code == 303
    shown = client.get(at("form_version", version))
    assert at("question_new", version) not in links(shown)
    assert send(client, at("form_revise", version)).status_code == 303
    assert FormVersion.objects.filter(state="draft").get().questions.get().code == "what_kind_of_work"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "colour"}, "Select a valid choice. colour is not one of the available choices."),
        ({"label_en": ""}, "This field is required."),
        ({"label_en": "x" * 301}, "Ensure this value has at most 300 characters (it has 301)."),
        ({"kind": "number", "choices": "A|الف"}, "Only questions with choices have choices."),
        ({"kind": "money"}, "Name the currency by its three capital letters, such as PKR."),
        ({"currency": "PKR"}, "Only an amount has a currency."),
        ({"kind": "date", "word_limit": "5"}, "Only a text has a limit of words."),
        ({"highest": "5"}, "Only a number or an amount has a lowest and a highest value."),
        ({"kind": "number", "lowest": "6", "highest": "5"}, "The lowest value is above the highest."),
        ({"word_limit": "many"}, "Write a number, such as 120 or ۱۲۰."),
        ({"code": "Not a code"}, "Use small Latin letters, digits and _, a letter first."),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(wrong: dict[str, str], said: str) -> None:
    programme = a_programme()
    client = officer_of(programme)
    send(client, at("form_new", programme), title_en="Short form")
    version = FormVersion.objects.get()
    send(client, at("section_new", version), title_en="The work")
    refused = send(client, at("question_new", version), **{"kind": "short_text", "label_en": "What?", **wrong})
    assert refused.status_code == 422
    assert said in mistakes(refused)[0]
    assert not Question.objects.exists()


def test_another_programmes_forms_are_a_404() -> None:
    version = a_form(a_programme())
    client = officer_of(a_programme())
    for name in ("form_version", "section_new", "question_new", "form_publish", "form_revise", "question_remove"):
        assert client.get(at(name, version)).status_code == 404
    assert "No form yet" in words(client.get(reverse("forms")))


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_forms_costs_the_same_at_any_length(count: int, django_assert_num_queries: Any) -> None:
    programme = a_programme()
    for _each in range(count):
        a_form(programme)
    client = officer_of(programme)
    with django_assert_num_queries(8):
        page = client.get(reverse("forms"))
    assert len(parsed(page).xpath("//tbody/tr")) == count
