"""What never reaches a view: a body too large is a 413, a malformed address a 404, torn or foreign words a 400."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, UnreadablePostError

from saanjh.web import errors
from saanjh.web.bodies import TOO_LARGE

Next = Callable[[HttpRequest], HttpResponse]


class BodyFits:
    """A body beyond the largest never reached us (bodies.py): 413 in words."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if TOO_LARGE in request.META:
            return errors.too_large(request, had_files=request.content_type == "multipart/form-data")
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


class CleanWords:
    """Words that were not UTF-8 are refused, not kept with a sign in the place of each letter that was lost.

    So is a form whose line broke before its end (bodies.py).
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method != "POST":
            return None
        try:
            is_clean = not any("\ufffd" in f"{name}{words}" for name, words in request.POST.lists())
        except UnreadablePostError:
            return errors.page(request, 400, "400")
        if is_clean:
            return None
        return errors.page(request, 400, "400", typed=errors.typed_words(request), back=errors.same_address(request))
