"""A page that asks once more before a step that cannot be taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from saanjh.ground.refusals import Refusal
from saanjh.web import answers
from saanjh.web.guards import DeskRequest


@dataclass(frozen=True)
class Question:
    """What is asked: its title, what follows from a yes, the button, where one goes instead, what it is about."""

    title: Any
    words: Any
    button: Any
    back: str
    facts: Sequence[tuple[Any, Any]] = ()


def confirm(
    request: DeskRequest,
    question: Question,
    *,
    act: Callable[[], Any],
    then: Callable[[Any], str],
    said: Any,
    check: Callable[[], None] = lambda: None,
) -> HttpResponse:
    """Show the question; when it was sent, `act` once and go where `then` says.

    Where `check` refuses already when the page is opened, its words stand there and no form.
    """
    context: dict[str, Any] = {"question": question}
    if request.method != "POST":
        try:
            check()
        except Refusal as refusal:
            context["refused"] = refusal.why
    form = answers.form_for(request, answers.Confirm)
    return answers.answer(request, form, "desk/confirm.html", context, act=lambda data: act(), then=then, said=said)
