"""Permits of a grant at the desk: asked for, decided, running out; how long kinds of authority take."""

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.awards import permit_queries as queries
from saanjh.awards.actions import permits as actions
from saanjh.awards.codes import AUTHORITIES, PERMITS
from saanjh.awards.models import READERS, Award, Permit, PermitFact
from saanjh.awards.rules import permits as rules
from saanjh.ground.access import ORGANISATION, Role
from saanjh.programmes.models import Programme
from saanjh.web.answers import answer, form_for
from saanjh.web.components.inputs import Day
from saanjh.web.desk.award_pages import FORM, around
from saanjh.web.desk.code_words import code_choices, code_words
from saanjh.web.desk.confirming import Question, allows, confirm
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25
Holds, What = rules.Holds, PermitFact.What
DRAWN = {
    Holds.WAITS: "waiting",
    Holds.RUNS_OUT: "late",
    Holds.EXPIRED: "late",
}
DECIDED = [(What.GRANTED, What.GRANTED.label), (What.REFUSED, What.REFUSED.label)]


class PermitForm(forms.Form):
    """What was asked for, of whom, when."""

    kind = forms.ChoiceField(label=_("What it is for"), choices=partial(code_choices, PERMITS))
    issuer = forms.ChoiceField(
        label=_("Who issues it"),
        help_text=_("The kind of authority. Names of officials are not kept."),
        choices=partial(code_choices, AUTHORITIES),
    )
    applied_on = Day(label=_("Asked for on"))


class DecisionForm(forms.Form):
    """What the authority said, when, until when."""

    what = forms.ChoiceField(label=_("What became of it"), widget=forms.RadioSelect)
    day = Day(label=_("Day of the decision"))
    expires_on = Day(
        label=_("Its last day"), required=False, help_text=_("Where it is granted; blank where it has none.")
    )

    def __init__(self, *args: Any, permit: Permit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decided = permit.facts.exists()
        withdrawn = [(What.WITHDRAWN, What.WITHDRAWN.label)] if decided else []
        self.fields["what"].choices = [*DECIDED, *withdrawn]  # type: ignore[attr-defined]
        self.initial = {"day": timezone.localdate(), **self.initial}


@guard(*ORGANISATION, *READERS, finds=Award, methods=("GET",))
def award_permits(request: DeskRequest, award: Award) -> HttpResponse:
    """The permits of a grant as they stand today, the latest asked for first."""
    page = Pages(queries.of_award(award), PAGE).get_page(request.GET.get("page"))
    may_write = allows(rules.may_write, award, request)
    found = queries.standing(page, timezone.localdate())
    words = [(code_words(PERMITS, each.permit.kind), code_words(AUTHORITIES, each.permit.issuer)) for each in found]
    rows = [(each, kind, issuer, DRAWN.get(each.holds)) for each, (kind, issuer) in zip(found, words, strict=True)]
    context = {"award": award, "page": page, "rows": rows, "may_write": may_write}
    return render(request, "desk/awards/permits.html", context)


@guard(*ORGANISATION, finds=Award)
def permit_new(request: DeskRequest, award: Award) -> HttpResponse:
    """Write down that a permission was asked for."""
    words = {"title": _("A permission was asked for"), "button": _("Write it down"), "back": _page(award)}
    return answer(
        request,
        form_for(request, PermitForm, initial={"applied_on": timezone.localdate()}),
        FORM,
        around(request, award, lambda: rules.may_write(award, by=request.user), **words),
        act=lambda data: actions.ask(award, by=request.user, **data),
        then=lambda made: _page(award),
        said=_("It is written down. Say here what becomes of it."),
    )


@guard(*ORGANISATION, finds=Permit)
def permit_decide(request: DeskRequest, permit: Permit) -> HttpResponse:
    """Write down what became of it."""
    words = {
        "title": _("What became of a permission"),
        "lede": code_words(PERMITS, permit.kind),
        "button": _("Write it down"),
        "back": _page(permit.award),
    }
    return answer(
        request,
        form_for(request, DecisionForm, permit=permit),
        FORM,
        around(request, permit.award, lambda: rules.may_decide(permit, by=request.user), **words),
        act=lambda data: actions.decide(permit, by=request.user, **data),
        then=lambda made: _page(permit.award),
        said=_("It is written down."),
    )


@guard(*ORGANISATION, finds=Permit)
def permit_mistaken(request: DeskRequest, permit: Permit) -> HttpResponse:
    """Say that it was written down by mistake."""
    question = Question(
        _("Was this permission written down by mistake?"),
        _("It stays readable but counts no more. This cannot be taken back: write it down anew where it was right."),
        _("It was a mistake"),
        _page(permit.award),
        [(_("What it is for"), code_words(PERMITS, permit.kind))],
    )
    return confirm(
        request,
        question,
        act=lambda: actions.was_mistaken(permit, by=request.user),
        check=lambda: rules.may_decide(permit, by=request.user),
        then=lambda made: _page(made.award),
        said=_("It counts no more."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Programme, methods=("GET",))
def programme_permits(request: DeskRequest, programme: Programme) -> HttpResponse:
    """How long each kind of authority took, across the programme's grants."""
    rows = [(each, code_words(AUTHORITIES, each.issuer)) for each in queries.waited(programme)]
    context = {"programme": programme, "rows": rows, "fewest": queries.FEWEST}
    return render(request, "desk/awards/permits_waited.html", context)


def _page(award: Award) -> str:
    return reverse("award_permits", args=[award.public_id])


urlpatterns = [
    path("awards/<str:id>/permits/", award_permits, name="award_permits"),
    path("awards/<str:id>/permits/new/", permit_new, name="permit_new"),
    path("permits/<str:id>/decide/", permit_decide, name="permit_decide"),
    path("permits/<str:id>/mistaken/", permit_mistaken, name="permit_mistaken"),
    path("programmes/<str:id>/permits/", programme_permits, name="programme_permits"),
]
