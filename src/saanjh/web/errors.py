"""Error pages, in both languages, which need no database and no session."""

import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation

SECRETS = {
    "csrfmiddlewaretoken",
    "once",
    "kept",
    "login",
    "password",
    "password1",
    "password2",
    "oldpassword",
    "code",
}


def page(request: HttpRequest, status: int, template: str, **context: Any) -> HttpResponse:
    """An error as a page; as problem JSON where the machine door was asked."""
    if request.path_info.startswith("/api/"):
        return JsonResponse({"status": status}, status=status, content_type="application/problem+json")
    language = translation.get_language_from_path(request.path_info) or translation.get_language() or "en"
    with translation.override(language):
        body = render_to_string(
            f"errors/{template}.html",
            {
                "language": language,
                "direction": "rtl" if language == "ur" else "ltr",
                "request_id": getattr(request, "id", ""),
                "status": status,
                **context,
            },
        )
    response = HttpResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = language
    return response


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404, "404")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403, "403")


def malformed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return page(request, 413, "413")
    return page(request, 400, "400")


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 429, "429")


def failed(request: HttpRequest) -> HttpResponse:
    """What nobody caught. A database that is full, read-only or gone is a 503: trying again later helps."""
    if is_unavailable(sys.exception()):
        return unavailable(request)
    return page(request, 500, "500")


def is_unavailable(exception: BaseException | None) -> bool:
    """Whether the database could not be used; its transaction is rolled back by then."""
    if isinstance(exception, (OperationalError, InterfaceError)):
        return True
    text = str(exception).lower()
    return isinstance(exception, DatabaseError) and ("is full" in text or "read-only" in text or "readonly" in text)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database cannot be used. What was typed is shown again, so that it can be copied."""
    response = page(request, 503, "503", typed=typed_words(request))
    response["Retry-After"] = "60"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token did not match: most often a page from before a sign-in. What was typed is shown again."""
    return page(request, 403, "403", typed=typed_words(request))


def typed_words(request: HttpRequest) -> list[str]:
    """What somebody had typed, so that it can be copied from an error page; no passwords, codes or tokens."""
    if request.method != "POST":
        return []
    return [word for name, words in request.POST.lists() if name not in SECRETS for word in words if word.strip()]
