"""What pages and releases of money need to know of permits: in force on a day, running out, how long they took."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import QuerySet

from saanjh.awards.codes import AUTHORITIES, labels
from saanjh.awards.models import ACCEPTED, Award, Permit, PermitFact
from saanjh.awards.rules.permits import IN_FORCE, SOON, Holds, holds, standing_fact
from saanjh.programmes.models import Programme

FEWEST = 5  # decided permits, below which no median is told
What = PermitFact.What


@dataclass(frozen=True)
class Standing:
    """A permit on a day, with the fact that holds then (None while it waits)."""

    permit: Permit
    holds: Holds
    fact: PermitFact | None


def of_award(award: Award) -> QuerySet[Permit]:
    """All permits of a grant with their facts, the latest asked for first."""
    return award.permits.prefetch_related("facts").order_by("-applied_on", "-pk")


def standing(permits: Iterable[Permit], on: datetime.date) -> list[Standing]:
    """Where each permit stands on a day; no query where their facts were fetched with them."""
    return [Standing(each, holds(each.facts.all(), on), standing_fact(each.facts.all(), on)) for each in permits]


def permits_in_force(award: Award, on: datetime.date) -> list[Permit]:
    """The permits that hold on a day, for tests such as that of releasing money. Two queries."""
    return [each.permit for each in standing(of_award(award), on) if each.holds in IN_FORCE]


def running_out(awards: Iterable[int] | QuerySet[Any, Any], on: datetime.date) -> list[Standing]:
    """Permits of these grants that run out within 30 days and that no other of their kind outlasts. Two queries."""
    late = PermitFact.objects.filter(what=What.GRANTED, expires_on__range=(on, on + SOON)).order_by().values("permit")
    grants = Permit.objects.filter(award__in=awards, pk__in=late).order_by().values("award")
    rows = Permit.objects.filter(award__in=grants).select_related("award__application", "award__organisation")
    found = standing(rows.prefetch_related("facts").order_by("pk")[:500], on)
    lasting = {(each.permit.award_id, each.permit.kind) for each in found if each.holds == Holds.IN_FORCE}
    soon = [each for each in found if each.holds == Holds.RUNS_OUT]
    return [each for each in soon if (each.permit.award_id, each.permit.kind) not in lasting]


@dataclass(frozen=True)
class Waited:
    """How long one kind of authority took: days from asking to its first word; None where fewer than five are known."""

    issuer: str
    asked: int
    decided: int
    days: float | None


def waited(programme: Programme) -> list[Waited]:
    """Across the grants of a programme, by kind of authority, in the order of the list. Two queries.

    The median of days from asking to the first decision, with n; those that wait are counted but not in the median,
    and what was written down by mistake is in neither.
    """
    rows = Permit.objects.filter(award__programme=programme, award__state__in=ACCEPTED).prefetch_related("facts")
    asked: dict[str, int] = defaultdict(int)
    took: dict[str, list[int]] = defaultdict(list)
    for permit in rows.order_by("pk"):
        facts = list(permit.facts.all())
        if any(fact.what == What.MISTAKEN for fact in facts):
            continue
        asked[permit.issuer] += 1
        if facts:
            took[permit.issuer].append((min(fact.day for fact in facts) - permit.applied_on).days)
    return [
        Waited(code, asked[code], len(took[code]), median(took[code]) if len(took[code]) >= FEWEST else None)
        for code in labels(AUTHORITIES)
        if asked[code]
    ]
