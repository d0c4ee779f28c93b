"""Default deny: every address states its policy; one that does not lets nobody in."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path

from saanjh.urls import urlpatterns as real
from saanjh.web import policies


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(address, pattern) for every address of the URLconf."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def undeclared(resolver: URLResolver | None = None) -> list[str]:
    """The addresses without a policy."""
    return [address for address, pattern in routes(resolver) if policies.of(pattern.callback, pattern.name) is None]


# Sign-in routes of the library that nobody can reach here: social accounts, e-mail confirmation, e-mailed codes.
CLOSED = {
    "account_email_verification_sent",
    "account_set_password",
    "account_confirm_login_code",
    "mfa_signup_webauthn",
}


def test_every_route_declares_who_may_come_in() -> None:
    names = {pattern.name for address, pattern in routes() if address in undeclared()}
    assert names - CLOSED == set()


def careless(request: HttpRequest, *args: Any) -> HttpResponse:
    """A view whose author forgot to say who may come in."""
    return HttpResponse("CANARY")


urlpatterns = [*real, path("desk/forgotten/", careless, name="forgotten")]


@pytest.mark.django_db
def test_a_route_without_a_policy_is_found_and_is_closed() -> None:
    with override_settings(ROOT_URLCONF="tests.house.test_routes"):
        assert "desk/forgotten/" in undeclared(get_resolver("tests.house.test_routes"))
        response = Client().get("/desk/forgotten/")
    assert response.status_code == 404
    assert b"CANARY" not in response.content
