"""The proposal: cover most applications, then even the loads, then match best, then link the reviewers."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from saanjh.kit.assignment.candidates import Candidates, candidates
from saanjh.kit.assignment.coverage import coverage
from saanjh.kit.assignment.groups import grouped, linked
from saanjh.kit.assignment.loads import levels
from saanjh.kit.assignment.matches import best_match
from saanjh.kit.assignment.shapes import Application, Pair, Proposal, Proposed, Reviewer, Uncovered

if TYPE_CHECKING:
    from saanjh.kit.assignment.candidates import Grid


def propose(
    applications: Collection[Application],
    reviewers: Collection[Reviewer],
    *,
    barred: Collection[Pair] = (),
    fixed: Collection[Pair] = (),
    language_required: bool = True,
) -> Proposal:
    """Who should read what. The order of what is given does not matter; the same values give the same proposal.

    Each wish bows to the one before it: most applications covered in full (what room is left then goes to the others);
    the evenest loads, `loaded` included, by the smallest largest, then the next, which is also the smallest sum of
    squares; the most points of match (shapes). Each of the three is the optimum of all pairs. Last, reviews are
    exchanged where that links groups of reviewers who share no application: it keeps the loads and may cost points.

    No barred pair, nobody beyond `most`, nobody twice on one application. Pairs in `fixed` are kept as they are, also
    where the language does not fit or more are kept than wanted or than the reviewer's most: a person decided so.
    Barred pairs of applications or reviewers that are not given are passed over.

    Raises ValueError for equal ids, negative numbers, and a fixed pair that is barred or of nobody given.
    """
    table = candidates(applications, reviewers, barred, fixed, language_required)
    cover = coverage(table)
    even = levels(table.open, cover.given, table.room, table.loaded)
    rest = cover.given - even.forced.sum(axis=1)
    chosen = even.forced | best_match(even.open, rest, even.low, even.high, table.points, even.start)
    pairs = linked(chosen | table.fixed, table.fixed, table.open, table.points)
    left_out = [
        Uncovered(table.applications[row].id, int(table.wanted[row] - cover.given[row]), *why)
        for row, why in cover.reasons.items()
    ]
    return Proposal(
        _proposed(table, pairs),
        _loads(table, pairs),
        tuple(sorted(left_out, key=lambda one: one.application)),
        int(table.points[pairs & ~table.fixed].sum()),
        _groups(table, pairs),
        cover.proven,
    )


def _proposed(table: Candidates, pairs: Grid) -> tuple[Proposed, ...]:
    found = []
    for row, column in zip(*pairs.nonzero(), strict=True):
        application, reviewer = table.applications[row], table.reviewers[column]
        found.append(
            Proposed(
                application.id,
                reviewer.id,
                kept=bool(table.fixed[row, column]),
                language=application.language in reviewer.languages,
                themes=tuple(sorted(application.themes & reviewer.themes)),
            )
        )
    return tuple(sorted(found, key=lambda pair: (pair.application, pair.reviewer)))


def _loads(table: Candidates, pairs: Grid) -> dict[str, int]:
    given = (pairs & ~table.fixed).sum(axis=0) + table.loaded
    return dict(sorted((reviewer.id, int(load)) for reviewer, load in zip(table.reviewers, given, strict=True)))


def _groups(table: Candidates, pairs: Grid) -> tuple[tuple[str, ...], ...]:
    """By size, the largest first, then by name; whoever reads nothing is in none."""
    members: dict[int, list[str]] = {}
    import numpy as np

    columns = grouped(pairs)[1]
    for column in np.flatnonzero(pairs.any(axis=0)).tolist():
        members.setdefault(int(columns[column]), []).append(table.reviewers[column].id)
    return tuple(sorted((tuple(sorted(group)) for group in members.values()), key=lambda group: (-len(group), group)))
