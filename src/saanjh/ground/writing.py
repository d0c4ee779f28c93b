"""What an action is: one transaction, at least one history line, or nothing at all."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from saanjh.ground.refusals import Refusal

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)
depth: ContextVar[int] = ContextVar("depth", default=0)
lines: ContextVar[int] = ContextVar("lines", default=0)


def action(verb: Callable[P, R]) -> Callable[P, R]:
    """Mark a function that writes. It is atomic; an outermost one that left no history line is rolled back."""
    return _whole(verb, told_now=True)


def action_told_later(verb: Callable[P, R]) -> Callable[P, R]:
    """Mark a function that writes and whose history line must not keep its hour: a later action tells of it.

    Only for what people send without an account.
    """
    return _whole(verb, told_now=False)


def _whole(verb: Callable[P, R], *, told_now: bool) -> Callable[P, R]:
    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        level, before = depth.get(), lines.get()
        token = depth.set(level + 1)
        try:
            with transaction.atomic():
                result = verb(*args, **kwargs)
                if told_now and level == 0 and lines.get() == before:
                    raise AssertionError(f"{verb.__module__}.{verb.__name__} wrote no history line.")
            return result
        finally:
            depth.reset(token)

    run.is_action = True  # type: ignore[attr-defined]
    return run


def wrote_line() -> None:
    """Told by history that a line was written."""
    lines.set(lines.get() + 1)


def afresh(thing: M) -> M:
    """The same row, locked and read as it is now: the page it comes from may have been open for hours.

    Call it in an action before rules look at the row's state, so that nobody's change between is overlooked or undone.
    Refusal where the row is gone.
    """
    try:
        thing.refresh_from_db(from_queryset=type(thing)._base_manager.select_for_update())
    except ObjectDoesNotExist:
        raise Refusal(_("This was taken out meanwhile. Nothing was changed.")) from None
    return thing
