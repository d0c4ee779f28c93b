"""What is asked (candidates, rules, seed, how hard to try) and what is answered (the set, and how sure it is)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from saanjh.kit.portfolio.rules import Budget, CriterionFloor, ForcedIn, ForcedOut, PointsFloor, Rule


@dataclass(frozen=True)
class Candidate:
    """One application as the portfolio sees it: `points` in hundredths (8150 is 81.50), `amount` in minor units.

    `flags` are what rules of a share ask for (women_led, youth_led, first_time); districts, themes and provinces are
    ids. `means` are (criterion, mean in hundredths of a percent), for criteria that have a least; one that is not among
    them is held against nobody. One that is not `eligible` is never chosen, and only told so.
    """

    id: str
    points: int
    amount: int
    provinces: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    organisation: str = ""
    track: str = ""
    eligible: bool = True
    means: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        if type(self.points) is not int or type(self.amount) is not int:
            raise TypeError("Points are whole hundredths and amounts whole minor units: no float decides here.")
        if not 0 <= self.points <= 10**6 or not 0 <= self.amount <= 10**15:
            raise ValueError("Points lie between 0 and 10,000.00, amounts between 0 and 10^15 minor units.")

    @property
    def groups(self) -> frozenset[str]:
        """What a GroupShare may name: the flags and the track."""
        return self.flags | {self.track}

    def lacking(self, rule: Rule) -> int:
        """By how many hundredths it is below a floor of points or of a criterion; 0 where it is not, or for others."""
        match rule:
            case PointsFloor(points):
                return max(0, points - self.points)
            case CriterionFloor(criterion, least):
                return max(0, least - dict(self.means).get(criterion, least))
        return 0


@dataclass(frozen=True)
class Question:
    """Candidates, rules, the seed that breaks ties, and the effort: neither clock nor machine has a say.

    `gap` is the share of points that need not be proven (0: to the optimum; 0.001: within 0.1 percent). `nodes`
    bounds the search, as a time limit would, but gives the same answer on a slow day. Candidates are kept by id, so
    the order in which they come in tells nothing. ValueError for an id twice, a forced id that is unknown or not
    eligible, or anything but one Budget.
    """

    candidates: tuple[Candidate, ...]
    rules: tuple[Rule, ...]
    seed: str = ""
    gap: Decimal = Decimal(0)
    nodes: int = 200_000
    by_id: dict[str, Candidate] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "candidates", tuple(sorted(self.candidates, key=lambda each: each.id)))
        object.__setattr__(self, "by_id", {each.id: each for each in self.candidates})
        if len(self.by_id) != len(self.candidates):
            raise ValueError("Two candidates have one id.")
        if sum(isinstance(rule, Budget) for rule in self.rules) != 1:
            raise ValueError("A portfolio has exactly one budget.")
        if not 0 <= self.gap < 1 or self.nodes < 1:
            raise ValueError("A gap lies between 0 and 1, and a search has at least one node.")
        self._check_forced()

    def _check_forced(self) -> None:
        for rule in self.rules:
            if isinstance(rule, ForcedIn | ForcedOut) and (unknown := set(rule.ids) - set(self.by_id)):
                raise ValueError(f"No candidate has the id {min(unknown)}.")
            if isinstance(rule, ForcedIn):
                for each in rule.ids:
                    if not self.by_id[each].eligible:
                        raise ValueError(f"{each} is not eligible: no panel can force it in.")

    @property
    def budget(self) -> int:
        """The whole budget, in minor units."""
        return next(rule.minor for rule in self.rules if isinstance(rule, Budget))

    def points(self, ids: Iterable[str]) -> int:
        """The points of a set, in hundredths."""
        return sum(self.by_id[each].points for each in ids)

    def amount(self, ids: Iterable[str]) -> int:
        """The money of a set, in minor units."""
        return sum(self.by_id[each].amount for each in ids)


class Status(StrEnum):
    """How sure an answer is: no set has more points; none has more than the bound; none keeps the rules; not found.

    Undecided means that the search ended at its bound of nodes with no set in hand: neither yes nor no.
    """

    PROVEN = "proven"
    WITHIN_GAP = "within_gap"
    INFEASIBLE = "infeasible"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Picked:
    """What the simple way gives (see greedy): the set, its points in hundredths, and the rules it fails to keep."""

    chosen: tuple[str, ...]
    points: int
    breaks: tuple[int, ...]


@dataclass(frozen=True)
class Answer:
    """The set as sorted ids, its points (hundredths) and money (minor units), and what no set can exceed.

    `bound` is None when nothing bounds the points. `ties_settled` says that among all sets of as many points this is
    the one of most tickets (see lottery), so that whoever asks again, on whatever machine, is given the same.
    """

    status: Status
    chosen: tuple[str, ...]
    points: int
    amount: int
    bound: int | None
    ties_settled: bool
    greedy: Picked

    @property
    def gap(self) -> Decimal | None:
        """How much of the bound is not proven to be out of reach, as a share; None without a set or a bound."""
        if self.bound is None or self.status in (Status.INFEASIBLE, Status.UNDECIDED):
            return None
        return Decimal(self.bound - self.points) / self.bound if self.bound else Decimal(0)


def hundredths(points: Decimal) -> int:
    """Points as whole hundredths, rounded half to even: 81.505 is 8150."""
    return int((points * 100).to_integral_value())
