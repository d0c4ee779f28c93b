"""Questions about a call: asked by those who apply, answered by the programme's officers for all."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saanjh.calls import queries
from saanjh.calls.actions import enquiries as actions
from saanjh.calls.models import Call, Enquiry
from saanjh.calls.rules import enquiries as rules
from saanjh.ground.access import Role
from saanjh.ground.fields import Written
from saanjh.ground.refusals import Refusal
from saanjh.web import answers
from saanjh.web.components.inputs import Words
from saanjh.web.desk.confirming import Question, confirm
from saanjh.web.guards import DeskRequest, guard, signed_in
from saanjh.web.pages import Pages

PAGE = 25


class AskForm(forms.Form):
    """A question, in either language."""

    text = Words(
        label=_("Your question"),
        max_length=1000,
        lines=5,
        help_text=_("Question and answer are shown to everybody, without your name. Do not describe your project."),
    )
    written_in = forms.ChoiceField(
        label=_("Language of the question"), choices=Written.choices, widget=forms.RadioSelect
    )


class AnswerForm(forms.Form):
    """The answer, as everybody reads it."""

    answer = Words(label=_("Answer"), max_length=3000, lines=6, help_text=_("Everybody reads it beside the question."))
    written_in = forms.ChoiceField(label=_("Language of the answer"), choices=Written.choices, widget=forms.RadioSelect)


@signed_in(finds=Call)
def call_ask(request: DeskRequest, call: Call) -> HttpResponse:
    """Ask about a published call."""
    refused: Any = ""
    try:
        rules.may_ask(call, by=request.user, now=timezone.now())
    except Refusal as refusal:
        refused = refusal.why
    return answers.answer(
        request,
        answers.form_for(request, AskForm, initial={"written_in": get_language()}),
        "desk/calls/ask.html",
        {"call": call, "refused": refused},
        act=lambda data: actions.ask(call, by=request.user, **data),
        then=lambda made: request.path,  # a public page would not say that it was sent
        said=_("Your question was sent. You get a message when it is answered."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Call, methods=("GET",))
def call_enquiries(request: DeskRequest, call: Call) -> HttpResponse:
    """All questions about a call, those that wait first."""
    page = Pages(queries.enquiries_of(call), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/calls/enquiries.html", {"call": call, "page": page})


@guard(Role.PROGRAMME_OFFICER, finds=Enquiry)
def enquiry_answer(request: DeskRequest, enquiry: Enquiry) -> HttpResponse:
    """Answer a question for all."""
    return answers.answer(
        request,
        answers.form_for(request, AnswerForm, initial={"written_in": enquiry.written_in}),
        "desk/calls/enquiry.html",
        {"call": enquiry.call, "enquiry": enquiry, "waits": enquiry.state == Enquiry.State.ASKED},
        act=lambda data: actions.answer(enquiry, by=request.user, **data),
        then=_list,
        said=_("The answer is public."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Enquiry)
def enquiry_set_aside(request: DeskRequest, enquiry: Enquiry) -> HttpResponse:
    """Set a question aside."""
    question = Question(
        _("Set this question aside?"),
        _("It is not answered and never public. Whoever asked is told so."),
        _("Set it aside"),
        reverse("enquiry_answer", args=[enquiry.public_id]),
    )
    return confirm(
        request,
        question,
        act=lambda: actions.set_aside(enquiry, by=request.user),
        then=_list,
        said=_("The question is set aside."),
        check=lambda: rules.may_answer(enquiry, by=request.user),
    )


def _list(enquiry: Enquiry) -> str:
    return reverse("call_enquiries", args=[enquiry.call.public_id])


urlpatterns = [
    path("calls/<str:id>/ask/", call_ask, name="call_ask"),
    path("calls/<str:id>/questions/", call_enquiries, name="call_enquiries"),
    path("questions/<str:id>/answer/", enquiry_answer, name="enquiry_answer"),
    path("questions/<str:id>/set-aside/", enquiry_set_aside, name="enquiry_set_aside"),
]
