"""A new way into somebody's account at the desk: asked for, confirmed by somebody else, or stopped by the person."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role
from saanjh.ground.actions import recoveries
from saanjh.ground.models import Person, Recovery
from saanjh.kit.text import isolated
from saanjh.web import shown_once
from saanjh.web.desk.confirming import Question, allows, confirm
from saanjh.web.guards import DeskRequest, guard, signed_in

SURE = _("Make sure that it is this person who asks, best by voice.")
SEVEN_DAYS = _(
    "Another administrator confirms it within seven days. The person is told now and when it is confirmed, and can "
    "stop it."
)


@guard(Role.ADMINISTRATOR, finds=Person)
def ask_way_back(request: DeskRequest, somebody: Person) -> HttpResponse:
    """Ask that somebody who lost the password gets a one-time code."""
    title = _("Ask for a code with which %(name)s comes back?") % {"name": isolated(somebody.name)}
    return _ask(request, somebody, Recovery.Way.CODE, title)


@guard(Role.ADMINISTRATOR, finds=Person)
def forget_second_factor(request: DeskRequest, somebody: Person) -> HttpResponse:
    """Ask that the second factors of somebody who lost them are taken away."""
    title = _("Ask that the second factors of %(name)s are taken away?") % {"name": isolated(somebody.name)}
    return _ask(request, somebody, Recovery.Way.FACTOR, title)


def _ask(request: DeskRequest, somebody: Person, way: Recovery.Way, title: str) -> HttpResponse:
    question = Question(title, f"{SURE} {SEVEN_DAYS}", _("Ask for it"), reverse("person", args=[somebody.public_id]))
    return confirm(
        request,
        question,
        act=lambda: recoveries.ask(somebody, way=way, by=request.user),
        check=lambda: recoveries.check_ask(somebody, way=way, by=request.user),
        then=_page,
        said=_("It is asked for. Another administrator confirms it."),
    )


@signed_in(finds=Recovery, methods=("GET",))
def recovery(request: DeskRequest, recovery: Recovery) -> HttpResponse:
    """What is asked for, by whom, for whom, how far it is, and what this person can do about it."""
    context = {
        "recovery": recovery,
        "may_confirm": allows(recoveries.check_confirm, recovery, request),
        "may_withdraw": allows(recoveries.check_withdraw, recovery, request),
        "may_object": allows(recoveries.check_object, recovery, request),
        "is_mine": recovery.person_id == request.user.pk,
    }
    return render(request, "desk/recovery.html", context)


@guard(Role.ADMINISTRATOR, finds=Recovery)
def confirm_recovery(request: DeskRequest, recovery: Recovery) -> HttpResponse:
    """Confirm it. A code is shown on the next page, once, to be passed on."""
    somebody = recovery.person
    gives_code = recovery.way == Recovery.Way.CODE

    def act() -> None:
        code = recoveries.confirm(recovery, by=request.user)
        if code:
            shown_once.put(request, somebody.public_id, code)

    follows = (
        _("You get the code, once, and pass it on yourself. It works once, for one day.")
        if gives_code
        else _("The second factors are gone at once. Staff set up a new one at the next sign-in.")
    )
    question = Question(
        _("Confirm a new way in for %(name)s?") % {"name": isolated(somebody.name)},
        f"{SURE} {follows}",
        _("Confirm it"),
        _page(recovery),
        _facts(recovery),
    )
    return confirm(
        request,
        question,
        act=act,
        check=lambda: recoveries.check_confirm(recovery, by=request.user),
        then=lambda made: reverse("way_back", args=[somebody.public_id]) if gives_code else _page(recovery),
        said="" if gives_code else _("The second factors are gone."),
    )


@guard(Role.ADMINISTRATOR, finds=Recovery)
def withdraw_recovery(request: DeskRequest, recovery: Recovery) -> HttpResponse:
    """Let it be."""
    question = Question(
        _("Withdraw this?"),
        _("Nothing changes for the person, who is told. It can be asked for anew."),
        _("Withdraw it"),
        _page(recovery),
        _facts(recovery),
    )
    return confirm(
        request,
        question,
        act=lambda: recoveries.withdraw(recovery, by=request.user),
        check=lambda: recoveries.check_withdraw(recovery, by=request.user),
        then=_page,
        said=_("It is withdrawn."),
    )


@signed_in(finds=Recovery)
def object_to_recovery(request: DeskRequest, recovery: Recovery) -> HttpResponse:
    """Stop it: I did not ask for it."""
    question = Question(
        _("Stop this new way into your account?"),
        _(
            "You did not ask for it. A code that was made for it opens nothing any more, and all administrators are "
            "told."
        ),
        _("Stop it"),
        _page(recovery),
        _facts(recovery),
    )
    return confirm(
        request,
        question,
        act=lambda: recoveries.object_to(recovery, by=request.user),
        check=lambda: recoveries.check_object(recovery, by=request.user),
        then=_page,
        said=_("It is stopped. Change your password too, if you think that somebody knows it."),
    )


def _facts(recovery: Recovery) -> list[tuple[Any, Any]]:
    return [
        (_("What is asked for"), recovery.get_way_display()),
        (_("Whose account"), recovery.person.name),
        (_("Asked by"), recovery.asked_by.name),
    ]


def _page(recovery: Recovery) -> str:
    return reverse("recovery", args=[recovery.public_id])


urlpatterns = [
    path("people/<str:id>/ask-way-back/", ask_way_back, name="ask_way_back"),
    path("people/<str:id>/forget-second-factor/", forget_second_factor, name="forget_second_factor"),
    path("recoveries/<str:id>/", recovery, name="recovery"),
    path("recoveries/<str:id>/confirm/", confirm_recovery, name="confirm_recovery"),
    path("recoveries/<str:id>/withdraw/", withdraw_recovery, name="withdraw_recovery"),
    path("recoveries/<str:id>/object/", object_to_recovery, name="object_to_recovery"),
]
