"""When the database is full, read-only or gone: 503 in words. When the address itself is malformed: 404."""

import logging
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from saanjh.web import errors
from saanjh.web.bodies import TOO_LARGE

log = logging.getLogger("saanjh.request")
Next = Callable[[HttpRequest], HttpResponse]


class Unavailable:
    """Catches what the database could not do, wherever it came up; the transaction is already rolled back."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, (OperationalError, InterfaceError)) and not _is_full(exception):
            return None
        log.error(
            "database unavailable", exc_info=exception, extra={"request_id": getattr(request, "id", "")}
        )
        return errors.unavailable(request)


def _is_full(exception: Exception) -> bool:
    text = str(exception).lower()
    return isinstance(exception, DatabaseError) and (
        "is full" in text or "readonly" in text or "disk" in text
    )


class BodyFits:
    """A body beyond the largest never reached us (bodies.py): 413 in words."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if TOO_LARGE in request.META:
            return errors.page(request, 413, "413")
        return self.get_response(request)


class CleanAddress:
    """An address or a field name with a NUL byte, or one that is not UTF-8, is one that does not exist."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "%00" in query or "\x00" in query or "\ufffd" in request.path:
            return errors.missing(request)
        return self.get_response(request)
