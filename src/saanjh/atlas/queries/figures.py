"""The figures of the first page: results that were checked, money that is signed and when it ends.

All accepted grants count, with a page of their own or not; those whose initiative is excluded for safety never do.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max
from django.utils import timezone

from saanjh.atlas.queries.initiatives import kept_quiet
from saanjh.atlas.queries.places import Reach, Shown, reach, shown
from saanjh.awards.models import Award, AwardRows
from saanjh.ground.reckoned import until_next_line
from saanjh.programmes.models import Programme


@dataclass(frozen=True)
class FrontPage:
    """What the first page tells of the whole record."""

    reach: list[Reach]
    shown: Shown
    checked: "Checked"
    committed: "list[Committed]"


@until_next_line
def front_page() -> FrontPage:
    """All figures of the first page. One query, and eight more after each line of history."""
    return FrontPage(reach(), shown(), checked(), committed())


AHEAD = timedelta(days=183)  # half a year: soon enough to act


@dataclass(frozen=True)
class Committed:
    """Signed money of grants in one currency; of it, how much ends by `by`."""

    currency: str
    minor: int
    ending_minor: int
    grants: int
    by: date

    @property
    def all_ends(self) -> bool:
        """Whether nothing is signed for later."""
        return self.ending_minor == self.minor


def committed(today: date | None = None) -> list[Committed]:
    """The grants that run today or later, the currency with most of them first. One query.

    Nothing is added across currencies.
    """
    day = today or timezone.localdate()
    by = day + AHEAD
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    rows = _grants(Award.objects.active()).filter(ends_on__gte=day)
    for minor, currency, last in rows.values_list("amount_minor", "currency", "ends_on"):
        sums[currency][0] += 1
        sums[currency][1] += minor
        sums[currency][2] += minor if last <= by else 0
    found = [Committed(currency, minor, ending, count, by) for currency, (count, minor, ending) in sums.items()]
    return sorted(found, key=lambda each: (-each.grants, each.currency))


@dataclass(frozen=True)
class Checked:
    """Of the grants that have begun: how many have a result that somebody else checked."""

    begun: int
    checked: int
    best_evidence: int | None  # the highest level among those results


def checked(today: date | None = None) -> Checked:
    """How much of the work that has begun can show a checked result. One query."""
    day = today or timezone.localdate()
    begun = _grants(Award.objects.accepted()).filter(starts_on__lte=day)
    counts = begun.aggregate(begun=Count("pk"), checked=Count("tally"), best=Max("tally__best_evidence"))
    return Checked(counts["begun"], counts["checked"], counts["best"])


def _grants(rows: AwardRows) -> AwardRows:
    """Of these grants, those of which public figures tell."""
    public = rows.exclude(programme__state=Programme.State.DRAFT)
    return public.exclude(pk__in=kept_quiet()).order_by()
