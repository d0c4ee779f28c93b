"""The best set under rows, by branch and bound (HiGHS), with every answer checked again in whole numbers.

The only module that loads SciPy, and only when it solves: 100 MB that web processes do without.

HiGHS reckons in doubles and takes a set that breaks a row by a millionth of an award, which is some paisa. Its
tolerance adds sets and loses none, so that its bound and its "there is none" hold: as long as it does not rewrite the
rows first (presolve), which loses the best set of some panels whose money ends within a paisa, or finds none at all
(10 of 4,000 small panels of that kind, tried against all sets; 0 without). A set that fails the exact check is
forbidden, with all that fail for the same reason (a cover cut: Balas 1975, Mathematical Programming 8:146), and the
search is asked again. What is proven is proven up to the arithmetic of HiGHS (Huangfu and Hall 2018, Mathematical
Programming Computation 10:119); that the set itself keeps every rule is exact.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor, gcd, inf
from typing import Any

from saanjh.kit.portfolio.rows import Row, broken

ROUNDS = 200  # of cuts: each forbids a set that some paisa part from the budget, so a handful is much
_LARGEST = 2**10  # what coefficients are scaled down to: a paisa of millions then still weighs more than the tolerance


@dataclass(frozen=True)
class Solved:
    """The best set found, None for none; what no set can exceed, None for unknown; whether none exists at all."""

    chosen: frozenset[str] | None
    bound: int | None
    is_infeasible: bool = False


def best(worth: Mapping[str, int], rows: Sequence[Row], *, gap: Decimal = Decimal(0), nodes: int = 200_000) -> Solved:
    """The set of most worth (whole numbers by id, all that may be chosen) that keeps all rows.

    Stops within `gap` (a share of the worth) or after so many nodes of one search. Without a bound and a set when that
    is too few.
    """
    ids = sorted(worth)
    if not ids:
        return Solved(frozenset(), 0) if not broken(rows, ()) else Solved(None, None, is_infeasible=True)
    asked = list(rows)
    for _ in range(ROUNDS):
        found = _search(ids, worth, asked, gap, nodes)
        wrong = broken(rows, found.chosen) if found.chosen is not None else []
        if found.chosen is None or not wrong:
            return found
        asked.extend(_cover(row, found.chosen) for row in wrong)
    return Solved(None, found.bound)


def can_be_kept(ids: Iterable[str], rows: Sequence[Row], *, nodes: int = 200_000) -> bool | None:
    """Whether any set of these ids keeps all rows; None when so many nodes do not tell."""
    solved = best(dict.fromkeys(ids, 0), rows, nodes=nodes)
    if solved.is_infeasible:
        return False
    return None if solved.chosen is None else True


def _search(ids: list[str], worth: Mapping[str, int], rows: list[Row], gap: Decimal, nodes: int) -> Solved:
    import numpy as np
    from scipy.optimize import Bounds, milp

    result = milp(
        -np.array([worth[each] for each in ids], dtype=float),
        integrality=np.ones(len(ids)),
        bounds=Bounds(0, 1),
        constraints=_constraints(ids, rows),
        options={"presolve": False, "mip_rel_gap": float(gap), "node_limit": nodes},
    )
    if result.status == 2:
        return Solved(None, None, is_infeasible=True)
    bound = None if result.mip_dual_bound is None or abs(result.mip_dual_bound) == inf else -result.mip_dual_bound
    if result.x is None:
        return Solved(None, None if bound is None else floor(bound + 1e-3))
    chosen = frozenset(each for each, value in zip(ids, result.x, strict=True) if value > 0.5)
    reached = sum(worth[each] for each in chosen)
    # worth is whole, so is what can be reached: the bound's fraction, and the solver's last digits, say nothing
    return Solved(chosen, None if bound is None else max(reached, floor(bound + 1e-3)))


def _constraints(ids: list[str], rows: list[Row]) -> Any:
    import numpy as np
    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_array

    place = {each: number for number, each in enumerate(ids)}
    values, columns, starts, bounds = [], [], [0], []
    for row in rows:
        numbers, bound = _scaled(row)
        columns += [place[each] for each in row.coefficients]
        values += numbers
        starts.append(len(columns))
        bounds.append(bound)
    matrix = csr_array((np.array(values, dtype=float), columns, starts), shape=(len(rows), len(ids)))
    return LinearConstraint(matrix, -np.inf, np.array(bounds, dtype=float)) if rows else ()


def _scaled(row: Row) -> tuple[list[float], float]:
    """Without what all coefficients share, which loses nothing; then halved to be small.

    Up to 2**53 doubles do that exactly. What rounding beyond lets through is found where the set is checked in whole
    numbers, and forbidden (see _cover).
    """
    shared = gcd(*row.coefficients.values()) or 1
    numbers = [each // shared for each in row.coefficients.values()]
    largest = max(map(abs, numbers), default=0)
    halvings = max(0, largest.bit_length() - _LARGEST.bit_length())
    return [each / 2**halvings for each in numbers], (row.bound // shared) / 2**halvings


def _cover(row: Row, chosen: frozenset[str]) -> Row:
    """Forbid the set, and all that break the row as it does: one that strains it must go, or one that mends it come."""
    straining = {each: 1 for each, value in row.coefficients.items() if value > 0 and each in chosen}
    mending = {each: -1 for each, value in row.coefficients.items() if value < 0 and each not in chosen}
    return Row(row.rule, row.key, straining | mending, len(straining) - 1, 1)
