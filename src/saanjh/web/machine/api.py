"""The read API: what the portal shows, for machines. Public rows only; every error it can answer is declared."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError

from saanjh.web.guards import Audience, Policy, open_to_all
from saanjh.web.machine import districts, indicators, initiatives, programmes

POLICY = Policy(Audience.ANYONE, methods=("GET", "HEAD"), cache_seconds=60)
PREFIX = "api/v1/"

api = NinjaAPI(
    title="Saanjh",
    version=settings.VERSION,
    description="Who works where, what is measured and how. Read only, no account. Nothing here names a person.",
    docs_url=None,  # its page would need scripts from elsewhere
    openapi_url="/openapi.json",
    urls_namespace="api",
)
for router in (districts.router, indicators.router, initiatives.router, programmes.router):
    api.add_router("", router)


def problem(status: int, detail: str) -> HttpResponse:
    """An error as problem JSON."""
    return JsonResponse({"status": status, "detail": detail}, status=status, content_type="application/problem+json")


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, exception: Any) -> HttpResponse:
    """Which parameter is wrong, without repeating what was sent."""
    wrong = sorted({str(each["loc"][-1]) for each in exception.errors})
    return problem(422, f"Not understood: {', '.join(wrong)}. The document at /{PREFIX}openapi.json says what is.")


@api.exception_handler(Http404)
def missing(request: HttpRequest, exception: Any) -> HttpResponse:
    return problem(404, "There is nothing at this address.")


@open_to_all(cache=0)
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address below the API."""
    return problem(404, "There is nothing at this address.")


def _addresses() -> list[Any]:
    """Ninja's addresses, each with the policy that the guards ask for."""
    patterns, _app, _namespace = api.urls
    named: list[Any] = list(patterns)
    for pattern in named:
        if pattern.name == "openapi-json":  # the library answers every method there
            pattern.callback = require_safe(pattern.callback)
        pattern.callback.policy = POLICY
    return named


urlpatterns: list[Any] = [
    path(PREFIX, include((_addresses(), "ninja"), namespace="api")),
    re_path(r"^api/(?P<rest>.*)$", nothing_here, name="api_nothing"),
]
