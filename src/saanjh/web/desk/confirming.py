"""A page that asks once more before a step that cannot be taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse

from saanjh.ground.access import Role
from saanjh.ground.records import Record
from saanjh.ground.refusals import Refusal
from saanjh.web import answers
from saanjh.web.guards import DeskRequest, guard


@dataclass(frozen=True)
class Question:
    """What is asked: its title, what follows from a yes, the button, where one goes instead, what it is about.

    `warnings` forbid nothing: (words, the address where one mends it). `mends` lead to where one mends what forbids it.
    """

    title: Any
    words: Any
    button: Any
    back: str
    facts: Sequence[tuple[Any, Any]] = ()
    warnings: Sequence[tuple[Any, str]] = ()
    mends: Callable[[], Sequence[tuple[Any, str]]] = tuple  # asked only where the page is shown


def allows(rule: Callable[..., None], thing: Any, request: DeskRequest) -> bool:
    """Whether the rule has nothing against it: a page links only to steps that can be taken."""
    try:
        rule(thing, by=request.user)
    except Refusal:
        return False
    return True


def why_not(check: Callable[[], Any]) -> Any:
    """The words of the Refusal that the check raises, for a page to show in place of its form; else nothing."""
    try:
        check()
    except Refusal as refusal:
        return refusal.why
    return ""


def confirm(
    request: DeskRequest,
    question: Question,
    *,
    act: Callable[..., Any],
    then: Callable[[Any], str],
    said: Any,
    check: Callable[[], None] = lambda: None,
    form: type[forms.BaseForm] = answers.Confirm,
) -> HttpResponse:
    """Show the question; when it was sent, `act` once, on what the form asks for, and go where `then` says.

    Where `check` refuses already when the page is opened, its words stand there and no form.
    """
    context: dict[str, Any] = {"question": question}
    if request.method != "POST":
        try:
            check()
        except Refusal as refusal:
            context["refused"] = refusal.why
    return answers.answer(
        request,
        answers.form_for(request, form),
        "desk/confirm.html",
        context,
        act=lambda data: act(**data),
        then=then,
        said=said,
    )


@dataclass(frozen=True)
class Steps:
    """The steps that things of one kind take, each on a page of its own below the thing's that asks once more."""

    finds: type[Record]
    folder: str  # where their addresses begin
    page: str  # the name of the address of one thing
    prefix: str  # of the names of the steps' addresses

    def step(
        self,
        name: str,
        verb: Callable[..., Any],
        *roles: Role,
        title: Any,
        words: Any,
        button: Any,
        said: Any,
        check: Callable[..., None],
        form: type[forms.BaseForm] = answers.Confirm,
        facts: Callable[[Any], Sequence[tuple[Any, Any]]] = lambda thing: (),
    ) -> URLPattern:
        """The address of one step, for those who hold one of the roles over the thing.

        `verb` is the action: it takes the thing, `by` and what the form asks for, and returns the thing to go to.
        `check` is the rule, which takes the thing and `by`: it is asked already when the page is opened.
        """

        @guard(*roles, finds=self.finds)
        def asked(request: DeskRequest, thing: Any) -> HttpResponse:
            return confirm(
                request,
                Question(title, words, button, self._page(thing), facts(thing)),
                act=lambda **data: verb(thing, by=request.user, **data),
                check=lambda: check(thing, by=request.user),
                then=self._page,
                said=said,
                form=form,
            )

        return path(f"{self.folder}/<str:id>/{name.replace('_', '-')}/", asked, name=f"{self.prefix}_{name}")

    def _page(self, thing: Record) -> str:
        return reverse(self.page, args=[thing.public_id])
