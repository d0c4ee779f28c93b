"""Default deny: no policy, no page; no sign-in, no desk; staff with two factors, who did not leave a session behind."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from saanjh.ground.access import standing_of
from saanjh.web import answers, errors, idle, kept, policies
from saanjh.web.guards import Audience

Next = Callable[[HttpRequest], HttpResponse]
REFUSED = {404, 422}  # what a form may be answered that was carried out before and no longer fits
# What a person of staff may still do before the second factor is set up.
BEFORE_SECOND_FACTOR = {"account_logout", "account_reauthenticate", "set_language"}


class Guarded:
    """Asks every view for its policy before the view runs."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code in REFUSED and (place := answers.led_before(request)):
            response = HttpResponseRedirect(place, status=303)
        if isinstance(response, HttpResponseNotAllowed):
            response = errors.not_allowed(request, response["Allow"].split(", "))
        if getattr(request, "is_of_staff", False) and request.user.is_authenticated:
            idle.renew(request, response)
        policy = getattr(request, "policy", None)
        if policy is None or response.has_header("Cache-Control"):
            return response
        open_page = policy.audience is Audience.ANYONE and request.method in {"GET", "HEAD"}
        if open_page and policy.cache_seconds and response.status_code == 200 and not response.cookies:
            response["Cache-Control"] = f"public, max-age={policy.cache_seconds}"
        else:
            response["Cache-Control"] = "no-store"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        policy = policies.of(view, name)
        if policy is None:
            raise Http404
        request.policy = policy  # type: ignore[attr-defined]
        taken = [method for method in policy.methods if method != "HEAD"]
        declared = request.method in {*taken, "HEAD", "OPTIONS"}
        refused = None if declared else HttpResponseNotAllowed(taken)  # the library takes a PUT for a POST
        if policy.audience in {Audience.ANYONE, Audience.MACHINE}:
            if name == settings.LOGIN_URL and request.method == "POST" and kept.FIELD in request.POST:
                kept.remember(request)  # after the check of the form's token, so nobody plants words for others
            return refused
        standing = standing_of(request.user)
        is_of_staff = standing.is_staff
        if not request.user.is_authenticated or (is_of_staff and idle.ended(request)):
            if request.method == "POST":
                return kept.sign_in_again(request)
            return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        request.is_of_staff = is_of_staff  # type: ignore[attr-defined]
        preparing = name in BEFORE_SECOND_FACTOR or str(name).startswith("mfa_")
        if not preparing and is_of_staff and not standing.has_second_factor:
            return redirect("mfa_index")
        return refused
