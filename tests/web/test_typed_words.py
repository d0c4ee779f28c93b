"""What was typed when a session ended is there again after the sign-in, for the person who typed it alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from lxml import html

from saanjh.ground.access import Role
from saanjh.ground.models import Organisation, Person
from tests.factories import a_person, holding, second_factor
from tests.web.browsing import parsed
from tests.web.signing_in import LOGIN, code_now, hidden, sign_in, with_app

pytestmark = pytest.mark.django_db
TYPED = {
    "name_en": "Neem Trust",
    "name_ur": "نیم ٹرسٹ",
    "kind": "cso",
    "about": "It plants.\nTrees.",
    "written_in": "en",
    "women_led": "on",
}
FORM = "/desk/organisations/register/"


@pytest.fixture(autouse=True)
def _no_counts_from_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def ended(client: Client, path: str, words: dict[str, str], shown_to: Person | None = None) -> Any:
    """Post a form after the session has ended; returns the page that asks to sign in again."""
    if shown_to is not None:
        client.force_login(shown_to)
        words = {**hidden(parsed(client.get(path))), **words}
        client.logout()
    client.cookies.pop("session", None)
    response = client.post(path, words)
    assert response.status_code == 401
    return parsed(response)


def test_what_was_typed_is_there_again_after_the_whole_sign_in() -> None:
    amna = with_app(holding(Role.ADMINISTRATOR, username="amna"))
    client = Client()
    page = ended(client, FORM, TYPED, shown_to=amna)
    words = hidden(page)
    assert words["next"] == FORM
    assert "Neem Trust" not in html.tostring(page, encoding="unicode")
    sign_in(client, "amna", "wrong", **words)
    response = sign_in(client, "amna", next=words["next"])  # the words went with the first try
    assert response["Location"].startswith("/en/account/second-factor/authenticate/")
    response = client.post(response["Location"], {"code": code_now()})
    assert response["Location"] == FORM
    form = parsed(client.get(FORM)).xpath("//main//form")[0]
    assert (form.fields["name_en"], form.fields["name_ur"], form.fields["kind"]) == ("Neem Trust", "نیم ٹرسٹ", "cso")
    assert form.fields["about"].strip() == "It plants.\nTrees."
    assert (form.fields["women_led"], form.fields["youth_led"]) == ("on", None)
    assert Organisation.objects.count() == 0
    again = parsed(client.get(FORM)).xpath("//main//form")[0]
    assert not again.fields["name_en"]


def test_the_words_lie_sealed_in_the_session() -> None:
    amna = second_factor(holding(Role.ADMINISTRATOR, username="amna"))
    client = Client()
    sign_in(client, "amna", **hidden(ended(client, FORM, TYPED, shown_to=amna)))
    assert "kept" in client.session
    assert "Neem" not in str(dict(client.session))


def test_passwords_are_never_kept() -> None:
    page = ended(Client(), reverse("account_change_password"), {"oldpassword": "word", "password1": "another long one"})
    assert "kept" not in hidden(page)


def test_an_address_that_shows_nothing_leads_back_to_the_desk() -> None:
    assert hidden(ended(Client(), "/desk/language/", {"language": "ur"}))["next"] == "/desk/"


def test_what_is_too_long_to_be_carried_is_shown_to_be_copied() -> None:
    page = ended(Client(), FORM, {**TYPED, "about": "long " * 100_000})
    assert "kept" not in hidden(page)
    assert page.xpath("//blockquote")[0].text_content() == "Neem Trust"


def test_words_are_offered_to_nobody_but_the_person_who_typed_them() -> None:
    amna, bilal = (second_factor(holding(Role.ADMINISTRATOR, username=name)) for name in ("amna", "bilal"))
    client = Client()
    words = hidden(ended(client, FORM, TYPED, shown_to=amna))
    client.post(LOGIN, {"login": "amna", "password": "wrong", **words})
    client.force_login(bilal)
    page = parsed(client.get(FORM))
    assert not page.xpath("//main//form")[0].fields["name_en"]
    assert "Neem Trust" not in page.text_content()
    assert "kept" not in client.session


def test_words_from_a_form_that_does_not_say_whose_it_was_are_shown_and_not_carried() -> None:
    page = ended(Client(), FORM, TYPED)
    assert "kept" not in hidden(page)
    shown = page.xpath("//main//section[blockquote]")[0]
    assert [each.text_content() for each in shown.xpath("p[@class='small']")][:2] == ["Name in English", "Name in Urdu"]
    assert shown.xpath("blockquote")[0].text_content() == "Neem Trust"


def test_a_form_sent_after_every_cookie_went_is_carried_through_the_sign_in() -> None:
    amna = second_factor(holding(Role.ADMINISTRATOR))
    client = Client(enforce_csrf_checks=True)
    client.force_login(amna)
    opened = hidden(parsed(client.get(FORM)))
    client.cookies.clear()
    response = client.post(FORM, {**opened, **TYPED})
    assert response.status_code == 401
    page = parsed(response)
    assert (hidden(page)["next"], "kept" in hidden(page)) == (FORM, True)
    client.force_login(amna)
    assert client.post(FORM, {**opened, **TYPED}).status_code == 403


def test_words_refused_for_their_token_stand_under_the_first_heading_with_their_labels_and_a_way_back() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(second_factor(holding(Role.ADMINISTRATOR)))
    sent = {**TYPED, "Seen": "a" * 64, "about-Seen": "b" * 64, "once": "c", "form-TOTAL_FORMS": "1"}
    response = client.post(FORM, sent)
    assert response.status_code == 403
    page = parsed(response)
    first, second = page.xpath("//main/section")
    assert first.xpath("h1/following-sibling::blockquote")[0].text_content() == "Neem Trust"
    assert (first.xpath("p[@class='small']")[0].text_content(), second.xpath(".//blockquote")) == (
        "Name in English",
        [],
    )
    assert len(page.xpath("//blockquote")) == len(TYPED)
    assert page.xpath("//section/p/a/@href")[0] == FORM


def test_nobody_plants_words_into_the_session_of_another() -> None:
    amna = second_factor(holding(Role.ADMINISTRATOR))
    sealed = hidden(ended(Client(), FORM, TYPED, shown_to=amna))["kept"]
    victim = Client(enforce_csrf_checks=True)
    assert victim.post(LOGIN, {"kept": sealed, "login": "x", "password": "y"}).status_code == 403
    assert "session" not in victim.cookies
    assert victim.post(LOGIN, {"kept": sealed + "x"}).status_code == 403


def test_forged_words_are_no_words() -> None:
    a_person(username="amna")
    client = Client()
    sign_in(client, "amna", kept="forged", next=FORM)
    assert "kept" not in client.session
