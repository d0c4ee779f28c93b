"""Error pages, in both languages, which need no database and no session."""

import errno
import inspect
import re
import sys
from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation

from saanjh.ground import installation
from saanjh.web.components import languages

DETAILS = {  # for machines, which are spoken to in English
    400: "The request could not be read. Nothing was changed.",
    403: "The request was not accepted. Nothing was changed.",
    404: "There is nothing at this address.",
    405: "This address can only be read: use GET. Nothing was changed.",
    413: "The request was too large. Nothing was changed.",
    429: "There were too many requests. Wait a few minutes.",
    500: "Something broke on our side. It has been noted; try again in a while.",
    503: "The database cannot be used at the moment. Try again in a few minutes.",
}
SECRETS = {
    "csrfmiddlewaretoken",
    "once",
    "kept",
    "whose",
    "login",
    "password",
    "password1",
    "password2",
    "oldpassword",
    "code",
}
DIGEST = re.compile("[0-9a-f]{64}")
# A disk that is full, over its quota, read-only or broken, and a file larger than this process may write.
DISK_FAILS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG}
# What SQLite says of a database that is full, read-only or damaged, where it is no error of operation.
DATABASE_FAILS = ("is full", "read-only", "readonly", "malformed", "not a database")


class Typed(NamedTuple):
    """Words that somebody typed, and what the field was called that they were typed into, where that is known."""

    label: Any
    words: str


def page(request: HttpRequest, status: int, template: str, **context: Any) -> HttpResponse:
    """An error as a page; as problem JSON where the machine door was asked."""
    if request.path_info.startswith("/api/"):
        problem = {"status": status, "detail": DETAILS[status]}
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    language = _language(request)
    with translation.override(language):
        body = render_to_string(
            f"errors/{template}.html",
            {
                "language": language,
                "direction": "rtl" if language == "ur" else "ltr",
                "request_id": getattr(request, "id", ""),
                "status": status,
                "demo": installation.is_known_as_demo(),
                **context,
            },
        )
    response = HttpResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = language
    return response


def _language(request: HttpRequest) -> str:
    """That of the address, at the desk the person's own, else what the browser asks for."""
    own = getattr(request, "LANGUAGE_CODE", None) if request.path_info.startswith("/desk/") else None
    return translation.get_language_from_path(request.path_info) or own or languages.asked(request) or "en"


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing there, or nothing for this person; also what was there when the form was opened, so that what somebody
    signed in had typed is shown again.

    Only where the way came as far as a view behind a sign-in: then the form was ours, and nobody else sent it.
    """
    policy = getattr(request, "policy", None)
    typed = typed_words(request) if policy is not None and not policy.is_open else []
    return page(request, 404, "404", typed=typed)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403, "403")


def not_allowed(request: HttpRequest, methods: Iterable[str]) -> HttpResponse:
    """An address that is there, but not for this method; says which ones it takes."""
    response = page(request, 405, "405")
    response["Allow"] = ", ".join(methods)
    return response


def malformed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return too_large(request, had_files=False)
    return page(request, 400, "400")


def too_large(request: HttpRequest, *, had_files: bool) -> HttpResponse:
    """More was sent than is read: a file, or words that no form asks for. The way leads back to the form."""
    return page(request, 413, "413", back=request.get_full_path(), had_files=had_files)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 429, "429")


def failed(request: HttpRequest) -> HttpResponse:
    """What nobody caught. A database or disk that is full, read-only or gone is a 503: trying again later helps."""
    if is_unavailable(sys.exception()):
        return unavailable(request)
    return page(request, 500, "500")


def is_unavailable(exception: BaseException | None) -> bool:
    """Whether database or disk could not be used; the transaction is rolled back by then."""
    if isinstance(exception, (OperationalError, InterfaceError)):
        return True
    if isinstance(exception, OSError) and exception.errno in DISK_FAILS:
        return True
    text = str(exception).lower()
    return isinstance(exception, DatabaseError) and any(words in text for words in DATABASE_FAILS)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database cannot be used. What was typed is shown again, so that it can be copied."""
    response = page(request, 503, "503", typed=typed_words(request))
    response["Retry-After"] = "60"
    return response


def same_address(request: HttpRequest) -> str:
    """The address itself, where opening it anew shows something; else nothing."""
    match = request.resolver_match
    policy = getattr(match.func, "policy", None) if match else None
    return request.get_full_path() if policy is not None and "GET" in policy.methods else ""


def typed_words(request: HttpRequest) -> list[Typed]:
    """What somebody had typed, so that it can be copied from an error page; no passwords, codes or tokens."""
    if request.method != "POST":
        return []
    labels = _labels(request)
    return [
        Typed(labels.get(str(name).rpartition("-")[2], ""), str(word))
        for name, words in request.POST.lists()
        if not _is_ours(str(name))
        for word in words
        if word.strip() and not DIGEST.fullmatch(word)
    ]


def _is_ours(name: str) -> bool:
    """Whether the field was filled in by the form itself, or holds a secret."""
    last = name.rpartition("-")[2]
    return (
        name in SECRETS
        or last in SECRETS
        or "password" in name
        or last.lower() == "seen"
        or (last.isupper() and "_" in last)
    )


def _labels(request: HttpRequest) -> dict[str, Any]:
    """What the fields are called in the forms beside the view that was asked; empty where there is none."""
    match = request.resolver_match
    view = inspect.unwrap(match.func) if match else None
    beside = [each for each in getattr(view, "__globals__", {}).values() if isinstance(each, type)]
    return {
        name: field.label
        for form in beside
        if issubclass(form, forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if field.label
    }
