"""How one form field is drawn, whatever its widget, and what the error summary says; the shape is in the templates."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect, Widget
from django.utils.safestring import SafeString

LATIN = forms.EmailInput, forms.URLInput, forms.ColorInput, forms.TelInput


class LookRenderer(TemplatesSetting):
    """Makes `{{ form }}` and `{{ form.title.as_field_group }}` look as `{% field form.title %}` does."""

    form_template_name = "saanjh/forms/form.html"
    field_template_name = "saanjh/forms/field.html"


@dataclass(frozen=True)
class Drawn:
    """A field ready for its template. `kind` is "hidden", "tick" (one box), "choices" or "control" (all else)."""

    bound: BoundField
    kind: str
    control: str = ""
    choices: list[tuple[SafeString, str]] = field(default_factory=list)

    @property
    def grouped(self) -> bool:
        """Whether it has several inputs, and so a fieldset and legend rather than a label."""
        return self.kind == "choices" or (self.kind == "control" and self.bound.use_fieldset)


@dataclass(frozen=True)
class Fault:
    """One line of the error summary: where it is (an id, or nothing), which field, what to mend."""

    target: str
    label: str
    words: str

    @property
    def line(self) -> str:
        """The field's label and what to mend, with a colon between them unless the label is a question."""
        if not self.label:
            return self.words
        return f"{self.label}{' ' if self.label[-1] in '?؟:' else ': '}{self.words}"


def drawn(bound: BoundField, **attrs: Any) -> Drawn:
    """The field's inputs with what every one of them needs; extra `attrs` go to the input."""
    widget = bound.field.widget
    if bound.is_hidden:
        return Drawn(bound, "hidden", bound.as_widget())
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return Drawn(bound, "choices", choices=[(box.tag(), str(box.choice_label)) for box in bound.subwidgets])
    suited, needed = _suited(bound, widget)
    control = bound.as_widget(widget=suited, attrs={**needed, **suited.attrs, **attrs})
    return Drawn(bound, "tick" if isinstance(widget, CheckboxInput) else "control", control)


def faults(*sources: Any) -> list[Fault]:
    """Every error of the forms and formsets given, in the order of the fields; nothing for what was not sent."""
    return [fault for source in sources if source for fault in _faults(source)]


def _faults(source: Any) -> Iterator[Fault]:
    if isinstance(source, (list, tuple)):
        for one in source:
            yield from _faults(one)
    elif isinstance(source, BaseFormSet):
        if source.is_bound:
            yield from (Fault("", "", str(words)) for words in source.non_form_errors())
            yield from _faults(list(source.forms))
    elif isinstance(source, forms.BaseForm) and source.is_bound:
        yield from (Fault("", "", str(words)) for words in source.non_field_errors())
        for bound in source:
            yield from (Fault(_target(bound), str(bound.label), str(words)) for words in _words(bound))


def _words(bound: BoundField) -> Iterable[Any]:
    return bound.errors


def _target(bound: BoundField) -> str:
    """The id to jump to: the input, or the first of several; a hidden field has none."""
    if bound.is_hidden or not bound.auto_id:
        return ""
    return bound.id_for_label or f"{bound.auto_id}_0"


def _suited(bound: BoundField, widget: Widget) -> tuple[Widget, dict[str, Any]]:
    """A copy of the widget fit for every keyboard and script, and its attributes.

    Numbers are typed as text, because a browser's number field refuses ۱۲۳ and ١٢٣; days use the phone's own calendar
    unless what was sent must be shown again as it was typed; free words take the direction of their first letter.
    """
    suited = copy(widget)
    suited.attrs = dict(widget.attrs)
    suited.attrs.pop("maxlength", None)  # a browser would cut what is pasted without a word; the form says it
    if isinstance(widget, forms.NumberInput):
        suited.input_type = "text"  # type: ignore[attr-defined]
        for name in ("min", "max", "step"):
            suited.attrs.pop(name, None)
        fine = isinstance(bound.field, (forms.FloatField, forms.DecimalField))  # which are IntegerFields to Django
        whole = getattr(bound.field, "whole", isinstance(bound.field, forms.IntegerField) and not fine)
        keyboard = {"inputmode": "numeric" if whole else "decimal", "dir": "ltr"}  # a minus stays before its number
        return suited, {**keyboard, "class": "short", "autocomplete": "off"}
    if isinstance(widget, (forms.DateInput, forms.DateTimeInput)):
        if not bound.errors:
            moment = isinstance(widget, forms.DateTimeInput)
            suited.input_type = "datetime-local" if moment else "date"  # type: ignore[attr-defined]
            suited.format = "%Y-%m-%dT%H:%M" if moment else "%Y-%m-%d"  # type: ignore[attr-defined]
        return suited, {"class": "short"}
    if isinstance(widget, LATIN):
        return suited, {"dir": "ltr"}
    if isinstance(widget, forms.Textarea):
        suited.attrs.pop("cols", None)
        if suited.attrs["rows"] == "10":  # nobody has chosen: a phone's screen holds six
            suited.attrs["rows"] = "6"
        return suited, {"dir": "auto", "placeholder": " "}
    if isinstance(widget, forms.TextInput) and not isinstance(widget, forms.TimeInput):
        return suited, {"dir": "auto", "placeholder": " "}
    return suited, {}
