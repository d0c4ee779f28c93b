"""The rule set for costs of a call: copied into a draft, changed there, frozen; judged line by line."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saanjh.calls import costs
from saanjh.calls.actions import applications
from saanjh.calls.actions import costs as actions
from saanjh.calls.models import Application, Call, CostRule
from saanjh.calls.rules import applications as rules
from saanjh.calls.rules import calls as call_rules
from saanjh.ground.access import Role
from saanjh.ground.refusals import Refusal
from tests.calls.factories import a_call, a_programme, an_application
from tests.factories import a_district, an_organisation, holding
from tests.questions.factories import a_draft, a_page, a_question, freeze
from tests.questions.test_rows import FITS, line

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    """A draft whose form asks for a budget."""
    programme = a_programme()
    page = a_page(a_draft(programme.pk))
    a_question(page, "budget", code="budget", label_en="What does it cost?")
    freeze(page.version)
    return a_call("draft", programme, form_version=page.version)


@pytest.fixture
def officer(call: Call) -> Any:
    return holding(Role.PROGRAMME_OFFICER, over=call.programme_id)


def said(call: Call, *rows: dict[str, Any], currency: str = "") -> list[tuple[int, str, str]]:
    """(row, column, the rule) of each breach."""
    question = call.form_version.questions.get()
    question.currency = currency or question.currency
    found = costs.broken(costs.rules_of(call), question, list(rows))
    return [(each.row, each.column, each.why.split("\u2069")[0].lstrip("“\u2068")) for each in found]


def named(heading: str, cost: int, what: str) -> dict[str, Any]:
    return {**line(heading, cost), "what": what}


def test_a_set_is_copied_with_its_source_and_an_amount_in_another_currency_is_left_for_the_officer(
    call: Call, officer: Any
) -> None:
    actions.choose(call, "community", by=officer)
    unit = call.cost_rules.get(code="unit")
    assert (unit.amount_minor, unit.stated, unit.source) == (None, "1000 USD", "Domain report, section 5.4")
    wrong = [each for each in call_rules.broken(call, now=call_rules.clock(None)) if each.field == "costs"]
    assert "write what \u20681000 USD\u2069 come to in PKR" in str(wrong[0].why)
    actions.settle(call, {"unit": actions.Terms(amount_minor=280_000_00)}, by=officer)
    assert not [each for each in call_rules.broken(call, now=call_rules.clock(None)) if each.field == "costs"]


def test_a_call_in_the_currency_of_the_set_takes_its_amount() -> None:
    call = Call(currency="USD")
    assert next(each for each in costs.copied_for(call, "community") if each.code == "unit").amount_minor == 1000_00


def test_each_line_that_breaks_a_rule_is_named_with_its_column(call: Call, officer: Any) -> None:
    actions.choose(call, "community", by=officer)
    actions.settle(call, {"unit": actions.Terms(amount_minor=280_000_00)}, by=officer)
    rows = [named("D", 280_001, "A laptop"), named("D", 280_000, "Another"), named("B", 300_000, "Sound system")]
    assert said(call, *rows) == [(1, "cost", "One item of equipment")]
    assert said(call, *FITS, named("H", 30, "Contingency")) == []
    assert said(call, *FITS, named("H", 32, "For contingencies")) == [(6, "cost", "Contingency")]
    assert said(call, named("H", 5, "Bank  interest, two months"), named("B", 5, "تحائف")) == [
        (1, "what", "Debts and interest"),
        (2, "what", "Gifts"),
    ]


def test_a_phrase_is_found_as_whole_words_only(call: Call, officer: Any) -> None:
    actions.choose(call, "community", by=officer)
    assert said(call, named("B", 5, "Gifted teachers"), named("B", 5, "Talks about bank and interest")) == []


def test_an_amount_is_not_judged_in_another_currency_than_the_calls(call: Call, officer: Any) -> None:
    actions.choose(call, "community", by=officer)
    actions.settle(call, {"unit": actions.Terms(amount_minor=1_00)}, by=officer)
    assert said(call, named("D", 5, "A laptop"), currency="USD") == []


def test_half_a_line_breaks_nothing(call: Call, officer: Any) -> None:
    actions.choose(call, "community", by=officer)
    assert said(call, {"heading": "D"}, {"what": "Contingency"}, {"cost": {"minor": 5, "currency": "PKR"}}) == []


def test_a_rule_is_changed_taken_out_and_the_set_replaced(call: Call, officer: Any) -> None:
    actions.choose(call, "community", by=officer)
    terms = {"contingency": actions.Terms(percent=10, words="reserve\n\n ذخیرہ "), "gifts": actions.Terms(holds=False)}
    actions.settle(call, terms, by=officer)
    rule = call.cost_rules.get(code="contingency")
    assert (rule.percent, rule.words) == (10, "reserve\nذخیرہ")
    assert not call.cost_rules.filter(code="gifts").exists()
    actions.choose(call, "eu", by=officer)
    assert set(call.cost_rules.values_list("ruleset", flat=True)) == {"eu"}
    actions.choose(call, "", by=officer)
    assert not call.cost_rules.exists()


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"contingency": actions.Terms(percent=None, words="x")}, "contingency_percent"),
        ({"contingency": actions.Terms(percent=101, words="x")}, "contingency_percent"),
        ({"gifts": actions.Terms(words=" \n")}, "gifts_words"),
        ({"gifts": actions.Terms(words="Call 0300-1234567")}, "gifts_words"),
        ({"unit": actions.Terms(amount_minor=0)}, "unit_amount"),
    ],
)
def test_a_limit_that_is_none_is_refused_at_its_field(call: Call, officer: Any, terms: Any, field: str) -> None:
    actions.choose(call, "community", by=officer)
    with pytest.raises(Refusal) as refused:
        actions.settle(call, terms, by=officer)
    assert refused.value.field == field


def test_only_the_officer_of_a_draft_chooses_and_only_from_the_sets(call: Call, officer: Any) -> None:
    with pytest.raises(Refusal, match="Choose from the list"):
        actions.choose(call, "other", by=officer)
    with pytest.raises(Refusal, match="has no rule set"):
        actions.choose(call, "", by=officer)
    with pytest.raises(Refusal, match="Only a programme officer"):
        actions.choose(call, "eu", by=holding(Role.PANEL_CHAIR, over=call.programme_id))
    actions.choose(call, "eu", by=officer)
    with pytest.raises(Refusal, match="Nothing was changed"):
        actions.settle(call, {}, by=officer)
    Call.objects.filter(pk=call.pk).update(state="open", published_at=call.created_at)
    for act in (lambda: actions.choose(call, "", by=officer), lambda: actions.settle(call, {}, by=officer)):
        with pytest.raises(Refusal, match="no longer changes"):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        CostRule.objects.filter(call=call).update(percent=50)
    with pytest.raises(IntegrityError), transaction.atomic():
        CostRule.objects.filter(call=call).delete()


def test_what_breaks_a_rule_is_refused_when_it_is_handed_in_and_kept_until_then(call: Call, officer: Any) -> None:
    actions.choose(call, "eu", by=officer)
    Call.objects.filter(pk=call.pk).update(state="open", published_at=call.created_at)
    call.refresh_from_db()
    application = an_application(call, an_organisation())
    application.districts.add(a_district())
    signatory = holding(Role.SIGNATORY, over=application.organisation_id)
    page = call.form_version.sections.get()
    rows = [*FITS, named("H", 10, "Repayment of loan")]
    applications.answer(application, page, {"budget": rows}, by=signatory)
    application = Application.objects.get()
    (lack,) = rules.lacks(application)
    assert (lack.step, lack.label.code) == (1, "budget")
    assert str(lack.why).startswith(
        "Row 6, “\u2068What it is for\u2069”: “\u2068Debts and what they cost\u2069” is not"
    )
    with pytest.raises(Refusal, match="Something is still missing"):
        applications.submit(application, by=signatory)
    applications.answer(application, page, {"budget": FITS}, by=signatory)
    applications.submit(Application.objects.get(), by=signatory)
    assert Application.objects.get().state == "submitted"
