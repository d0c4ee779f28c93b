"""Every page of the account is ours, keeps to the policy and is never kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories import a_person, second_factor
from tests.web.browsing import parsed
from tests.web.signing_in import code_now, sign_in, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds
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


@pytest.fixture(autouse=True)
def _no_counts_from_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


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
    assert faults(parsed(response)) == []


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
    assert faults(parsed(response)) == []


def test_a_language_is_chosen_on_any_page_and_one_stays_on_it() -> None:
    person = a_person(language="en")
    client = Client()
    client.force_login(person)
    answer = client.post(reverse("set_language"), {"language": "ur", "next": "/desk/inbox/?page=1"})
    assert (answer.status_code, answer["Location"]) == (303, "/desk/inbox/?page=1")
    person.refresh_from_db()
    assert person.language == "ur"
    assert parsed(client.get("/desk/inbox/")).get("dir") == "rtl"


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", ""]
)
def test_choosing_a_language_leads_to_no_other_site(elsewhere: str) -> None:
    client = Client()
    client.force_login(a_person(language="en"))
    answer = client.post(reverse("set_language"), {"language": "ur", "next": elsewhere})
    assert answer["Location"] == reverse("waiting")
