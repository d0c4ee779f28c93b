"""Loads libraries without the tools for developers that they would bring along: four megabytes a worker.

A stand-in answers in the place of such a tool while the library is loaded, and is gone afterwards.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from django.core import signals


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


def load_api_library() -> None:
    """django-ninja asks django.test for one signal, which Django keeps elsewhere. While it is loaded that one signal
    stands in for Django's and Python's test tools. Should it ask for more one day, it gets them all.
    """
    if "django.test" not in sys.modules:
        tests, theirs = ModuleType("django.test"), ModuleType("django.test.signals")
        theirs.setting_changed = signals.setting_changed  # type: ignore[attr-defined]
        sys.modules |= {"django.test": tests, "django.test.signals": theirs}
        try:
            import ninja
        except ImportError:
            for name in [each for each in sys.modules if each.partition(".")[0] == "ninja"]:
                del sys.modules[name]
        finally:
            del sys.modules["django.test"], sys.modules["django.test.signals"]
    import ninja  # noqa: F401
