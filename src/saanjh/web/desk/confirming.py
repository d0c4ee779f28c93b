"""A page that asks once more before a step that cannot be taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from saanjh.web import answers
from saanjh.web.guards import DeskRequest


@dataclass(frozen=True)
class Question:
    """What is asked: the title, what follows from a yes, the words of the button, and where one goes instead."""

    title: Any
    words: Any
    button: Any
    back: str


def confirm(
    request: DeskRequest, question: Question, *, act: Callable[[], Any], then: Callable[[Any], str], said: Any
) -> HttpResponse:
    """Show the question; when it was sent, `act` once and go where `then` says."""
    form = answers.form_for(request, answers.Confirm)
    return answers.answer(
        request, form, "desk/confirm.html", {"question": question}, act=lambda data: act(), then=then, said=said
    )
