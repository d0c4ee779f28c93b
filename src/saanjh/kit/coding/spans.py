"""Spans of a text: which stretch from one position to another bears which code, and where two coders' spans meet."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """The positions from `begin` up to, not with, `end`; without a code it is a gap that the coder left."""

    begin: int
    end: int
    code: str | None

    @property
    def length(self) -> int:
        return self.end - self.begin


Codings = Sequence[Iterable[Span]]  # of each coder the spans of one and the same text


def with_gaps(spans: Iterable[Span], *, length: int, begin: int = 0) -> list[Span]:
    """The spans in order with the gaps between them, covering the text from `begin` for `length` positions.

    Two that touch stay two. Raises ValueError for spans that overlap, are empty or lie outside the text.
    """
    covered, at = [], begin
    for span in sorted(spans, key=lambda span: span.begin):
        if span.begin < at or span.end <= span.begin or span.end > begin + length:
            raise ValueError("The spans of a coder lie within the text, hold something, and do not overlap.")
        covered += [Span(at, span.begin, None)] if span.begin > at else []
        covered.append(span)
        at = span.end
    return [*covered, Span(at, begin + length, None)] if at < begin + length else covered


def meetings(one: Sequence[Span], other: Sequence[Span]) -> Iterator[tuple[Span, Span, int]]:
    """Each span of one coder with each of another that it shares positions with, and how many.

    Both must be as from with_gaps, so that one walk along the text finds all.
    """
    i = j = 0
    while i < len(one) and j < len(other):
        shared = min(one[i].end, other[j].end) - max(one[i].begin, other[j].begin)
        if shared > 0:
            yield one[i], other[j], shared
        if one[i].end <= other[j].end:
            i += 1
        else:
            j += 1
