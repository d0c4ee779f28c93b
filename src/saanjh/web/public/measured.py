"""What was measured of one indicator, value beside value in the order of time, with the dots of one scale."""

from collections.abc import Iterable
from dataclasses import dataclass

from saanjh.results.queries import Published
from saanjh.web.components.dots import Point

TO_100 = {"percent", "index_0_100", "points_0_100"}  # units whose scale ends at 100


@dataclass(frozen=True)
class Measured:
    """One line of the table: the indicator as its latest value defines it, all its values, and those that are drawn."""

    latest: Published
    values: list[Published]
    points: list[Point]


def measured(values: Iterable[Published]) -> list[Measured]:
    """The values (each indicator's in the order of time) gathered by indicator."""
    by_code: dict[str, list[Published]] = {}
    for value in values:
        by_code.setdefault(value.code, []).append(value)
    return [Measured(each[-1], each, _points(each)) for each in by_code.values()]


def _points(values: list[Published]) -> list[Point]:
    """A dot for each value that has a range and may be shown; the latest is filled."""
    return [
        Point(float(each.value), float(each.low), float(each.high), filled=each is values[-1])
        for each in values
        if (each.is_share or each.unit in TO_100)
        and each.value is not None
        and each.low is not None
        and each.high is not None
    ]
