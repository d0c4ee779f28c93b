"""The forms that ask which role, and where."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role
from saanjh.ground.fields import Written
from saanjh.ground.models import Person
from saanjh.web import scopes
from saanjh.web.wording.roles import MEANING


def chosen_role(request: HttpRequest) -> Role | None:
    """The role that the address names (`?role=editor`); None for no role or an unknown one."""
    try:
        return Role(request.GET.get("role", ""))
    except ValueError:
        return None


def role_choices(by: Person) -> list[tuple[Role, Any]]:
    """The roles that `by` may give somewhere, each with what it is for."""
    return [(role, MEANING[role]) for role in scopes.givable(by)]


class GiveForm(forms.Form):
    """Where the role is held."""

    where = forms.ChoiceField(label=_("Where?"))

    def __init__(self, *args: Any, role: Role, by: Person, question: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = scopes.choices(role, by=by, question=question)  # type: ignore[attr-defined]


class InviteForm(GiveForm):
    """Where the role is held, and how the invitation reaches its reader."""

    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("The invitation goes there. Leave it empty for somebody without e-mail: you then get a code."),
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=Written.choices, widget=forms.RadioSelect
    )
