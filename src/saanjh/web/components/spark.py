"""A line as small as a word, for a row of numbers over time; the first and last of them stand beside it in words."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from saanjh.web.components.bars import picture


def spark(values: Sequence[float], *, title: str = "") -> SafeString:
    """The line from the first value to the last, from 0 to the highest. Raises ValueError for fewer than two values."""
    if len(values) < 2:
        raise ValueError("A line needs two values.")
    highest = max(values) or 1
    step = 100 / (len(values) - 1)
    points = " ".join(f"{place * step:.3g},{22 - 20 * value / highest:.3g}" for place, value in enumerate(values))
    return format_html(
        '<svg class="chart spark" height="24" viewBox="0 0 100 24" preserveAspectRatio="none"{}'
        '<polyline vector-effect="non-scaling-stroke" points="{}"/></svg>',
        picture(title),
        points,
    )
