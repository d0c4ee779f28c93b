"""What may be published of counts of people: nothing under ten, the rest to the nearest five, no share of a few.

The 10-5 rule of the Office for National Statistics (policy for protecting births and deaths statistics). Every cell
and every sum is rounded on its own, from the true number. That alone is not enough: 12, 12 and 9 become 10, 10, hidden
and 35, and 35 is at least 33. So a table is attacked before it is given out, and totals that give a number back are
hidden too. The attack knows one table; two tables about the same people are the caller's to keep apart.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from saanjh.kit import recovery
from saanjh.kit.recovery import Arc, Bounds

SMALLEST = 10  # fewer people than this are not told apart from nobody
STEP = 5
FEWEST = 30  # a percentage of fewer says more about chance than about people
NARROWEST = 5  # a hidden number must keep a range at least this wide, as 2 to 7
_WITHOUT_END = 10**12


@dataclass(frozen=True)
class Shown:
    """A number that may be shown: rounded to five, or a nobody that tells nothing."""

    value: int


@dataclass(frozen=True)
class Suppressed:
    """In place of a number under ten, or of a total that would give one back: a reader cannot tell which."""


Published = Shown | Suppressed


@dataclass(frozen=True)
class PublishedTable:
    """A table as it may be shown. Totals are rounded on their own: they need not be the sums of what is shown."""

    cells: tuple[tuple[Published, ...], ...]
    row_totals: tuple[Published, ...]
    column_totals: tuple[Published, ...]
    total: Published


def publish_count(count: int, *, zero_is_informative: bool = True) -> Published:
    """A number of people as it may be shown. ValueError below 0.

    A zero tells something (that nobody of a village complained) unless the caller knows better, as of places where
    nothing was held: then zero_is_informative=False shows it.
    """
    if count < 0:
        raise ValueError("Fewer than nobody cannot be counted.")
    if count < SMALLEST:
        return Shown(0) if count == 0 and not zero_is_informative else Suppressed()
    return Shown(STEP * ((count + STEP // 2) // STEP))


def people(count: int) -> int | None:
    """The number of people as it may be shown; None for fewer than SMALLEST, nobody included. ValueError below 0."""
    published = publish_count(count)
    return published.value if isinstance(published, Shown) else None


def may_show_share(part: int, whole: int, *, of_people: bool = True, fewest: int = FEWEST) -> bool:
    """Whether a percentage may be published: of `fewest` or more; of people, also only where neither the part nor the
    rest is so small that the percentage would give it away (R5, R4)."""
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no share.")
    if whole < fewest:
        return False
    return not of_people or min(part, whole - part) >= SMALLEST


def publish_table(
    counts: Sequence[Sequence[int]], *, zero_is_informative: bool = True, narrowest: int = NARROWEST
) -> PublishedTable:
    """Counts of people by rows and columns, with all totals, as they may be shown together.

    `counts` is a list of rows of equal length. Each hidden cell keeps at least `narrowest` + 1 possible values for a
    reader who knows the rule and uses every number shown. `narrowest` is at most 8; ValueError beyond, and for rows
    of unequal length, no rows, or counts below 0.
    """
    if not counts or not counts[0] or len({len(row) for row in counts}) > 1 or not 0 <= narrowest < SMALLEST - 1:
        raise ValueError("A table has rows of equal length, and a hidden cell at most a range of 8.")
    numbers = recovery.arcs(counts)
    shown = {arc: publish_count(count, zero_is_informative=zero_is_informative) for arc, count in numbers.items()}
    table = {arc: _as_read(arc, count, shown[arc], zero_is_informative) for arc, count in numbers.items()}
    for arc in [arc for arc, count in numbers.items() if count < SMALLEST and isinstance(shown[arc], Suppressed)]:
        while _width(table, arc) < narrowest:  # to hide a total only widens: what was safe before stays so
            total = next(_totals_to_hide(arc, shown))
            shown[total] = Suppressed()
            table[total] = _as_read(total, numbers[total], shown[total], zero_is_informative)
    rows, columns = range(len(counts)), range(len(counts[0]))
    return PublishedTable(
        tuple(tuple(shown[recovery.cell(i, j)] for j in columns) for i in rows),
        tuple(shown[recovery.row_total(i)] for i in rows),
        tuple(shown[recovery.column_total(j)] for j in columns),
        shown[recovery.GRAND_TOTAL],
    )


def _width(table: Mapping[Arc, Bounds], arc: Arc) -> int:
    low, high = recovery.possible_range(table, arc)
    return high - low


def _as_read(arc: Arc, count: int, published: Published, zero_is_informative: bool) -> Bounds:
    """What a reader who knows the rule must think possible of one number, seen alone."""
    if isinstance(published, Shown):
        value = published.value
        return Bounds(count, max(value - 2, min(value, SMALLEST)), value + 2 if value else 0)
    lowest = 0 if zero_is_informative else 1
    is_cell = arc[0][0] == "row"
    return Bounds(count, lowest, SMALLEST - 1 if is_cell else _WITHOUT_END)


def _totals_to_hide(given_away: Arc, shown: Mapping[Arc, Published]) -> Iterator[Arc]:
    """The totals still shown, those of the given-away number's own row and column first, then the grand total."""
    own = [(recovery.SOURCE, given_away[0]), (given_away[1], recovery.SINK), recovery.GRAND_TOTAL]
    everything = [arc for arc in shown if arc[0][0] != "row"]
    return (arc for arc in (*own, *everything) if isinstance(shown.get(arc), Shown))
