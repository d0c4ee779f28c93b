"""Two tables of the same counts, by different rows and the same columns, as they may be shown together.

Each table alone may be safe, and the two together not: a total that one hides the other gives away. Both are one flow
(see kit/recovery.py): from a source through the rows of the first table and the columns into the rows of the second
one and a sink. So the attack on both at once is exact too, and totals are hidden until every number under ten keeps
its range. Where hiding totals is not enough the second table is not shown at all.

What stands in public records may be known to the reader of the tables: `known` has the least that each cell must be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saanjh.kit import disclosure, recovery
from saanjh.kit.disclosure import NARROWEST, SMALLEST, Published, PublishedTable, Shown, Suppressed
from saanjh.kit.recovery import GRAND_TOTAL, SINK, SOURCE, Arc, Bounds

Counts = Sequence[Sequence[int]]
_WITHOUT_END = 10**12


@dataclass(frozen=True)
class Pair:
    """The two tables as they may be shown; no second one where both together would give a number back."""

    first: PublishedTable
    second: PublishedTable | None


def publish_pair(first: Counts, second: Counts | None, *, known: Counts | None = None) -> Pair:
    """Both tables by the 10-5 rule, safe together; `known` is for the cells of the first one.

    ValueError where the columns of the two do not come to the same.
    """
    sums = [sum(column) for column in zip(*first, strict=True)]
    if second is not None and [sum(column) for column in zip(*second, strict=True)] != sums:
        raise ValueError("The two tables do not count the same.")
    for other in (second, None) if second is not None else (None,):
        shown = _hidden(first, other, known)
        if shown is not None:
            return Pair(_table(first, shown, _FIRST), _table(other, shown, _SECOND) if other is not None else None)
    raise ValueError("This table cannot be shown.")


def lowest(published: Published) -> int:
    """The least that a reader must think possible of a number."""
    return max(published.value - 2, min(published.value, SMALLEST)) if isinstance(published, Shown) else 0


def highest(published: Published) -> int | None:
    """The most that a reader must think possible of a number that is shown."""
    return published.value + 2 if isinstance(published, Shown) else None


@dataclass(frozen=True)
class _Place:
    """Where the numbers of one of the tables are in the flow."""

    is_first: bool

    def cell(self, row: int, column: int) -> Arc:
        return (("row", row), ("column", column)) if self.is_first else (("out", column), ("second", row))

    def row_total(self, row: int) -> Arc:
        return (SOURCE, ("row", row)) if self.is_first else (("second", row), SINK)


_FIRST, _SECOND = _Place(True), _Place(False)


def _column_total(column: int) -> Arc:
    return ("column", column), ("out", column)


def _numbers(first: Counts, second: Counts) -> dict[Arc, int]:
    found = {GRAND_TOTAL: sum(map(sum, first))}
    for place, counts in ((_FIRST, first), (_SECOND, second)):
        for i, row in enumerate(counts):
            found[place.row_total(i)] = sum(row)
            found |= {place.cell(i, j): count for j, count in enumerate(row)}
    return found | {_column_total(j): sum(column) for j, column in enumerate(zip(*first, strict=True))}


def _hidden(first: Counts, second: Counts | None, known: Counts | None) -> dict[Arc, Published] | None:
    """Every number as it may be shown; None where no hiding of totals is enough."""
    columns = range(len(first[0]))
    alone = [[sum(column) for column in zip(*first, strict=True)]]  # one row of sums: a second table that says nothing
    numbers = _numbers(first, second or alone)
    least = {_FIRST.cell(i, j): known[i][j] for i in range(len(first)) for j in columns} if known else {}
    shown = {arc: disclosure.publish_count(count) for arc, count in numbers.items()}
    if second is None:
        # The row of sums repeats the totals: its numbers bound nothing.
        silent = {_SECOND.row_total(0), *(_SECOND.cell(0, j) for j in columns)}
        shown |= dict.fromkeys(silent, Suppressed())
    else:
        silent = set()
    cells = {arc for arc in numbers if _is_cell(arc)} - silent
    table = {arc: _as_read(arc, numbers[arc], shown[arc], least.get(arc, 0), arc in cells) for arc in numbers}
    for arc in sorted(arc for arc in cells if isinstance(shown[arc], Suppressed)):
        wanted = min(NARROWEST, table[arc].high - table[arc].low)
        while _width(table, arc) < wanted:
            totals = _to_hide(arc, shown)
            if not totals:
                return None
            opened = {total: _as_read(total, numbers[total], Suppressed(), 0, False) for total in totals}
            enough = (total for total in totals if _width({**table, total: opened[total]}, arc) >= wanted)
            total = next(enough, totals[0])
            shown[total], table[total] = Suppressed(), opened[total]
    return shown


def _is_cell(arc: Arc) -> bool:
    return (arc[0][0], arc[1][0]) in {("row", "column"), ("out", "second")}


def _as_read(arc: Arc, count: int, published: Published, least: int, is_cell: bool) -> Bounds:
    """What a reader must think possible of one number, seen alone, beside what public records say."""
    if isinstance(published, Shown):
        return Bounds(count, max(lowest(published), least), published.value + 2)
    return Bounds(count, least, SMALLEST - 1 if is_cell else _WITHOUT_END)


def _width(table: Mapping[Arc, Bounds], arc: Arc) -> int:
    low, high = recovery.possible_range(table, arc)
    return high - low


def _to_hide(arc: Arc, shown: Mapping[Arc, Published]) -> list[Arc]:
    """Totals still shown: of the cell's own row first, then of other rows, of columns, and the grand total at last:
    what readers look for first goes last."""
    totals = [each for each in shown if not _is_cell(each) and isinstance(shown[each], Shown)]
    return sorted(totals, key=lambda each: (each == GRAND_TOTAL, each[0][0] == "column", not set(each) & set(arc)))


def _table(counts: Counts, shown: Mapping[Arc, Published], place: _Place) -> PublishedTable:
    columns = range(len(counts[0]))
    return PublishedTable(
        tuple(tuple(shown[place.cell(i, j)] for j in columns) for i in range(len(counts))),
        tuple(shown[place.row_total(i)] for i in range(len(counts))),
        tuple(shown[_column_total(j)] for j in columns),
        shown[GRAND_TOTAL],
    )
