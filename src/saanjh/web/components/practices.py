"""Citing practices of the library, without script: published lessons in plain lists, the best founded first."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from saanjh.atlas import queries as atlas
from saanjh.learning import queries as learning
from saanjh.learning.models import Lesson
from saanjh.web.components.districts import Lists
from saanjh.web.components.languages import worded

MOST_OFFERED = 300


class Cards(Lists):
    """As many lists as may be cited."""

    template_name = "saanjh/forms/practices.html"

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = [each for each in context["widget"]["lists"] if each][: self.most]
        context["widget"]["lists"] = [*chosen, *[""] * (self.most - len(chosen))]
        return context


class Practices(forms.MultipleChoiceField):
    """Cleaned to the public ids of published lessons, each once."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(choices=_grouped, widget=Cards(most), **kwargs)

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(each for each in super().to_python(value) if each))

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(by_id(value)) < len(value):
            raise ValidationError(_("Choose from the list. A practice that was withdrawn is not cited any more."))


def _open() -> Any:
    """Lessons that everybody may read; none of work that is kept quiet for safety."""
    return learning.published().exclude(award__in=atlas.kept_quiet())


def by_id(ids: Iterable[str]) -> dict[str, Lesson]:
    """Of these lessons those that everybody may read, by public id. One query, none where there are no ids."""
    wanted = [each for each in ids if isinstance(each, str)]
    return {each.public_id: each for each in _open().filter(public_id__in=wanted)} if wanted else {}


def _grouped() -> list[tuple[Any, Any]]:
    """(how much stands behind them, [(id, title)]), the strongest first. One query."""
    groups: dict[int, list[tuple[str, str]]] = {}
    for lesson in _open()[:MOST_OFFERED]:
        groups.setdefault(lesson.confidence, []).append((lesson.public_id, worded(lesson, "title")[0]))
    labels = dict(Lesson.Confidence.choices)
    return [(labels[level], groups[level]) for level in sorted(groups, reverse=True)]
