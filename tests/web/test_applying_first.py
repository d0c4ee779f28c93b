"""The first step of applying: for which organisation and project, for how much, and what is wrong with it."""

from typing import Any

import pytest
from django.test import Client

from saanjh.calls.models import Application
from saanjh.programmes.models import Scheme, Theme
from saanjh.questions.models import AnswerSheet
from tests.calls.factories import DAY, a_call, an_application
from tests.factories import a_district, a_person
from tests.questions.factories import a_draft, a_page, a_question, freeze
from tests.web.applying import at, signed_in
from tests.web.browsing import form, links, mistakes, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


def test_what_the_organisation_says_of_itself_is_offered_and_said_for_this_application(neem: Any, editor: Any) -> None:
    neem.women_led = True
    neem.save()
    call = a_call()
    application = an_application(call, neem, women_led=None, youth_led=None)
    client = signed_in(editor)
    url = at("application_about", application)
    opened = form(client.get(url))
    assert (opened["women_led"], opened["youth_led"], "themes" in opened) == (["yes"], ["no"], False)
    assert send(client, url, women_led="no", youth_led="yes").status_code == 303
    application.refresh_from_db()
    assert (application.women_led, application.youth_led) == (False, True)
    neem.refresh_from_db()
    assert neem.women_led
    assert form(client.get(url))["women_led"] == ["no"]
    wrong = send(client, url, women_led="perhaps")
    assert (wrong.status_code, "Select a valid choice" in mistakes(wrong)[0]) == (422, True)


def test_a_project_names_up_to_three_themes_of_its_programme_and_one_at_least(neem: Any, editor: Any) -> None:
    call = a_call()
    themes = [Theme.objects.create(scheme=Scheme.THEMES, code=f"t{n}", label_en=f"Theme {n}") for n in range(5)]
    call.programme.themes.add(*themes[:4], Theme.objects.create(scheme=Scheme.NPVE_5R, code="r", label_en="Revisit"))
    application = an_application(call, neem)
    client = signed_in(editor)
    url = at("application_about", application)
    boxes = parsed(client.get(url)).xpath("//input[@name='themes']/@value")
    assert boxes == [str(theme.pk) for theme in themes[:4]]
    assert "Choose at least one theme of the programme." in words(client.get(at("application_check", application)))
    many = send(client, url, themes=boxes)
    assert mistakes(many) == ["What is the project about? Choose at most 3 themes."]
    foreign = send(client, url, themes=[themes[4].pk])
    assert foreign.status_code == 422
    assert send(client, url, themes=boxes[1:3]).status_code == 303
    assert list(application.themes.all()) == themes[1:3]
    check = words(client.get(at("application_check", application)))
    assert "Choose at least one theme" not in check
    assert "Theme 1Theme 2" in check


def test_two_who_describe_an_application_at_once_undo_nothing(neem: Any, editor: Any) -> None:
    application = an_application(a_call(), neem, whole=False)
    client, about = signed_in(editor), at("application_about", application)
    opened = form(client.get(about))
    assert send(client, about, amount_minor="600000").status_code == 303
    overtaken = client.post(about, {**opened, "title_en": "Peace by the canal"})
    assert overtaken.status_code == 409
    assert "600,000" in words(overtaken)
    assert "Peace by the canal" in overtaken.content.decode()
    application.refresh_from_db()
    assert application.amount_minor == 600_000_00
    assert application.title_en != "Peace by the canal"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            {"amount_minor": "a lot"},
            "Write an amount in PKR, such as 150,000 or 1.5 lakh; not below 0, in no other currency.",
        ),
        (
            {"amount_minor": "-5"},
            "Write an amount in PKR, such as 150,000 or 1.5 lakh; not below 0, in no other currency.",
        ),
        ({"amount_minor": "50"}, "Ask for an amount from 100,000 to 3,000,000 (PKR)."),
        ({"amount_minor": "9" * 40}, "This number is too large."),
        ({"months": "six"}, "Write a number, such as 120 or ۱۲۰."),
        ({"months": "2.5"}, "Write a whole number."),
        ({"months": "99999999"}, "Choose between 6 and 10 months."),
        ({"districts": ["atlantis"]}, "Select a valid choice. atlantis is not one of the available choices."),
        ({"written_in": "xx"}, "Select a valid choice. xx is not one of the available choices."),
        ({"title_en": "x" * 161}, "Shorten this: at most 160 characters fit, and it has 161."),
    ],
)
def test_a_first_step_with_wrong_values_is_refused_beside_the_field(
    neem: Any, editor: Any, wrong: dict[str, Any], said: str
) -> None:
    application = an_application(a_call(), neem, whole=False)
    refused = send(signed_in(editor), at("application_about", application), **wrong)
    assert refused.status_code == 422
    assert said in mistakes(refused)[0]
    application.refresh_from_db()
    assert application.title_en == ""


def test_the_first_step_tells_all_its_mistakes_at_once_and_keeps_the_rest(neem: Any, editor: Any) -> None:
    call = a_call()
    call.districts.add(a_district(slug="badin", name_en="Badin"))
    a_district(slug="thatta", name_en="Thatta")
    application = an_application(call, neem, whole=False)
    url, client = at("application_about", application), signed_in(editor)
    page = client.get(url)
    assert "The call is for work in: Badin." in words(page)
    assert set(parsed(page).xpath("//select[@name='districts']//option/@value")) == {"", "badin"}
    wrong = {"amount_minor": "9000000", "months": "99", "districts": ["thatta"]}
    told = client.post(url, {**form(page), **wrong, "title_en": "Peace by the canal", "women_led": "yes"})
    assert told.status_code == 422
    said = ("Ask for an amount", "Choose between 6 and 10 months", "not for work in these districts: Thatta")
    assert [words in mistake for words, mistake in zip(said, mistakes(told), strict=True)] == [True] * 3
    assert "Everything else on this page is saved." in words(told)
    application.refresh_from_db()
    assert (application.title_en, application.women_led, application.amount_minor) == ("Peace by the canal", True, None)
    again = client.post(url, {**form(page), **wrong, "title_en": "Peace by the canal", "women_led": "yes"})
    assert again.status_code == 422  # a page that is sent twice overtakes nobody
    assert len(mistakes(again)) == 3
    mended = {"amount_minor": "900000", "months": "8", "districts": ["badin"]}
    assert client.post(url, {**form(told), **mended}).status_code == 303
    application.refresh_from_db()
    assert (application.title_en, application.months) == ("Peace by the canal", 8)


def test_beside_a_mistake_nothing_of_the_first_step_is_kept_that_somebody_else_changed(neem: Any, editor: Any) -> None:
    application = an_application(a_call(), neem, whole=False)
    client, about = signed_in(editor), at("application_about", application)
    opened = form(client.get(about))
    assert send(client, about, title_en="Theirs").status_code == 303
    told = client.post(about, {**opened, "title_en": "Mine", "months": "six"})
    assert told.status_code == 409
    assert "Theirs" in words(told)
    application.refresh_from_db()
    assert application.title_en == "Theirs"


def test_an_amount_in_another_currency_is_said_to_be_so_and_dollars_are_not_counted_in_lakh(
    neem: Any, editor: Any
) -> None:
    application = an_application(a_call(currency="USD"), neem, whole=False)
    said = "Write an amount in USD, such as 1,500; not below 0, in no other currency."
    for typed in ("-300", "PKR 5000"):
        refused = send(signed_in(editor), at("application_about", application), amount_minor=typed)
        assert said in mistakes(refused)[0]


def test_a_budget_above_the_largest_grant_names_it(neem: Any, editor: Any) -> None:
    page = a_page(a_draft())
    a_question(page, "budget")
    application = an_application(a_call(form_version=freeze(page.version)), neem)
    line = {"heading": "B", "what": "Hall", "quantity": "1", "cost": {"minor": 3_100_000_00, "currency": "PKR"}}
    AnswerSheet.objects.filter(application=application).update(answers={"budget": [line]})
    assert "The largest grant here is Rs 3,000,000" in words(
        signed_in(editor).get(at("application_check", application))
    )


def test_whoever_applies_again_is_led_to_the_application_that_there_is(neem: Any, editor: Any) -> None:
    call = a_call()
    application = an_application(call, neem)
    client = signed_in(editor)
    page = client.get(at("apply", call))
    assert at("application", application) in links(page)
    assert "Begin" in words(page)  # a draft still changes its way of applying here
    Application.objects.filter(pk=application.pk).delete()
    handed_in = an_application(call, neem, "submitted")
    page = client.get(at("apply", call))
    assert at("application", handed_in) in links(page)
    assert handed_in.number in words(page)
    assert not parsed(page).xpath("//main//form")


def test_a_call_that_is_not_open_yet_offers_no_apply(neem: Any) -> None:
    call = a_call()
    call.opens_on += 60 * DAY
    call.closes_on += 60 * DAY
    call.answers_on += 60 * DAY
    call.save()
    page = Client().get(f"/en/calls/{call.public_id}/")
    assert at("apply", call) not in links(page)
    assert "You can apply from" in words(page)


def test_who_writes_for_nobody_is_told_how_to_come_to_apply() -> None:
    page = signed_in(a_person()).get(at("apply", a_call()))
    assert "Ask a signatory of your organisation to invite you" in words(page)
