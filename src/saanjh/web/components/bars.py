"""Bars: one that sits in a table's cell, and columns in a row; every scale begins at 0."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

HEIGHT = 150


@dataclass(frozen=True)
class Column:
    """One period: what is sure (filled) and what stands on top of it, promised but not sure (hollow)."""

    filled: float
    hollow: float = 0


def picture(title: str) -> SafeString:
    """The attributes and title that make an SVG one picture with a name; without a title it is decoration."""
    if not title:
        return SafeString(' aria-hidden="true">')
    return format_html(' role="img"><title>{}</title>', title)


def percent(part: float, whole: float) -> str:
    """A length for an attribute, at most 100%. Raises ValueError for a part below 0 or a whole that is not above 0."""
    if whole <= 0 or part < 0:
        raise ValueError(f"{part} of {whole} has no length.")
    return f"{min(100 * part / whole, 100):.4g}%"


def bar(value: float, *, scale: float = 100, title: str = "") -> SafeString:
    """A bar from 0 to `value` on a scale that ends at `scale`; the number itself stands in the cell before it."""
    return format_html(
        '<svg class="chart" height="12"{}<rect width="{}" height="12"/></svg>', picture(title), percent(value, scale)
    )


def columns(series: Sequence[Column], *, title: str, target: int | None = None) -> SafeString:
    """Columns beside one another, the highest as high as the picture; a dashed line stands before column `target`."""
    highest = max((column.filled + column.hollow for column in series), default=0)
    step = 100 / max(len(series), 1)
    shapes = []
    for place, column in enumerate(series):
        shapes += _column(column, place * step, step, highest)
    if target is not None:
        x = f"{target * step - step * 0.08:.4g}%"
        shapes.append(format_html('<line class="target" x1="{}" x2="{}" y1="0" y2="{}"/>', x, x, HEIGHT))
    return format_html(
        '<svg class="chart" height="{}"{}<line class="axis" x1="0" x2="100%" y1="{}" y2="{}"/>{}</svg>',
        HEIGHT,
        picture(title),
        HEIGHT - 0.5,
        HEIGHT - 0.5,
        format_html_join("", "{}", ((shape,) for shape in shapes)),
    )


def _column(column: Column, x: float, step: float, highest: float) -> list[SafeString]:
    scale = (HEIGHT - 2) / (highest or 1)
    filled, hollow = round(column.filled * scale), round(column.hollow * scale)
    shapes = []
    if filled:
        shapes.append(
            format_html(
                '<rect x="{}%" y="{}" width="{}%" height="{}"/>',
                f"{x:.4g}",
                HEIGHT - filled,
                f"{step * 0.83:.4g}",
                filled,
            )
        )
    if hollow:
        shapes.append(
            format_html(
                '<svg x="{}%" y="{}" width="{}%" height="{}"><rect class="hollow" width="100%" height="100%"/></svg>',
                f"{x:.4g}",
                HEIGHT - filled - hollow,
                f"{step * 0.83:.4g}",
                hollow,
            )
        )
    return shapes
