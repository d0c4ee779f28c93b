"""When a question is shown, without a formula: an earlier choice, picked from a list, stands for it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saanjh.kit.text import isolated
from saanjh.questions.models import Choice, FormVersion, Question, Section
from saanjh.questions.models.forms import Kind
from saanjh.questions.rules import CHOSEN
from saanjh.web.components.languages import worded


def earlier(version: FormVersion, before: Question | Section | None = None) -> list[Question]:
    """The questions with choices that are asked before this question or page (None: all of them). Three queries."""
    pages = list(version.sections.prefetch_related("questions__choices"))
    if before in pages:
        pages = pages[: pages.index(before)]
    asked = [each for page in pages for each in page.questions.all()]
    if before in asked:
        asked = asked[: asked.index(before)]
    return [each for each in asked if each.kind in CHOSEN]


def formula(question: Question, choice: Choice) -> str:
    """The condition that this is what was chosen."""
    if question.kind == Kind.CHOICES:
        return f"selected(${{{question.code}}}, '{choice.code}')"
    return f"${{{question.code}}} = '{choice.code}'"


def _groups(questions: Iterable[Question]) -> Iterator[tuple[str, Any]]:
    """A select's groups, one a question; the value of an option is its formula."""
    yield "", _("Always, or as the formula says")
    for question in questions:
        label = worded(question, "label")[0]
        words = _("“%(question)s” is “%(choice)s”")
        yield (
            label,
            [
                (
                    formula(question, choice),
                    words % {"question": isolated(label), "choice": isolated(worded(choice, "label")[0])},
                )
                for choice in question.choices.all()
            ],
        )


def choosing(label: Any) -> forms.ChoiceField:
    """The list itself, empty until `offer` fills it."""
    return forms.ChoiceField(
        label=label,
        help_text=gettext_lazy("Choose an answer to an earlier question. For anything else write a formula below."),
        required=False,
    )


class ShownWhen(forms.Form):
    """The condition of a question or a page: chosen as `show_when`, or written as `show_if`; never both."""

    def offer(self, questions: Iterable[Question]) -> None:
        """Offer these questions; a formula that says no more than one of their choices is shown as that choice."""
        groups = list(_groups(questions))
        self.fields["show_when"].choices = groups  # type: ignore[attr-defined]
        said = self.initial.get("show_if", "")
        if said and any(said == value for _label, options in groups[1:] for value, _words in options):
            self.initial = {**self.initial, "show_when": said, "show_if": ""}

    def clean(self) -> dict[str, Any]:
        """`show_if` alone, as the action takes it."""
        data = super().clean() or self.cleaned_data
        chosen = data.pop("show_when", "")
        if chosen and data.get("show_if"):
            self.add_error("show_if", _("Choose from the list above, or write a formula: not both."))
        elif chosen:
            data["show_if"] = chosen
        return data
