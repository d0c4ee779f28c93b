"""Signing in: by name or address, with a second factor; slowed only where somebody guesses; nothing typed is lost."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from lxml import html

from saanjh.ground.access import Role
from saanjh.ground.actions import people
from saanjh.ground.models import Line, Notice, Organisation, Person
from tests.factories import a_person, holding, second_factor

pytestmark = pytest.mark.django_db
LOGIN = "/en/account/login/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _no_counts_from_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, login: str, password: str = "word", *, address: str = "192.0.2.1", **words: str) -> Any:
    return client.post(LOGIN, {"login": login, "password": password, **words}, REMOTE_ADDR=address)


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def with_app(person: Person) -> Person:
    TOTP.activate(person, SECRET)
    return person


def page_of(response: Any) -> Any:
    return html.fromstring(response.content)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# By name or address


@pytest.mark.parametrize("login", ["amna", "AMNA", " amna ", "amna@example.org", "Amna@Example.org"])
def test_one_signs_in_by_user_name_or_e_mail_in_any_case(login: str) -> None:
    a_person(username="amna", email="amna@example.org")
    client = Client()
    response = sign_in(client, login)
    assert (response.status_code, response["Location"]) == (302, "/desk/")
    assert is_in(client)


@pytest.mark.parametrize("login", ["nobody", "nobody@example.org"])
def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(login: str) -> None:
    a_person(username="amna", email="amna@example.org")
    known = "amna@example.org" if "@" in login else "amna"
    answers = [sign_in(Client(), name, "wrong") for name in (login, known)]
    words = [page_of(answer).xpath("//*[@role='alert']//li")[0].text_content() for answer in answers]
    assert words[0] == words[1]


def test_a_closed_account_cannot_sign_in() -> None:
    a_person(username="amna", is_active=False)
    client = Client()
    sign_in(client, "amna")
    assert not is_in(client)


def test_signing_up_says_that_people_join_by_invitation() -> None:
    response = Client().get("/en/account/signup/")
    assert page_of(response).xpath("string(//h1)") == "People join by invitation"
    Client().post(
        "/en/account/signup/", {"username": "amna", "password1": "a long one here", "password2": "a long one here"}
    )
    assert Person.objects.count() == 0


# Slowed where somebody guesses, and only there


def test_guessing_is_refused_at_its_address_while_the_same_account_signs_in_elsewhere() -> None:
    a_person(username="amna")
    for _each in range(5):
        assert sign_in(Client(), "amna", "wrong", address="192.0.2.1").status_code == 200
    there, elsewhere = Client(), Client()
    refused = sign_in(there, "amna", "word", address="192.0.2.1")  # the sixth, though it is right
    assert "Too many failed login attempts" in page_of(refused).xpath("string(//*[@role='alert'])")
    assert not is_in(there)
    sign_in(elsewhere, "amna", "word", address="192.0.2.2")
    assert is_in(elsewhere)


def test_another_account_signs_in_from_the_address_where_somebody_guesses() -> None:
    a_person(username="amna")
    a_person(username="bilal")
    for _each in range(6):
        sign_in(Client(), "amna", "wrong", address="192.0.2.1")
    client = Client()
    sign_in(client, "bilal", address="192.0.2.1")
    assert is_in(client)


def test_changing_the_address_within_one_connection_does_not_begin_anew() -> None:
    a_person(username="amna")
    for number in range(1, 6):
        sign_in(Client(), "AMNA ", "wrong", address=f"2001:db8::{number}")
    client = Client()
    sign_in(client, "amna", address="2001:db8::77")
    assert not is_in(client)


def test_many_sign_ins_from_one_address_get_a_page_in_words() -> None:
    answers = [sign_in(Client(), f"nobody{number}", address="192.0.2.9") for number in range(121)]
    assert answers[-1].status_code == 429
    assert page_of(answers[-1]).xpath("string(//h1)") == "Too many attempts"


# The second factor


def test_staff_set_up_a_second_factor_before_anything_else() -> None:
    client = Client()
    client.force_login(holding(Role.FINANCE_OFFICER))
    response = client.get("/desk/")
    assert (response.status_code, response["Location"]) == (302, "/en/account/second-factor/")
    assert "password alone is not enough" in page_of(client.get(response["Location"])).xpath("string(//main)")


def test_others_need_none() -> None:
    client = Client()
    client.force_login(a_person())
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize("digits", ["0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"])
def test_the_app_code_opens_the_desk_in_any_digits(digits: str) -> None:
    with_app(holding(Role.ADMINISTRATOR, username="amna"))
    client = Client()
    response = sign_in(client, "amna")
    assert response["Location"].startswith("/en/account/second-factor/authenticate/")
    assert not is_in(client)
    code = code_now().translate(str.maketrans("0123456789", digits))
    client.post(response["Location"], {"code": code})
    assert is_in(client)
    assert client.get("/desk/").status_code == 200


def test_a_wrong_code_opens_nothing() -> None:
    with_app(a_person(username="amna"))
    client = Client()
    response = client.post(sign_in(client, "amna")["Location"], {"code": "000000"})
    assert page_of(response).xpath("//*[@role='alert']")
    assert not is_in(client)


def test_the_app_is_set_up_with_a_picture_that_the_policy_allows_and_its_secret_is_sealed(
    django_capture_on_commit_callbacks: Any,
) -> None:
    person = holding(Role.ADMINISTRATOR, username="amna")
    client = Client()
    sign_in(client, "amna")
    page = page_of(client.get(reverse("mfa_activate_totp")))
    assert page.xpath("//img/@src")[0].startswith("data:image/svg+xml;base64,")
    secret = page.xpath("string(//*[@class='secret'])")
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    assert len(page_of(client.get(response["Location"])).xpath("//ul[contains(@class, 'secret')]/li")) == 10
    stored = Authenticator.objects.get(user=person, type="totp").data["secret"]
    assert secret not in stored
    assert list(Line.objects.filter(verb="sign_in_changed").values_list("facts", flat=True)) == [
        {"what": "factor_added"}
    ]


def test_staff_cannot_remove_their_only_second_factor() -> None:
    person = with_app(holding(Role.ADMINISTRATOR, username="amna"))
    client = Client()
    client.post(sign_in(client, "amna")["Location"], {"code": code_now()})
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=person, type="totp").exists()


# A session that ends in the middle of a form

TYPED = {
    "name_en": "Neem Trust",
    "name_ur": "نیم ٹرسٹ",
    "kind": "cso",
    "about": "It plants.\nTrees.",
    "written_in": "en",
    "women_led": "on",
}
FORM = "/desk/organisations/register/"


def ended(client: Client, path: str, words: dict[str, str], shown_to: Person | None = None) -> Any:
    """Post a form after the session has ended; returns the page that asks to sign in again."""
    if shown_to is not None:
        client.force_login(shown_to)
        words = {**hidden(page_of(client.get(path))), **words}
        client.logout()
    client.cookies.pop("session", None)
    response = client.post(path, words)
    assert response.status_code == 401
    return page_of(response)


def hidden(page: Any) -> dict[str, str]:
    return {field.get("name"): field.get("value") for field in page.xpath("//form//input[@type='hidden']")}


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
    form = page_of(client.get(FORM)).xpath("//main//form")[0]
    assert (form.fields["name_en"], form.fields["name_ur"], form.fields["kind"]) == ("Neem Trust", "نیم ٹرسٹ", "cso")
    assert form.fields["about"].strip() == "It plants.\nTrees."
    assert (form.fields["women_led"], form.fields["youth_led"]) == ("on", None)
    assert Organisation.objects.count() == 0
    again = page_of(client.get(FORM)).xpath("//main//form")[0]
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
    page = page_of(client.get(FORM))
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
    opened = hidden(page_of(client.get(FORM)))
    client.cookies.clear()
    response = client.post(FORM, {**opened, **TYPED})
    assert response.status_code == 401
    page = page_of(response)
    assert (hidden(page)["next"], "kept" in hidden(page)) == (FORM, True)
    client.force_login(amna)
    assert client.post(FORM, {**opened, **TYPED}).status_code == 403


def test_words_refused_for_their_token_stand_under_the_first_heading_with_their_labels_and_a_way_back() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(second_factor(holding(Role.ADMINISTRATOR)))
    sent = {**TYPED, "Seen": "a" * 64, "about-Seen": "b" * 64, "once": "c", "form-TOTAL_FORMS": "1"}
    response = client.post(FORM, sent)
    assert response.status_code == 403
    page = page_of(response)
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


# Lost passwords, new addresses


def test_a_new_password_by_e_mail_says_nothing_on_a_locked_screen() -> None:
    person = a_person(username="amna", email="amna@example.org", language="ur", name="Amna Bibi")
    client = Client()
    client.post(reverse("account_reset_password"), {"email": "AMNA@example.org"})
    (message,) = mail.outbox
    assert message.subject == "سانجھ کا ایک پیغام" or message.subject == "A message from Saanjh"
    first = str(message.body).splitlines()[0]
    for word in ("password", "amna", "Amna", "پاس ورڈ", "http"):
        assert word not in message.subject
        assert word not in first
    address = re.search(r"http://testserver(\S+)", str(message.body))
    assert address is not None
    response = client.get(address[1], follow=True)
    action = page_of(response).xpath("//main//form/@action")[0]
    response = client.post(action, {"password1": "neem tree by the canal", "password2": "neem tree by the canal"})
    assert response.status_code == 302
    person.refresh_from_db()
    assert person.check_password("neem tree by the canal")
    assert Line.objects.get(verb="sign_in_changed").facts == {"what": "password_reset"}
    assert list(Notice.objects.values_list("person", "kind")) == [(person.pk, "sign_in_password_reset")]
    assert page_of(client.get(address[1])).xpath("string(//h1)") == "This link is not valid any more"


def test_an_unknown_address_gets_no_mail_and_the_same_page() -> None:
    a_person(email="amna@example.org")
    places = {
        Client().post(reverse("account_reset_password"), {"email": address})["Location"]
        for address in ("amna@example.org", "stranger@example.org")
    }
    assert places == {reverse("account_reset_password_done")}
    assert [message.to for message in mail.outbox] == [["amna@example.org"]]


def test_nobody_keeps_others_from_a_new_password() -> None:
    a_person(email="amna@example.org")
    for _each in range(10):
        Client().post(reverse("account_reset_password"), {"email": "amna@example.org"}, REMOTE_ADDR="192.0.2.1")
    mail.outbox.clear()
    blocked = Client().post(reverse("account_reset_password"), {"email": "amna@example.org"}, REMOTE_ADDR="192.0.2.1")
    assert blocked.status_code == 429
    Client().post(reverse("account_reset_password"), {"email": "amna@example.org"}, REMOTE_ADDR="192.0.2.2")
    assert len(mail.outbox) == 1


def test_a_changed_password_ends_every_session() -> None:
    person = a_person(username="amna")
    here, elsewhere = Client(), Client()
    sign_in(here, "amna")
    sign_in(elsewhere, "amna")
    words = {"oldpassword": "word", "password1": "neem tree by the canal", "password2": "neem tree by the canal"}
    response = here.post(reverse("account_change_password"), words)
    assert response["Location"] == LOGIN
    assert [client.get("/desk/").status_code for client in (here, elsewhere)] == [302, 302]
    assert Line.objects.get(verb="sign_in_changed").person == person.public_id


def test_a_new_address_counts_once_its_link_is_opened() -> None:
    person = people.add(username="amna", name="Amna", email="old@example.org", by=Person.objects.system())
    client = Client()
    client.force_login(person)
    client.post(reverse("account_email"), {"action_add": "", "email": "new@example.org"})
    person.refresh_from_db()
    assert person.email == "old@example.org"
    address = re.search(r"http://testserver(\S+)", str(mail.outbox[0].body))
    assert address is not None
    assert "new@example.org" in page_of(client.get(address[1])).xpath("string(//main)")
    client.post(address[1])
    person.refresh_from_db()
    assert person.email == "new@example.org"


def test_all_sessions_end_at_once() -> None:
    a_person(username="amna")
    here, elsewhere = Client(), Client()
    sign_in(here, "amna")
    sign_in(elsewhere, "amna")
    assert len(page_of(here.get(reverse("usersessions_list"))).xpath("//tbody/tr")) == 2
    page = page_of(here.get(reverse("end_sessions")))
    here.post(reverse("end_sessions"), hidden(page.xpath("//main")[0]))
    assert [client.get("/desk/").status_code for client in (here, elsewhere)] == [302, 302]
    assert Line.objects.get(verb="sessions_ended").facts == {"number": 2}


# Every page of it

OPEN = [
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "join",
    "return",
]
INSIDE = [
    "account_logout",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "usersessions_list",
]


def faults(page: Any) -> list[str]:
    """What the policy of the pages forbids, or a reader would stumble over."""
    found = [f"style on {element.tag}" for element in page.xpath("//*[@style]")]
    found += [f"{name}" for element in page.iter() for name in element.attrib if name.startswith("on")]
    found += ["inline script" for script in page.xpath("//script[not(@src)][not(@type='application/json')]")]
    found += ["no h1"] if len(page.xpath("//h1")) != 1 else []
    found += ["placeholder"] if page.xpath("//input[string-length(normalize-space(@placeholder)) > 0]") else []
    return found


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("name", OPEN)
def test_pages_before_sign_in_are_ours_and_never_kept(name: str, language: str) -> None:
    response = Client().get(reverse(name).replace("/en/", f"/{language}/"))
    assert (response.status_code, response["Cache-Control"].split(",")[-1].strip()) in {
        (200, "no-store"),
        (200, "private"),
    }
    assert faults(page_of(response)) == []


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("name", INSIDE)
def test_pages_of_the_account_are_ours(name: str, language: str) -> None:
    person = second_factor(a_person(username="amna")) if name == "mfa_reauthenticate" else a_person(username="amna")
    client = Client()
    if name in {"mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"}:
        with_app(person)
        client.post(sign_in(client, "amna")["Location"], {"code": code_now()})
        client.post(reverse("mfa_generate_recovery_codes"))
    elif name == "mfa_reauthenticate":
        client.force_login(person)
    else:
        sign_in(client, "amna")
    response = client.get(reverse(name).replace("/en/", f"/{language}/"))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert faults(page_of(response)) == []
