"""Invitations: how people come in, and how those who are in get another role."""

from typing import Any

from django import forms
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from saanjh.ground import queries
from saanjh.ground.access import Role, visible
from saanjh.ground.actions import invitations as made
from saanjh.ground.actions import people, roles
from saanjh.ground.models import Invitation, Person, Purpose
from saanjh.web import scopes, shown_once
from saanjh.web.answers import answer, form_for
from saanjh.web.desk.confirming import Question, confirm, why_not
from saanjh.web.desk.role_forms import InviteForm, chosen_role, role_choices
from saanjh.web.guards import DeskRequest, guard, signed_in
from saanjh.web.pages import Pages
from saanjh.web.public.joining import CodeField
from saanjh.web.wording.roles import MEANING

INVITERS = (Role.ADMINISTRATOR, Role.SIGNATORY, Role.PROGRAMME_OFFICER, Role.CONVENOR, Role.RESEARCHER)
PAGE = 25
FEW = 3  # of those who could not be given the role, the last ones


@guard(*INVITERS, methods=("GET",), sensitive=Purpose.INVITING, shows=Invitation)
def invitations(request: DeskRequest) -> HttpResponse:
    """Those that nobody has accepted yet."""
    rows = visible(request.user, Invitation).open().filter(purpose=Invitation.Purpose.JOIN)
    page = Pages(rows.order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    names = scopes.named((each.scope_kind, each.scope_id) for each in shown)
    refused = queries.not_given(shown)
    page.object_list = [
        (each, Role(each.role).label, names[each.scope_kind, each.scope_id], refused.get(each.public_id, []))
        for each in shown
    ]
    return render(request, "desk/invitations.html", {"page": page})


@guard(*INVITERS)
def invite(request: DeskRequest) -> HttpResponse:
    """Invite somebody: first into which role, then where, and how it reaches them."""
    role = chosen_role(request)
    if role is None:
        context = {"roles": role_choices(request.user), "title": _("Invite somebody")}
        return render(request, "desk/choose_role.html", context)
    question = request.GET.get("q", "")
    initial = {"language": request.user.language}
    return answer(
        request,
        form_for(request, InviteForm, role=role, by=request.user, question=question, initial=initial),
        "desk/invite.html",
        {"role": role, "meaning": MEANING[role], "question": question},
        act=lambda data: _invite(request, role, **data),
        then=lambda invitation: reverse("invitation", args=[invitation.public_id]),
    )


def _invite(request: DeskRequest, role: Role, *, where: str, email: str, language: str) -> Invitation:
    invitation, code = people.invite(role=role, over=int(where), email=email, language=language, by=request.user)
    if email:
        with translation.override(language):
            link = request.build_absolute_uri(reverse("join", args=[code]))
        transaction.on_commit(lambda: _mail(invitation, link), robust=True)
    else:
        shown_once.put(request, invitation.public_id, code)
    return invitation


def _mail(invitation: Invitation, link: str) -> None:
    """The link goes to the address, and is shown to nobody else: so it also proves the address."""
    with translation.override(invitation.language):
        subject = str(_("A message from Saanjh"))
        body = _(
            "Somebody invites you to work together in Saanjh. If you do not expect this, do nothing.\n\n\n\n"
            "Open this address to accept. It works once, and for 14 days:\n%(link)s"
        ) % {"link": link}
        message = EmailMessage(subject, str(body), to=[invitation.email])
    message.send()


@guard(*INVITERS, finds=Invitation, methods=("GET",), sensitive=Purpose.INVITING)
def invitation(request: DeskRequest, sent: Invitation) -> HttpResponse:
    """What became of an invitation; its code, the first time."""
    scope = (sent.scope_kind, sent.scope_id)
    code = shown_once.take(request, sent.public_id)
    with translation.override(sent.language):
        link = request.build_absolute_uri(reverse("join", args=[code])) if code else ""
    context = {"invitation": sent, "code": code, "link": link, "where": scopes.named([scope]).get(scope, "")}
    context["role"] = Role(sent.role).label if sent.role else ""
    refused = queries.not_given([sent]).get(sent.public_id, [])[:FEW]
    context["refused"] = [(each, _why_not(sent, each)) for each in refused]
    return render(request, "desk/invitation.html", context)


@guard(*INVITERS, finds=Invitation)
def withdraw(request: DeskRequest, sent: Invitation) -> HttpResponse:
    """Make an invitation useless."""
    question = Question(
        title=_("Withdraw the invitation?"),
        words=_("Its code and its link open nothing any more."),
        button=_("Withdraw it"),
        back=reverse("invitation", args=[sent.public_id]),
    )
    return confirm(
        request,
        question,
        act=lambda: people.withdraw(sent, by=request.user),
        then=lambda made: reverse("invitations"),
        said=_("The invitation is withdrawn."),
    )


class AcceptForm(forms.Form):
    """The code of an invitation."""

    code = CodeField(help_text=_("It stands in your invitation."))


def _why_not(sent: Invitation, to: Person) -> Any:
    """Why the person does not get its role, as it stands now; nothing where nothing stands against it any more."""
    return why_not(lambda: roles.may_give(Role(sent.role), over=sent.scope_id, to=to, by=sent.invited_by))


@signed_in()
def accept(request: DeskRequest) -> HttpResponse:
    """Take on another role with the account one has. What cannot be given is kept for whoever invited to read."""
    not_given: list[people.NotGiven] = []
    response = answer(
        request,
        form_for(request, AcceptForm),
        "desk/accept.html",
        {},
        act=lambda data: _accept(data["code"], not_given, by=request.user),
        then=lambda person: reverse("account"),
        said=_("You hold the role now."),
    )
    for refusal in not_given:  # after what was refused was taken back
        if request.user not in queries.not_given([refusal.invitation]).get(refusal.invitation.public_id, []):
            made.note_not_given(refusal.invitation, by=request.user)
    return response


def _accept(code: str, not_given: list[people.NotGiven], *, by: Person) -> Person:
    try:
        return people.accept(code, by=by)
    except people.NotGiven as refusal:
        not_given.append(refusal)
        raise


urlpatterns = [
    path("invitations/", invitations, name="invitations"),
    path("invitations/new/", invite, name="invite"),
    path("invitations/accept/", accept, name="accept"),
    path("invitations/<str:id>/", invitation, name="invitation"),
    path("invitations/<str:id>/withdraw/", withdraw, name="withdraw_invitation"),
]
