"""Reviewers linked through applications that they share, and exchanges that link them where they are not.

How severe a reviewer is can only be told from colleagues who read the same applications, directly or through others:
it can be compared within one linked group, never across two. Within a group nothing is rearranged: which colleagues
meet is left to the shuffled order of candidates, which mixes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from saanjh.kit.assignment.candidates import Grid, Numbers

TRIED = 10  # exchanges for each reviewer, those that cost the least match first
LOOKED_AT = 200  # reviews of one group that are offered in exchange


def grouped(given: Grid) -> tuple[Numbers, Numbers, int]:
    """The number of the group of each application and of each reviewer, and how many groups have a reviewer at work.

    Whoever has no review is numbered too, yet not counted.
    """
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    n, m = given.shape
    row, column = np.nonzero(given)
    labels = connected_components(csr_array((np.ones(len(row)), (row, n + column)), shape=(n + m, n + m)))[1]
    return labels[:n], labels[n:], len(np.unique(labels[n:][given.any(axis=0)]))


def linked(given: Grid, fixed: Grid, open_: Grid, points: Numbers) -> Grid:
    """The same loads in fewer groups, where exchanging two reviews between groups does it. One pass, no search."""
    import numpy as np

    for reviewer in np.flatnonzero(given.any(axis=0)):
        rows, columns, count = grouped(given)
        if count < 2:
            break
        busiest = np.argmax(np.bincount(columns[given.any(axis=0)]))
        if columns[reviewer] != busiest:
            ours = given & (rows == rows[given[:, reviewer].argmax()])[:, None]
            given = _exchanged(given, ours & ~fixed, given & ~ours & ~fixed, open_, points)
    return given


def _exchanged(given: Grid, ours: Grid, theirs: Grid, open_: Grid, points: Numbers) -> Grid:
    """The cheapest exchange of one of our reviews for one of theirs after which there are fewer groups, if any."""
    import numpy as np

    ring = _in_rings(given)
    (a, r), (b, s) = (side[:LOOKED_AT] for side in np.nonzero(ours)), np.nonzero(theirs)
    allowed = open_[np.ix_(a, np.arange(given.shape[1]))][:, s] & open_[b][:, r].T
    # An exchange cuts both reviews out; unless one of them closes a ring, as much falls apart as is joined.
    allowed &= ring[a, r][:, None] | ring[b, s]
    i, j = np.nonzero(allowed)
    loss = points[a[i], r[i]] + points[b[j], s[j]] - points[a[i], s[j]] - points[b[j], r[i]]
    before = grouped(given)[2]
    for place in np.argsort(loss, kind="stable")[:TRIED]:
        x, y = i[place], j[place]
        trial = given.copy()
        trial[a[x], r[x]] = trial[b[y], s[y]] = False
        trial[a[x], s[y]] = trial[b[y], r[x]] = True
        if grouped(trial)[2] < before:
            return trial
    return given


def _in_rings(given: Grid) -> Grid:
    """The reviews left when those are stripped, over and over, whose application or reviewer has no other."""
    left = given
    while True:
        kept = left & (left.sum(axis=1) > 1)[:, None] & (left.sum(axis=0) > 1)
        if (kept == left).all():
            return kept
        left = kept
