"""A programme officer assesses the capacity behind an application; the page shows level, tranches and plan."""

from typing import Any

import pytest
from django.urls import reverse

from saanjh.calls import capacity
from saanjh.calls.actions import capacities
from saanjh.calls.models import Application, Capacity
from saanjh.ground.access import Role
from tests.calls.factories import a_call, an_application
from tests.factories import an_organisation, holding, second_factor
from tests.web.browsing import client_of, form, links, mistakes, parsed, send, texts, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def application() -> Application:
    return an_application(a_call("closed"), an_organisation(), "submitted")


def staff(role: Role, application: Application) -> Any:
    return client_of(second_factor(holding(role, over=application.call.programme_id)))


def at(name: str, thing: Any) -> str:
    return reverse(name, args=[thing.public_id])


def typed(score: int, **others: str) -> dict[str, str]:
    return {**{f"score_{each.code}": str(score) for each in capacity.questions()}, **others}


def assessed(application: Application, score: int) -> Capacity:
    officer = holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id)
    return capacities.assess(application, {each.code: score for each in capacity.questions()}, by=officer)


def test_an_officer_assesses_and_sees_level_tranches_and_what_to_work_at_first(application: Application) -> None:
    officer = staff(Role.PROGRAMME_OFFICER, application)
    page = officer.get(at("application", application))
    assert "Not assessed yet." in words(page)
    assert at("capacity_assess", application) in links(page)
    asked = officer.get(at("capacity_assess", application))
    assert len(parsed(asked).xpath("//main//select[starts-with(@name, 'score_')]")) == 28
    weak = typed(2, score_K1="1", score_F2="0", basis="A visit and the cash book.")
    made = send(officer, at("capacity_assess", application), **weak)
    shown = officer.get(made.url)
    assert "61 of 100" in words(shown)  # 70 - 1 - 4 of 105
    assert "Moderate risk" in words(shown)
    assert "40/40/20" in words(shown)
    assert "A visit and the cash book." in words(shown)
    plan = texts(parsed(shown), "//main//ol/li")
    assert [line.split("  ")[0][:20] for line in plan] == ["Two people sign for ", "There is a register "]
    assert made.url in links(officer.get(at("application", application)))
    assert "refuses nobody" in words(shown)


def test_a_later_assessment_stands_and_the_earlier_one_stays_readable(application: Application) -> None:
    earlier = assessed(application, 0)
    officer = staff(Role.PROGRAMME_OFFICER, application)
    later = send(officer, at("capacity_assess", application), **typed(3)).url
    first = officer.get(at("capacity", earlier))
    assert "There is a later assessment, and that one stands." in words(first)
    assert "Paid back against receipts" in words(first)
    assert later in links(first)
    second = officer.get(later)
    assert "No weak point" in words(second)
    assert at("capacity", earlier) in links(second)
    assert later in links(officer.get(at("application", application)))


def test_a_question_left_open_and_a_wrong_score_are_said_beside_their_field(application: Application) -> None:
    officer = staff(Role.PROGRAMME_OFFICER, application)
    fields: dict[str, Any] = typed(2, score_G2="4", score_P1="two", basis="Ask 0300-1234567")
    refused = send(officer, at("capacity_assess", application), **{**fields, "score_G1": None})
    assert refused.status_code == 422
    assert [line.split(":")[0] for line in mistakes(refused)] == [
        "The registration is valid (counts double)",
        "The board meets and keeps minutes",
        "It has carried out a project of a similar kind (counts double)",
        "What does it rest on? Take out a phone number",
    ]
    assert not Capacity.objects.exists()


def test_what_is_sent_twice_counts_once(application: Application) -> None:
    officer = staff(Role.PROGRAMME_OFFICER, application)
    sent = {**form(officer.get(at("capacity_assess", application))), **typed(2)}
    first, second = (officer.post(at("capacity_assess", application), sent) for _each in range(2))
    assert (first.url, Capacity.objects.count()) == (second.url, 1)


def test_the_chair_reads_and_does_not_assess(application: Application) -> None:
    made = assessed(application, 2)
    chair = staff(Role.PANEL_CHAIR, application)
    page = chair.get(at("capacity", made))
    assert "Moderate risk" in words(page)
    assert at("capacity_assess", application) not in links(page)
    assert chair.get(at("capacity_assess", application)).status_code == 404


def test_others_and_other_programmes_open_neither(application: Application) -> None:
    made = assessed(application, 2)
    elsewhere = an_application(a_call("closed"), an_organisation(), "submitted")
    for client in (
        staff(Role.PROGRAMME_OFFICER, elsewhere),
        staff(Role.GATE_CHECKER, application),
        client_of(holding(Role.SIGNATORY, over=application.organisation_id)),
    ):
        assert client.get(at("capacity", made)).status_code == 404
        assert client.get(at("capacity_assess", application)).status_code == 404
        assert client.post(at("capacity_assess", application)).status_code == 404


def test_the_organisation_reads_its_plan_once_it_is_selected(application: Application) -> None:
    made = assessed(application, 1)
    signatory = client_of(holding(Role.SIGNATORY, over=application.organisation_id))
    assert at("capacity", made) not in links(signatory.get(at("application", application)))
    Application.objects.filter(pk=application.pk).update(state="selected")
    page = signatory.get(at("application", application))
    assert at("capacity", made) in links(page)
    assert at("capacity_assess", application) not in links(page)
    assert "The plan: what to work at first" in words(signatory.get(at("capacity", made)))


def test_an_officer_of_the_applicants_own_people_is_refused_in_words(application: Application) -> None:
    person = second_factor(holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id))
    person.roles_held.create(role="editor", scope_kind="organisation", scope_id=application.organisation_id)
    assert "ask another officer" in words(client_of(person).get(at("capacity_assess", application)))


@pytest.mark.usefixtures("settled")
def test_the_pages_cost_at_most_15_queries_and_stay_light(
    application: Application, django_assert_max_num_queries: Any
) -> None:
    made = assessed(application, 1)
    officer = staff(Role.PROGRAMME_OFFICER, application)
    for url in (at("capacity", made), at("capacity_assess", application)):
        with django_assert_max_num_queries(15):
            page = officer.get(url)
        assert page.status_code == 200
        assert len(page.content) < 40_000
