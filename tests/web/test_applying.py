"""Applying on a phone without script: saved step by step, nothing lost, handed in by the signatory."""

from typing import Any

import pytest
from django.test import Client

from saanjh.calls.models import Application
from saanjh.ground.access import Role
from saanjh.ground.models import Line
from saanjh.questions.models import AnswerSheet
from tests.calls.factories import a_call, an_application
from tests.factories import a_district, an_organisation, holding
from tests.questions.factories import a_draft, a_page, a_question, choices, freeze
from tests.web.applying import at, signed_in
from tests.web.browsing import form, links, mistakes, parsed, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.mark.parametrize("language", ["en", "ur"])
def test_an_application_goes_from_the_public_page_to_its_receipt(neem: Any, editor: Any, language: str) -> None:
    call = a_call()
    badin = a_district(slug="badin", name_en="Badin", name_ur="بدین")
    client = Client()
    page = client.get(f"/{language}/calls/{call.public_id}/")
    apply = at("apply", call)
    assert apply in links(page)
    assert client.get(apply).url.endswith(f"/account/login/?next={apply}")
    editor.language = language
    editor.save()
    client.force_login(editor)

    begun = send(client, apply)
    application = Application.objects.get()
    assert (begun.status_code, begun.url) == (303, at("application_about", application))
    saved = send(
        client,
        begun.url,
        title_ur="مشترکہ مرمت",
        title_en="Shared repairs",
        amount_minor="۹ لاکھ",
        months="۸",
        districts=["", "badin", "badin"],
    )
    assert saved.url == at("application_answers", application, 1)
    checked = send(client, saved.url, **{"q-what": "گلیوں اور نلکوں کی مرمت"})
    assert checked.url == at("application_check", application)
    ready = client.get(checked.url)
    assert not parsed(ready).xpath("//main//form[not(@action)]")  # an editor reads it; a signatory hands it in
    signatory = holding(Role.SIGNATORY, over=neem.pk, language=language)
    client.force_login(signatory)
    receipt = send(client, checked.url)
    application.refresh_from_db()
    assert (application.state, application.amount_minor, application.months) == ("submitted", 900_000_00, 8)
    assert list(application.districts.all()) == [badin]
    assert application.sheet.answers == {"what": "گلیوں اور نلکوں کی مرمت"}
    shown = client.get(receipt.url)
    assert application.number in words(shown)
    assert parsed(shown).get("dir") == ("rtl" if language == "ur" else "ltr")


def test_half_a_page_is_kept_and_come_back_to(neem: Any, editor: Any) -> None:
    call = a_call()
    application = an_application(call, neem, whole=False)
    client = signed_in(editor)
    later = send(client, at("application_about", application), title_en="Half a thought", later="1")
    assert later.url == at("application", application)
    again = form(client.get(at("application_about", application)))
    assert again["title_en"] == ["Half a thought"]
    check = client.get(at("application_check", application))
    lacking = [url for url in links(check) if "/about/" in url or "/answers/" in url]
    assert lacking == [at("application_about", application)] * 3 + [at("application_answers", application, 1)]


def test_every_kind_of_question_is_answered_without_script_and_shown_again(neem: Any, editor: Any) -> None:
    from tests.calls.factories import a_programme
    from tests.questions.factories import a_draft

    programme = a_programme()
    page = a_page(a_draft(programme.pk))
    for kind in ("short_text", "long_text", "number", "money", "date", "districts"):
        a_question(page, kind, required=kind != "number")
    choices(a_question(page, "choice", required=False), "Red", "Blue")
    choices(a_question(page, "choices"), "Red", "Blue", "Green")
    call = a_call(programme=programme, form_version=freeze(page.version))
    for slug in ("badin", "swat"):
        a_district(slug=slug)
    application = an_application(call, neem, whole=False)
    url = at("application_answers", application, 1)
    client = signed_in(editor)
    typed = {
        "q-short_text": "ایک سطر",
        "q-long_text": "One\r\ntwo",
        "q-number": "٣٫٥",
        "q-money": "15,00,000",
        "q-date": "۱/۳/۲۰۲۶",
        "q-districts": ["swat", "", "badin"],
        "q-choice": "blue",
        "q-choices": ["green", "red"],
    }
    assert send(client, url, **typed).status_code == 303
    application.sheet.refresh_from_db()
    assert application.sheet.answers == {
        "short_text": "ایک سطر",
        "long_text": "One\ntwo",
        "number": "3.5",
        "money": {"minor": 150000000, "currency": "PKR"},
        "date": "2026-03-01",
        "districts": ["badin", "swat"],
        "choice": "blue",
        "choices": ["red", "green"],
    }
    again = form(client.get(url))
    assert again["q-money"] == ["1,500,000"]
    assert again["q-date"] == ["2026-03-01"]
    assert [slug for slug in again["q-districts"] if slug] == ["badin", "swat"]
    assert again["q-choices"] == ["red", "green"]
    assert send(client, url).status_code == 303  # sent back untouched, it stays as it was
    application.sheet.refresh_from_db()
    assert application.sheet.answers["number"] == "3.5"


def a_branching_call() -> Any:
    """A call whose form asks on three pages; the second only of whoever trained people, and how many on the first."""
    from tests.calls.factories import a_programme
    from tests.questions.factories import a_draft

    programme = a_programme()
    first = a_page(a_draft(programme.pk))
    choices(a_question(first, "choice", code="trained"), "Yes", "No")
    words = {"check_words_en": "Write ten at most.", "check_words_ur": "دس تک لکھیں۔"}
    a_question(first, "count", code="people", show_if="${trained} = 'yes'", check_that=". <= 10", **words)
    second, third = a_page(first.version, 2), a_page(first.version, 3)
    type(second).objects.filter(pk=second.pk).update(show_if="${trained} = 'yes'")
    a_question(second, code="how")
    a_question(third, code="end")
    a_question(third, code="where", show_if="${trained} = 'yes'")
    return a_call(programme=programme, form_version=freeze(first.version))


def test_questions_that_an_answer_opens_are_shown_on_the_same_page_and_hidden_pages_are_passed_over(
    neem: Any, editor: Any
) -> None:
    application = an_application(a_branching_call(), neem, whole=False)
    first, second, third = (at("application_answers", application, page) for page in (1, 2, 3))
    client = signed_in(editor)
    opened = client.get(first)
    assert "q-people" not in form(opened)
    assert len(parsed(opened).xpath("//ol[@class='steps']/li")) == 4
    assert client.get(second).url == third
    assert send(client, first, **{"q-trained": "no"}).url == third
    assert send(client, third, **{"q-end": "The end."}).url == at("application_check", application)

    assert send(client, first, **{"q-trained": "yes"}).url == first
    again = client.get(first)
    assert "Your answers open further questions on this page. Answer them too." in words(again)
    assert form(again)["q-trained"] == ["yes"]
    assert len(parsed(again).xpath("//ol[@class='steps']/li")) == 5
    assert send(client, first, **{"q-people": "12"}).url == first
    told = client.get(first)
    assert parsed(told).xpath("string(//p[@class='why'])") == "Mend this: Write ten at most."
    assert form(told)["q-people"] == ["12"]
    assert send(client, first).url == second  # told once; the last step tells it again
    check = client.get(at("application_check", application))
    assert "Write ten at most." in words(check)
    assert send(client, first, **{"q-people": "10"}).url == second
    assert send(client, second, **{"q-how": "In two days."}).url == third

    assert send(client, first, **{"q-trained": "no"}).url == third
    application.sheet.refresh_from_db()
    assert application.sheet.answers == {"trained": "no", "people": "10", "how": "In two days.", "end": "The end."}
    assert "In two days." not in words(client.get(at("application_check", application)))


def test_words_typed_into_a_question_that_somebody_else_hid_meanwhile_are_kept(neem: Any, editor: Any) -> None:
    application = an_application(a_branching_call(), neem, whole=False)
    application.sheet.answers = {"trained": "yes"}
    application.sheet.save()
    first, second = (at("application_answers", application, page) for page in (1, 2))
    client = signed_in(editor)
    opened = form(client.get(second))
    send(client, first, **{"q-trained": "no"})
    assert client.post(second, {**opened, "q-how": "Typed"}).status_code == 303
    application.sheet.refresh_from_db()
    assert application.sheet.answers == {"trained": "no", "how": "Typed"}


def test_an_answer_that_the_page_did_not_show_is_not_taken_for_a_blank(neem: Any, editor: Any) -> None:
    """Hidden while one opened the page, asked again when it was sent: a colleague's words stay."""
    application = an_application(a_branching_call(), neem, whole=False)
    application.sheet.answers = {"trained": "no", "where": "Under the neem tree"}
    application.sheet.save()
    first, third = (at("application_answers", application, page) for page in (1, 3))
    client = signed_in(editor)
    opened = form(client.get(third))
    assert "q-where" not in opened
    send(client, first, **{"q-trained": "yes"})
    assert client.post(third, {**opened, "q-end": "The end."}).status_code == 303
    application.sheet.refresh_from_db()
    assert application.sheet.answers == {"trained": "yes", "where": "Under the neem tree", "end": "The end."}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Call me: 0300-1234567", "Take out a phone number: personal details are not kept here."),
        ("nul \x00 here", "The text has a character that cannot be stored. Type it again."),
        ("x" * 8001, "Shorten this: at most 8000 characters fit, and it has 8001."),
    ],
)
def test_what_cannot_be_kept_is_said_in_words_and_what_was_typed_stays_on_the_page(
    neem: Any, editor: Any, typed: str, said: str
) -> None:
    application = an_application(a_call(), neem, whole=False)
    client = signed_in(editor)
    refused = send(client, at("application_answers", application, 1), **{"q-what": typed})
    assert refused.status_code == 422
    assert said in mistakes(refused)[0]
    if "\x00" not in typed:
        assert form(refused)["q-what"][0].strip() == typed
    application.sheet.refresh_from_db()
    assert application.sheet.answers == {}


def test_beside_one_bad_answer_the_rest_of_the_page_is_kept_and_one_goes_on_from_there(neem: Any, editor: Any) -> None:
    page = a_page(a_draft())
    a_question(page, "long_text", code="what")
    a_question(page, "count", code="people", highest=900)
    plan = a_question(page, "table", code="plan")
    a_question(page, code="step", table=plan, section=None)
    a_question(page, "count", code="month", table=plan, section=None)
    call = a_call(form_version=freeze(page.version))
    application = an_application(call, neem, whole=False)
    url, client = at("application_answers", application, 1), signed_in(editor)
    opened = form(client.get(url))
    typed = {"q-what": "Repairs of lanes", "q-people": "many", "q-plan-rows": "1", "q-plan-0-step": "Talks"}
    told = client.post(url, {**opened, **typed, "q-plan-0-month": "soon"})
    assert told.status_code == 422
    assert len(mistakes(told)) == 2
    assert "Everything else on this page is saved." in words(told)
    assert form(told)["q-people"] == ["many"]
    kept = {"what": "Repairs of lanes", "plan": [{"step": "Talks"}]}
    assert AnswerSheet.objects.get(application=application).answers == kept
    assert form(client.get(url))["q-what"][0].strip() == "Repairs of lanes"
    again = client.post(url, {**form(told), "q-people": "901", "q-plan-0-month": "2"})
    assert (again.status_code, len(mistakes(again))) == (422, 1)
    mended = client.post(url, {**form(again), "q-people": "300"})
    assert mended.status_code == 303
    kept = {"what": "Repairs of lanes", "people": "300", "plan": [{"step": "Talks", "month": "2"}]}
    assert AnswerSheet.objects.get(application=application).answers == kept


def test_beside_a_bad_answer_nothing_of_a_page_is_kept_that_somebody_else_changed(neem: Any, editor: Any) -> None:
    page = a_page(a_draft())
    a_question(page, "long_text", code="what")
    a_question(page, "count", code="people")
    application = an_application(a_call(form_version=freeze(page.version)), neem, whole=False)
    url, client = at("application_answers", application, 1), signed_in(editor)
    opened = form(client.get(url))
    assert send(signed_in(holding(Role.EDITOR, over=neem.pk)), url, **{"q-what": "first"}).status_code == 303
    told = client.post(url, {**opened, "q-what": "second", "q-people": "many"})
    assert told.status_code == 409
    assert "Everything else on this page is saved" not in words(told)
    assert form(told)["q-what"][0].strip() == "second"
    assert AnswerSheet.objects.get(application=application).answers == {"what": "first"}


def test_a_form_posted_twice_begins_one_application_and_hands_in_once(neem: Any, editor: Any) -> None:
    call = a_call()
    client = signed_in(editor)
    sent = form(client.get(at("apply", call)))
    first, second = client.post(at("apply", call), sent), client.post(at("apply", call), sent)
    assert (first.status_code, first.url) == (second.status_code, second.url) == (303, first.url)
    application = Application.objects.get()
    signatory = signed_in(holding(Role.SIGNATORY, over=neem.pk))
    Application.objects.filter(pk=application.pk).update(
        title_en="Repairs", amount_minor=900_000_00, months=8, women_led=True, youth_led=False
    )
    application.districts.add(a_district())
    application.sheet.answers = {"what": "Repairs"}
    application.sheet.save()
    page = form(signatory.get(at("application_check", application)))
    places = [signatory.post(at("application_check", application), page).status_code for _each in range(2)]
    assert places == [303, 303]
    assert Line.objects.filter(verb="application_submitted").count() == 1


def test_of_two_editors_on_one_page_the_second_sees_their_own_words_and_is_told(neem: Any, editor: Any) -> None:
    application = an_application(a_call(), neem, whole=False)
    url = at("application_answers", application, 1)
    first, second = signed_in(editor), signed_in(holding(Role.EDITOR, over=neem.pk))
    opened = form(second.get(url))
    assert send(first, url, **{"q-what": "first"}).status_code == 303
    told = second.post(url, {**opened, "q-what": "second"})
    assert told.status_code == 409
    assert mistakes(told)[0].startswith("Somebody else saved this page while you had it open")
    assert form(told)["q-what"][0].strip() == "second"
    application.sheet.refresh_from_db()
    assert application.sheet.answers == {"what": "first"}


def test_a_session_that_ends_in_mid_form_loses_nothing(neem: Any, editor: Any) -> None:
    application = an_application(a_call(), neem, whole=False)
    url = at("application_answers", application, 1)
    client = signed_in(editor)
    opened = form(client.get(url))
    client.logout()
    ended = client.post(url, {**opened, "q-what": "Typed on a bad line"})
    assert ended.status_code == 401
    sealed = parsed(ended).xpath("//input[@name='kept']/@value")[0]
    editor.set_password("word")
    editor.save()
    client.post("/en/account/login/", {"login": editor.username, "password": "word", "kept": sealed, "next": url})
    assert form(client.get(url))["q-what"][0].strip() == "Typed on a bad line"


def test_a_page_that_the_form_does_not_have_is_a_404(neem: Any, editor: Any) -> None:
    application = an_application(a_call(), neem)
    client = signed_in(editor)
    for number in (0, 2, 10**9):
        assert client.get(at("application_answers", application, number)).status_code == 404


def test_after_closing_the_draft_is_shown_and_saving_is_refused_in_words(neem: Any, editor: Any) -> None:
    call = a_call("closed")
    application = an_application(call, neem)
    client = signed_in(editor)
    refused = send(client, at("application_answers", application, 1), **{"q-what": "too late"})
    assert refused.status_code == 422
    assert "can no longer be handed in" in mistakes(refused)[0]
    assert "This draft" not in words(client.get(at("application", application)))
    assert "It is kept for you to read and use again" in words(client.get(at("application", application)))


@pytest.mark.parametrize(("cost", "is_told"), [("900000", False), ("700000", True)])
def test_a_budget_that_differs_from_what_is_asked_for_is_said_before_it_is_handed_in(
    neem: Any, editor: Any, cost: str, is_told: bool
) -> None:
    from tests.calls.factories import a_programme
    from tests.questions.factories import a_draft

    programme = a_programme()
    page = a_page(a_draft(programme.pk))
    a_question(page, "budget")
    application = an_application(a_call(programme=programme, form_version=freeze(page.version)), neem)
    line = {"heading": "B", "what": "All", "quantity": "1", "cost": {"minor": int(cost) * 100, "currency": "PKR"}}
    type(application.sheet).objects.filter(pk=application.sheet_id).update(answers={"budget": [line]})
    said = words(signed_in(editor).get(at("application_check", application)))
    assert ("You ask for Rs 900,000, and your budget comes to Rs 700,000." in said) is is_told
    assert ("your budget comes to" in said) is is_told


def test_whoever_does_not_sign_tells_those_who_do_by_one_press(neem: Any, editor: Any) -> None:
    application = an_application(a_call(), neem)
    application.districts.add(a_district())
    holding(Role.SIGNATORY, over=neem.pk, name="Saima Tariq")
    client = signed_in(editor)
    check = at("application_check", application)
    page = parsed(client.get(check))
    press = page.xpath("//main//form[@method='post']")[0]
    assert press.get("action") == at("application_ready", application)
    assert "Signatories are: ⁨Saima Tariq⁩." in words(client.get(check))
    told = client.post(press.get("action"), {"once": press.fields["once"]})
    assert (told.status_code, told.url) == (303, at("application", application))
    assert "those who sign were told" in words(client.get(check))
    assert "told already" in words(client.get(at("application_ready", application)))
    stranger = signed_in(holding(Role.EDITOR, over=an_organisation().pk))
    assert stranger.get(at("application_ready", application)).status_code == 404


def test_a_last_step_that_stood_open_does_not_ask_to_hand_in_what_was_handed_in(neem: Any) -> None:
    application = an_application(a_call(), neem)
    application.districts.add(a_district())
    signatory = signed_in(holding(Role.SIGNATORY, over=neem.pk))
    check = at("application_check", application)
    opened, late = form(signatory.get(check)), form(signatory.get(check))
    assert signatory.post(check, opened).status_code == 303
    refused = signatory.post(check, late)
    assert refused.status_code == 422
    assert "It was handed in already." in words(refused)
    assert "Read it once more" not in words(refused)
    assert not parsed(refused).xpath("//main//form")


@pytest.mark.parametrize("language", ["en", "ur"])
def test_whose_session_ended_is_told_so_in_the_language_of_the_page(neem: Any, editor: Any, language: str) -> None:
    editor.language = language
    editor.save()
    url = at("application_answers", an_application(a_call(), neem, whole=False), 1)
    client = signed_in(editor)
    opened = form(client.get(url))
    client.logout()
    ended = client.post(url, {**opened, "q-what": "Typed"}, headers={"Accept-Language": "en"})
    assert (ended.status_code, parsed(ended).get("lang"), ended["Content-Language"]) == (401, language, language)
