"""One's own applications: the list, the page, taken back, opened again, thrown away."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from saanjh.calls.models import Application
from saanjh.ground.access import Role
from saanjh.ground.models import Line
from saanjh.questions.models import AnswerSheet
from tests.calls.factories import DAY, a_call, a_review, an_application, decided
from tests.factories import an_organisation, holding, second_factor
from tests.web.applying import at, signed_in
from tests.web.browsing import links, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def test_a_signatory_withdraws_and_an_editor_cannot(neem: Any, editor: Any) -> None:
    application = an_application(a_call(), neem, "submitted")
    assert signed_in(editor).get(at("application_withdraw", application)).status_code == 404
    signatory = signed_in(holding(Role.SIGNATORY, over=neem.pk))
    assert at("application_withdraw", application) in links(signatory.get(at("application", application)))
    assert send(signatory, at("application_withdraw", application)).status_code == 303
    application.refresh_from_db()
    assert application.state == "withdrawn"


def test_after_closing_the_page_to_withdraw_refuses_at_once(neem: Any) -> None:
    application = an_application(a_call("closed"), neem, "submitted")
    page = signed_in(holding(Role.SIGNATORY, over=neem.pk)).get(at("application_withdraw", application))
    assert "The call has closed: an application can be withdrawn until closing only." in words(page)
    assert "can be opened again" not in words(page)
    assert not parsed(page).xpath("//main//form//button")


@pytest.mark.parametrize("state", ["submitted", "withdrawn"])
def test_a_signatory_opens_it_again_until_closing_and_is_led_to_write(neem: Any, editor: Any, state: str) -> None:
    application = an_application(a_call(), neem, state)
    application.sheet.state, application.sheet.submitted_by = "submitted", editor
    application.sheet.submitted_at, application.sheet.digest = application.submitted_at, "d" * 64
    application.sheet.save()
    signatory = signed_in(holding(Role.SIGNATORY, over=neem.pk))
    assert at("application_reopen", application) in links(signatory.get(at("application", application)))
    assert at("application_reopen", application) not in links(signed_in(editor).get(at("application", application)))
    assert signed_in(editor).get(at("application_reopen", application)).status_code == 404
    opened = send(signatory, at("application_reopen", application))
    page = signatory.get(opened.url)
    assert "It was opened again. Hand it in anew by the end of" in words(page)
    assert at("application_about", application) in links(page)
    again = signatory.get(at("application_reopen", application))
    assert "Only an application that was handed in or withdrawn is opened again." in words(again)


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_applications_costs_the_same_at_any_length(
    neem: Any, editor: Any, count: int, django_assert_num_queries: Any
) -> None:
    for _each in range(count):
        an_application(a_call(), neem)
    client = signed_in(editor)
    with django_assert_num_queries(7):
        page = client.get(reverse("applications"))
    assert len(parsed(page).xpath("//tbody/tr")) == count


def test_the_page_of_an_application_costs_at_most_20_queries(neem: Any, django_assert_max_num_queries: Any) -> None:
    call = a_call("closed")
    application = an_application(call, neem, "under_review")
    officer = second_factor(holding(Role.PROGRAMME_OFFICER, over=call.programme_id))
    for person in (holding(Role.SIGNATORY, over=neem.pk), officer):
        client = signed_in(person)
        with django_assert_max_num_queries(20):
            assert client.get(at("application", application)).status_code == 200


def test_a_draft_is_thrown_away_by_whoever_began_it_or_by_a_signatory_and_one_begins_anew(
    neem: Any, editor: Any
) -> None:
    call = a_call()
    client = signed_in(editor)
    send(client, at("apply", call))
    first = Application.objects.get()
    other = signed_in(holding(Role.EDITOR, over=neem.pk))
    away = at("application_discard", first)
    assert away not in links(other.get(at("application", first)))
    assert "by whoever began it" in words(other.get(away))
    assert away in links(client.get(at("application", first)))
    gone = send(client, away)
    assert (gone.status_code, gone.url) == (303, reverse("applications"))
    assert not Application.objects.exists()
    assert not AnswerSheet.objects.exists()
    assert Line.objects.filter(verb="application_discarded").count() == 1
    send(client, at("apply", call))
    signatory = signed_in(holding(Role.SIGNATORY, over=neem.pk))
    assert send(signatory, at("application_discard", Application.objects.get())).status_code == 303
    assert not Application.objects.exists()


def test_what_was_handed_in_once_keeps_its_number_and_is_not_thrown_away(neem: Any) -> None:
    application = an_application(a_call(), neem, "submitted")
    signatory = signed_in(holding(Role.SIGNATORY, over=neem.pk))
    assert "can be withdrawn" in words(signatory.get(at("application_discard", application)))
    Application.objects.filter(pk=application.pk).update(state="draft", submitted_at=None)
    page = signatory.get(at("application", application))
    assert at("application_discard", application) not in links(page)
    assert "handed in once" in words(signatory.get(at("application_discard", application)))
    assert Application.objects.get().number


def test_an_applicants_desk_leads_to_the_calls(neem: Any, editor: Any) -> None:
    an_application(a_call(), neem)
    client = signed_in(editor)
    for page in ("waiting", "applications"):
        assert reverse("calls") in links(client.get(reverse(page)))


def test_after_the_decision_the_page_says_what_comes_next(neem: Any, editor: Any) -> None:
    today = timezone.localdate()
    call = a_call("closed", contracts_by=today + 40 * DAY)
    application = an_application(call, neem, "under_review")
    a_review(application, score=4)
    a_review(application, score=4)
    decided(application, "selected")
    shown = words(signed_in(editor).get(at("application", application)))
    assert "Next the programme’s office offers the grant" in shown
    assert "By this day the grant is offered to your organisation, and signed." in shown
    other = an_application(call, an_organisation(), "under_review")
    a_review(other, score=2)
    a_review(other, score=2)
    decided(other, "declined")
    theirs = holding(Role.EDITOR, over=other.organisation_id)
    assert "Until this day your organisation can appeal." in words(signed_in(theirs).get(at("application", other)))


def test_another_organisations_application_is_a_404_everywhere(neem: Any, editor: Any) -> None:
    theirs = an_application(a_call(), an_organisation(), "submitted")
    client = signed_in(editor)
    for name in ("application", "application_about", "application_check", "application_withdraw"):
        assert client.get(at(name, theirs)).status_code == 404
        if name != "application":
            assert client.post(at(name, theirs)).status_code == 404
    assert client.get(at("application_answers", theirs, 1)).status_code == 404
