"""What is reckoned from the whole record is kept until somebody does something, and then reckoned anew.

Every action leaves a line of history in its own transaction, so figures that were reckoned after the last line hold
until there is another one: no action need know of them, and what was hidden a second ago is gone from them. Kept for
the life of the process; days change at midnight.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.utils import timezone

from saanjh.ground.models.history import Line

P = ParamSpec("P")
R = TypeVar("R")
K = TypeVar("K", bound=Hashable)
Moment = tuple[object, ...]

_kept: dict[tuple[str, tuple[object, ...]], tuple[Moment, object]] = {}
_reckoning: ContextVar[Moment | None] = ContextVar("_reckoning", default=None)
MOST = 200  # answers that are kept: pages have few questions, and no visitor may fill the memory with others


def until_next_line(reckon: Callable[P, R]) -> Callable[P, R]:
    """Keep what the function returns until the next line of history. One query to ask which was the last one.

    Only for what actions alone change; whoever gets the answer must not change it. Arguments are plain values.
    What is asked for while another such answer is reckoned is as old as that one: nothing more is asked.
    """

    @wraps(reckon)
    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        key = (f"{reckon.__module__}.{reckon.__qualname__}", (*args, *sorted(kwargs.items())))
        now = _reckoning.get() or moment()
        known = _kept.get(key)
        if known is None or known[0] != now:
            begun = _reckoning.set(now)
            try:
                known = _keep(key, now, reckon(*args, **kwargs))
            finally:
                _reckoning.reset(begun)
        return known[1]  # type: ignore[return-value]

    return ask


def while_same(name: str, moments: Mapping[K, Moment], reckon: Callable[[Collection[K]], Mapping[K, R]]) -> dict[K, R]:
    """Of each key the answer that was reckoned at its moment, whatever the answer hangs on; others are reckoned now.

    `reckon` gets all keys that are not kept at once, and gives an answer for each.
    """
    known = {key: _kept.get((name, (key,))) for key in moments}
    found: dict[K, R] = {
        key: each[1]  # type: ignore[misc]
        for key, each in known.items()
        if each is not None and each[0] == moments[key]
    }
    missing = [key for key in moments if key not in found]
    for key, answer in reckon(missing).items() if missing else ():
        _keep((name, (key,)), moments[key], answer)
        found[key] = answer
    return found


def _keep(key: tuple[str, tuple[object, ...]], moment: Moment, answer: object) -> tuple[Moment, object]:
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[key] = kept = (moment, answer)
    return kept


def forget() -> None:
    """Reckon everything anew: for rows that were written by no action."""
    _kept.clear()


def moment() -> Moment:
    """What must be the same for an answer to hold: the last line, told by its digest, and the day."""
    return Line.objects.order_by("-number").values_list("digest", flat=True).first(), timezone.localdate()
