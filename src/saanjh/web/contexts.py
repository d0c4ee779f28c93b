"""What every template may use. Nothing here touches the session of a public page, nor the database of a failing one."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import translation

from saanjh.ground import installation, notices
from saanjh.ground.access import standing_of
from saanjh.web import kept, navigation
from saanjh.web.guards import Audience


def page(request: HttpRequest) -> dict[str, Any]:
    """The language pair, the demo line, and for a signed-in page its navigation."""
    language = translation.get_language() or "en"
    context: dict[str, Any] = {
        "language": language,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "other_language": "en" if language == "ur" else "ur",
        "other_language_url": other_language_url(request),
        "demo": installation.is_demo(),
        "site_name": settings.SITE_NAME,
        "source_url": settings.SOURCE_URL,
        "request_id": getattr(request, "id", ""),
    }
    policy = getattr(request, "policy", None)
    inside = policy is not None and policy.audience in {Audience.SIGNED_IN, Audience.ROLES}
    if inside and request.user.is_authenticated:
        context["standing"] = standing_of(request.user)
        context["desk_nav"] = navigation.desk(request)
        context["unread"] = notices.unread(request.user)
        context["person_mark"] = kept.mark_of(request.user)
    return context


def other_language_url(request: HttpRequest) -> str:
    """The same page in the other language, for an address that carries its language; empty at the desk."""
    path = request.path_info
    here = translation.get_language_from_path(path)
    if here is None:
        return ""
    there = "en" if here == "ur" else "ur"
    try:
        match = resolve(path)
    except Resolver404:
        return f"/{there}/"
    with translation.override(there):
        try:
            place = reverse(match.view_name, args=match.args, kwargs=match.captured_kwargs)  # type: ignore[attr-defined]
        except NoReverseMatch:
            return f"/{there}/"
    query = request.META.get("QUERY_STRING", "")
    return f"{place}?{query}" if query else place
