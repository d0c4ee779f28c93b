"""Choosing among things that are called something in two languages."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.models import Organisation
from saanjh.kit import text
from saanjh.kit.text import isolated
from saanjh.web.components.languages import worded


class _Named:
    """Words each choice by its name in the page's language; `name` begins the two fields: "name", "title", "label"."""

    name: str

    def label_from_instance(self, thing: Any) -> str:
        return worded(thing, self.name)[0]


MOST = 60  # a longer list is not looked through: one types the name


class Typed(forms.CharField):
    """One of very many organisations, by the name that is typed, in either language, or by the id in its address."""

    def __init__(self, rows: Any, *, label: Any) -> None:
        super().__init__(label=label, max_length=200, help_text=_("Type its name, in English or Urdu."))
        self.queryset = rows

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Organisation) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        plain = text.normalise(typed).strip()
        found = list(self.queryset.filter(Q(search_name__contains=plain) | Q(public_id=typed)).order_by("pk")[:MOST])
        same = [each for each in found if typed == each.public_id or plain in _names(each)]
        if len(same) == 1:
            return same[0]
        if not found:
            raise forms.ValidationError(_("No organisation of this name is known here."))
        names = ", ".join(isolated(worded(each, "name")[0]) for each in (same or found)[:5])
        raise forms.ValidationError(_("Which of these? %(names)s"), params={"names": names})


def one_organisation(rows: Any, *, label: Any) -> forms.Field:
    """A field for one of these organisations: chosen from a list while it is short, else typed."""
    few = rows[: MOST + 1].count() <= MOST
    return OneOf(rows, label=label) if few else Typed(rows, label=label)


def _names(organisation: Organisation) -> set[str]:
    return {text.normalise(name).strip() for name in (organisation.name_en, organisation.name_ur) if name}


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


class FormChosen(forms.ModelChoiceField):
    """One version of a form that people design, by the form's title in the page's language and its number."""

    def label_from_instance(self, version: Any) -> str:
        return f"{worded(version.form, 'title')[0]} ({version.number})"
