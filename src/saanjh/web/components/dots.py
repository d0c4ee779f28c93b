"""Dots: a measured value with its 95% interval, hollow before and filled after, the target dashed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from saanjh.web.components.bars import percent, picture

LINE = 16  # from one dot's line to the next


@dataclass(frozen=True)
class Point:
    """A value and the ends of its 95% interval, in the units of the scale. The first measurement is not `filled`."""

    value: float
    low: float
    high: float
    filled: bool = True

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} lies outside {self.low} to {self.high}.")


def dots(
    points: Sequence[Point], *, scale: float = 100, start: float = 0, target: float | None = None, title: str = ""
) -> SafeString:
    """The points one under another on a scale from `start` to `scale`; the page says where it begins and ends.

    It holds no text, because it turns round where reading begins on the right: values, n and range stand in the cells
    beside it. A percentage of fewer than 30 must not get here (kit.disclosure decides that).
    """
    height = LINE * len(points) + 4
    line = ""
    if target is not None:
        x = _place(target, start, scale)
        line = format_html('<line class="target" x1="{}" x2="{}" y1="0" y2="{}"/>', x, x, height)
    marks = format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="{}" y2="{}"/><circle{} cx="{}" cy="{}" r="4.5"/>',
        (
            (
                _place(point.low, start, scale),
                _place(point.high, start, scale),
                y,
                y,
                "" if point.filled else SafeString(' class="hollow"'),
                _place(point.value, start, scale),
                y,
            )
            for point, y in zip(points, range(9, height, LINE), strict=False)
        ),
    )
    return format_html(
        '<svg class="chart" height="{}"{}<line class="axis" x1="0" x2="100%" y1="{}" y2="{}"/>{}{}</svg>',
        height,
        picture(title),
        height - 0.5,
        height - 0.5,
        line,
        marks,
    )


def _place(value: float, start: float, scale: float) -> str:
    """Where on the line the value stands; what lies before its beginning, at the beginning."""
    return percent(max(value - start, 0), scale - start)
