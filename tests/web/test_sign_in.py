"""Signing in: by name or address, with a second factor; slowed only where somebody guesses."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from saanjh.ground.access import Role
from saanjh.ground.models import Line, Person
from tests.factories import a_person, holding
from tests.web.browsing import parsed
from tests.web.signing_in import LOGIN, code_now, is_in, sign_in, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture(autouse=True)
def _no_counts_from_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


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
    words = [parsed(answer).xpath("//*[@role='alert']//li")[0].text_content() for answer in answers]
    assert words[0] == words[1]


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000"])
def test_one_signs_in_here_by_the_name_and_by_the_number_of_this_machine(host: str) -> None:
    a_person(username="amna")
    client = Client(enforce_csrf_checks=True, headers={"host": host, "origin": f"http://{host}"})
    token = parsed(client.get(LOGIN)).xpath("//main//input[@name='csrfmiddlewaretoken']/@value")[0]
    sign_in(client, "amna", csrfmiddlewaretoken=token)
    assert is_in(client)
    page = parsed(client.get(reverse("mfa_add_webauthn")))
    asked = json.loads(page.get_element_by_id("js_data").text)
    assert asked["creation_options"]["publicKey"]["rp"]["id"] == host.partition(":")[0]


def test_a_closed_account_cannot_sign_in() -> None:
    a_person(username="amna", is_active=False)
    client = Client()
    sign_in(client, "amna")
    assert not is_in(client)


def test_signing_up_says_that_people_join_by_invitation() -> None:
    response = Client().get("/en/account/signup/")
    assert parsed(response).xpath("string(//h1)") == "People join by invitation"
    Client().post(
        "/en/account/signup/", {"username": "amna", "password1": "a long one here", "password2": "a long one here"}
    )
    assert Person.objects.count() == 0


def test_guessing_is_refused_at_its_address_while_the_same_account_signs_in_elsewhere() -> None:
    a_person(username="amna")
    for _each in range(5):
        assert sign_in(Client(), "amna", "wrong", address="192.0.2.1").status_code == 200
    there, elsewhere = Client(), Client()
    refused = sign_in(there, "amna", "word", address="192.0.2.1")  # the sixth, though it is right
    assert "Too many failed login attempts" in parsed(refused).xpath("string(//*[@role='alert'])")
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
    assert parsed(answers[-1]).xpath("string(//h1)") == "Too many attempts"


def test_staff_set_up_a_second_factor_before_anything_else() -> None:
    client = Client()
    client.force_login(holding(Role.FINANCE_OFFICER))
    response = client.get("/desk/")
    assert (response.status_code, response["Location"]) == (302, "/en/account/second-factor/")
    assert "password alone is not enough" in parsed(client.get(response["Location"])).xpath("string(//main)")


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
    assert parsed(response).xpath("//*[@role='alert']")
    assert not is_in(client)


def test_the_app_is_set_up_with_a_picture_that_the_policy_allows_and_its_secret_is_sealed(
    django_capture_on_commit_callbacks: Any,
) -> None:
    person = holding(Role.ADMINISTRATOR, username="amna")
    client = Client()
    sign_in(client, "amna")
    page = parsed(client.get(reverse("mfa_activate_totp")))
    kind, _comma, drawn = page.xpath("//img/@src")[0].partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert b'xmlns="http://www.w3.org/2000/svg"' in base64.b64decode(drawn)
    secret = page.xpath("string(//*[@class='secret'])")
    code = code_now(secret)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    assert len(parsed(client.get(response["Location"])).xpath("//ul[contains(@class, 'secret')]/li")) == 10
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
