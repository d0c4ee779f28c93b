"""Appeals at the desk: an applicant objects to the procedure; somebody without a hand in it answers."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.calls import appeals as queries
from saanjh.calls.actions import appeals as actions
from saanjh.calls.models import Appeal, Application, Call
from saanjh.calls.models.applications import READERS
from saanjh.calls.procedure import NOT_ON_MERIT, NOT_ON_MERIT_EITHER, ground, grounds, worded
from saanjh.calls.queries import untold
from saanjh.calls.rules import appeals as rules
from saanjh.calls.rules.reviews import must_not_be_told
from saanjh.ground.access import WRITERS
from saanjh.ground.fields import Written
from saanjh.ground.models import Purpose
from saanjh.ground.refusals import Refusal
from saanjh.web import answers
from saanjh.web.components.inputs import Words
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25


class LodgeForm(forms.Form):
    """What went wrong in the procedure, and what happened."""

    ground = forms.ChoiceField(label=_("What went wrong"), widget=forms.RadioSelect)
    what_happened = Words(
        label=_("What happened"),
        max_length=3000,
        lines=8,
        help_text=_("Say what was done or left out, and where it can be seen. Name nobody."),
    )
    written_in = forms.ChoiceField(label=_("Language of these words"), choices=Written.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [(each.code, worded(each)) for each in grounds()]  # type: ignore[attr-defined]
        self.initial = {"written_in": get_language(), **self.initial}


class AnswerForm(forms.Form):
    """Upheld or dismissed, with the reasons as the applicant reads them."""

    outcome = forms.ChoiceField(
        label=_("Answer"),
        widget=forms.RadioSelect,
        choices=[
            (Appeal.State.UPHELD.value, _("Uphold it: a mistake was made, and it is decided anew")),
            (Appeal.State.DISMISSED.value, _("Dismiss it: the decision stands")),
        ],
    )
    answer = Words(
        label=_("Reasons"),
        max_length=3000,
        lines=8,
        help_text=_("The applicant reads them as you write them. Name no reviewer."),
    )
    answer_written_in = forms.ChoiceField(label=_("Language of the reasons"), choices=Written.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"answer_written_in": get_language(), **self.initial}


def beside(application: Application) -> dict[str, Any]:
    """What an application's page says of its appeals, the last one first; and until when one is possible."""
    found = queries.of(application)
    appeal = found[0].appeal if found else None
    said = {"appeal": appeal, "appealed": [(each.appeal, ground(each.appeal.ground), each.stopped) for each in found]}
    if appeal is not None and appeal.state != Appeal.State.UPHELD:
        return said
    last = rules.last_day(application)
    return {**said, "appeal_until": last, "appeal_past": last is not None and timezone.localdate() > last}


@guard(*WRITERS, finds=Application)
def appeal_lodge(request: DeskRequest, application: Application) -> HttpResponse:
    """Appeal against how an application was handled."""
    refused: Any = ""
    try:
        rules.may_lodge(application, by=request.user, now=timezone.now())
    except Refusal as refusal:
        refused = refusal.why
    context = {
        "application": application,
        "refused": refused,
        "not_on_merit": NOT_ON_MERIT,
        "until": rules.last_day(application),
        "due": rules.due_on(timezone.localdate()),
    }
    return answers.answer(
        request,
        answers.form_for(request, LodgeForm),
        "desk/appeals/lodge.html",
        context,
        act=lambda data: actions.lodge(application, by=request.user, **data),
        then=lambda made: reverse("application", args=[application.public_id]),
        said=_("Your appeal was handed in. You get a message when it is answered."),
    )


@guard(*READERS, finds=Appeal, sensitive=Purpose.DECIDING)
def appeal_answer(request: DeskRequest, appeal: Appeal) -> HttpResponse:
    """Answer an appeal, or read how it was answered."""
    application = appeal.application
    must_not_be_told(application, by=request.user)
    refused: Any = ""
    try:
        rules.may_answer(appeal, by=request.user)
    except Refusal as refusal:
        refused = refusal.why
    context = {
        "appeal": appeal,
        "application": application,
        "appeal_ground": ground(appeal.ground),
        "waits": appeal.state == Appeal.State.LODGED,
        "refused": refused,
        "not_on_merit": NOT_ON_MERIT_EITHER,
        "decision": rules.last_decision(application),
        "stopped": rules.stopped_at(application),
    }
    return answers.answer(
        request,
        answers.form_for(request, AnswerForm),
        "desk/appeals/answer.html",
        context,
        act=lambda data: actions.answer(appeal, by=request.user, **data),
        then=lambda made: reverse("call_appeals", args=[application.call.public_id]),
        said=_("The appeal is answered, and the applicant has been told."),
    )


@guard(*READERS, finds=Call, methods=("GET",))
def call_appeals(request: DeskRequest, call: Call) -> HttpResponse:
    """The appeals in a call, those that wait first."""
    page = Pages(queries.of_call(call), PAGE).get_page(request.GET.get("page"))
    rows = [(each, ground(each.ground)) for each in page]
    context = {"call": call, "page": page, "rows": rows, "untold": untold(call, request.user)}
    return render(request, "desk/appeals/list.html", context)


urlpatterns = [
    path("applications/<str:id>/appeal/", appeal_lodge, name="appeal_lodge"),
    path("appeals/<str:id>/", appeal_answer, name="appeal_answer"),
    path("calls/<str:id>/appeals/", call_appeals, name="call_appeals"),
]
