"""The words beside a figure of many values: what to know of it, where its range comes from, why there is none."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.kit.indicators.shapes import Forbids, Spread, Warned
from saanjh.results.counting import LeftOut
from saanjh.results.roll_ups import Line

WARNED: dict[str, Any] = {
    Warned.DOUBLE_COUNT: _("Somebody may be counted twice: in two periods, or by two grants."),
    Warned.METHODS: _("Not all of it was measured in the same way."),
    Warned.EVIDENCE: _("Not all of it is shown equally well: the lowest level is told."),
    Warned.DEFINITIONS: _("The words of the definition changed in between."),
    Warned.NO_RANGE: _("Not every value has a range, so that none can be told of all together."),
}
FEW = _("Fewer than 30 were asked or counted: chance alone may explain it.")
SCALES = _("Each grant chooses its own scale: look at the values before you compare.")
SPREAD: dict[str, Any] = {
    Spread.WILSON: _("as if all who were counted were one sample drawn at random; the true range is wider"),
    Spread.POOLED: _("of an average over grants that differ among themselves (random effects)"),
    Spread.ENDS: _("the lower ends added up, and the upper ends: wider than it need be"),
    Spread.ITS_OWN: _("of the one value that is shown"),
}
FORBIDS: dict[str, Any] = {
    Forbids.NOT_ADDED: _("Values of this indicator are never combined. Read them one by one."),
    Forbids.FROM_THE_REGISTER: _("It is reckoned anew from the register, never from values of grants."),
}
LEFT_OUT: dict[str, Any] = {
    LeftOut.EARLIER: _("a later value of the same grant stands for it"),
    LeftOut.OVERLAPS: _("another value of the grant counts these days already"),
    LeftOut.WAITING: _("nobody has checked it yet"),
    LeftOut.RETURNED: _("it came back and was not mended"),
}


def warnings(line: Line) -> list[Any]:
    """What one must know beside the figure."""
    known = [WARNED[code] for code in Warned if line.rolled and code in line.rolled.warned]
    return [*known, *([FEW] if line.is_few else []), *([SCALES] if line.scales_may_differ else [])]
