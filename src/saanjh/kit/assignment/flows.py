"""Reviews as a flow from applications through open pairs to reviewers, and how far it could still be pushed.

Each pair carries at most one review, so that no reviewer counts twice for one application (Ford and Fulkerson; the
maximum is found by scipy's Dinic).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from saanjh.kit.assignment.candidates import Grid, Numbers


def filled(open_: Grid, wanted: Numbers, room: Numbers, start: Grid | None = None) -> Grid:
    """The most reviews that open pairs can carry, up to `wanted` for each application and `room` for each reviewer.

    Built on `start`, an assignment within the same bounds: pairs may change, yet nobody in it gets fewer reviews and
    no application loses one in number.
    """
    import numpy as np
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import maximum_flow

    n, m = open_.shape
    given = np.zeros((n, m), dtype=bool) if start is None else start
    rows, columns = np.arange(1, n + 1), np.arange(n + 1, n + m + 1)
    (out_a, out_r), (back_a, back_r) = np.nonzero(open_ & ~given), np.nonzero(given)
    tails = np.concatenate([np.zeros(n, dtype=np.int64), out_a + 1, back_r + n + 1, columns])
    heads = np.concatenate([rows, out_r + n + 1, back_a + 1, np.full(m, n + m + 1)])
    limits = np.concatenate(
        [wanted - given.sum(axis=1), np.ones(len(out_a) + len(back_a), dtype=np.int64), room - given.sum(axis=0)]
    )
    network = csr_matrix((limits.astype(np.int32), (tails, heads)), shape=(n + m + 2, n + m + 2))
    flow = maximum_flow(network, 0, n + m + 1).flow
    return given + flow[1 : n + 1, n + 1 : n + m + 1].toarray() > 0


def reached(open_: Grid, given: Grid, lacking: Grid) -> tuple[Grid, Grid]:
    """The applications and reviewers where a further review for one of `lacking` could be pushed: to a reviewer over
    an open pair that is not given, and on to an application whose review that reviewer would give up.

    After `filled` has found the most, this is the source's side of the smallest minimal cut: all these reviewers are
    full, of these applications only. It does not depend on which of several maximal flows was found.
    """
    import numpy as np

    free = open_ & ~given
    applications, reviewers = lacking.copy(), np.zeros(open_.shape[1], dtype=bool)
    while True:
        reviewers |= free[applications].any(axis=0)
        further = applications | given[:, reviewers].any(axis=1)
        if (further == applications).all():
            return applications, reviewers
        applications = further
