"""Appeals on the pages: until when, handed in, answered by somebody else, read by the applicant."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.calls.actions import appeals, gates
from saanjh.calls.models import Appeal, Application
from saanjh.ground.access import Role
from tests.calls.appeals import GIVEN, a_declined, a_stopped, an_officer, its_editor
from tests.calls.factories import a_call, an_application
from tests.factories import an_organisation, holding, second_factor
from tests.web.browsing import client_of, links, mistakes, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def officer_of(application: Application) -> Client:
    return client_of(second_factor(an_officer(application)))


def an_appeal(application: Application) -> Appeal:
    return appeals.lodge(application, **GIVEN, by=its_editor(application))


@pytest.mark.parametrize("made", [a_declined, a_stopped])
def test_an_appeal_goes_from_the_applicants_page_to_an_officer_and_the_answer_back(made: Any) -> None:
    application = made()
    applicant = client_of(its_editor(application))
    page = applicant.get(at("application", application))
    assert "can appeal once, until the end of" in words(page)
    assert at("appeal_lodge", application) in links(page)
    assert send(applicant, at("appeal_lodge", application), **GIVEN, written_in="en").status_code == 303
    appeal = Appeal.objects.get()
    assert "It is answered by" in words(applicant.get(at("application", application)))
    officer = officer_of(application)
    assert at("appeal_answer", appeal) in links(officer.get(reverse("waiting")))
    assert at("appeal_answer", appeal) in links(officer.get(at("call_appeals", application.call)))
    assert GIVEN["what_happened"] in words(officer.get(at("appeal_answer", appeal)))
    said = {"outcome": "upheld", "answer": "The sheet was there.", "answer_written_in": "en"}
    assert send(officer, at("appeal_answer", appeal), **said).url == at("call_appeals", application.call)
    answered = words(applicant.get(at("application", application)))
    assert "The sheet was there." in answered
    assert "Upheld" in answered
    if made is a_declined:
        assert "What was decided before" in answered
        assert "It is decided anew" in answered
    assert "Upheld" in words(officer.get(at("appeal_answer", appeal)))


def test_when_the_days_are_gone_the_page_says_so_and_the_form_is_closed() -> None:
    application = a_declined(days=40)
    applicant = client_of(its_editor(application))
    page = applicant.get(at("application", application))
    assert "An appeal was possible until the end of" in words(page)
    assert at("appeal_lodge", application) not in links(page)
    closed = applicant.get(at("appeal_lodge", application))
    assert "That day has passed" in words(closed)
    assert not parsed(closed).xpath("//main//form")
    given = {**GIVEN, "written_in": "en", "once": str(uuid.uuid4())}
    refused = applicant.post(at("appeal_lodge", application), given)
    assert (refused.status_code, Appeal.objects.count()) == (422, 0)


def test_an_application_that_did_not_end_so_says_nothing_of_appeals() -> None:
    application = an_application(a_call("closed"), an_organisation(), "under_review")
    assert "appeal" not in words(client_of(its_editor(application)).get(at("application", application))).lower()


def test_bad_input_is_shown_again_beside_its_field_in_both_forms() -> None:
    application = a_declined()
    wrong = {"ground": "overlooked", "what_happened": "Ring 0300 1234567", "written_in": "en"}
    refused = send(client_of(its_editor(application)), at("appeal_lodge", application), **wrong)
    assert (refused.status_code, "phone number" in mistakes(refused)[0]) == (422, True)
    assert "0300 1234567" in refused.content.decode()
    appeal = an_appeal(application)
    empty = send(officer_of(application), at("appeal_answer", appeal), outcome="", answer="")
    assert (empty.status_code, len(mistakes(empty))) == (422, 2)


def test_who_decided_reads_the_appeal_but_has_no_form() -> None:
    call = a_call("closed")
    chair = holding(Role.PANEL_CHAIR, over=call.programme_id)
    appeal = an_appeal(a_declined(call, chair=chair))
    page = client_of(second_factor(chair)).get(at("appeal_answer", appeal))
    assert "You had a hand in this decision" in words(page)
    assert not parsed(page).xpath("//main//form")


def test_foreign_appeals_and_applications_are_a_404() -> None:
    application = a_declined()
    appeal = an_appeal(application)
    stranger = client_of(holding(Role.SIGNATORY, over=an_organisation().pk))
    other = officer_of(a_declined())
    assert stranger.get(at("appeal_lodge", application)).status_code == 404
    for client in (stranger, other, client_of(its_editor(application))):
        assert client.get(at("appeal_answer", appeal)).status_code == 404
        assert client.get(at("call_appeals", application.call)).status_code == 404


def test_the_earlier_closing_and_both_appeals_stand_on_the_applicants_page() -> None:
    application = a_stopped()
    appeals.answer(an_appeal(application), outcome="upheld", answer="It was there.", by=an_officer(application))
    other = holding(Role.GATE_CHECKER, over=application.call.programme_id)
    gates.answer(application, "A", {"A1": ("no", "It ran out.")}, reason="It has run out.", by=other)
    gates.close(application, "A", by=other)
    applicant = client_of(its_editor(application))
    page = applicant.get(at("application", application))
    for said in ("How the gate was closed before", "The registration is missing.", "It has run out."):
        assert said in words(page)
    assert at("appeal_lodge", application) in links(page)
    assert send(applicant, at("appeal_lodge", application), **GIVEN).status_code == 303
    assert "Waits for an answer" in words(applicant.get(at("application", application)))


def test_whoever_answers_is_not_addressed_as_the_applicant() -> None:
    application = a_declined()
    page = words(officer_of(application).get(at("appeal_answer", an_appeal(application))))
    assert "An appeal is about how the application was handled" in page
    assert "how your application" not in page


@pytest.mark.usefixtures("settled")
def test_the_list_takes_the_same_queries_with_one_and_with_three(django_assert_max_num_queries: Any) -> None:
    call = a_call("closed")
    officer = officer_of(an_application(call, an_organisation(), "submitted"))
    assert "Nobody has appealed." in words(officer.get(at("call_appeals", call)))
    counts = []
    for more in (1, 2):
        for _one in range(more):
            an_appeal(a_declined(call))
        with django_assert_max_num_queries(10) as taken:
            officer.get(at("call_appeals", call))
        with django_assert_max_num_queries(15):
            officer.get(at("appeal_answer", Appeal.objects.latest("pk")))
        counts.append(len(taken))
    assert counts[0] == counts[1]
