"""How lines of history are said: each room's verbs in a file of its own, found here."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist


@cache
def _modules() -> tuple[Any, ...]:
    names = sorted(each.name for each in pkgutil.iter_modules(__path__))
    return tuple(import_module(f"{__name__}.{name}") for name in names)


@cache
def _gathered(name: str) -> dict[str, Any]:
    return {key: value for module in _modules() for key, value in getattr(module, name, {}).items()}


def verbs() -> Mapping[str, Any]:
    """verb -> sentence with %(person)s and the line's facts (each module's WORDS)."""
    return _gathered("WORDS")


def kinds() -> Mapping[str, Any]:
    """kind ("calls.application") -> what such things are called, in the plural (each module's KINDS)."""
    return _gathered("KINDS")


def codes() -> Mapping[str, Mapping[str, Any]]:
    """name of a fact -> its codes in words (each module's CODES)."""
    return _gathered("CODES")


def field_words(kind: str, name: str) -> str:
    """What a field of such a thing is called: as its form says (FIELDS), else as its model does, else its name."""
    if name in _gathered("FIELDS"):
        return str(_gathered("FIELDS")[name])
    try:
        return str(apps.get_model(kind)._meta.get_field(name).verbose_name)
    except (LookupError, FieldDoesNotExist, AttributeError):
        return name


def kind_words(kind: str) -> str:
    """What things of this kind are called; the kind itself where nobody has said so."""
    return str(kinds().get(kind, kind))
