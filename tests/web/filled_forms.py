"""Forms as they are found in pages, filled in as somebody would who wants them to be carried out."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from django.apps import apps
from django.db import models
from django.utils import timezone
from lxml import html

PASSWORD = "word"  # of every acting person
NEW = "a-long-new-word-77"
TYPED = {"password": PASSWORD, "oldpassword": PASSWORD, "password1": NEW, "password2": NEW}


@dataclass
class Form:
    """A form as it would be sent: its fields filled in, those that choose or are hidden, and what these choose from.

    Those of the `numbered` choose by numbers; `names` are all that it has, also the boxes that are not ticked.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    choosing: list[str] = field(default_factory=list)
    offers: dict[str, set[type[models.Model]]] = field(default_factory=dict)
    numbered: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


def found_in(page: Any, url: str) -> Any:
    """The form on this page that is sent to the address."""
    if page.streaming or "html" not in page.get("Content-Type", "") or not page.content:
        return None
    found = html.fromstring(page.content).xpath("//form[@method='post']")
    fitting = [each for each in found if urljoin(url, each.get("action") or "").split("?")[0] == url]
    return next(iter(fitting), None)


def filled(form: Any, *, whole: bool) -> Form:
    """The form with what it needs filled in, or the whole of it."""
    found = Form()
    for each in form.xpath(".//*[@name]"):
        name, kind = each.get("name"), each.get("type", each.tag)
        if kind in {"file", "submit", "button"} or name == "csrfmiddlewaretoken":
            continue
        found.names.add(name)
        options = [option.get("value") for option in each.xpath(".//option") if option.get("value")]
        if kind in {"radio", "checkbox"}:
            options = [each.get("value", "on")]
        if kind in {"select", "radio", "checkbox", "hidden"} and name not in {"once", "seen"}:
            found.choosing += [name] if name not in found.choosing else []
            found.numbered |= {name} if any(each.isdigit() for each in options) else set()
            found.offers.setdefault(name, set()).update(_models_of(name, options))
        if kind in {"radio", "checkbox"}:
            checked = each.get("checked") is not None
            if checked or kind == "radio":
                found.fields[name] = options[0] if checked else found.fields.get(name, options[0])
            elif whole:
                found.fields.setdefault(name, options[0])
            continue
        value = each.value if each.tag in {"select", "textarea"} else each.get("value", "")
        value = list(value) if value is not None and not isinstance(value, str) else (value or "").strip("\n")
        needed = whole or each.get("required") is not None
        if not value and each.tag == "select":
            value = options[0] if options and needed else ""
        found.fields[name] = value or (_typed(each, name, kind) if needed and kind != "hidden" else "")
    return found


def _typed(field: Any, name: str, kind: str) -> str:
    """What somebody would type into an empty field."""
    if name in TYPED:
        return TYPED[name]
    kinds = {"date": timezone.localdate().isoformat(), "number": field.get("min") or "1", "email": "some@example.org"}
    return kinds.get(kind, "1" if field.get("inputmode") else "Some words")


def _models_of(name: str, options: list[str]) -> set[type[models.Model]]:
    """Whose ids these are: models of which a row has each of them; where one bears the field's name, that one."""
    found: set[type[models.Model]] = set()
    for model in apps.get_models():
        if options and model.__module__.startswith("saanjh.") and hasattr(model, "public_id"):
            numbers = all(each.isdigit() for each in options)
            by = {"pk__in": options} if numbers else {"public_id__in": options}
            if model._base_manager.filter(**by).count() == len(set(options)):
                found.add(model)
    return {model for model in found if (model._meta.model_name or "") in name.replace("_", "")} or found
