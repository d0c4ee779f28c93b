"""Beside what must be mended on a page the rest is kept: a phone that dies then costs nobody a page of answers."""

from collections.abc import Callable
from typing import Any

from django import forms

from saanjh.ground.refusals import Refusal
from saanjh.web.components.filled_rows import FilledRows


def keep(form: forms.BaseForm, save: Callable[[dict[str, Any]], Any]) -> bool:
    """`save` what is sound of a form with mistakes; whether it was saved.

    What a rule then refuses beside a field is told with the other mistakes, and the rest is tried again without it.
    Refusal for what concerns the whole: nothing is kept then.
    """
    given = _sound(form)
    while any(not form[name].is_hidden for name in given) and not form.non_field_errors():
        try:
            save(given)
            return True
        except Refusal as refusal:
            if refusal.field not in given:
                raise
            del given[refusal.field]
            if refusal.field not in form.errors:
                form.add_error(refusal.field, refusal.why)
    return False


def _sound(form: forms.BaseForm) -> dict[str, Any]:
    """What was typed into the fields without a mistake, as it is kept; of tables the cells without one."""
    tables = {name: form.fields[name] for name in form.errors if name in form.fields}
    rows = {name: field.sound(form[name].data) for name, field in tables.items() if isinstance(field, FilledRows)}
    return {name: value for name, value in form.cleaned_data.items() if name not in form.errors} | rows
