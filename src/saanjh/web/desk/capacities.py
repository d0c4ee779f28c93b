"""The capacity of an applicant at the desk: assessed question by question, shown with level, tranches and plan."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.calls import capacity as reckoned
from saanjh.calls import screening as read
from saanjh.calls.actions import capacities as actions
from saanjh.calls.models import Application, Capacity
from saanjh.calls.models.applications import READERS
from saanjh.calls.rules import capacities as rules
from saanjh.calls.rules.reviews import must_not_be_told
from saanjh.ground.access import ORGANISATION, Role
from saanjh.ground.fields import Written
from saanjh.ground.models import Purpose
from saanjh.web import answers
from saanjh.web.components.inputs import Words
from saanjh.web.components.languages import worded
from saanjh.web.desk.confirming import allows
from saanjh.web.guards import DeskRequest, guard

SCORES = [
    ("", _("Choose")),
    ("0", _("0: not there")),
    ("1", _("1: begun")),
    ("2", _("2: there, with gaps")),
    ("3", _("3: there and used")),
]


class CapacityForm(forms.Form):
    """A score for each question, area by area, and what it rests on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in reckoned.questions():
            label = worded(each, "label")[0]
            if each.is_key:
                label = _("%(question)s (counts double)") % {"question": label}
            self.fields[f"score_{each.code}"] = forms.TypedChoiceField(
                label=label, choices=SCORES, coerce=int, empty_value=None
            )
        self.fields["basis"] = Words(
            label=_("What does it rest on?"),
            help_text=_("Documents seen, talks, a visit. Name nobody."),
            max_length=2000,
            lines=4,
            required=False,
        )
        self.fields["written_in"] = forms.ChoiceField(
            label=_("Language of these words"),
            choices=Written.choices,
            initial=get_language(),
            widget=forms.RadioSelect,
        )

    def areas(self) -> list[tuple[str, list[BoundField]]]:
        """(name of the area, its fields)"""
        found: dict[str, list[BoundField]] = {}
        for each in reckoned.questions():
            found.setdefault(worded(each, "area")[0], []).append(self[f"score_{each.code}"])
        return list(found.items())

    def scores(self) -> dict[str, int | None]:
        """code of a question → its score"""
        return {each.code: self.cleaned_data[f"score_{each.code}"] for each in reckoned.questions()}


@guard(Role.PROGRAMME_OFFICER, finds=Application)
def capacity_assess(request: DeskRequest, application: Application) -> HttpResponse:
    """Assess the organisation behind an application."""
    must_not_be_told(application, by=request.user)
    if request.method != "POST":
        rules.may_assess(application, by=request.user)
    form = answers.form_for(request, CapacityForm)
    return answers.answer(
        request,
        form,
        "desk/capacities/assess.html",
        {"application": application},
        act=lambda data: actions.assess(
            application, form.scores(), basis=data["basis"], written_in=data["written_in"], by=request.user
        ),
        then=_page,
        said=_("The assessment is kept."),
    )


@guard(*READERS, *ORGANISATION, finds=Capacity, methods=("GET",), sensitive=Purpose.SELECTING, unless=ORGANISATION)
def capacity(request: DeskRequest, capacity: Capacity) -> HttpResponse:
    """One assessment: level, tranches, plan, and every score; and which others there are."""
    must_not_be_told(capacity.application, by=request.user)
    scores = list(capacity.scores.all())
    every = read.capacities(capacity.application)
    context = {
        "capacity": capacity,
        "application": capacity.application,
        "plan": reckoned.plan((score, score.score, score.is_key) for score in scores),
        "areas": _by_area(scores),
        "stands": every[0].pk == capacity.pk,
        "others": [each for each in every if each.pk != capacity.pk],
        "may_assess": allows(rules.may_assess, capacity.application, request),
    }
    return render(request, "desk/capacities/capacity.html", context)


def _by_area(scores: list[Any]) -> list[tuple[Any, list[Any]]]:
    """(the first score of an area, which names it; all of its scores)"""
    found: dict[str, list[Any]] = {}
    for each in scores:
        found.setdefault(each.area_en, []).append(each)
    return [(each[0], each) for each in found.values()]


def _page(capacity: Capacity) -> str:
    return reverse("capacity", args=[capacity.public_id])


urlpatterns = [
    path("applications/<str:id>/capacity/assess/", capacity_assess, name="capacity_assess"),
    path("capacities/<str:id>/", capacity, name="capacity"),
]
