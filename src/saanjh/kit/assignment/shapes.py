"""What an assignment is made of: applications, reviewers, and a proposal with its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

# Points of one pair. That a pair has one theme in common counts more than that another has several: it is better that
# every application meets somebody who knows its field than that some meet a perfect match and others a stranger.
LANGUAGE = 10  # the reviewer reads the language; tells pairs apart only where that is not demanded
FIRST_THEME = 4
FURTHER_THEME = 1


@dataclass(frozen=True)
class Application:
    """To be read by `wanted` different reviewers: a number of its track, never negative."""

    id: str
    language: str
    themes: frozenset[str]
    wanted: int


@dataclass(frozen=True)
class Reviewer:
    """Reads up to `most` applications; `loaded` are given already, elsewhere: pairs to be kept do not count in it."""

    id: str
    languages: frozenset[str]
    themes: frozenset[str]
    most: int
    loaded: int = 0


class Pair(NamedTuple):
    """An application and a reviewer, by their ids."""

    application: str
    reviewer: str


@dataclass(frozen=True)
class Proposed:
    """A pair and why: kept because a person had fixed it, the language is read, the themes in common, in order."""

    application: str
    reviewer: str
    kept: bool
    language: bool
    themes: tuple[str, ...]


class Reason(StrEnum):
    """Why an application is not covered. The first that holds, in this order."""

    FEW_REVIEWERS = "few-reviewers"  # it wants more reviewers than there are
    FEW_READERS = "few-readers"  # fewer read its language than it wants, perhaps nobody
    CONFLICTS = "conflicts"  # enough read it, but too many of those are barred
    CAPACITY = "capacity"  # enough could, but they have too little room for all that only they can read


@dataclass(frozen=True)
class Bottleneck:
    """Applications that need, of just these reviewers, more reviews than these have room for.

    `needed` counts reviews after the pairs kept, and after every reviewer outside has been used who could read one of
    them; so whatever is done, needed - room are missing. It is the smallest such set, each by id.
    """

    applications: tuple[str, ...]
    reviewers: tuple[str, ...]
    needed: int
    room: int


@dataclass(frozen=True)
class Uncovered:
    """An application that lacks `missing` reviewers, and why; the bottleneck where the reason is capacity."""

    application: str
    missing: int
    reason: Reason
    bottleneck: Bottleneck | None = None


@dataclass(frozen=True)
class Proposal:
    """The pairs, by application and reviewer; what each reviewer then carries, `loaded` included; who is left out.

    `points` is the total match of the pairs that were not fixed. `groups` are the reviewers who are linked through
    applications that they share, one after another: in one group, severity can be compared; across two, never.
    `proven` says that no assignment covers more applications (it is False only where a search had to stop early).
    """

    pairs: tuple[Proposed, ...]
    loads: Mapping[str, int]
    uncovered: tuple[Uncovered, ...]
    points: int
    groups: tuple[tuple[str, ...], ...]
    proven: bool

    @property
    def is_feasible(self) -> bool:
        """Whether every application has the reviewers that it wants."""
        return not self.uncovered
