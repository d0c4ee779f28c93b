"""Questions about a call on the pages: asked from the portal, answered at the desk, read by all without a name."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.calls.models import Enquiry
from saanjh.ground.access import Role
from tests.calls.factories import a_call
from tests.factories import a_person, an_organisation, holding, second_factor
from tests.web.browsing import client_of, links, mistakes, parsed, send, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def officer_of(programme: Any) -> Client:
    return client_of(second_factor(holding(Role.PROGRAMME_OFFICER, over=programme.pk)))


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def an_enquiry(call: Any, text: str = "May two villages share one grant?", **facts: Any) -> Enquiry:
    return Enquiry.objects.create(call=call, text=text, asked_by=a_person(), **facts)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_question_goes_from_the_portal_to_the_office_and_back_for_all(language: str) -> None:
    call = a_call("open")
    editor = holding(Role.EDITOR, over=an_organisation().pk, name="Saima Tariq", language=language)
    public = f"/{language}/calls/{call.public_id}/"
    assert at("call_ask", call) in links(Client().get(public))
    editing = client_of(editor)
    asked = send(editing, at("call_ask", call), text="کیا دو گاؤں ایک گرانٹ لے سکتے ہیں؟", written_in="ur")
    assert asked.status_code == 303
    assert texts(parsed(editing.get(asked.url)), "//p[@role='status']")  # at once, not on some later page
    enquiry = Enquiry.objects.get()
    officer = officer_of(call.programme)
    assert at("enquiry_answer", enquiry) in links(officer.get(at("call_enquiries", call)))
    answered = send(officer, at("enquiry_answer", enquiry), answer="Yes, one of them leads.", written_in="en")
    assert answered.url == at("call_enquiries", call)
    shown = Client().get(f"{public}answers/")
    mark = {"en": " not yet translated", "ur": ""}[language]
    assert texts(parsed(shown), "//main//h2") == [f"کیا دو گاؤں ایک گرانٹ لے سکتے ہیں؟{mark}"]
    assert "Yes, one of them leads." in words(shown)
    assert "Saima" not in shown.content.decode()
    assert f"{public}answers/" in links(Client().get(public))


def test_an_officer_sets_a_question_aside_and_it_is_on_no_page() -> None:
    call = a_call("open")
    enquiry = an_enquiry(call)
    officer = officer_of(call.programme)
    assert send(officer, at("enquiry_set_aside", enquiry)).status_code == 303
    assert "villages" not in words(Client().get(f"/en/calls/{call.public_id}/answers/"))
    assert "Set aside" in words(officer.get(at("enquiry_answer", enquiry)))
    assert "no longer possible" in words(officer.post(at("enquiry_set_aside", enquiry), {"once": "a" * 32}))


def test_a_question_with_a_phone_number_is_shown_again_with_the_reason() -> None:
    call = a_call("open")
    client = client_of(holding(Role.EDITOR, over=an_organisation().pk))
    refused = send(client, at("call_ask", call), text="Ring 0300 1234567")
    assert (refused.status_code, "phone number" in mistakes(refused)[0]) == (422, True)
    assert "0300 1234567" in refused.content.decode()


def test_who_cannot_ask_is_told_why_and_finds_the_answers() -> None:
    call = a_call("closed")
    page = client_of(holding(Role.EDITOR, over=an_organisation().pk)).get(at("call_ask", call))
    assert "Questions were taken until the call closed." in words(page)
    assert not parsed(page).xpath("//main//form")
    assert f"/en/calls/{call.public_id}/answers/" in links(page)
    assert "Questions are asked by those who write" in words(client_of(a_person()).get(at("call_ask", a_call("open"))))


def test_the_questions_of_another_programme_are_a_404() -> None:
    enquiry = an_enquiry(a_call("open"))
    stranger = officer_of(a_call("open").programme)
    for address in (
        at("call_enquiries", enquiry.call),
        at("enquiry_answer", enquiry),
        at("enquiry_set_aside", enquiry),
    ):
        assert stranger.get(address).status_code == 404


@pytest.mark.usefixtures("settled")
def test_the_lists_take_the_same_queries_with_one_and_with_three(django_assert_max_num_queries: Any) -> None:
    call = a_call("open")
    officer = officer_of(call.programme)
    public = f"/en/calls/{call.public_id}/answers/"
    facts = {"state": "answered", "answer": "Yes.", "ended_at": call.created_at}
    counts = []
    for _more in range(2):
        an_enquiry(call, **facts)
        an_enquiry(call)
        with django_assert_max_num_queries(10) as desk:
            officer.get(at("call_enquiries", call))
        with django_assert_max_num_queries(10) as portal:
            Client().get(public)
        counts.append((len(desk), len(portal)))
    assert counts[0] == counts[1]


def test_empty_lists_say_what_there_will_be() -> None:
    call = a_call("open")
    assert "Nobody has asked anything yet." in words(officer_of(call.programme).get(at("call_enquiries", call)))
    assert "Nothing was asked yet." in words(Client().get(f"/en/calls/{call.public_id}/answers/"))
