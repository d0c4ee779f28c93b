"""Saturation: after how many interviews hardly any new code appears.

Guest, Namey and Chen 2020, PLOS ONE 15(5):e0232076. The codes of the first interviews are the *base*; a *run* is some
interviews in a row; saturation is reached where the codes that are new in a run are few against those of the base.
Runs slide on by one interview.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """The `length` interviews that follow the first `after`: new codes in them, and their share of the base's codes."""

    after: int
    length: int
    new: int
    share: float

    def __str__(self) -> str:
        """As the paper writes it: 6+2 for the two interviews that follow the sixth."""
        return f"{self.after}+{self.length}"


def new_codes(interviews: Iterable[Collection[str]]) -> list[int]:
    """How many codes appear for the first time in each interview, in the order in which they were held."""
    seen: set[str] = set()
    counts = []
    for codes in interviews:
        counts.append(len(set(codes) - seen))
        seen |= set(codes)
    return counts


def found_after(new: Sequence[int], interviews: int) -> int:
    """How many different codes the first so many interviews brought."""
    return sum(new[:interviews])


def runs(new: Sequence[int], *, base: int = 4, length: int = 2) -> list[Run]:
    """All runs after the base, given the new codes of each interview; none where the base has no code.

    Raises ValueError for a base or a run without an interview.
    """
    if base < 1 or length < 1:
        raise ValueError("A base and a run have at least one interview.")
    known = found_after(new, base)
    if not known:
        return []
    ends = range(base, len(new) - length + 1)
    return [Run(after, length, (fresh := sum(new[after : after + length])), fresh / known) for after in ends]


def saturation(new: Sequence[int], *, base: int = 4, length: int = 2, threshold: float = 0.05) -> Run | None:
    """The first run whose share of new codes is at most `threshold`; None while there is none."""
    return next((run for run in runs(new, base=base, length=length) if run.share <= threshold), None)
