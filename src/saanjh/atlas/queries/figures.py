"""The figures of the first page: results that were checked, money that is signed and when it ends."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max
from django.utils import timezone

from saanjh.atlas.models import Initiative
from saanjh.results.models import Value

AHEAD = timedelta(days=183)  # half a year: soon enough to act


@dataclass(frozen=True)
class Committed:
    """Signed money of published initiatives in one currency; of it, how much ends by `by`."""

    currency: str
    minor: int
    ending_minor: int
    initiatives: int
    by: date


def committed(today: date | None = None) -> list[Committed]:
    """The grants of published initiatives that run today or later, the currency with most of them first. One query.

    Nothing is added across currencies.
    """
    day = today or timezone.localdate()
    by = day + AHEAD
    rows = Initiative.objects.public().filter(award__isnull=False, award__ends_on__gte=day).order_by()
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for minor, currency, last in rows.values_list("award__amount_minor", "award__currency", "award__ends_on"):
        sums[currency][0] += 1
        sums[currency][1] += minor
        sums[currency][2] += minor if last <= by else 0
    found = [Committed(currency, minor, ending, count, by) for currency, (count, minor, ending) in sums.items()]
    return sorted(found, key=lambda each: (-each.initiatives, each.currency))


@dataclass(frozen=True)
class Checked:
    """Of the grants of published initiatives that have begun: how many have a result that somebody else checked."""

    begun: int
    checked: int
    best_evidence: int | None  # the highest level among those results


def checked(today: date | None = None) -> Checked:
    """How much of the work that has begun can show a checked result. Two queries."""
    day = today or timezone.localdate()
    rows = Initiative.objects.public().filter(award__isnull=False, award__starts_on__lte=day).order_by()
    begun = set(rows.values_list("award", flat=True))
    levels = dict(
        Value.objects.verified().filter(award__in=begun).order_by().values_list("award").annotate(Max("evidence_level"))
    )
    return Checked(len(begun), len(levels), max(levels.values(), default=None))
