"""Entering what came on paper on the pages: from the call through the applicant's own steps to its mark."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from saanjh.calls.models import Application, Intake
from saanjh.ground.access import Role
from saanjh.ground.models import Person, RoleHeld
from tests.calls.factories import DAY, a_call, a_review, a_reviewer, an_application
from tests.factories import a_district, an_organisation, holding, second_factor
from tests.web.browsing import client_of, form, links, mistakes, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def officer_of(call: Any, **facts: Any) -> Person:
    return second_factor(holding(Role.PROGRAMME_OFFICER, over=call.programme_id, **facts))


def at(name: str, thing: Any, *more: Any) -> str:
    return reverse(name, args=[thing.public_id, *more])


def entered(call: Any, by: Person, state: str = "draft", **facts: Any) -> Application:
    application = an_application(call, an_organisation(), state, **facts)
    application.districts.add(a_district())
    Intake.objects.create(application=application, came="paper", received_on=call.opens_on, entered_by=by)
    return application


@pytest.mark.parametrize("language", ["en", "ur"])
def test_paper_is_entered_from_the_call_to_its_number(language: str) -> None:
    call, neem = a_call(), an_organisation(name_en="Neem Trust of Badin")
    a_district(slug="badin")
    officer = client_of(officer_of(call, language=language))
    page = at("call_enter", call)
    assert page in links(officer.get(at("desk_call", call)))
    day = (call.opens_on + DAY).isoformat()
    begun = send(officer, page, organisation=neem.pk, came="paper", received_on=day, districts=["badin"])
    application = Application.objects.get()
    assert (begun.status_code, begun.url) == (303, at("application_about", application))
    about = {
        "title_en": "Shared repairs",
        "amount_minor": "900000",
        "months": "8",
        "women_led": "no",
        "youth_led": "no",
    }
    saved = send(officer, begun.url, **about)
    checked = send(officer, saved.url, **{"q-what": "Repairs of lanes and taps"})
    assert checked.url == at("application_check", application)
    assert send(officer, checked.url).url == at("application", application)
    application.refresh_from_db()
    assert application.state == "submitted"


def test_bad_input_is_told_beside_its_field() -> None:
    call, neem = a_call(), an_organisation()
    a_district(slug="badin")
    officer = client_of(officer_of(call))
    page, day = at("call_enter", call), (call.opens_on - DAY).isoformat()
    early = send(officer, page, organisation=neem.pk, came="paper", received_on=day, districts=["badin"])
    assert (early.status_code, "nothing can have come before" in mistakes(early)[0]) == (422, True)
    nothing = send(officer, page)
    assert (nothing.status_code, Application.objects.count()) == (422, 0)


def test_the_mark_is_there_for_all_who_judge_it_and_for_its_organisation() -> None:
    call = a_call("closed")
    by = officer_of(call, name="Nadia Khan")
    application = entered(call, by, "under_review")
    reviewer = a_reviewer(call)
    chair = second_factor(holding(Role.PANEL_CHAIR, over=call.programme_id))
    checker = second_factor(holding(Role.GATE_CHECKER, over=call.programme_id))
    signatory = holding(Role.SIGNATORY, over=application.organisation_id)
    for person in (chair, checker, signatory):
        shown = words(client_of(person).get(at("application", application)))
        assert "On paper, entered by the programme" in shown
        assert "entered by Nadia Khan" in shown
    assert "On paper, entered by the programme" in words(client_of(chair).get(at("application_decide", application)))
    read = words(client_of(reviewer).get(at("review", a_review(application, reviewer))))
    assert "On paper, entered by the programme" in read
    assert "Nadia Khan" not in read


def test_what_was_begun_by_mistake_is_dropped() -> None:
    call = a_call()
    by = officer_of(call)
    application = entered(call, by)
    officer = client_of(by)
    drop = at("intake_drop", application)
    assert drop in links(officer.get(at("application", application)))
    assert send(officer, drop).url == at("desk_call", call)
    assert not Application.objects.exists()


def test_what_an_officer_enters_is_closed_to_colleagues_and_strangers() -> None:
    call = a_call()
    application = entered(call, officer_of(call))
    stranger = client_of(holding(Role.SIGNATORY, over=an_organisation().pk))
    addresses = [at(name, application) for name in ("application", "application_about", "application_check")]
    addresses += [at("intake_drop", application), at("application_answers", application, 1)]
    for client in (client_of(officer_of(call)), stranger, Client()):
        assert {client.get(address).status_code for address in addresses} <= {404, 302}
    for client in (stranger, client_of(officer_of(a_call()))):
        assert client.get(at("call_enter", call)).status_code == 404
    writer = client_of(holding(Role.EDITOR, over=application.organisation_id))
    assert writer.get(at("intake_drop", application)).status_code == 404


def test_an_officer_changes_nothing_of_what_others_handed_in() -> None:
    call = a_call()
    officer = client_of(officer_of(call))
    application = an_application(call, an_organisation(), "submitted")
    assert officer.get(at("application_about", application)).url == at("application", application)
    assert "Only a signatory" in words(officer.get(at("application_reopen", application)))


def test_a_closed_call_says_why_nothing_is_entered() -> None:
    call = a_call("closed")
    page = client_of(officer_of(call)).get(at("call_enter", call))
    assert "had to be entered before that" in words(page)
    assert not parsed(page).xpath("//main//form")


def test_closing_leads_to_what_an_officer_who_left_began_and_another_takes_it_over() -> None:
    call = a_call(closes_on=timezone.localdate() - DAY)
    by, here = officer_of(call, name="Nadia Khan"), officer_of(call, name="Bilal Shah")
    application, other = entered(call, by), entered(call, here)
    colleague = client_of(officer_of(call))
    page = at("call_entering", call)
    assert not parsed(colleague.get(page)).xpath("//main//input[@name='application']")
    RoleHeld.objects.filter(person=by).update(until=timezone.now())
    refused = colleague.get(at("call_close", call))
    assert "not handed in yet: 2" in words(refused)
    assert "no longer work for this programme: 1" in words(refused)
    assert page in links(refused)
    shown = colleague.get(page)
    assert "begun by \u2068Nadia Khan\u2069" in words(shown)
    assert f"Bilal Shah: {other.organisation.name_en}" in words(shown)
    choices = parsed(shown).xpath("//main//input[@name='application']/@value")
    assert choices == [application.public_id]
    assert send(colleague, page, application=other.public_id).status_code == 422
    assert send(colleague, page, application=application.public_id).url == at("application", application)
    assert at("application_about", application) in links(colleague.get(at("application", application)))
    assert "taken over" not in words(colleague.get(page))


def test_the_page_of_what_is_being_entered_asks_as_much_for_three_as_for_one(
    django_assert_max_num_queries: Any,
) -> None:
    call = a_call()
    by = officer_of(call)
    colleague = client_of(officer_of(call))
    for _each in range(3):
        entered(call, by)
    RoleHeld.objects.filter(person=by).update(until=timezone.now())
    with django_assert_max_num_queries(10):
        assert colleague.get(at("call_entering", call)).status_code == 200


def test_what_is_gone_meanwhile_is_refused_in_words_and_leaves_no_empty_form() -> None:
    call = a_call()
    by = officer_of(call, name="Nadia Khan")
    application, dropped = entered(call, by), entered(call, by)
    first, second = officer_of(call, name="Bilal Shah"), officer_of(call)
    RoleHeld.objects.filter(person=by).update(until=timezone.now())
    page = at("call_entering", call)
    send(client_of(first), page, application=application.public_id)
    late = client_of(second)
    gone = dropped.public_id
    taken = send(late, page, application=application.public_id)
    assert (taken.status_code, "Bilal Shah\u2069 took it over already" in mistakes(taken)[0]) == (422, True)
    assert parsed(taken).xpath("//main//input[@name='application']/@value") == [gone]
    fields = form(late.get(page)) | {"application": gone}
    dropped.delete()
    nothing = late.post(page, fields)
    assert (nothing.status_code, "dropped meanwhile" in mistakes(nothing)[0]) == (422, True)
    assert not parsed(nothing).xpath("//main//form")


def test_what_is_entered_already_leads_to_where_one_goes_on_with_it() -> None:
    call, neem = a_call(), an_organisation()
    a_district(slug="badin")
    by, page = officer_of(call), at("call_enter", call)
    facts = {"organisation": neem.pk, "came": "paper", "received_on": (call.opens_on + DAY).isoformat()}
    facts["districts"] = ["badin"]
    send(client_of(by), page, **facts)
    again, other = send(client_of(by), page, **facts), send(client_of(officer_of(call)), page, **facts)
    assert at("application", Application.objects.get()) in links(again)
    assert at("application", Application.objects.get()) not in links(other)
    assert at("call_entering", call) in links(other)


def test_the_office_reads_whose_it_is_but_not_whoever_reviews_in_a_blind_call() -> None:
    call = a_call(is_blind=True)
    entered(call, officer_of(call, name="Nadia Khan"))
    left = entered(call, gone := officer_of(call))
    RoleHeld.objects.filter(person=gone).update(until=timezone.now())
    other, both = officer_of(call), officer_of(call)
    RoleHeld.objects.create(person=both, role=Role.REVIEWER, scope_kind="call", scope_id=call.pk)
    names = [each.organisation.name_en for each in Application.objects.select_related("organisation")]
    shown, hidden = (client_of(each).get(at("call_entering", call)) for each in (other, both))
    assert [name in words(shown) for name in names] == [True, True]
    assert [name in words(hidden) for name in names] == [False, False]
    assert "Nadia Khan: 1" in words(hidden)
    assert left.public_id not in hidden.content.decode()


UNMARKED = dict.fromkeys(map(ord, "\u2068\u2069"))


def test_whoever_ends_an_officers_role_reads_what_she_still_enters() -> None:
    call = a_call(code="WELL")
    by = officer_of(call, name="Nadia Khan")
    entered(call, by)
    administrator = client_of(second_factor(holding(Role.ADMINISTRATOR)))
    said = "Nadia Khan still enters what came on paper or by voice for the call WELL: 1."
    for name in ("take_back_role", "close_account", "erase_person"):
        assert said in words(administrator.get(at(name, by))).translate(UNMARKED)
        assert "still enters" not in words(administrator.get(at(name, officer_of(call))))
    assert at("call_entering", call) in links(client_of(by).get(reverse("erase_me")))


def test_all_that_keeps_a_call_open_is_said_at_once_with_the_way_to_each() -> None:
    call = a_call(closes_on=timezone.localdate() - DAY)
    by = officer_of(call)
    entered(call, by, "submitted")
    entered(call, by)
    with CaptureQueriesContext(connection) as captured:
        page = client_of(by).get(at("call_close", call))
    assert "Nobody is named to review for this call yet" in words(page)
    assert "not handed in yet: 1" in words(page)
    assert {at("call_reviewers", call), at("call_entering", call)} <= set(links(page))
    assert sum('FROM "calls_intake"' in each["sql"] for each in captured.captured_queries) == 1  # looked at once
    assert not parsed(page).xpath("//main//form")
    a_reviewer(call)
    a_reviewer(call)
    rest = client_of(by).get(at("call_close", call))
    assert at("call_reviewers", call) not in links(rest)
    Application.objects.filter(state="draft").delete()
    assert send(client_of(by), at("call_close", call)).status_code == 303
