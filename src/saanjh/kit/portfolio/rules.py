"""What a panel may ask of a set of awards: one small type for each kind of rule, in the panel's own units.

Of an application in several provinces an equal part counts for each. It counts as a whole in each of its districts
and themes. A share of what is awarded says nothing of an empty set, which therefore keeps it.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Of(StrEnum):
    """What a share is a share of: the money awarded, the number of awards, or the whole budget, spent or not."""

    MONEY = "money"
    AWARDS = "awards"
    BUDGET = "budget"


@dataclass(frozen=True)
class Budget:
    """No more money than this, in minor units. Each question has exactly one."""

    minor: int

    def __post_init__(self) -> None:
        _need(type(self.minor) is int and self.minor >= 0, "A budget is a whole number of minor units, from 0.")


@dataclass(frozen=True)
class ProvinceCeiling:
    """No province has more than this share (0 to 100 percent)."""

    percent: Decimal
    of: Of = Of.BUDGET

    def __post_init__(self) -> None:
        _need(0 <= self.percent <= 100, "A share lies between 0 and 100 percent.")


@dataclass(frozen=True)
class GroupShare:
    """At least this share (0 to 100 percent) goes to a group: a flag of the application (women_led), or its track."""

    group: str
    percent: Decimal
    of: Of = Of.MONEY

    def __post_init__(self) -> None:
        _need(0 <= self.percent <= 100, "A share lies between 0 and 100 percent.")


@dataclass(frozen=True)
class ThemeCounts:
    """At least and at most so many awards for each of these themes; for each that any application names, if none is."""

    at_least: int = 0
    at_most: int | None = None
    themes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _need(self.at_least >= 0, "Fewer than no awards cannot be asked for.")
        _need(self.at_most is None or self.at_most >= 0, "Fewer than no awards cannot be asked for.")


@dataclass(frozen=True)
class PriorityDistricts:
    """At least so many awards in each of these districts."""

    districts: tuple[str, ...]
    at_least: int = 1

    def __post_init__(self) -> None:
        _need(self.at_least >= 0, "Fewer than no awards cannot be asked for.")


@dataclass(frozen=True)
class OrganisationLimit:
    """At most so many awards for one organisation."""

    at_most: int = 1

    def __post_init__(self) -> None:
        _need(self.at_most >= 0, "Fewer than no awards cannot be asked for.")


@dataclass(frozen=True)
class DistrictLimit:
    """At most so many awards in one district."""

    at_most: int

    def __post_init__(self) -> None:
        _need(self.at_most >= 0, "Fewer than no awards cannot be asked for.")


@dataclass(frozen=True)
class PointsFloor:
    """No award below these points (in hundredths); exactly these are enough."""

    points: int


@dataclass(frozen=True)
class CriterionFloor:
    """No award below this mean in one criterion (hundredths of a percent: 5000 is 50 %); exactly this is enough."""

    criterion: str
    least: int

    def __post_init__(self) -> None:
        _need(0 <= self.least <= 10_000, "The least of a criterion lies between 0 and 100 percent.")


@dataclass(frozen=True)
class ForcedIn:
    """The panel's own will: these are awarded. A departure, to be written down with its grounds by the caller."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class ForcedOut:
    """The panel's own will: these are not awarded. A departure like ForcedIn."""

    ids: tuple[str, ...]


Rule = (
    Budget
    | ProvinceCeiling
    | GroupShare
    | ThemeCounts
    | PriorityDistricts
    | OrganisationLimit
    | DistrictLimit
    | PointsFloor
    | CriterionFloor
    | ForcedIn
    | ForcedOut
)


def _need(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
