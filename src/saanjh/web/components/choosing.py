"""Choosing among things that are called something in two languages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saanjh.web.components.languages import worded


class _Named:
    """Words each choice by its name in the page's language; `name` begins the two fields: "name", "title", "label"."""

    name: str

    def label_from_instance(self, thing: Any) -> str:
        return worded(thing, self.name)[0]


class OneOf(_Named, forms.ModelChoiceField):
    """One of the rows, picked from a list."""

    def __init__(self, rows: Any, *, name: str = "name", **kwargs: Any) -> None:
        self.name = name
        super().__init__(rows, **{"empty_label": _("Choose"), **kwargs})


class SomeOf(_Named, forms.ModelMultipleChoiceField):
    """Some of the rows, ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, rows: Any, *, name: str = "name", **kwargs: Any) -> None:
        self.name = name
        super().__init__(rows, **kwargs)
