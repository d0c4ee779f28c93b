"""Rules for costs at the desk and before applicants: chosen, changed, read by all, told beside the very line."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.calls.actions import costs as actions
from saanjh.calls.models import Call
from saanjh.ground.access import Role
from tests.calls.factories import a_call, a_programme, an_application
from tests.factories import an_organisation, holding, second_factor
from tests.questions.factories import a_draft, a_page, a_question, freeze
from tests.web.browsing import client_of, form, links, mistakes, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def at(name: str, thing: Any, *more: Any) -> str:
    return reverse(name, args=[thing.public_id, *more])


@pytest.fixture
def call() -> Call:
    programme = a_programme()
    page = a_page(a_draft(programme.pk))
    a_question(page, "budget", code="budget", label_en="What does it cost?")
    freeze(page.version)
    return a_call("draft", programme, form_version=page.version)


@pytest.fixture
def officer(call: Call) -> Client:
    return client_of(second_factor(holding(Role.PROGRAMME_OFFICER, over=call.programme_id)))


def test_an_officer_chooses_a_set_says_the_amount_and_takes_a_rule_out(call: Call, officer: Client) -> None:
    assert at("call_costs", call) in links(officer.get(at("desk_call", call)))
    assert officer.get(at("call_costs", call)).url == at("call_costs_choose", call)
    chosen = send(officer, at("call_costs_choose", call), ruleset="community")
    assert chosen.url == at("call_costs", call)
    assert "The rule set says 1000 USD." in words(officer.get(chosen.url))
    assert at("call_costs", call) in links(officer.get(at("desk_call", call)))
    wrong = send(officer, chosen.url, contingency_percent="many", gifts_holds=None)
    assert wrong.status_code == 422
    assert form(wrong)["contingency_percent"] == ["many"]
    kept = send(officer, chosen.url, unit_amount="280,000", contingency_percent="4", gifts_holds=None)
    assert (kept.status_code, kept.url) == (303, at("desk_call", call))
    rules = {each.code: each for each in call.cost_rules.all()}
    assert (rules["unit"].amount_minor, rules["contingency"].percent, "gifts" in rules) == (280_000_00, 4, False)
    preview = words(officer.get(at("call_preview", call)))
    assert "Contingency: at most 4 % of the whole budget" in preview.replace("\xa0", " ")


def test_others_find_no_such_page_and_a_published_call_is_told_so(call: Call, officer: Client) -> None:
    for name in ("call_costs", "call_costs_choose"):
        foreign = client_of(second_factor(holding(Role.PROGRAMME_OFFICER, over=a_programme().pk)))
        assert foreign.get(at(name, call)).status_code == 404
    Call.objects.filter(pk=call.pk).update(state="open", published_at=call.created_at)
    assert "no longer changes" in words(officer.get(at("call_costs", call)))


@pytest.fixture
def opened(call: Call) -> Call:
    by = holding(Role.PROGRAMME_OFFICER, over=call.programme_id)
    actions.choose(call, "community", by=by)
    actions.settle(call, {"unit": actions.Terms(amount_minor=280_000_00)}, by=by)
    Call.objects.filter(pk=call.pk).update(state="open", published_at=call.created_at)
    call.refresh_from_db()
    return call


def test_everybody_reads_the_rules_before_they_write(opened: Call) -> None:
    public = words(Client().get(f"/en/calls/{opened.public_id}/")).replace("\xa0", " ")
    assert "One item of equipment: at most Rs 280,000" in public or "280,000" in public
    assert "Never paid: Gifts" in public
    writer = client_of(holding(Role.EDITOR, over=an_organisation().pk))
    assert "Never paid: Gifts" in words(writer.get(at("apply", opened)))


def test_a_line_that_breaks_a_rule_is_saved_and_told_beside_itself(opened: Call) -> None:
    application = an_application(opened, an_organisation(), whole=False)
    client = client_of(holding(Role.EDITOR, over=application.organisation_id))
    url = at("application_answers", application, 1)
    assert "Never paid: Gifts" in words(client.get(url))
    typed = {"q-budget-rows": "2"}
    for number, (heading, what) in enumerate([("B", "Talks"), ("B", "Gifts for guests")]):
        typed |= {f"q-budget-{number}-{name}": value for name, value in
                  {"heading": heading, "what": what, "quantity": "1", "cost": "100"}.items()}  # fmt: skip
    saved = send(client, url, **typed)
    assert (saved.status_code, saved.url) == (303, url)
    again = client.get(url)
    (why,) = parsed(again).xpath("//*[@id='id_q-budget-1']//*[@class='why']")
    assert "is not paid from this grant" in why.text_content()
    assert not parsed(again).xpath("//*[@id='id_q-budget-0']//*[@class='why']")
    application.sheet.refresh_from_db()
    assert application.sheet.answers["budget"][1]["what"] == "Gifts for guests"


@pytest.mark.parametrize("wrong", ["ten thousand", "-5", "USD 100"])
def test_an_amount_that_is_none_is_told_beside_its_line_and_nothing_is_lost(opened: Call, wrong: str) -> None:
    application = an_application(opened, an_organisation(), whole=False)
    client = client_of(holding(Role.EDITOR, over=application.organisation_id))
    url = at("application_answers", application, 1)
    line = {"heading": "B", "what": "Talks", "quantity": "1", "cost": wrong}
    refused = send(client, url, **{"q-budget-rows": "1", **{f"q-budget-0-{key}": value for key, value in line.items()}})
    assert refused.status_code == 422
    assert "Row 1, “Cost of one unit”: Write an amount in PKR" in mistakes(refused)[0]
    assert (form(refused)["q-budget-0-cost"], form(refused)["q-budget-0-what"]) == ([wrong], ["Talks"])
    assert parsed(refused).xpath("//*[@id='id_q-budget-0']//*[@class='why']")
