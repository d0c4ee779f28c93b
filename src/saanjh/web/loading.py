"""Loads libraries without the tools for developers that they would bring along: four megabytes a worker.

A stand-in answers in the place of such a tool while the library is loaded, and is gone afterwards.
"""

import gc
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from importlib import import_module
from types import ModuleType
from typing import Any

from django.conf import settings
from msgspec import Struct


@contextmanager
def without_type_checkers() -> Iterator[None]:
    """The queue's library asks a type checker's to make Django's classes take types in brackets. That one loads the
    admin, feeds and site maps for it, which nobody here uses. The three classes that are written so stand in for all.
    """
    checker = ModuleType("django_stubs_ext")
    checker.monkeypatch = _take_types  # type: ignore[attr-defined]
    sys.modules.setdefault("django_stubs_ext", checker)
    try:
        yield
    finally:
        if sys.modules["django_stubs_ext"] is checker:
            del sys.modules["django_stubs_ext"]


def _take_types() -> None:
    from django.core.paginator import Paginator
    from django.utils.connection import BaseConnectionHandler, ConnectionProxy

    def untyped(cls: Any, _types: Any) -> Any:
        return cls

    for kind in (BaseConnectionHandler, ConnectionProxy, Paginator):
        kind.__class_getitem__ = classmethod(untyped)  # type: ignore[union-attr]


@contextmanager
def load_when_used(name: str) -> Iterator[None]:
    """Who imports the module meanwhile loads it once it is used: Django imports a reader of SQL for the changing of
    tables and for logs of queries, which no page has.
    """

    def used(attribute: str) -> Any:
        return getattr(import_module(name), attribute)

    later = ModuleType(name)
    later.__getattr__ = used  # type: ignore[method-assign]
    sys.modules.setdefault(name, later)
    try:
        yield
    finally:
        if sys.modules[name] is later:
            del sys.modules[name]


class OneText:
    """A set of lines kept as one text: names of some 10,000 public domains take a sixth of the room.

    To look one up takes some microseconds more; the passkeys' library does so when a passkey is used.
    """

    def __init__(self, lines: Collection[str]) -> None:
        self._text = "\n".join(["", *lines, ""])

    def __contains__(self, line: object) -> bool:
        return "\n" not in str(line) and f"\n{line}\n" in self._text


def keep_domains_as_text() -> None:
    """Keep the names of public domains, which the passkeys' library holds as a set and once more as a list, as text."""
    from fido2 import rpid

    if isinstance(rpid._suffix_set, set):
        rpid._suffix_set = OneText(rpid._suffix_set)  # type: ignore[assignment]
        rpid.suffixes.clear()


def keep_addresses_once() -> None:
    """Django keeps all addresses, to be made from names, anew for each language, and those of each part once more to
    put the whole together from. What is the same in two languages is kept once, and the parts are forgotten.
    """
    from django.urls import get_resolver  # here: with the addresses comes much that is loaded with care
    from django.utils import translation

    whole: Any = get_resolver()
    kept: dict[str, Any] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for _name, ways in whole.reverse_dict.lists():
                ways[:] = [kept.setdefault(repr(way), way) for way in ways]
    _forget_parts(whole)


def _forget_parts(resolver: Any) -> None:
    """Were one asked for by itself, as those with a namespace are, it would be made again."""
    for part in resolver.url_patterns:
        if hasattr(part, "url_patterns"):
            part._reverse_dict.clear()
            _forget_parts(part)


def forget_descriptions() -> None:
    """Nobody asks a running server what its classes and modules are for; of its shapes the API's document tells."""
    for each in gc.get_objects():
        # By its type and not its class: what stands in for something not made yet would be made by the question
        kind = type(each)
        if issubclass(kind, ModuleType) or (issubclass(kind, type) and not issubclass(each, (Struct, Enum))):
            with suppress(AttributeError, TypeError):  # what is written in C keeps its own
                each.__doc__ = None
