"""Trial proposals: an officer writes two for a draft call, each reviewer scores them before the first real review."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.calls import calibrations as read
from saanjh.calls.actions import calibrations as actions
from saanjh.calls.actions.calibrations import TRIALS, Text
from saanjh.calls.criteria import criteria_of
from saanjh.calls.models import Call, Criterion, TrialProposal
from saanjh.calls.rules import calibrations as rules
from saanjh.ground.access import Role
from saanjh.ground.fields import Written
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import afresh
from saanjh.web import answers
from saanjh.web.components.inputs import Number, Words
from saanjh.web.components.languages import worded
from saanjh.web.desk.confirming import why_not
from saanjh.web.guards import DeskRequest, guard


class TrialsForm(forms.Form):
    """Two short proposals that nobody made, each with the office's own scores, if it wants to show them."""

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for number in range(1, TRIALS + 1):
            self.fields[f"title_{number}"] = Words(
                label=_("Trial proposal %(number)s: title") % {"number": number}, max_length=160, required=False
            )
            self.fields[f"summary_{number}"] = Words(
                label=_("Trial proposal %(number)s: what it proposes") % {"number": number},
                help_text=_("Invent it. Use no application that somebody made, and name nobody."),
                max_length=5000,
                lines=8,
                required=False,
            )
            for each in criteria:
                self.fields[f"key_{number}_{each.code}"] = Number(
                    label=_("Your own score: %(criterion)s") % {"criterion": worded(each, "label")[0]},
                    whole=True,
                    lowest=each.score_min,
                    highest=each.score_max,
                    required=False,
                )
        self.fields["written_in"] = forms.ChoiceField(label=_("Language of these words"), choices=Written.choices)

    def texts(self) -> list[Text]:
        """Those that have words."""
        data = self.cleaned_data
        found = []
        for number in range(1, TRIALS + 1):
            title, summary = data[f"title_{number}"], data[f"summary_{number}"]
            if title or summary:
                key = {each.code: data[f"key_{number}_{each.code}"] for each in self.criteria}
                found.append(Text(title, summary, key))
        return found


@guard(Role.PROGRAMME_OFFICER, finds=Call)
def call_trials(request: DeskRequest, call: Call) -> HttpResponse:
    """Write the trial proposals of a draft; afterwards see how they were scored."""
    if call.state != Call.State.DRAFT and request.method != "POST":
        return render(request, "desk/calls/trials.html", {"call": call, "trials": read.compared(call)})
    criteria = criteria_of(call)
    form = answers.form_for(request, TrialsForm, criteria=criteria, initial=_written(call))
    return answers.answer(
        request,
        form,
        "desk/calls/trials.html",
        {"call": call},
        act=lambda data: actions.write(call, form.texts(), written_in=data["written_in"], by=request.user),
        then=lambda made: reverse("desk_call", args=[call.public_id]),
        said=_("The trial proposals are kept."),
        stands=lambda: TrialsForm(criteria=criteria, initial=_written(afresh(call))),
    )


def _written(call: Call) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for each in call.trials.all():
        shown |= {f"title_{each.position}": each.title, f"summary_{each.position}": each.summary}
        shown |= {f"key_{each.position}_{code}": score for code, score in each.key.items()}
        shown["written_in"] = each.written_in
    return shown


class ScoresForm(forms.Form):
    """A score for each criterion, without reasons."""

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in criteria:
            scores = range(each.score_min, each.score_max + 1)
            self.fields[f"score_{each.code}"] = forms.TypedChoiceField(
                label=worded(each, "label")[0],
                help_text=worded(each, "asks")[0],
                choices=[(str(score), str(score)) for score in scores],
                coerce=int,
                widget=forms.RadioSelect,
            )
        self.fields["trial"] = forms.CharField(max_length=10, widget=forms.HiddenInput)


@guard(Role.REVIEWER, finds=Call)
def reviewer_trials(request: DeskRequest, call: Call) -> HttpResponse:
    """The next trial proposal to score; when both are scored, how others scored them."""
    trial = _meant(request, call)
    criteria = list(call.criteria.all())
    if trial is None:
        context = {"call": call, "trials": _compared(request, call)}
        if request.method != "POST":
            return render(request, "desk/reviews/trials.html", context)
        form = answers.form_for(request, ScoresForm, criteria=criteria)
        return answers.answer(request, form, "desk/reviews/trials.html", context, act=_none_left, then=lambda made: "")
    form = answers.form_for(request, ScoresForm, criteria=criteria, initial={"trial": trial.public_id})
    return answers.answer(
        request,
        form,
        "desk/reviews/trials.html",
        {"call": call, "trial": trial, "refused": why_not(lambda: rules.may_score(trial, by=request.user))},
        act=lambda data: actions.score(
            trial, {each.code: data[f"score_{each.code}"] for each in criteria}, by=request.user
        ),
        then=lambda made: reverse("reviewer_trials", args=[call.public_id]),
        said=_("Your scores are kept."),
    )


def _none_left(data: dict[str, Any]) -> None:
    raise Refusal(_("This call has no trial proposals left for you to score."))


def _meant(request: DeskRequest, call: Call) -> TrialProposal | None:
    """The one that the sent form shows, whatever was scored meanwhile; else the next to score."""
    sent = call.trials.filter(public_id=request.POST.get("trial", "")).first() if request.method == "POST" else None
    return sent or (read.next_trial(call, request.user) if call.state == Call.State.CLOSED else None)


def _compared(request: DeskRequest, call: Call) -> list[read.Trial]:
    """Nothing before the call has closed: nobody could have scored."""
    return [] if call.state in {Call.State.DRAFT, Call.State.OPEN} else read.compared(call, request.user)


urlpatterns = [
    path("calls/<str:id>/trials/", call_trials, name="call_trials"),
    path("reviews/calls/<str:id>/trials/", reviewer_trials, name="reviewer_trials"),
]
