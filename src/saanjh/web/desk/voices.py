"""Messages at the desk: acknowledged, answered, closed; what is sensitive by focal persons alone."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import standing_of
from saanjh.ground.fields import Written
from saanjh.ground.models import Purpose
from saanjh.voices import queries, rules
from saanjh.voices.actions import messages as actions
from saanjh.voices.models import HANDLERS, Message
from saanjh.web import histories
from saanjh.web.answers import answer, form_for
from saanjh.web.components.inputs import Words
from saanjh.web.desk.confirming import Question, confirm
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25


class StateFilter(forms.Form):
    """Which messages are listed."""

    state = forms.ChoiceField(
        label=_("Status"),
        choices=[
            ("", _("Not answered yet")),
            (Message.State.ANSWERED, Message.State.ANSWERED.label),
            (Message.State.CLOSED, Message.State.CLOSED.label),
        ],
        required=False,
    )


class AnswerForm(forms.Form):
    """What whoever holds the receipt will read."""

    text = Words(
        label=_("Your answer"),
        help_text=_("Whoever holds the receipt reads it. Do not repeat what was told: others may look on."),
        max_length=5000,
        lines=8,
    )
    written_in = forms.ChoiceField(
        label=_("In which language have you written?"), choices=Written.choices, widget=forms.RadioSelect
    )


@guard(*HANDLERS, methods=("GET",))
def messages(request: DeskRequest) -> HttpResponse:
    """The messages that one may read, the oldest unanswered first; without their words."""
    form = StateFilter(request.GET or None)
    state = form.cleaned_data["state"] if form.is_bound and form.is_valid() else ""
    rows = queries.listed(standing_of(request.user), state)
    page = Pages(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "filter": form, "state": state, "today": timezone.localdate()}
    context["past"] = queries.past(standing_of(request.user))
    return render(request, "desk/voices/list.html", context)


@guard(*HANDLERS, finds=Message, methods=("GET",), sensitive=Purpose.READING)
def message(request: DeskRequest, message: Message) -> HttpResponse:
    """One message with its words, and what can be done with it now."""
    verbs = {verb for state, verb in rules.MOVES if state == message.state}
    context = {"message": message, "verbs": verbs, "history": histories.about(message), "today": timezone.localdate()}
    return render(request, "desk/voices/message.html", context)


@guard(*HANDLERS, finds=Message, sensitive=Purpose.ANSWERING)
def message_answer(request: DeskRequest, message: Message) -> HttpResponse:
    """Answer a message, once."""
    return answer(
        request,
        form_for(request, AnswerForm, initial={"written_in": message.written_in}),
        "desk/voices/answer.html",
        {"message": message},
        act=lambda data: actions.answer(message, by=request.user, **data),
        then=_page,
        said=_("The answer can be read by whoever holds the receipt."),
    )


@guard(*HANDLERS, finds=Message)
def message_acknowledge(request: DeskRequest, message: Message) -> HttpResponse:
    """Say that the message was read."""
    question = Question(
        _("Acknowledge this message?"),
        _("Whoever holds the receipt sees that it was read, and by which day the answer comes."),
        _("Acknowledge"),
        _page(message),
    )
    return _confirmed(request, question, actions.acknowledge, message, _("The message is acknowledged."))


@guard(*HANDLERS, finds=Message)
def message_close(request: DeskRequest, message: Message) -> HttpResponse:
    """Nothing is left to do."""
    question = Question(
        _("Close this message?"),
        _("What was promised in the answer is done. The answer itself can still be read with the receipt."),
        _("Close"),
        _page(message),
    )
    return _confirmed(request, question, actions.close, message, _("The message is closed."))


@guard(*HANDLERS, finds=Message)
def message_protect(request: DeskRequest, message: Message) -> HttpResponse:
    """Leave the message to focal persons."""
    question = Question(
        _("Leave this message to the focal persons?"),
        _("For abuse, fraud and threats, whatever it was sent as. Officers no longer see it, and it stays so."),
        _("Leave it to them"),
        _page(message),
    )
    said = _("Focal persons alone read this message now.")
    return _confirmed(request, question, actions.protect, message, said, then=lambda done: reverse("desk_messages"))


def _page(message: Message) -> str:
    return reverse("desk_message", args=[message.public_id])


def _confirmed(
    request: DeskRequest, question: Question, verb: Any, message: Message, said: Any, then: Any = _page
) -> HttpResponse:
    return confirm(request, question, act=lambda: verb(message, by=request.user), then=then, said=said)


urlpatterns = [
    path("voices/", messages, name="desk_messages"),
    path("voices/<str:id>/", message, name="desk_message"),
    path("voices/<str:id>/acknowledge/", message_acknowledge, name="message_acknowledge"),
    path("voices/<str:id>/answer/", message_answer, name="message_answer"),
    path("voices/<str:id>/close/", message_close, name="message_close"),
    path("voices/<str:id>/protect/", message_protect, name="message_protect"),
]
