"""A key in the device: added, used alone, used as the second factor, taken away; with one small script."""

from dataclasses import replace
from typing import Any

import pytest

from tests.journeys.conftest import PHONE, Site
from tests.journeys.looking import faults

pytestmark = pytest.mark.journey
KEYS = "account/second-factor/webauthn"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.mark.parametrize("language", ["en", "ur"])
def test_somebody_signs_in_with_a_passkey(language: str, fresh_site: Site, walk: Any) -> None:
    site = replace(fresh_site, address=fresh_site.address.replace("127.0.0.1", "localhost"))  # a passkey needs a name
    person = walk(site, language, PHONE)
    device = person.context.new_cdp_session(person.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    person.sign_in("signatory")
    _add_a_key(person)
    _look_at_the_pages_of_keys(person)
    person.context.clear_cookies()
    assert _asked_at_the_sign_in(person) <= 3
    _press(person, "login/")
    person.context.clear_cookies()
    person.open(f"/{language}/account/login/")
    row = site.sign_ins["signatory"]
    person.fill(login=row["username"], password=row["password"])
    person.send()
    assert faults(person.page, language) == []
    _press(person, "authenticate/")


def _add_a_key(person: Any) -> None:
    """One that is enough to sign in."""
    person.open(f"/{person.language}/{KEYS}/add/")
    assert faults(person.page, person.language) == []
    person.fill(name="Old phone")
    person.page.check("[name=passwordless]")
    person.page.locator("main form[data-key=create] button").click()
    person.page.wait_for_url("**/recovery-codes/")


def _look_at_the_pages_of_keys(person: Any) -> None:
    """The list, renaming, removing, and confirming that it is still the same person."""
    person.open(f"/{person.language}/{KEYS}/")
    assert person.says("Old phone")
    pages = [link.get_attribute("href") for link in person.page.locator("main tbody a").all()]
    assert len(pages) == 2
    for path in [f"/{person.language}/{KEYS}/", *pages, f"/{person.language}/{KEYS}/reauthenticate/"]:
        person.open(path)
        assert (path, faults(person.page, person.language)) == (path, [])


def _asked_at_the_sign_in(person: Any) -> int:
    """How many requests a first visit of the sign-in page makes."""
    asked: list[str] = []
    person.page.on("request", lambda request: asked.append(request.url) if request.url.startswith("http") else None)
    person.open(f"/{person.language}/account/login/")
    return len(set(asked))


def _press(person: Any, address: str) -> None:
    """Use the key: the desk opens."""
    person.page.locator(f"main form[data-key=get][action$='{address}'] button").click()
    person.page.wait_for_url("**/desk/")
