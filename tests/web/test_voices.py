"""Telling us something, reading the answer, and the desk's side of it."""

import datetime
import re
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from lxml import html

from saanjh.ground.access import Role
from saanjh.ground.logs import Redact
from saanjh.ground.models import SensitiveRead
from saanjh.kit import receipts
from saanjh.voices.models import Message
from saanjh.web.bodies import TOO_LARGE
from saanjh.web.public import form_tokens, voices
from saanjh.web.public.hourly import HOUR, Backstop
from tests.factories import a_district, holding, second_factor
from tests.voices.factories import a_message, a_programme, code_of, sent

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds
URDU = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
GOOD = {"category": "question", "text": "When does the second call open?", "written_in": "en", "homepage": ""}
TRACES = {
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_X_FORWARDED_FOR": "198.51.100.42",
    "HTTP_USER_AGENT": "Telling/1.0 (Pixel 77)",
    "HTTP_REFERER": "http://testserver/en/privacy/",
}


def tree(response: Any) -> Any:
    return html.fromstring(response.content)


def token_of(response: Any) -> str:
    return str(tree(response).xpath("string(//input[@name='once']/@value)"))


def code_on(response: Any) -> str:
    return str(tree(response).xpath("string(//main//b/bdi)"))


def tell(client: Client, language: str = "en", token: str = "", **words: str) -> Any:
    """The form, sent; with the token that it was shown with unless another is given."""
    url = f"/{language}/voices/"
    return client.post(url, {**GOOD, "once": token or token_of(client.get(url)), **words}, **TRACES)


def everything() -> str:
    """All that the database holds, as text."""
    return "\n".join(repr(list(model._base_manager.values_list())) for model in apps.get_models())


# Telling


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ur", "rtl")])
def test_a_message_gets_a_receipt_in_six_groups(client: Client, language: str, direction: str) -> None:
    a_programme()
    response = tell(client, language)
    assert response.status_code == 200
    assert re.fullmatch(r"(\d{4} ){5}\d{4}", code_on(response))
    assert tree(response).xpath("string(/html/@dir)") == direction
    assert Message.objects.get().selector == code_on(response).replace(" ", "")[:8]


def test_a_form_sent_again_and_again_shows_the_same_receipt_and_stores_one_message(client: Client) -> None:
    a_programme()
    token = token_of(client.get("/en/voices/"))
    codes = {code_on(tell(client, token=token, text="Words 0")) for _time in range(5)}
    assert len(codes) == 1
    assert Message.objects.get().text == "Words 0"


@pytest.mark.parametrize("words", [{"text": "Words 1"}, {"category": "unsafe"}, {"written_in": "ur"}])
def test_other_words_in_a_form_that_was_sent_are_not_said_to_have_come(client: Client, words: dict[str, str]) -> None:
    a_programme()
    token = token_of(client.get("/en/voices/"))
    first = code_on(tell(client, token=token, text="Words 0"))
    other = {"text": "Words 0", **words}
    refused = tell(client, token=token, **other)
    assert (refused.status_code, code_on(refused), Message.objects.count()) == (409, "", 1)
    assert tree(refused).xpath("string(//textarea)").strip() == other["text"]
    second = code_on(tell(client, token=token_of(refused), **other))
    assert len({first, second, ""}) == 3
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1234 5678", "24 digits are needed, you wrote 8."),
        ("۱۲۳۴", "24 digits are needed, you wrote 4."),
        ("0" * 23 + "1", "At least one digit is wrong. Compare them with your receipt, four by four."),
    ],
)
def test_a_code_that_cannot_be_one_is_told_what_is_wrong_with_it(client: Client, typed: str, words: str) -> None:
    page = tree(client.post("/en/voices/answer/", {"code": typed}))
    assert page.xpath("string(//*[@id='id_code_error'])").strip().endswith(words)


def test_a_page_that_was_open_too_long_shows_the_words_again_with_a_fresh_token(client: Client) -> None:
    a_programme()
    old = form_tokens.new(timezone.now() - datetime.timedelta(minutes=31))
    response = tell(client, token=old, text="Words to keep")
    assert response.status_code == 422
    assert tree(response).xpath("string(//textarea)").strip() == "Words to keep"
    assert Message.objects.count() == 0
    assert code_on(tell(client, token=token_of(response), text="Words to keep"))
    assert Message.objects.get().text == "Words to keep"


def test_an_old_page_that_was_sent_gives_its_receipt_to_nobody(client: Client, monkeypatch: Any) -> None:
    a_programme()
    token = token_of(client.get("/en/voices/"))
    tell(client, token=token)
    later = timezone.now() + datetime.timedelta(minutes=31)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    response = tell(client, token=token)
    assert (response.status_code, code_on(response)) == (422, "")
    assert Message.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "a~b", "a.1~b", "\x00", "~" * 300, "YQ==.99999999999"])
def test_a_token_that_is_not_ours_stores_nothing(client: Client, token: str) -> None:
    a_programme()
    assert tell(client, token=token).status_code == 422
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"text": "Call me on 0300 1234567"}, "id_text"),
        ({"text": "میرا نمبر ۰۳۰۰۱۲۳۴۵۶۷ ہے"}, "id_text"),
        ({"text": "a\x00b"}, "id_text"),
        ({"text": "x" * 5001}, "id_text"),
        ({"text": " "}, "id_text"),
        ({"category": "gossip"}, "id_category"),
        ({"district": "nowhere"}, "id_district"),
        ({"written_in": "tlh"}, "id_written_in"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    client: Client, words: dict[str, str], field: str
) -> None:
    a_programme()
    response = tell(client, **words)
    assert response.status_code == 422
    assert tree(response).xpath(f"boolean(//*[@id='{field}_error'])")
    if "\x00" not in words.get("text", ""):
        assert tree(response).xpath("string(//textarea)").strip() == {**GOOD, **words}["text"].strip()
    assert Message.objects.count() == 0


def test_five_thousand_characters_fit_however_a_browser_ends_lines(client: Client) -> None:
    a_programme()
    text = "\r\n".join(["x" * 99] * 50)  # 4,999 characters once line ends count as one
    assert tell(client, text=text).status_code == 200
    assert len(Message.objects.get().text) == 4999


def test_who_fills_in_the_hidden_field_is_told_so(client: Client) -> None:
    a_programme()
    response = tell(client, homepage="https://example.org")
    assert (response.status_code, Message.objects.count()) == (422, 0)


def test_the_programme_is_asked_only_where_there_are_several(client: Client) -> None:
    first = a_programme()
    a_programme(state="draft")
    assert not tree(client.get("/en/voices/")).xpath("//select[@name='programme']")
    second = a_programme()
    assert len(tree(client.get("/en/voices/")).xpath("//select[@name='programme']/option")) == 2
    tell(client, programme=str(second.pk))
    assert Message.objects.get().programme == second != first


def test_where_no_programme_has_begun_there_is_no_form(client: Client) -> None:
    page = tree(client.get("/en/voices/"))
    assert not page.xpath("//main//form")
    assert page.xpath("boolean(//p[@class='nothing'])")
    assert client.post("/en/voices/", GOOD).status_code == 422


def test_nothing_of_who_where_and_when_is_in_the_database(client: Client, settings: Any) -> None:
    a_programme()
    number = len(everything())
    tell(client, district=a_district().slug)
    kept = everything()
    assert len(kept) > number
    traces = ["203.0.113.77", "198.51.100.42", "Pixel 77", "privacy/", client.cookies.output() or "no cookie"]
    assert [trace for trace in traces if trace in kept] == []
    row = Message.objects.values().get()
    assert not [value for value in row.values() if isinstance(value, datetime.datetime)]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_no_page_of_voices_sets_a_cookie_or_is_kept_by_a_browser(client: Client, language: str) -> None:
    a_programme()
    code = code_on(tell(client, language))
    url = f"/{language}/voices/"
    pages = [
        client.get(url),
        tell(client, language),
        tell(client, language, text=""),
        client.get(f"{url}answer/"),
        client.post(f"{url}answer/", {"code": code}),
        client.post(f"{url}answer/", {"code": "1"}),
    ]
    assert [page.status_code for page in pages] == [200, 200, 422, 200, 200, 422]
    for page in pages:
        assert not page.cookies
        assert "Cookie" not in page.get("Vary", "")
        assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")
        assert not tree(page).xpath("//script")
    assert not client.cookies


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_page_of_voices_has_a_way_to_leave_at_once_without_a_script(client: Client, language: str) -> None:
    a_programme()
    sent = tell(client, language)
    url = f"/{language}/voices/"
    pages = [client.get(url), sent, client.get(f"{url}answer/"), client.post(f"{url}answer/", {"code": code_on(sent)})]
    assert [len(tree(page).xpath(f"//a[@href='{url}leave/']")) >= 1 for page in pages] == [True] * 4
    left = client.get(f"{url}leave/")
    assert (left.status_code, left["Location"]) == (303, f"/{language}/")
    assert (left["Clear-Site-Data"], left["Referrer-Policy"]) == ('"cache", "prefetchCache"', "no-referrer")
    assert (left["Cache-Control"], left.cookies.output()) == ("no-store", "")


def test_a_visit_leaves_no_line_in_the_log(client: Client, caplog: Any) -> None:
    a_programme()
    with caplog.at_level("DEBUG"):
        tell(client)
        tell(client, text="")
        client.get("/en/privacy/")
    kept = [record for record in caplog.records if Redact().filter(record)]
    routes = [getattr(record, "route", "") for record in kept if record.name == "saanjh.request"]
    assert routes == ["en/privacy/"]
    assert not [record for record in kept if "voices" in record.getMessage()]


@pytest.mark.parametrize("status", [400, 404, 405, 413])
def test_a_visit_that_is_refused_at_the_door_leaves_no_line_either(client: Client, caplog: Any, status: int) -> None:
    """Nor does another page learn of it."""
    ask = {
        400: lambda: client.post("/ur/voices/", b"text=%ff", content_type="application/x-www-form-urlencoded"),
        404: lambda: client.get("/ur/voices/?x=%00"),
        405: lambda: client.put("/ur/voices/"),
        413: lambda: client.post("/ur/voices/", **{TOO_LARGE: True}),
    }
    with caplog.at_level("DEBUG"):
        response = ask[status]()
        kept = [record.getMessage() for record in caplog.records if Redact().filter(record)]
    assert (response.status_code, response["Referrer-Policy"]) == (status, "no-referrer")
    assert kept == []


def test_a_form_from_elsewhere_needs_no_cookie_but_a_token() -> None:
    a_programme()
    strict = Client(enforce_csrf_checks=True)
    assert tell(strict).status_code == 200


def test_beyond_so_many_an_hour_the_words_are_kept_on_the_page(client: Client, monkeypatch: Any) -> None:
    a_programme()
    monkeypatch.setattr(voices, "AN_HOUR", Backstop(1))
    first = token_of(client.get("/en/voices/"))
    assert tell(client, token=first).status_code == 200
    refused = tell(client, text="Words to keep")
    assert refused.status_code == 429
    assert tree(refused).xpath("string(//textarea)").strip() == "Words to keep"
    assert tell(client, token=first).status_code == 200  # it had come already, so it counts no more
    assert Message.objects.count() == 1


def test_the_backstop_forgets_after_an_hour() -> None:
    now = [0.0]
    backstop = Backstop(2, clock=lambda: now[0])
    assert [backstop.admits() for _try in range(3)] == [True, True, False]
    now[0] = HOUR
    assert backstop.admits()


# Reading the answer


def answer_page(client: Client, code: str) -> Any:
    return client.post("/en/voices/answer/", {"code": code})


@pytest.mark.parametrize("script", [{}, URDU, ARABIC], ids=["latin", "urdu", "arabic"])
@pytest.mark.parametrize("between", [" ", "-", "", " – "])
def test_the_code_is_read_in_three_scripts(client: Client, script: Any, between: str, monkeypatch: Any) -> None:
    programme = a_programme()
    code = receipts.grouped(sent(programme, stretch=voices.queries.receipts.stretched).code)
    Message.objects.update(state="acknowledged")
    typed = code.translate(script).replace(" ", between)
    assert tree(answer_page(client, typed)).xpath("boolean(//main//p[@class='notice'])")


def test_the_answer_is_shown_in_its_language(client: Client) -> None:
    programme = a_programme()
    code = sent(programme, stretch=voices.queries.receipts.stretched).code
    voices.messages.answer(
        Message.objects.get(), text="یکم مارچ کو۔", written_in="ur", by=holding(Role.FOCAL_PERSON, over=programme.pk)
    )
    response = answer_page(client, code)
    told = tree(response).xpath("//main//div[@lang='ur' and @dir='rtl']")
    assert [each.text_content() for each in told] == ["یکم مارچ کو۔"]
    assert "second call" not in response.content.decode()  # what was told is not shown to whoever found the receipt


def test_nothing_yet_looks_like_a_code_that_nobody_has(client: Client) -> None:
    programme = a_programme()
    waits = code_of(a_message(programme))
    unknown = receipts.code_of(99_999_999_999)
    known = sent(programme, stretch=voices.queries.receipts.stretched).code
    other_end = receipts.code_of(int(known[:8]) * 10**15)
    pages = {answer_page(client, code).content for code in (waits, unknown, known, other_end)}
    assert len(pages) == 1


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("typed", ["", "1234", "0" * 23 + "1", "zero", "\x00", "9" * 200])
def test_a_slip_is_named_before_anything_is_looked_up(
    client: Client, typed: str, django_assert_max_num_queries: Any
) -> None:
    a_programme()
    client.get("/en/")  # whether this is a demo is asked once
    with django_assert_max_num_queries(0):
        response = answer_page(client, typed)
    assert response.status_code == 422
    assert tree(response).xpath("boolean(//*[@id='id_code_error'])")


def test_a_code_in_the_address_is_not_read(client: Client) -> None:
    code = sent(a_programme()).code
    response = client.get("/en/voices/answer/", {"code": code})
    assert not tree(response).xpath("//input[@name='code']/@value")


# The desk


def staff(client: Client, role: Role, over: int) -> Any:
    person = second_factor(holding(role, over=over))
    client.force_login(person)
    return person


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_as_for_one(
    client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    programme = a_programme()
    for _row in range(rows):
        a_message(programme, district=a_district())
    staff(client, Role.FOCAL_PERSON, programme.pk)
    client.get("/desk/voices/")
    with django_assert_num_queries(7):
        response = client.get("/desk/voices/")
    assert len(tree(response).xpath("//tbody/tr")) == rows


def test_the_list_holds_no_words_and_says_what_is_late(client: Client) -> None:
    programme = a_programme()
    a_message(programme, text="Words of somebody", received_on=timezone.localdate() - datetime.timedelta(days=9))
    staff(client, Role.PROGRAMME_OFFICER, programme.pk)
    response = client.get("/desk/voices/")
    assert "Words of somebody" not in response.content.decode()
    assert tree(response).xpath("string(//span[@class='status late'])") == "Late"


def test_opening_something_sensitive_is_written_down_and_else_nothing(client: Client) -> None:
    programme = a_programme()
    plain, unsafe = a_message(programme), a_message(programme, category="unsafe")
    person = staff(client, Role.FOCAL_PERSON, programme.pk)
    for each in (plain, unsafe):
        assert client.get(f"/desk/voices/{each.public_id}/").status_code == 200
    client.get(f"/desk/voices/{unsafe.public_id}/answer/")
    reads = SensitiveRead.objects.values_list("person", "kind", "object_id", "purpose")
    assert list(reads) == [
        (person.public_id, "voices.message", unsafe.public_id, "reading"),
        (person.public_id, "voices.message", unsafe.public_id, "answering"),
    ]


def test_an_officer_gets_the_same_404_for_something_unsafe_as_for_nothing(client: Client) -> None:
    programme = a_programme()
    unsafe = a_message(programme, category="unsafe")
    staff(client, Role.PROGRAMME_OFFICER, programme.pk)
    for step in ("", "answer/", "acknowledge/", "close/", "protect/"):
        assert client.get(f"/desk/voices/{unsafe.public_id}/{step}").status_code == 404
        assert client.get(f"/desk/voices/zzzzzzzzzz/{step}").status_code == 404
    assert SensitiveRead.objects.count() == 0


def confirmed(client: Client, url: str, **words: str) -> Any:
    form = tree(client.get(url)).xpath("//main//form[@method='post']")[0]
    fields = {name: value for name, value in form.fields.items() if value is not None}
    return client.post(url, {**fields, **words})


def test_a_message_goes_through_all_steps_at_the_desk(client: Client) -> None:
    programme = a_programme()
    message = a_message(programme, category="complaint")
    staff(client, Role.PROGRAMME_OFFICER, programme.pk)
    here = f"/desk/voices/{message.public_id}/"
    assert confirmed(client, f"{here}acknowledge/")["Location"] == here
    assert confirmed(client, f"{here}answer/", text="We have looked into it.")["Location"] == here
    assert confirmed(client, f"{here}close/")["Location"] == here
    message.refresh_from_db()
    assert (message.state, message.answer.text) == ("closed", "We have looked into it.")
    done = tree(client.get(here)).xpath("//ol[@class='timeline']/li")
    assert len(done) == 3


def test_what_an_officer_leaves_to_the_focal_persons_is_gone_from_the_officer(client: Client) -> None:
    programme = a_programme()
    message = a_message(programme, category="complaint")
    staff(client, Role.PROGRAMME_OFFICER, programme.pk)
    here = f"/desk/voices/{message.public_id}/"
    assert confirmed(client, f"{here}protect/")["Location"] == "/desk/voices/"
    assert client.get(here).status_code == 404


@pytest.mark.parametrize("text", ["", "Call 0300 1234567", "a\x00b", "x" * 5001])
def test_an_answer_with_a_mistake_is_shown_again(client: Client, text: str) -> None:
    programme = a_programme()
    message = a_message(programme)
    staff(client, Role.FOCAL_PERSON, programme.pk)
    assert confirmed(client, f"/desk/voices/{message.public_id}/answer/", text=text).status_code == 422
    message.refresh_from_db()
    assert message.state == "received"


def test_what_waits_leads_to_the_message(client: Client) -> None:
    programme = a_programme()
    message = a_message(programme)
    staff(client, Role.PROGRAMME_OFFICER, programme.pk)
    assert tree(client.get("/desk/")).xpath(f"boolean(//main//a[@href='/desk/voices/{message.public_id}/'])")
