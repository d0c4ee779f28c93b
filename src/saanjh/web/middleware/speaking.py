"""Which language a page speaks: the one in its address, else the person's own, else what the browser asks for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language_from_path

from saanjh.web.components import languages

Next = Callable[[HttpRequest], HttpResponse]


class Language:
    """Public addresses begin with /en/ or /ur/, so they need no cookie and can be cached."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = get_language_from_path(request.path_info)
        at_desk = request.path_info.startswith("/desk/")
        if language is None and at_desk:
            language = getattr(request.user, "language", None)
        if language is None and (at_desk or request.path_info == "/"):
            language = languages.asked(request)
        translation.activate(language or settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response
