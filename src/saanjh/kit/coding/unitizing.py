"""Alphas of unitizing: do coders who cut a text into stretches find the same stretches, and give them the same codes?

Krippendorff, Mathet, Bouvry and Widlöcher 2016, Quality and Quantity 50:2347; Krippendorff 2019, Content Analysis,
4th edition, section 12.4. Where the stretches of two coders meet, their length counts as a coincidence of the codes.
What is expected leaves out pairs that could not be: of a stretch with itself, of a position in a gap with itself.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import permutations

from saanjh.kit.coding.agreement import Agreement, Reason
from saanjh.kit.coding.spans import Codings, Span, meetings, with_gaps


@dataclass
class _Coincidences:
    """Lengths in positions: `together` of each two codes, and `impossible`, squared, of pairs with themselves."""

    coders: int
    units: int
    together: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    impossible: dict[str | None, float] = field(default_factory=dict)

    def exclude(self, code: str | None, squared: float) -> None:
        self.impossible[code] = self.impossible.get(code, 0.0) + squared

    def margins(self) -> dict[str | None, float]:
        sums: dict[str | None, float] = {}
        for (code, _), length in sorted(self.together.items(), key=repr):
            sums[code] = sums.get(code, 0.0) + length / (self.coders - 1)
        return sums

    def agreeing(self, code: str | None) -> float:
        return self.together[code, code] / (self.coders - 1)


def u_alpha(codings: Codings, *, length: int, begin: int = 0) -> Agreement:
    """Both at once: where stretches begin and end and what they are called, gaps counted in.

    `length` is that of the text in positions from `begin`; Agreement holds shares of it that disagree. Raises
    ValueError where one coder's spans overlap or leave the text.
    """
    texts = [with_gaps(spans, length=length, begin=begin) for spans in codings]
    return _alpha(_whole(texts))


def binary_u_alpha(codings: Codings, *, length: int, begin: int = 0) -> Agreement:
    """Only where there is anything relevant at all: stretch or gap, whatever the code."""
    same = [[Span(span.begin, span.end, "") for span in spans] for spans in codings]
    return u_alpha(same, length=length, begin=begin)


def cu_alpha(codings: Codings, *, length: int, begin: int = 0) -> Agreement:
    """Only what stretches are called, where those of two coders meet; gaps are left out."""
    texts = [with_gaps(spans, length=length, begin=begin) for spans in codings]
    return _alpha(_marked(texts))


def code_alphas(codings: Codings, *, length: int, begin: int = 0) -> dict[str, Agreement]:
    """Of each code, (k)alpha: is what one coder called so called so by those whose stretches it meets?

    Observed and expected are shares of that code's own length that meet another code. A code that meets no
    stretch of another coder has no figure.
    """
    texts = [with_gaps(spans, length=length, begin=begin) for spans in codings]
    found = _marked(texts)
    margins = found.margins()
    return {
        code: _alpha_of(code, found, margins, [span.length for text in texts for span in text if span.code == code])
        for code in _codes(texts)
    }


def coverage(codings: Codings, *, length: int, begin: int = 0) -> dict[str, float]:
    """Of each code, the share (0 to 1) of its length on which (k)alpha rests: where it meets another's stretch."""
    texts = [with_gaps(spans, length=length, begin=begin) for spans in codings]
    margins = _marked(texts).margins()
    return {
        code: margins.get(code, 0.0) / sum(span.length for text in texts for span in text if span.code == code)
        for code in _codes(texts)
    }


def _codes(texts: list[list[Span]]) -> list[str]:
    return sorted({span.code for text in texts for span in text if span.code is not None})


def _whole(texts: list[list[Span]]) -> _Coincidences:
    """Coincidences of codes and gaps. A gap is no unit but single positions, so only these do not meet themselves."""
    found = _Coincidences(len(texts), sum(span.code is not None for text in texts for span in text))
    for one, other in permutations(texts, 2):
        for mine, theirs, shared in meetings(one, other):
            found.together[mine.code, theirs.code] += shared
    for text in texts:
        for span in text:
            found.exclude(span.code, span.length if span.code is None else span.length**2)
    return found


def _marked(texts: list[list[Span]]) -> _Coincidences:
    """Coincidences of codes alone. Of a stretch only the mean length that meets others' stretches counts."""
    found = _Coincidences(len(texts), sum(span.code is not None for text in texts for span in text))
    for place, one in enumerate(texts):
        met: Counter[Span] = Counter()
        for other in texts[:place] + texts[place + 1 :]:
            for mine, theirs, shared in meetings(one, other):
                if mine.code is not None and theirs.code is not None:
                    found.together[mine.code, theirs.code] += shared
                    met[mine] += shared
        for span, shared in met.items():
            found.exclude(span.code, (shared / (len(texts) - 1)) ** 2)
    return found


def _alpha(found: _Coincidences) -> Agreement:
    margins = found.margins()
    total = sum(margins.values())
    sizes = (found.units, round(total), found.coders)
    if found.coders < 2 or not total:
        return Agreement(None, *sizes, Reason.ONE_CODER if found.coders < 2 else Reason.NOTHING_PAIRABLE)
    if len(margins) < 2:
        return Agreement(None, *sizes, Reason.ONE_CATEGORY, 0.0, 0.0)
    observed = 1 - sum(found.agreeing(code) for code in margins) / total
    differing = total**2 - sum(length**2 for length in margins.values())
    expected = differing / (total**2 - sum(found.impossible.values()))
    return Agreement(1 - observed / expected, *sizes, None, observed, expected)


def _alpha_of(code: str, found: _Coincidences, margins: dict[str | None, float], lengths: list[int]) -> Agreement:
    own, total = margins.get(code, 0.0), sum(margins.values())
    sizes = (len(lengths), sum(lengths), found.coders)
    if not own:
        return Agreement(None, *sizes, Reason.ONE_CODER if found.coders < 2 else Reason.NOTHING_PAIRABLE)
    observed = (own - found.agreeing(code)) / own
    # it may meet as much of every code as there is, but nothing of itself
    meets_any = own * total - found.impossible[code]
    expected = own * (total - own) / meets_any if meets_any else 0.0
    if not expected:
        return Agreement(None, *sizes, Reason.ONE_CATEGORY, observed, expected)
    return Agreement(1 - observed / expected, *sizes, None, observed, expected)
