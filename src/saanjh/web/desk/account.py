"""One's own account: language, password, second factor, sessions, and the roles one holds."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, standing_of
from saanjh.ground.actions import sign_in
from saanjh.web import scopes
from saanjh.web.desk.confirming import Question, confirm
from saanjh.web.guards import DeskRequest, signed_in
from saanjh.web.wording.roles import MEANING


@signed_in(methods=("GET",))
def account(request: DeskRequest) -> HttpResponse:
    """What the account is, and the ways to change it."""
    held = sorted(standing_of(request.user).held)
    names = scopes.named((kind, number) for _role, kind, number in held)
    roles = [(Role(role), names[kind, number], MEANING[Role(role)]) for role, kind, number in held]
    context = {"roles": roles, "has_factor": is_mfa_enabled(request.user)}
    return render(request, "desk/account.html", context)


@signed_in()
def end_sessions(request: DeskRequest) -> HttpResponse:
    """End every session, this one too."""
    question = Question(
        title=_("End all your sessions?"),
        words=_("You are signed out everywhere, here too."),
        button=_("End them all"),
        back=reverse("usersessions_list"),
    )
    return confirm(
        request,
        question,
        act=lambda: _end(request),
        then=lambda made: reverse("account_login"),
        said="",
    )


def _end(request: DeskRequest) -> None:
    sign_in.end_sessions(request.user, by=request.user)
    logout(request)


@signed_in(methods=("GET",))
def roles(request: DeskRequest) -> HttpResponse:
    """What each role is for."""
    mine = set(standing_of(request.user).roles)
    rows = [(role, MEANING[role], role in mine) for role in Role]
    return render(request, "desk/roles.html", {"rows": rows})


urlpatterns = [
    path("account/", account, name="account"),
    path("account/sessions/end/", end_sessions, name="end_sessions"),
    path("roles/", roles, name="roles"),
]
