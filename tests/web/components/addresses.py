"""Addresses with the names that the layouts link to, each an empty page."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path

PUBLIC = ("map", "initiatives", "money", "networks", "lessons", "claims", "calls", "voices_new")
PUBLIC += ("how_we_count", "open_data", "privacy", "gallery", "certificate_code")
PUBLIC += ("programmes", "indicators", "gatherings", "findings", "districts")
DESK = ("waiting", "inbox", "search", "account", "account_login", "account_logout", "set_language")


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    *(path(f"desk/{name}/", empty, name=name) for name in DESK),
    *i18n_patterns(path("", empty, name="home"), *(path(f"{name}/", empty, name=name) for name in PUBLIC)),
]
