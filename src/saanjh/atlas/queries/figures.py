"""The figures of the first page: money that is signed and when it ends."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from saanjh.atlas.models import Initiative

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


def grants_begun(today: date | None = None) -> list[int]:
    """The grants (their primary keys) of published initiatives that have begun. One query."""
    day = today or timezone.localdate()
    rows = Initiative.objects.public().filter(award__isnull=False, award__starts_on__lte=day).order_by()
    return list(rows.values_list("award", flat=True))
