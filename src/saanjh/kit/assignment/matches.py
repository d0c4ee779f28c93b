"""The best match among assignments of the same loads: a transportation problem, solved to its proven optimum.

Its matrix is totally unimodular, so the corner that the simplex method ends in is whole without being told. Of large
ones only a few pairs for each application enter at first; the prices of that solution then say which others could
gain, until none can: the answer is that of all pairs (column generation; Ford and Fulkerson 1958).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from saanjh.kit.assignment.candidates import Grid, Numbers

ALL_AT_ONCE = 20_000  # pairs; a solution of so many takes a fifth of a second
A_FEW = 8  # pairs for each application that enter together
TOLERANCE = 1e-6  # points are whole, and so are the prices


def best_match(open_: Grid, wanted: Numbers, low: Numbers, high: Numbers, points: Numbers, start: Grid) -> Grid:
    """Just as many reviews as wanted for each application, from low to high for each reviewer, with most points.

    `start` is any such choice, so that there always is one among the pairs that have entered.
    """
    import numpy as np

    if not wanted.any():
        return start
    n, m = open_.shape
    # Equal points are ordered by a turn of its own for each application, lest all choose among the same few reviewers.
    turn = (np.arange(m) - np.arange(n)[:, None]) % m
    entered = open_.copy()
    if open_.sum() > ALL_AT_ONCE:
        entered = start | _lowest(turn - m * points, open_) | _lowest(turn, open_)
    while True:
        chosen, prices = _solved(entered, wanted, low, high, points)
        gains = np.where(open_ & ~entered, points - prices[:n, None] - prices[None, n:], 0)
        if gains.max(initial=0) <= TOLERANCE:
            return chosen
        entered |= _lowest(-gains, gains > TOLERANCE)


def _lowest(values: NDArray[np.generic], among: Grid) -> Grid:
    """The few lowest values in each row."""
    import numpy as np

    ranked = np.argsort(np.where(among, values, np.inf), axis=1, kind="stable")[:, :A_FEW]
    lowest = np.zeros_like(among)
    np.put_along_axis(lowest, ranked, True, axis=1)
    return lowest & among


def _solved(
    entered: Grid, wanted: Numbers, low: Numbers, high: Numbers, points: Numbers
) -> tuple[Grid, NDArray[np.float64]]:
    """The best choice among the pairs that have entered, and the price of one review: by application, by reviewer."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    n, m = entered.shape
    row, column = np.nonzero(entered)
    pairs, slack = np.arange(len(row)), len(row) + np.arange(m)
    places = (np.concatenate([row, n + column, n + np.arange(m)]), np.concatenate([pairs, pairs, slack]))
    answer = linprog(
        np.concatenate([-points[row, column], np.zeros(m)]),
        A_eq=csr_array((np.ones(len(places[0])), places), shape=(n + m, len(row) + m)),
        b_eq=np.concatenate([wanted, high]),
        bounds=np.column_stack([np.zeros(len(row) + m), np.concatenate([np.ones(len(row)), high - low])]),
        method="highs-ds",
    )
    if answer.status != 0:
        raise ArithmeticError(f"The assignment was not solved: {answer.message}")
    chosen = np.zeros_like(entered)
    chosen[row, column] = answer.x[pairs] > 0.5
    return chosen, -answer.eqlin.marginals
