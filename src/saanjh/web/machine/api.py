"""The read API: what the portal shows, for machines. Public rows only; every error it can answer is declared."""

from functools import cache
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe

from saanjh.web.guards import View, open_to_all
from saanjh.web.machine import districts, document, indicators, initiatives, programmes
from saanjh.web.machine.routes import JSON, PREFIX, nothing_there

ROUTES = (
    districts.districts,
    districts.district,
    indicators.indicators,
    indicators.indicator,
    initiatives.initiatives,
    initiatives.initiative,
    initiatives.claims,
    programmes.programmes,
    programmes.programme,
)


@cache
def _written() -> bytes:
    """The document, made when it is first asked for."""
    return msgspec.json.encode(document.of(ROUTES))


def openapi(request: HttpRequest) -> HttpResponse:
    """What all the other addresses answer."""
    return HttpResponse(_written(), content_type=JSON)


@open_to_all(cache=0)
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address below the API."""
    return nothing_there()


def _read_by_all(view: View) -> View:
    return open_to_all(methods=("GET", "HEAD"))(require_safe(view))


_addresses: list[Any] = [
    path("openapi.json", _read_by_all(openapi), name="openapi-json"),
    *(path(route.path, _read_by_all(route), name=route.name) for route in ROUTES),
]
urlpatterns: list[Any] = [
    path(PREFIX, include((_addresses, "api"))),
    re_path(r"^api/(?P<rest>.*)$", nothing_here, name="api_nothing"),
]
