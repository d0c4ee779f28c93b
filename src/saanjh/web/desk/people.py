"""People: who works here and with which role; giving roles, taking them back, and helping somebody back in."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.actions import people, recoveries, roles
from saanjh.ground.models import Person, Purpose, Recovery, RoleHeld
from saanjh.kit.text import isolated
from saanjh.web import histories, scopes, shown_once
from saanjh.web.answers import answer, form_for
from saanjh.web.desk.confirming import Question, confirm
from saanjh.web.desk.handing_over import in_hand
from saanjh.web.desk.role_forms import GiveForm, chosen_role, role_choices
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages
from saanjh.web.wording.roles import MEANING

PAGE = 25
MANAGERS = (Role.ADMINISTRATOR, Role.SIGNATORY)


@dataclass(frozen=True)
class Row:
    """A person with the roles that the reader may know of: (role held, its words, where)."""

    person: Person
    roles: list[tuple[RoleHeld, str, str]]


@guard(*MANAGERS, methods=("GET",), sensitive=Purpose.HELPING, shows=Person)
def people_list(request: DeskRequest) -> HttpResponse:
    """Everybody for an administrator; for a signatory the people of the own organisations."""
    question = request.GET.get("q", "").strip()[:100]
    rows = visible(request.user, Person)
    if question:
        rows = rows.filter(Q(name__icontains=question) | Q(username__icontains=question))
    page = Pages(rows.order_by("name", "pk").prefetch_related(HELD), PAGE).get_page(request.GET.get("page"))
    page.object_list = rows_for(request.user, page.object_list)
    return render(request, "desk/people.html", {"page": page, "question": question})


HELD = Prefetch("roles_held", queryset=RoleHeld.objects.filter(until=None), to_attr="held_now")


def rows_for(reader: Person, persons: Any) -> list[Row]:
    """The persons (with HELD prefetched) and their roles: all for an administrator, else those of one's own scopes."""
    standing = standing_of(reader)
    persons = list(persons)
    mine = {(kind, number) for _role, kind, number in standing.held}
    everything = standing.has(Role.ADMINISTRATOR)
    shown = {
        person.pk: [
            held
            for held in person.held_now
            if everything or person.pk == reader.pk or (held.scope_kind, held.scope_id) in mine
        ]
        for person in persons
    }
    names = scopes.named((held.scope_kind, held.scope_id) for each in shown.values() for held in each)
    return [
        Row(
            person,
            [(held, str(Role(held.role).label), names[held.scope_kind, held.scope_id]) for held in shown[person.pk]],
        )
        for person in persons
    ]


@guard(*MANAGERS, finds=Person, methods=("GET",), sensitive=Purpose.HELPING)
def person(request: DeskRequest, somebody: Person) -> HttpResponse:
    """One person: roles, what may be done, and what was done; the latter tells of roles held elsewhere too, so it is
    for administrators and the person alone."""
    found = visible(request.user, Person).prefetch_related(HELD).get(pk=somebody.pk)
    row = rows_for(request.user, [found])[0]
    may = {
        "give": found.pk != request.user.pk and roles.gives_any(request.user),
        "take_back": any(_takes(request.user, held) for held, _role, _where in row.roles),
        "help_back": people.may_help_back(found, by=request.user),
        "administer": recoveries.may_ask(found, by=request.user),
    }
    sees_history = standing_of(request.user).has(Role.ADMINISTRATOR) or found.pk == request.user.pk
    context = {
        "row": row,
        "may": may,
        "asked": visible(request.user, Recovery).open().filter(person=found) if may["administer"] else [],
        "history": histories.about(found) if sees_history else None,
    }
    return render(request, "desk/person.html", context)


def _takes(by: Person, held: RoleHeld) -> bool:
    return by.pk != held.person_id and roles.manages(Role(held.role), held.scope_id, by)


@guard(*MANAGERS, finds=Person)
def give_role(request: DeskRequest, somebody: Person) -> HttpResponse:
    """Give a role to somebody who has an account: first which, then where."""
    role = chosen_role(request)
    if role is None:
        context = {"roles": role_choices(request.user), "title": _("Give a role"), "somebody": somebody}
        return render(request, "desk/choose_role.html", context)
    question = request.GET.get("q", "")
    return answer(
        request,
        form_for(request, GiveForm, role=role, by=request.user, question=question),
        "desk/give_role.html",
        {"somebody": somebody, "role": role, "meaning": MEANING[role], "question": question},
        act=lambda data: roles.give(somebody, role, over=int(data["where"]), by=request.user),
        then=lambda held: reverse("person", args=[somebody.public_id]),
        said=_("The role is given."),
    )


class TakeBackForm(forms.Form):
    """Which of the roles ends."""

    held = forms.ChoiceField(label=_("Which role ends?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, row: Row, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held"].choices = [  # type: ignore[attr-defined]
            (held.pk, f"{role}: {where}") for held, role, where in row.roles if _takes(by, held)
        ]


@guard(*MANAGERS, finds=Person)
def take_back_role(request: DeskRequest, somebody: Person) -> HttpResponse:
    """End one of the person's roles."""
    found = visible(request.user, Person).prefetch_related(HELD).get(pk=somebody.pk)
    row = rows_for(request.user, [found])[0]
    held = {str(held.pk): held for held, _role, _where in row.roles}
    ends = [each for each in held.values() if each.role == Role.PROGRAMME_OFFICER and _takes(request.user, each)]
    entering = in_hand(somebody, by=request.user, programmes=[each.scope_id for each in ends])
    return answer(
        request,
        form_for(request, TakeBackForm, row=row, by=request.user),
        "desk/take_back_role.html",
        {"somebody": somebody, "cautions": entering},
        act=lambda data: roles.take_back(held[data["held"]], by=request.user),
        then=lambda made: reverse("people"),
        said=_("The role has ended."),
    )


@guard(Role.SIGNATORY, finds=Person)
def help_back(request: DeskRequest, somebody: Person) -> HttpResponse:
    """Make a one-time code for somebody of the own organisation who cannot sign in; shown on the next page, once."""

    def act() -> None:
        shown_once.put(request, somebody.public_id, people.help_back(somebody, by=request.user))

    question = Question(
        title=_("Give %(name)s a code to come back?") % {"name": isolated(somebody.name)},
        words=_("Make sure that it is this person who asks, best by voice. The code works once, for one day."),
        button=_("Make the code"),
        back=reverse("person", args=[somebody.public_id]),
    )
    return confirm(
        request,
        question,
        act=act,
        then=lambda made: reverse("way_back", args=[somebody.public_id]),
        said="",
    )


@guard(*MANAGERS, finds=Person, methods=("GET",), sensitive=Purpose.HELPING)
def way_back(request: DeskRequest, somebody: Person) -> HttpResponse:
    """The code, once, to the signatory who made it or the administrator who confirmed it."""
    code = shown_once.take(request, somebody.public_id)
    link = request.build_absolute_uri(reverse("return", args=[code])) if code else ""
    again = people.may_help_back(somebody, by=request.user)
    return render(request, "desk/code.html", {"code": code, "link": link, "somebody": somebody, "again": again})


@guard(Role.ADMINISTRATOR, finds=Person)
def close_account(request: DeskRequest, somebody: Person) -> HttpResponse:
    """Close an account: roles and sessions end."""
    question = Question(
        title=_("Close the account of %(name)s?") % {"name": isolated(somebody.name)},
        words=_("All roles end and nobody can sign in with it. What the person did stays in the history."),
        button=_("Close the account"),
        back=reverse("person", args=[somebody.public_id]),
        warnings=in_hand(somebody, by=request.user),
    )
    return confirm(
        request,
        question,
        act=lambda: people.deactivate(somebody, by=request.user),
        then=lambda made: reverse("people"),
        said=_("The account is closed."),
    )


urlpatterns = [
    path("people/", people_list, name="people"),
    path("people/<str:id>/", person, name="person"),
    path("people/<str:id>/give-role/", give_role, name="give_role"),
    path("people/<str:id>/take-back-role/", take_back_role, name="take_back_role"),
    path("people/<str:id>/help-back/", help_back, name="help_back"),
    path("people/<str:id>/way-back/", way_back, name="way_back"),
    path("people/<str:id>/close/", close_account, name="close_account"),
]
