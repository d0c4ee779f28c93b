"""Partners and a host on the pages: a step of applying, a page on which the other answers, facts for who reads."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.calls.models import Application, ApplicationPartner
from saanjh.ground.access import Role
from tests.calls.factories import a_call, a_review, a_reviewer, an_application
from tests.factories import a_district, a_person, an_organisation, holding, second_factor
from tests.web.browsing import client_of, links, mistakes, parsed, send, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WORK = {"does": "Lends the room.", "written_in": "en"}


@pytest.fixture
def lead() -> Any:
    return an_organisation(is_public=True)


@pytest.fixture
def editor(lead: Any) -> Client:
    return client_of(holding(Role.EDITOR, over=lead.pk))


@pytest.fixture
def other() -> Any:
    return an_organisation(name_en="Chinar Foundation", is_public=True)


@pytest.fixture
def there(other: Any) -> Client:
    return client_of(holding(Role.SIGNATORY, over=other.pk))


def at(name: str, thing: Any, *more: Any) -> str:
    return reverse(name, args=[thing.public_id, *more])


def a_draft(lead: Any, **flags: Any) -> Application:
    application = an_application(a_call(**{"with_partners": True, **flags}), lead)
    application.districts.add(a_district())
    return application


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_partner_is_named_in_a_step_and_answers_on_its_own_page(
    language: str, lead: Any, editor: Client, other: Any
) -> None:
    signatory = holding(Role.SIGNATORY, over=other.pk, language=language)
    there = client_of(signatory)
    application = a_draft(lead)
    step = at("application_partners", application)
    opened = editor.get(at("application_about", application))
    assert send(editor, at("application_about", application)).url == step
    assert len(texts(parsed(opened), "//main//ol[@class='steps']/li")) in {0, 4}  # one more than in other calls
    named = send(editor, step, organisation="chinar foundation", share_minor="2 lakh", **WORK)
    assert (named.status_code, named.url) == (303, step)
    partner = ApplicationPartner.objects.get()
    assert (partner.organisation, partner.role, partner.share_minor) == (other, "partner", 200_000_00)
    assert "Has not answered yet" in words(editor.get(step))
    assert step in links(editor.get(at("application_check", application)))  # it is missing there
    page = at("partner", partner)
    assert page in links(there.get(reverse("applications")))
    shown = there.get(page)
    assert "Lends the room." in words(shown)
    assert "Shared repairs" not in words(shown)  # the draft is not theirs
    assert send(there, at("partner_agree", partner)).url == page
    partner.refresh_from_db()
    assert partner.state == "agreed"
    assert "Agreed" in words(editor.get(at("application", application)))


def test_the_same_form_sent_twice_names_one(lead: Any, editor: Client, other: Any, there: Client) -> None:
    application = a_draft(lead)
    step = at("application_partners", application)
    sent = {**WORK, "role": "partner", "organisation": other.name_en, "once": "7c1e6c1e-5f0a-4d1e-9d5e-0c9f3b0a1f11"}
    assert [editor.post(step, sent).status_code for _twice in range(2)] == [303, 303]
    assert ApplicationPartner.objects.count() == 1


def test_bad_input_is_told_beside_its_field_and_kept(lead: Any, editor: Client, other: Any, there: Client) -> None:
    application = a_draft(lead)
    step = at("application_partners", application)
    nothing = send(editor, step, **WORK)
    assert (nothing.status_code, "Choose an organisation that is known here" in mistakes(nothing)[0]) == (422, True)
    unknown = send(editor, step, organisation="Nobody’s Trust", **WORK)
    assert "No organisation of this name is known here." in mistakes(unknown)[0]
    itself = send(editor, step, organisation=lead.public_id, **WORK)
    assert "your own organisation" in mistakes(itself)[0]
    much = send(editor, step, organisation=other.name_en, share_minor="9000000", **WORK)
    assert "more than the grant" in mistakes(much)[0]
    assert "9000000" in much.content.decode()


def test_one_that_is_not_public_is_found_by_its_code_alone(lead: Any, editor: Client) -> None:
    hidden = an_organisation(name_en="Hidden Valley Trust")
    holding(Role.SIGNATORY, over=hidden.pk)
    application = a_draft(lead)
    step = at("application_partners", application)
    assert "No organisation of this name" in mistakes(send(editor, step, organisation="Hidden Valley Trust", **WORK))[0]
    assert send(editor, step, organisation=hidden.public_id, **WORK).status_code == 303


def test_a_call_for_one_organisation_has_no_such_step(lead: Any, editor: Client) -> None:
    application = a_draft(lead, with_partners=False)
    assert send(editor, at("application_about", application)).url == at("application_answers", application, 1)
    page = editor.get(at("application_partners", application))
    assert "In this call each organisation applies alone." in words(page)
    assert not parsed(page).xpath("//main//form")


def test_a_partner_is_taken_out(lead: Any, editor: Client, other: Any, there: Client) -> None:
    application = a_draft(lead)
    named = ApplicationPartner.objects.create(application=application, organisation=other, role="partner")
    taken = send(editor, at("partner_take_out", named))
    assert (taken.url, ApplicationPartner.objects.count()) == (at("application_partners", application), 0)
    assert there.get(at("partner", named)).status_code == 404


def test_the_host_reads_the_application_and_hands_it_in(lead: Any, other: Any, there: Client) -> None:
    application = a_draft(lead, through_host=True)
    host = ApplicationPartner.objects.create(application=application, organisation=other, role="host")
    assert there.get(at("application_check", application)).status_code == 404
    send(there, at("partner_agree", host))
    assert at("application", application) in links(there.get(at("partner", host)))
    assert at("application_check", application) in links(there.get(at("application", application)))
    assert send(there, at("application_check", application)).url == at("application", application)
    application.refresh_from_db()
    assert application.state == "submitted"
    signatory = client_of(holding(Role.SIGNATORY, over=lead.pk))
    assert signatory.get(at("application", application)).status_code == 200


def test_it_is_nobody_elses_business(lead: Any, editor: Client, other: Any, there: Client) -> None:
    application = a_draft(lead)
    named = ApplicationPartner.objects.create(application=application, organisation=other, role="partner")
    officer = client_of(second_factor(holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id)))
    stranger = client_of(holding(Role.SIGNATORY, over=an_organisation().pk))
    for client in (officer, stranger, client_of(a_person())):
        for address in (at("partner", named), at("partner_agree", named), at("partner_take_out", named)):
            assert client.get(address).status_code == 404
        assert client.get(at("application_partners", application)).status_code == 404
    assert there.get(at("application_partners", application)).status_code == 404
    assert "Only a signatory of the organisation that is named" in words(
        client_of(holding(Role.SIGNATORY, over=lead.pk)).get(at("partner_agree", named))
    )
    assert "Only somebody who writes" in words(send(there, at("partner_take_out", named)))


def test_a_reviewer_reads_who_takes_part(lead: Any, other: Any) -> None:
    call = a_call("closed", with_partners=True)
    application = an_application(call, lead, "under_review")
    ApplicationPartner.objects.create(application=application, role="partner", state="named", name="Village Committee")
    reviewer = a_reviewer(call)
    page = client_of(reviewer).get(at("review", a_review(application, reviewer)))
    assert "Village Committee Named, not confirmed" in words(page)


@pytest.mark.usefixtures("settled")
def test_the_pages_take_the_same_queries_with_one_and_with_three(
    lead: Any, editor: Client, django_assert_max_num_queries: Any
) -> None:
    application = a_draft(lead)
    editor.get(at("application_partners", application))
    counts = []
    for _more in range(2):
        for _each in range(2):
            ApplicationPartner.objects.create(
                application=application, role="partner", organisation=an_organisation(is_public=True)
            )
        with django_assert_max_num_queries(15) as step:
            editor.get(at("application_partners", application))
        with django_assert_max_num_queries(15) as page:
            editor.get(at("application", application))
        counts.append((len(step), len(page)))
    assert counts[0] == counts[1]
