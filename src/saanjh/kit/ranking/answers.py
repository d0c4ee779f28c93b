"""What a ranking is asked and answered in: plain values without numpy, so that a page may import them at no cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from saanjh.kit.intervals import Interval


@dataclass(frozen=True)
class Review:
    """One reviewer's sealed reading of one application: its total in percent, and by criterion, in percent, its marks.

    A reviewer reads an application once: who asks with two reviews of the same pair gets a ValueError.
    """

    application: str
    reviewer: str
    total: float
    marks: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 <= self.total <= 100:  # nan is not either
            raise ValueError(f"A total lies between 0 and 100, not at {self.total}.")


class Reason(StrEnum):
    """Why something was not reckoned from these reviews. The page has the words."""

    NO_REVIEWS = "no reviews"
    ONE_REVIEW_EACH = "one review each"  # no severity, no noise can be modelled: the simplified track
    SINGLE_REVIEWS = "single reviews"  # some application was read by one person only
    NOT_CONNECTED = "not connected"  # groups of reviewers that share no application, not even by a chain of others
    FEW_SHARED = "few shared"  # connected, but reviewers share too few applications
    FEW_FREE = "few free"  # too few degrees of freedom are left to tell noise
    NO_VARIANCE = "no variance"  # whoever read the same application gave it the same total


@dataclass(frozen=True)
class NotModelled:
    """In place of an answer: the reason, and the applications or reviewers that it is about, where it is about some."""

    reason: Reason
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """An application's place by its plain mean in percent. `is_tied`: only its id tells it from another's place."""

    application: str
    place: int
    mean: float
    reviews: int
    tie_means: tuple[float, ...]
    is_tied: bool


@dataclass(frozen=True)
class Habit:
    """How a reviewer marks, in percent points. No verdict: those who read weaker applications have lower means.

    `deviation` is the sample standard deviation (n - 1), None for a single review.
    """

    reviewer: str
    reviews: int
    mean: float
    deviation: float | None


@dataclass(frozen=True)
class Band:
    """An application inside the noise: 95 % intervals of its mean (percent) and of its place (1 is the best).

    `share_above` is the share of draws, 0 to 1, in which it stands above the cut. It describes how firm the ranking
    is, and is not the probability that the application deserves its place.
    """

    application: str
    place: int
    mean: float
    means: Interval
    places: Interval
    is_above: bool
    share_above: float
    is_in_noise: bool


@dataclass(frozen=True)
class Noise:
    """Bands in the order of the plain ranking, with what they rest on. `deviation` is that of one review, in points."""

    bands: tuple[Band, ...]
    deviation: float
    freedom: int
    draws: int
    seed: int


@dataclass(frozen=True)
class Adjusted:
    """An application's mean without and with the adjustment, in percent, and its place by each."""

    application: str
    plain: float
    adjusted: float
    plain_place: int
    place: int

    @property
    def difference(self) -> float:
        """Points that the adjustment adds: above 0 where its reviewers were severe."""
        return self.adjusted - self.plain


@dataclass(frozen=True)
class Severity:
    """How many points below the panel a reviewer marks (below 0: lenient), shrunk, with its standard error."""

    habit: Habit
    severity: float
    error: float


@dataclass(frozen=True)
class Adjustment:
    """Applications in the adjusted order, reviewers from the most severe, and what was estimated on the way.

    `severity_deviation` and `noise_deviation` are the two standard deviations of the model in points; `freedom` the
    degrees left for the noise; `efficiency` the share of information that remains on the least known contrast.
    """

    applications: tuple[Adjusted, ...]
    reviewers: tuple[Severity, ...]
    severity_deviation: float
    noise_deviation: float
    freedom: int
    efficiency: float
