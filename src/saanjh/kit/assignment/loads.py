"""The evenest loads that an assignment can have: the smallest largest load, then the next, and so on down.

The loads that assignments can give form the base of an integral polymatroid, where one and the same vector of loads
has the smallest maximum, the smallest second largest, and the smallest sum of squares (Harvey, Ladner, Lovász and
Tamir 2006, J. Algorithms 59:53, semi-matchings; Frank and Murota 2022, Math. Programming 195:1027, decreasing
minimisation). It is found from the top: at the lowest level that suffices, the minimal cut one level below says who
must carry so much; what remains is solved again, lower.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saanjh.kit.assignment.flows import filled, reached

if TYPE_CHECKING:
    from saanjh.kit.assignment.candidates import Grid, Numbers


@dataclass
class Levels:
    """What every evenest assignment has in common.

    The pairs of `forced` belong to each of them; the others come from `open`, between `low` and `high` reviews a
    reviewer, forced ones not counted. `start` is one such choice from `open`.
    """

    forced: Grid
    open: Grid
    low: Numbers
    high: Numbers
    start: Grid


def levels(open_: Grid, wanted: Numbers, room: Numbers, loaded: Numbers) -> Levels:
    """The bounds of the evenest loads, `loaded` included, when every application gets the reviews it wants.

    That this is possible is for the caller to see to (coverage).
    """
    import numpy as np

    nobody, nothing = np.zeros_like(room), np.zeros_like(open_)
    found = Levels(nothing.copy(), open_.copy(), nobody.copy(), nobody.copy(), nothing.copy())
    left, wanted, room, loaded = open_.copy(), wanted.copy(), room.copy(), loaded.copy()
    while wanted.any():
        level = _lowest(left, wanted, room, loaded)
        below, at = _up_to(level - 1, room, loaded), _up_to(level, room, loaded)
        given = filled(left, wanted, below)
        applications, reviewers = reached(left, given, given.sum(axis=1) < wanted)
        inside, crossing = np.outer(applications, reviewers), left & np.outer(applications, ~reviewers)
        found.forced |= crossing
        found.open &= ~crossing & ~np.outer(~applications & (wanted > 0), reviewers)
        found.low[reviewers], found.high[reviewers] = below[reviewers], at[reviewers]
        wanted -= crossing.sum(axis=1)
        here = np.where(applications, wanted, 0)
        found.start |= filled(left & inside, here, np.where(reviewers, at, 0), start=given & inside)
        wanted -= here
        room -= crossing.sum(axis=0)
        loaded += crossing.sum(axis=0)
        left &= np.outer(~applications, ~reviewers)
    return found


def _up_to(level: int, room: Numbers, loaded: Numbers) -> Numbers:
    """How many reviews each may still be given without passing the level."""
    import numpy as np

    return np.minimum(room, np.maximum(0, level - loaded))


def _lowest(open_: Grid, wanted: Numbers, room: Numbers, loaded: Numbers) -> int:
    """The lowest level at which all that is wanted can be given. Mostly that which suffices in number alone."""
    highest, total = int((room + loaded).max()), int(wanted.sum())
    low = next(level for level in range(highest + 1) if _up_to(level, room, loaded).sum() >= total)
    high, tried = highest, low
    while low < high:
        if filled(open_, wanted, _up_to(tried, room, loaded)).sum() == total:
            high = tried
        else:
            low = tried + 1
        tried = (low + high) // 2
    return low
