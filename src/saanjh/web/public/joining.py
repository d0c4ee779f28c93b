"""Joining with an invitation, and coming back with a one-time code: open to all, never cached."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role
from saanjh.ground.actions import people
from saanjh.ground.fields import Written
from saanjh.ground.models import Invitation, Person
from saanjh.ground.refusals import Refusal
from saanjh.web import scopes
from saanjh.web.account_forms import AGAIN, GOOD_PASSWORD
from saanjh.web.answers import answer, form_for
from saanjh.web.components.inputs import Words
from saanjh.web.guards import open_to_all

BOTH = ("GET", "POST")


class CodeField(forms.CharField):
    """A one-time code: five groups of four letters, as they are written or as they are read aloud."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Your code"),
            max_length=60,
            widget=forms.TextInput(
                attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
            ),
            **kwargs,
        )


class TwicePassword(forms.Form):
    """A new password, typed twice."""

    password1 = forms.CharField(
        label=_("Password"),
        help_text=GOOD_PASSWORD,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=AGAIN, strip=False, max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_password2(self) -> str:
        if self.cleaned_data["password2"] != self.cleaned_data.get("password1"):
            raise forms.ValidationError(_("The two are not the same. Type the password twice."))
        return str(self.cleaned_data["password2"])


class Join(TwicePassword):
    """What somebody new tells us."""

    code = CodeField(help_text=_("It stands in your invitation."))
    name = Words(label=_("Name shown to colleagues"), max_length=120)
    username = forms.CharField(
        label=_("User name"),
        help_text=_("3 to 60 Latin letters and digits, without a space. You sign in with it."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "dir": "ltr"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Written.choices, widget=forms.RadioSelect)
    field_order = ["code", "name", "username", "password1", "password2", "language"]


class ComeBack(TwicePassword):
    """A code and a new password."""

    code = CodeField(help_text=_("A signatory of your organisation or an administrator gave it to you."))
    field_order = ["code", "password1", "password2"]


@open_to_all(methods=BOTH, cache=0)
def join(request: HttpRequest, code: str = "") -> HttpResponse:
    """Accept an invitation with a new account."""
    return answer(
        request,
        form_for(request, Join, initial={"code": code, "language": get_language()}),
        "public/join.html",
        {"invited_to": _invited_to(code), "code": code},
        act=lambda data: _join(**data),
        then=lambda person: reverse("account_login"),
        said=_("Your account is ready. Sign in with your user name and password."),
    )


def _join(*, password1: str, password2: str, **data: Any) -> Person:
    return people.join(data.pop("code"), password=password1, **data)


def _invited_to(code: str) -> tuple[str, str] | None:
    """(role, where) of the invitation that stands in the address, if it is a valid one."""
    try:
        invitation = people.invitation_for(code)
    except Refusal:
        return None
    if invitation.purpose != Invitation.Purpose.JOIN:
        return None
    scope = (invitation.scope_kind, invitation.scope_id)
    return str(Role(invitation.role).label), scopes.named([scope])[scope]


@open_to_all(methods=BOTH, cache=0)
def come_back(request: HttpRequest, code: str = "") -> HttpResponse:
    """Set a new password with a one-time code."""
    return answer(
        request,
        form_for(request, ComeBack, initial={"code": code}),
        "public/return.html",
        {},
        act=lambda data: people.come_back(data["code"], password=data["password1"]),
        then=lambda person: reverse("account_login"),
        said=_("Your password is changed. Sign in with it."),
    )


urlpatterns = [
    path("join/", join, name="join"),
    path("join/<str:code>/", join, name="join"),
    path("return/", come_back, name="return"),
    path("return/<str:code>/", come_back, name="return"),
]
