"""The criteria of a call at the desk: weighed and worded for a draft, and looked at as reviewers will see them."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.calls.actions import calls as actions
from saanjh.calls.actions import criteria
from saanjh.calls.criteria import criteria_of
from saanjh.calls.models import Call, Criterion
from saanjh.calls.models.applications import READERS
from saanjh.calls.rules import calls as rules
from saanjh.ground.access import Role
from saanjh.ground.writing import afresh
from saanjh.web import answers
from saanjh.web.components.inputs import Number, Words
from saanjh.web.components.languages import worded
from saanjh.web.desk.confirming import Question, confirm
from saanjh.web.desk.reviews import ReviewForm
from saanjh.web.guards import DeskRequest, guard


class WeightsForm(forms.Form):
    """How much each criterion counts, of 100."""

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in criteria:
            self.fields[each.code] = Number(
                label=worded(each, "label")[0],
                help_text=_(
                    "By default an application with less than %(percent)s %% here is not chosen, unless the panel "
                    "departs from that and says why."
                )
                % {"percent": each.min_percent}
                if each.min_percent
                else "",
                whole=True,
                lowest=1,
                highest=rules.WHOLE,
                initial=each.weight,
            )


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_criteria(request: DeskRequest, call: Call) -> HttpResponse:
    """Weigh the criteria of a draft."""
    if request.method != "POST":
        rules.may_prepare(call, by=request.user)
    return answers.answer(
        request,
        answers.form_for(request, WeightsForm, criteria=criteria_of(call)),
        "desk/calls/weights.html",
        {"call": call, "criteria": criteria_of(call)},
        act=lambda data: actions.weigh(call, data, by=request.user),
        then=lambda made: reverse("desk_call", args=[call.public_id]),
        said=_("The criteria are weighed."),
        stands=lambda: WeightsForm(criteria=criteria_of(afresh(call))),
    )


class CriterionForm(forms.Form):
    """What a criterion is, and what reviewers look at."""

    label_en = Words(label=_("Criterion in English"), max_length=200)
    label_ur = Words(label=_("Criterion in Urdu"), max_length=200, required=False)
    asks_en = Words(label=_("What to look at, in English"), max_length=1000, lines=3, required=False)
    asks_ur = Words(label=_("What to look at, in Urdu"), max_length=1000, lines=3, required=False)


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_criterion_new(request: DeskRequest, call: Call) -> HttpResponse:
    """Add a criterion to a draft."""
    if request.method != "POST":
        rules.may_prepare(call, by=request.user)
    return answers.answer(
        request,
        answers.form_for(request, CriterionForm),
        "desk/calls/criterion.html",
        {"call": call, "heading": _("A new criterion"), "button": _("Add the criterion")},
        act=lambda data: criteria.add(call, by=request.user, **data),
        then=lambda made: reverse("call_criteria", args=[call.public_id]),
        said=_("The criterion is added. Weigh them all anew: together they come to 100."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_criterion_change(request: DeskRequest, call: Call, criterion: str) -> HttpResponse:
    """Reword a criterion of a draft."""
    if request.method != "POST":
        rules.may_prepare(call, by=request.user)
    return answers.answer(
        request,
        answers.form_for(request, CriterionForm, initial=_words(call, criterion)),
        "desk/calls/criterion.html",
        {"call": call, "heading": _("Change the criterion"), "button": _("Keep the changes")},
        act=lambda data: criteria.reword(call, criterion, by=request.user, **data),
        then=lambda made: reverse("call_criteria", args=[call.public_id]),
        said=_("The criterion is changed."),
        stands=lambda: CriterionForm(initial=_words(afresh(call), criterion)),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_criterion_remove(request: DeskRequest, call: Call, criterion: str) -> HttpResponse:
    """Take a criterion out of a draft."""
    return confirm(
        request,
        Question(
            _("Take out this criterion?"),
            _("Weigh the others anew after that: together they come to 100."),
            _("Take out"),
            reverse("call_criteria", args=[call.public_id]),
            [(_("Criterion"), worded(_criterion(call, criterion), "label")[0])],
        ),
        act=lambda: criteria.remove(call, criterion, by=request.user),
        then=lambda made: reverse("call_criteria", args=[call.public_id]),
        said=_("The criterion is taken out."),
        check=lambda: rules.may_prepare(call, by=request.user),
    )


def _criterion(call: Call, code: str) -> Criterion:
    """The criterion of the address, as it stands or as it will be copied in."""
    for each in criteria_of(call):
        if each.code == code:
            return each
    raise Http404


def _words(call: Call, code: str) -> dict[str, Any]:
    return {name: getattr(_criterion(call, code), name) for name in criteria.WORDS}


@guard(*READERS, finds=Call, methods=("GET",))
def call_review_preview(request: DeskRequest, call: Call) -> HttpResponse:
    """The criteria as reviewers see them beside an application: what to look at, the scores, the reasons."""
    form = ReviewForm(criteria=criteria_of(call))
    return render(request, "desk/calls/review_preview.html", {"call": call, "sheet": form})


urlpatterns = [
    path("calls/<str:id>/criteria/", call_criteria, name="call_criteria"),
    path("calls/<str:id>/criteria/new/", call_criterion_new, name="call_criterion_new"),
    path("calls/<str:id>/criteria/<slug:criterion>/change/", call_criterion_change, name="call_criterion_change"),
    path("calls/<str:id>/criteria/<slug:criterion>/remove/", call_criterion_remove, name="call_criterion_remove"),
    path("calls/<str:id>/criteria/preview/", call_review_preview, name="call_review_preview"),
]
