"""A rule that says no says why, in words that a person can act on."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Raised by rules and actions; the page shows `why` beside `field`, or above the form."""

    def __init__(self, why: Any, *, field: str = "") -> None:
        super().__init__(str(why))
        self.why = why
        self.field = field


class Unfit(Refusal):
    """Why somebody is not given what another names her for: `why` is for the other one, `to_her` for herself."""

    def __init__(self, why: Any, to_her: Any, *, field: str = "") -> None:
        super().__init__(why, field=field)
        self.to_her = to_her


class Conflict(Refusal):
    """The same key came again with other words: the first ones stay."""


def need_change(changed: Collection[str]) -> None:
    """Refusal where a correction corrects nothing: history has no line that says nothing."""
    if not changed:
        raise Refusal(_("Nothing was changed: all of this stands there already."))


def need_reason(reason: str) -> None:
    """Refusal where the other side would not be told why."""
    if not reason.strip():
        raise Refusal(_("Give the reason: the other side reads it."), field="reason")
