"""One log line and one count a request: route, status, time. Never an address, a person, a query string or a body."""

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from saanjh.web import measures, policies

log = logging.getLogger("saanjh.request")
Next = Callable[[HttpRequest], HttpResponse]


class RequestLog:
    """Gives each request an id, which an error page shows, and tells how it went."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = secrets.token_hex(6)  # type: ignore[attr-defined]
        begun = time.perf_counter()
        response = self.get_response(request)
        policy = policies.asked(request)
        if policy is not None and not policy.logged:
            return response
        match = request.resolver_match
        seconds = time.perf_counter() - begun
        measures.count(str(match.url_name) if match else measures.NOWHERE, response.status_code, seconds)
        log.info(
            "request",
            extra={
                "request_id": request.id,  # type: ignore[attr-defined]
                "method": request.method,
                "route": match.route if match else "",
                "status": response.status_code,
                "milliseconds": round(seconds * 1000, 1),
            },
        )
        return response
