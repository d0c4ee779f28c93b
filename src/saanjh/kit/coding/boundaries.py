"""Alpha of boundaries, the older one of unitizing: how far apart the ends lie that coders gave the same stretch.

Krippendorff 1995, Sociological Methodology 25:47; 2004, Content Analysis, 2nd edition, section 11.6. It works code by
code, so that stretches of different codes may lie over each other, and squares the distances between ends: a stretch
that one coder cut into many is disagreement, although the same letters are marked. For more than two coders its
author came to prefer those of `unitizing`.
"""

from itertools import permutations

from saanjh.kit.coding.agreement import Agreement, Reason
from saanjh.kit.coding.spans import Codings, Span, meetings, with_gaps


def boundary_alpha(codings: Codings, *, length: int, begin: int = 0) -> Agreement:
    """Of all codes together, from the sums of their disagreements. ValueError as boundary_alphas."""
    found = boundary_alphas(codings, length=length, begin=begin).values()
    units, marked = sum(each.units for each in found), sum(each.values for each in found)
    return _answer(
        sum(each.observed or 0.0 for each in found),
        sum(each.expected or 0.0 for each in found),
        (units, marked, len(codings)),
    )


def boundary_alphas(codings: Codings, *, length: int, begin: int = 0) -> dict[str, Agreement]:
    """Of each code, in a text of `length` positions from `begin`: observed and expected are squared shares of it.

    Positions are whole, and the expected counts them: a finer grid over the same text (a recording in seconds or in
    milliseconds) gives a slightly higher alpha. Raises ValueError where spans of one coder and code overlap.
    """
    listed = [list(spans) for spans in codings]
    answers: dict[str, Agreement] = {}
    for code in sorted({span.code for spans in listed for span in spans if span.code is not None}):
        own = [[span for span in spans if span.code == code] for spans in listed]
        texts = [with_gaps(spans, length=length, begin=begin) for spans in own]
        marked = [span for spans in own for span in spans]
        sizes = (len(marked), sum(span.length for span in marked), len(texts))
        if len(texts) < 2:
            answers[code] = Agreement(None, *sizes, Reason.ONE_CODER)
        else:
            answers[code] = _answer(_observed(texts, length), _expected(texts, length), sizes)
    return answers


def _answer(observed: float, expected: float, sizes: tuple[int, int, int]) -> Agreement:
    if sizes[2] < 2 or not sizes[0]:
        return Agreement(None, *sizes, Reason.ONE_CODER if sizes[2] < 2 else Reason.NOTHING_PAIRABLE)
    if not expected:
        return Agreement(None, *sizes, Reason.ONE_CATEGORY, observed, expected)
    return Agreement(1 - observed / expected, *sizes, None, observed, expected)


def _observed(texts: list[list[Span]], length: int) -> float:
    pairs = permutations(texts, 2)
    total = sum(_difference(mine, theirs) for one, other in pairs for mine, theirs, _ in meetings(one, other))
    return total / (len(texts) * (len(texts) - 1) * length**2)


def _difference(mine: Span, theirs: Span) -> int:
    """Squared: the distances of both ends, or the whole of a stretch that lies in another's gap."""
    if mine.code is not None and theirs.code is not None:
        return (mine.begin - theirs.begin) ** 2 + (mine.end - theirs.end) ** 2
    stretch, gap = (mine, theirs) if theirs.code is None else (theirs, mine)
    inside = stretch.code is not None and gap.begin <= stretch.begin and stretch.end <= gap.end
    return stretch.length**2 if inside else 0


def _expected(texts: list[list[Span]], length: int) -> float:
    """The mean over all places where one stretch could meet another, or fit into a gap, of their difference."""
    spans = [span for text in texts for span in text]
    stretches = [span.length for span in spans if span.code is not None]
    gaps = [span.length for span in spans if span.code is None]
    total = 0.0
    for size in stretches:
        total += (len(stretches) - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
        total += size**2 * sum(gap - size + 1 for gap in gaps if gap >= size)
    positions = len(texts) * length
    places = positions * (positions - 1) - sum(size * (size - 1) for size in stretches)
    return 2 / length * total / places
