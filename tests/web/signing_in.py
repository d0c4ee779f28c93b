"""Signing in as a person at a browser does: password first, then the code of the app."""

import time
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from saanjh.ground.models import Person

LOGIN = "/en/account/login/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def sign_in(client: Client, login: str, password: str = "word", *, address: str = "192.0.2.1", **words: str) -> Any:
    """The answer to the form of the sign-in, sent from this address."""
    return client.post(LOGIN, {"login": login, "password": password, **words}, REMOTE_ADDR=address)


def code_now(secret: str = SECRET) -> str:
    """What the app with this secret shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_app(person: Person) -> Person:
    """The person, with an app as second factor."""
    TOTP.activate(person, SECRET)
    return person


def is_in(client: Client) -> bool:
    """Whether somebody is signed in in this browser."""
    return "_auth_user_id" in client.session


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of the forms of a page."""
    return {field.get("name"): field.get("value") for field in page.xpath("//form//input[@type='hidden']")}
