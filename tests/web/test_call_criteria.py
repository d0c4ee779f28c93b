"""The criteria of a call are weighed to 100, and a call is looked at as its reviewers and applicants will see it."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saanjh.calls.actions import calibrations, criteria
from saanjh.calls.actions.calibrations import Text
from saanjh.calls.models import Call, Criterion, PanelRules
from saanjh.ground.access import Role
from saanjh.ground.refusals import Refusal
from tests.calls.factories import a_call, a_criterion, a_form, a_programme
from tests.factories import holding, second_factor
from tests.web.browsing import form, links, mistakes, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def somebody(role: Role, programme: Any) -> Client:
    client = Client()
    client.force_login(second_factor(holding(role, over=programme.pk)))
    return client


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def test_the_criteria_of_a_draft_are_weighed_and_the_call_is_published_with_them() -> None:
    call = a_call("draft")
    client = somebody(Role.PROGRAMME_OFFICER, call.programme)
    assert form(client.get(at("call_criteria", call)))["C1"] == ["20"]
    assert send(client, at("call_criteria", call), C1="۲۵", C2="10").url == at("desk_call", call)
    assert send(client, at("call_publish", call)).status_code == 303
    weights = dict(Criterion.objects.filter(call=call).values_list("code", "weight"))
    assert weights == {"C1": 25, "C2": 10, "C3": 20, "C4": 15, "C5": 10, "C6": 10, "C7": 10}
    assert (
        "weighed the criteria: Relevance to the place and its needs 25, Community ownership and inclusion 10"
        in words(client.get(at("desk_call", call)))
    )
    assert "no longer changes" in words(client.get(at("call_criteria", call)))


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        ("25", "The weights of the criteria come to 105, not to 100. Take 5 away."),
        ("15", "The weights of the criteria come to 95, not to 100. Add 5."),
        ("0", "Write 1 or more."),
        ("101", "Write 100 or less."),
        ("20", "Nothing was changed: all of this stands there already."),
    ],
)
def test_weights_that_do_not_come_to_100_are_refused_with_what_to_do(weight: str, said: str) -> None:
    call = a_call("draft")
    client = somebody(Role.PROGRAMME_OFFICER, call.programme)
    refused = send(client, at("call_criteria", call), C1=weight)
    assert refused.status_code == 422
    assert said in mistakes(refused)[0]
    assert not Criterion.objects.exists()


def test_weights_changed_by_two_are_put_together_by_the_second() -> None:
    call = a_call("draft")
    client = somebody(Role.PROGRAMME_OFFICER, call.programme)
    opened = form(client.get(at("call_criteria", call)))
    send(client, at("call_criteria", call), C1="25", C2="10")
    late = client.post(at("call_criteria", call), {**opened, "C6": "15", "C7": "5"})
    assert (late.status_code, call.criteria.get(code="C6").weight) == (409, 10)


def test_a_draft_whose_weights_are_wrong_says_so_and_leads_to_them() -> None:
    call = a_call("draft")
    a_criterion(call)
    client = somebody(Role.PROGRAMME_OFFICER, call.programme)
    page = client.get(at("desk_call", call))
    assert "come to 20, not to 100. Add 80." in words(page)
    assert at("call_criteria", call) in links(page)
    refused = client.post(at("call_publish", call), {"once": str(uuid.uuid4())})
    assert (refused.status_code, Call.objects.get().state) == (422, "draft")
    assert mistakes(refused) == ["The weights of the criteria come to 20, not to 100. Add 80."]


def test_a_draft_that_waits_for_its_form_or_its_programme_leads_there() -> None:
    programme = a_programme(state="draft")
    call = a_call("draft", programme)
    client = somebody(Role.PROGRAMME_OFFICER, programme)
    assert at("desk_programme", programme) in links(client.get(at("desk_call", call)))
    assert at("desk_programme", programme) in links(client.get(reverse("desk_calls")))


@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.PANEL_CHAIR])
def test_the_criteria_of_a_draft_are_looked_at_as_reviewers_see_them(role: Role) -> None:
    call = a_call("draft")
    page = somebody(role, call.programme).get(at("call_review_preview", call))
    tree = parsed(page)
    assert len(tree.xpath("//main//fieldset[.//input[@type='radio']]")) == 7 + 1  # and the language of the reasons
    assert len(tree.xpath("//main//textarea")) == 7 + 1  # and what the applicant reads
    assert not tree.xpath("//main//form")
    assert "Is the problem shown with evidence from the place?" in words(page)
    assert not Criterion.objects.exists()


def test_a_draft_is_looked_at_as_applicants_see_it_step_by_step() -> None:
    call = a_call("draft")
    client = somebody(Role.PROGRAMME_OFFICER, call.programme)
    first = client.get(at("call_preview", call))
    assert "For neighbours who work together." in words(first)
    assert "Grant asked for" in words(first)
    assert "?step=2" in links(first)
    second = client.get(at("call_preview", call), {"step": "2"})
    assert "What of long_text?" in words(second)
    assert links(second)[-1] == "?step=1"
    for nonsense in ("0", "3", "-1", "x", "²"):
        assert "Grant asked for" in words(client.get(at("call_preview", call), {"step": nonsense}))
    assert not parsed(first).xpath("//main//form")


def test_another_programmes_draft_is_looked_at_and_weighed_by_nobody_else() -> None:
    call = a_call("draft")
    elsewhere = a_programme()
    a_form(elsewhere)
    client = somebody(Role.PROGRAMME_OFFICER, elsewhere)
    for name in ("call_preview", "call_review_preview", "call_criteria"):
        assert client.get(at(name, call)).status_code == 404
    chair = somebody(Role.PANEL_CHAIR, call.programme)
    assert chair.get(at("call_criteria", call)).status_code == 404


def test_what_it_means_to_be_below_a_share_stands_where_the_criteria_do() -> None:
    call = a_call()
    a_criterion(call, min_percent=40)
    officer = somebody(Role.PROGRAMME_OFFICER, call.programme)
    less = "an application with less than 40 % here is"
    for binds, said in (
        (None, f"By default {less} not chosen, unless the panel departs from that and says why."),
        (True, f"A{less[1:]} not chosen, unless the panel departs from its rules and says why."),
        (False, f"A{less[1:]} marked for those who decide."),
    ):
        if binds is not None:
            PanelRules.objects.update_or_create(
                call=call, defaults={"money_minor": 1, "seed": "dice", "criteria_least": binds}
            )
        assert said in words(Client().get(reverse("call", args=[call.public_id])))
        assert said in words(officer.get(at("desk_call", call)))
    draft = words(
        somebody(Role.PROGRAMME_OFFICER, call.programme).get(at("call_criteria", a_call("draft", call.programme)))
    )
    assert draft.count("By default an application with less than 50 % here is not chosen, unless the panel") == 2


def test_criteria_of_a_draft_are_reworded_added_and_taken_out_and_then_weighed_anew() -> None:
    call = a_call("draft")
    client = somebody(Role.PROGRAMME_OFFICER, call.programme)
    listed = links(client.get(at("call_criteria", call)))
    change, remove = (reverse(f"call_criterion_{step}", args=[call.public_id, "C7"]) for step in ("change", "remove"))
    assert {change, remove, at("call_criterion_new", call)} <= set(listed)
    send(client, change, label_en="Care for the ground", label_ur="", asks_en="What is left behind?")
    assert call.criteria.get(code="C7").label_en == "Care for the ground"
    assert call.criteria.count() == 7
    send(client, remove)
    assert (call.criteria.count(), sum(each.weight for each in call.criteria.all())) == (6, 90)
    made = send(client, at("call_criterion_new", call), label_en="Listening", asks_en="Who was asked?")
    assert made.url == at("call_criteria", call)
    assert (call.criteria.get(code="C7").label_en, call.criteria.get(code="C7").weight) == ("Listening", 10)
    again = send(client, at("call_criterion_new", call), label_en="listening")
    assert "Another criterion of this call has these words." in mistakes(again)[0]
    send(client, at("call_criterion_new", call), label_en="Reach")
    assert "come to 101, not to 100. Take 1 away." in words(client.get(at("desk_call", call)))
    assert "reworded a criterion: C7" in words(client.get(at("desk_call", call)))


def test_the_criteria_of_a_published_call_are_neither_reworded_nor_added_nor_taken_out() -> None:
    call = a_call("open")
    client = somebody(Role.PROGRAMME_OFFICER, call.programme)
    addresses = [reverse(f"call_criterion_{step}", args=[call.public_id, "C1"]) for step in ("change", "remove")]
    for address in (*addresses, at("call_criterion_new", call)):
        assert "no longer changes" in words(client.get(address))
        refused = client.post(address, {"once": str(uuid.uuid4()), "label_en": "Else"})
        assert (refused.status_code, call.criteria.get().label_en) in {(422, "Criterion 1"), (409, "Criterion 1")}


def test_the_last_criterion_and_those_of_trial_proposals_stay() -> None:
    call = a_call("draft")
    only = a_criterion(call, weight=100)
    officer = holding(Role.PROGRAMME_OFFICER, over=call.programme_id)
    with pytest.raises(Refusal, match="one criterion at least"):
        criteria.remove(call, only.code, by=officer)
    a_criterion(call)
    texts = [Text("A yard", "What they plan."), Text("A lane", "What they plan next.")]
    calibrations.write(call, texts, by=officer)
    with pytest.raises(Refusal, match="Take the trial proposals out first"):
        criteria.remove(call, only.code, by=officer)
