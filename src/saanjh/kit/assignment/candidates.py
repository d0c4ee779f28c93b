"""Who could read what, as tables of numbers: one row an application, one column a reviewer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from saanjh.kit.assignment.shapes import FIRST_THEME, FURTHER_THEME, LANGUAGE, Application, Pair, Reviewer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grid = NDArray[np.bool_]  # shape (applications, reviewers), or a choice of either
    Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Candidates:
    """The tables. `wanted`, `room` and `loaded` are those that remain once the fixed pairs are given."""

    applications: Sequence[Application]
    reviewers: Sequence[Reviewer]
    fixed: Grid
    readable: Grid  # the language is read, or need not be; not fixed
    open: Grid  # readable and not barred: what may be proposed
    points: Numbers  # shape (applications, reviewers)
    wanted: Numbers  # shape (applications,)
    room: Numbers  # shape (reviewers,)
    loaded: Numbers  # shape (reviewers,)


def candidates(
    applications: Collection[Application],
    reviewers: Collection[Reviewer],
    barred: Collection[Pair],
    fixed: Collection[Pair],
    language_required: bool,
) -> Candidates:
    """The tables in an order that depends on the ids alone, and on nothing that they tell. ValueError as propose."""
    import numpy as np

    _check(applications, reviewers, set(barred), set(fixed))
    rows, columns = sorted(applications, key=_shuffled), sorted(reviewers, key=_shuffled)
    reads = np.array([[a.language in r.languages for r in columns] for a in rows], dtype=bool)
    reads = reads.reshape(len(rows), len(columns))
    kept, shut = _grid(fixed, rows, columns), _grid(barred, rows, columns)
    readable = (reads | (not language_required)) & ~kept
    loaded = np.array([r.loaded for r in columns], dtype=np.int64) + kept.sum(axis=0)
    return Candidates(
        rows,
        columns,
        kept,
        readable,
        readable & ~shut,
        LANGUAGE * reads + _theme_points(rows, columns),
        np.maximum(0, np.array([a.wanted for a in rows], dtype=np.int64) - kept.sum(axis=1)),
        np.maximum(0, np.array([r.most for r in columns], dtype=np.int64) - loaded),
        loaded,
    )


def _shuffled(one: Application | Reviewer) -> tuple[bytes, str]:
    """A place in the order by digest: where several choices are equally good, neither the first entered nor the
    first by name is favoured, and neighbours by name do not always meet the same colleagues."""
    return sha256(one.id.encode()).digest(), one.id


def _grid(pairs: Iterable[Pair], rows: Sequence[Application], columns: Sequence[Reviewer]) -> Grid:
    """The pairs as a table; those of others (a conflict recorded in another call) are passed over."""
    import numpy as np

    row = {one.id: place for place, one in enumerate(rows)}
    column = {one.id: place for place, one in enumerate(columns)}
    grid = np.zeros((len(rows), len(columns)), dtype=bool)
    for application, reviewer in pairs:
        if application in row and reviewer in column:
            grid[row[application], column[reviewer]] = True
    return grid


def _theme_points(rows: Sequence[Application], columns: Sequence[Reviewer]) -> Numbers:
    import numpy as np

    themes = sorted({theme for one in rows for theme in one.themes})
    common = np.zeros((len(rows), len(columns)), dtype=np.int64)
    for theme in themes:
        in_both = [np.array([theme in one.themes for one in line], dtype=np.int64) for line in (rows, columns)]
        common += np.outer(*in_both)
    return np.where(common > 0, FIRST_THEME + FURTHER_THEME * (common - 1), 0)


def _check(
    applications: Collection[Application], reviewers: Collection[Reviewer], barred: set[Pair], fixed: set[Pair]
) -> None:
    known, people = {one.id for one in applications}, {one.id for one in reviewers}
    if len(known) < len(applications) or len(people) < len(reviewers):
        raise ValueError("Two applications or two reviewers have the same id.")
    if any(a.wanted < 0 for a in applications) or any(r.most < 0 or r.loaded < 0 for r in reviewers):
        raise ValueError("A number of reviewers or of reviews is negative.")
    if fixed & barred:
        raise ValueError(f"A pair is both kept and barred: {min(fixed & barred)}.")
    strangers = [pair for pair in sorted(fixed) if pair[0] not in known or pair[1] not in people]
    if strangers:
        raise ValueError(f"A pair to keep is of nobody here: {strangers[0]}.")
