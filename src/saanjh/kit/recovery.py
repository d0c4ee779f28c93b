"""What a reader who adds and subtracts can work out of a published table: the exact range of every hidden number.

A table with its totals is a flow: from a source through each row and each column to a sink and back, every arc
being one number of the table. What is published bounds each arc; the numbers that fit are the flows within the
bounds. How far one arc can move is found by pushing one unit after another round a circle of arcs that have room.
Bounds are whole, so the range is that of whole numbers (Ford and Fulkerson): no attack on this table alone does
better, whether by linear programming or by trying out.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SOURCE, SINK = ("source", 0), ("sink", 0)
Node = tuple[str, int]
Arc = tuple[Node, Node]
GRAND_TOTAL: Arc = (SINK, SOURCE)


@dataclass(frozen=True)
class Bounds:
    """The true number, and the lowest and the highest that a reader must think possible."""

    true: int
    low: int
    high: int


def row_total(row: int) -> Arc:
    """The arc of a row's total."""
    return SOURCE, ("row", row)


def column_total(column: int) -> Arc:
    """The arc of a column's total."""
    return ("column", column), SINK


def cell(row: int, column: int) -> Arc:
    """The arc of a cell."""
    return ("row", row), ("column", column)


def arcs(counts: Sequence[Sequence[int]]) -> dict[Arc, int]:
    """Every number of the table by its arc: cells, totals of rows and columns, the grand total."""
    numbers = {cell(i, j): count for i, row in enumerate(counts) for j, count in enumerate(row)}
    numbers |= {row_total(i): sum(row) for i, row in enumerate(counts)}
    numbers |= {column_total(j): sum(column) for j, column in enumerate(zip(*counts, strict=True))}
    return numbers | {GRAND_TOTAL: sum(map(sum, counts))}


def possible_range(table: Mapping[Arc, Bounds], arc: Arc) -> tuple[int, int]:
    """The lowest and the highest number that the arc can have while every other stays within its bounds."""
    true = table[arc].true
    return true - _room(table, arc, -1), true + _room(table, arc, 1)


def _room(table: Mapping[Arc, Bounds], arc: Arc, direction: int) -> int:
    """How far the number can rise (direction 1) or fall (-1)."""
    bounds = table[arc]
    limit = bounds.high - bounds.true if direction > 0 else bounds.true - bounds.low
    begin, end = (arc[1], arc[0]) if direction > 0 else arc
    flow = {each: bounds.true for each, bounds in table.items()}
    neighbours = _neighbours(table, arc)
    moved = 0
    while moved < limit:
        path = _path(table, flow, neighbours, begin, end)
        if not path:
            break
        step = min([limit - moved, *(_left(table, flow, each, sign) for each, sign in path)])
        for each, sign in path:
            flow[each] += sign * step
        moved += step
    return moved


def _left(table: Mapping[Arc, Bounds], flow: Mapping[Arc, int], arc: Arc, sign: int) -> int:
    return table[arc].high - flow[arc] if sign > 0 else flow[arc] - table[arc].low


def _neighbours(table: Mapping[Arc, Bounds], without: Arc) -> dict[Node, list[tuple[Node, Arc, int]]]:
    known: dict[Node, list[tuple[Node, Arc, int]]] = {}
    for arc in table:
        if arc != without:
            known.setdefault(arc[0], []).append((arc[1], arc, 1))
            known.setdefault(arc[1], []).append((arc[0], arc, -1))
    return known


def _path(
    table: Mapping[Arc, Bounds],
    flow: Mapping[Arc, int],
    neighbours: Mapping[Node, list[tuple[Node, Arc, int]]],
    begin: Node,
    end: Node,
) -> list[tuple[Arc, int]]:
    """The shortest way along arcs that still have room, each with its sign; empty when there is none."""
    reached: dict[Node, tuple[Node, Arc, int] | None] = {begin: None}
    waiting = deque([begin])
    while waiting and end not in reached:
        here = waiting.popleft()
        for there, arc, sign in neighbours.get(here, ()):
            if there not in reached and _left(table, flow, arc, sign) > 0:
                reached[there] = (here, arc, sign)
                waiting.append(there)
    path, step = [], reached.get(end)
    while step:
        path.append((step[1], step[2]))
        step = reached[step[0]]
    return path[::-1]
