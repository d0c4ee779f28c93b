"""Two coders of one text on one code: how many positions both marked, and how far that is agreement."""

from collections.abc import Iterable
from dataclasses import dataclass

from saanjh.kit.coding.agreement import Agreement, Reason
from saanjh.kit.coding.spans import Span, meetings, with_gaps


@dataclass(frozen=True)
class Overlap:
    """Positions (letters of a text) by who marked them. Each count is 0 or more."""

    both: int
    only_one: int
    only_other: int
    neither: int

    @property
    def length(self) -> int:
        return self.both + self.only_one + self.only_other + self.neither


def overlap(one: Iterable[Span], other: Iterable[Span], *, length: int) -> Overlap:
    """What two coders marked of a text of `length` positions. ValueError for spans as with_gaps refuses them."""
    counts = {(mine, theirs): 0 for mine in (True, False) for theirs in (True, False)}
    for mine, theirs, shared in meetings(with_gaps(one, length=length), with_gaps(other, length=length)):
        counts[mine.code is not None, theirs.code is not None] += shared
    return Overlap(counts[True, True], counts[True, False], counts[False, True], counts[False, False])


def overlap_agreement(found: Overlap) -> Agreement:
    """The share (0 to 1) of positions that both marked or both left."""
    if not found.length:
        return Agreement(None, 0, 0, 2, Reason.NOTHING_PAIRABLE)
    share = (found.both + found.neither) / found.length
    return Agreement(share, found.length, 2 * found.length, 2, observed=share)


def overlap_kappa(found: Overlap) -> Agreement:
    """Cohen's kappa (1960) with each position as a unit, marked or not; undefined where both marked all or nothing.

    Long texts make it flattering: neighbouring letters are not judged one by one. Alpha of unitizing knows stretches.
    """
    if not found.length:
        return Agreement(None, 0, 0, 2, Reason.NOTHING_PAIRABLE)
    observed = (found.both + found.neither) / found.length
    one, other = (found.both + found.only_one) / found.length, (found.both + found.only_other) / found.length
    expected = one * other + (1 - one) * (1 - other)
    if expected == 1:
        return Agreement(None, found.length, 2 * found.length, 2, Reason.ONE_CATEGORY, observed, expected)
    return Agreement(
        (observed - expected) / (1 - expected), found.length, 2 * found.length, 2, None, observed, expected
    )


def holsti(agreements: int, of_one: int, of_other: int) -> Agreement:
    """Holsti's index 2M / (N1 + N2) of M decisions in common (Holsti 1969, Content Analysis); chance is left in.

    Raises ValueError for more agreements than decisions of either coder.
    """
    if not 0 <= agreements <= min(of_one, of_other):
        raise ValueError("Two coders agree on no more than either decided.")
    if not of_one + of_other:
        return Agreement(None, 0, 0, 0, Reason.NOTHING_PAIRABLE)
    share = 2 * agreements / (of_one + of_other)
    return Agreement(share, agreements, of_one + of_other, 2, observed=share)
