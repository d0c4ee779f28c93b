"""The criteria of a call at the desk: weighed for a draft, and looked at as reviewers will see them."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.calls.actions import calls as actions
from saanjh.calls.criteria import criteria_of
from saanjh.calls.models import Call, Criterion
from saanjh.calls.models.applications import READERS
from saanjh.calls.rules import calls as rules
from saanjh.ground.access import Role
from saanjh.ground.writing import afresh
from saanjh.web import answers
from saanjh.web.components.inputs import Number
from saanjh.web.components.languages import worded
from saanjh.web.desk.reviews import ReviewForm
from saanjh.web.guards import DeskRequest, guard


class WeightsForm(forms.Form):
    """How much each criterion counts, of 100."""

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in criteria:
            self.fields[each.code] = Number(
                label=worded(each, "label")[0],
                help_text=_("An application with less than %(percent)s %% here is marked for those who decide.")
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
        {"call": call},
        act=lambda data: actions.weigh(call, data, by=request.user),
        then=lambda made: reverse("desk_call", args=[call.public_id]),
        said=_("The criteria are weighed."),
        stands=lambda: WeightsForm(criteria=criteria_of(afresh(call))),
    )


@guard(*READERS, finds=Call, methods=("GET",))
def call_review_preview(request: DeskRequest, call: Call) -> HttpResponse:
    """The criteria as reviewers see them beside an application: what to look at, the scores, the reasons."""
    form = ReviewForm(criteria=criteria_of(call))
    return render(request, "desk/calls/review_preview.html", {"call": call, "sheet": form})


urlpatterns = [
    path("calls/<str:id>/criteria/", call_criteria, name="call_criteria"),
    path("calls/<str:id>/criteria/preview/", call_review_preview, name="call_review_preview"),
]
