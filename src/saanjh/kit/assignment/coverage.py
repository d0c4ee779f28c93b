"""How many applications can have all the reviewers that they want, and where it sticks for the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from saanjh.kit.assignment.flows import filled, reached
from saanjh.kit.assignment.shapes import Bottleneck, Reason

if TYPE_CHECKING:
    from saanjh.kit.assignment.candidates import Candidates, Grid, Numbers

SEARCHED = 20_000  # pairs up to which the most that can be covered is searched exactly: it may take many trials
TRIALS = 100  # branches of that search; a limit in seconds would make the answer depend on the machine
ROUNDS = 60  # of the quick way


@dataclass(frozen=True)
class Coverage:
    """How many reviews each application is to get, why some get fewer than wanted, and whether that is proven best."""

    given: Numbers  # shape (applications,)
    reasons: Mapping[int, tuple[Reason, Bottleneck | None]]  # by row
    proven: bool


def coverage(table: Candidates) -> Coverage:
    """As many applications as possible in full; what is left of the room goes to the others, as far as it goes."""
    import numpy as np

    alone = table.open.sum(axis=1) >= table.wanted  # they could be covered if nobody else were there
    wanted = np.where(alone, table.wanted, 0)
    given = filled(table.open, wanted, table.room)
    rows, columns = reached(table.open, given, given.sum(axis=1) < wanted)
    # Whoever is outside the cut can always be served, whatever is chosen inside (the cut is minimal).
    inside, proven = _most_covered(table, rows, columns)
    full = (alone & ~rows) | inside
    first = filled(table.open, np.where(full, table.wanted, 0), table.room)
    reviews = filled(table.open, table.wanted, table.room, start=first).sum(axis=1)
    reasons: dict[int, tuple[Reason, Bottleneck | None]] = {}
    narrow = _bottlenecks(table, rows, columns)
    for row in np.flatnonzero(reviews < table.wanted).tolist():
        reasons[row] = (Reason.CAPACITY, narrow[row]) if alone[row] else (_reason(table, row), None)
    return Coverage(reviews, reasons, proven)


def _reason(table: Candidates, row: int) -> Reason:
    """Why an application could not be covered even if it were the only one."""
    wanted = table.wanted[row]
    if (~table.fixed[row]).sum() < wanted:
        return Reason.FEW_REVIEWERS
    return Reason.FEW_READERS if table.readable[row].sum() < wanted else Reason.CONFLICTS


def _bottlenecks(table: Candidates, rows: Grid, columns: Grid) -> dict[int, Bottleneck]:
    """The cut taken apart into those that have no open pair in common, by the rows of their applications."""
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    inner = table.open & np.outer(rows, columns)
    n, m = inner.shape
    row, column = np.nonzero(inner)
    labels = connected_components(csr_array((np.ones(len(row)), (row, n + column)), shape=(n + m, n + m)))[1]
    needs = _needs(table, rows, columns)
    found: dict[int, Bottleneck] = {}
    for label in np.unique(labels[:n][rows]):
        ours, theirs = rows & (labels[:n] == label), columns & (labels[n:] == label)
        names = sorted(table.applications[i].id for i in np.flatnonzero(ours).tolist())
        people = sorted(table.reviewers[j].id for j in np.flatnonzero(theirs).tolist())
        narrow = Bottleneck(tuple(names), tuple(people), int(needs[ours].sum()), int(table.room[theirs].sum()))
        found |= dict.fromkeys(np.flatnonzero(ours).tolist(), narrow)
    return found


def _needs(table: Candidates, rows: Grid, columns: Grid) -> Numbers:
    """The reviews that each of the rows needs of these columns, after all others that are open to it."""
    import numpy as np

    return np.where(rows, table.wanted - (table.open & ~columns).sum(axis=1), 0)


def _most_covered(table: Candidates, rows: Grid, columns: Grid) -> tuple[Grid, bool]:
    """Which of the rows to cover, so that they are most, and whether that is proven."""
    import numpy as np

    if not rows.any():
        return rows, True
    open_, room = table.open & np.outer(rows, columns), np.where(columns, table.room, 0)
    needs = _needs(table, rows, columns)
    order = np.flatnonzero(rows)
    order = order[np.argsort(needs[order], kind="stable")]
    at_most = int((np.cumsum(needs[order]) <= room.sum()).sum())
    packed = _packed(open_, needs, room, order)
    if packed.sum() == at_most:
        return packed, True
    if open_.sum() > SEARCHED:
        return packed, False
    searched, proven = _searched(open_, needs, room, rows)
    return (searched, proven) if proven or searched.sum() > packed.sum() else (packed, False)


def _packed(open_: Grid, needs: Numbers, room: Numbers, waiting: Numbers) -> Grid:
    """The quick way: as many at once as the room allows in number, the least needy first; where none of a batch can
    be covered, half of it. Mostly the first batch is the answer."""
    import numpy as np

    done, given, size = np.zeros(len(needs), dtype=bool), np.zeros_like(open_), len(waiting)
    for _ in range(ROUNDS):
        fitting = np.cumsum(needs[waiting]) <= room.sum() - needs[done].sum()
        batch = waiting[fitting][:size]
        if not len(batch):
            break
        asked = done.copy()
        asked[batch] = True
        trial = filled(open_, np.where(asked, needs, 0), room, start=given)
        covered = asked & (trial.sum(axis=1) == needs)
        if (covered == done).all():
            waiting, size = (waiting[1:], size) if len(batch) == 1 else (waiting, len(batch) // 2)
            continue
        done, given, size = covered, trial & covered[:, None], len(waiting)
        waiting = waiting[~done[waiting]]
    return done


def _searched(open_: Grid, needs: Numbers, room: Numbers, rows: Grid) -> tuple[Grid, bool]:
    """The exact way: a mixed-integer programme (HiGHS), each application covered in full or not at all.

    Only that choice must be whole: once it is made, the rest is a flow.
    """
    import numpy as np
    from scipy.optimize import LinearConstraint, milp
    from scipy.sparse import csr_array

    n, m = open_.shape
    row, column = np.nonzero(open_)
    pairs, choice = np.arange(len(row)), len(row) + np.arange(n)
    places = (np.concatenate([row, n + column, np.arange(n)]), np.concatenate([pairs, pairs, choice]))
    values = np.concatenate([np.ones(2 * len(row)), -needs])
    answer = milp(
        -np.concatenate([np.zeros(len(row)), rows]),
        integrality=np.concatenate([np.zeros(len(row)), np.ones(n)]),
        bounds=(0, 1),
        constraints=LinearConstraint(
            csr_array((values, places), shape=(n + m, len(row) + n)),
            np.concatenate([np.zeros(n), np.full(m, -np.inf)]),
            np.concatenate([np.full(n, np.inf), room]),
        ),
        options={"mip_rel_gap": 0, "node_limit": TRIALS},
    )
    if answer.x is None:
        return np.zeros(n, dtype=bool), False
    return rows & (answer.x[choice] > 0.5), answer.status == 0
