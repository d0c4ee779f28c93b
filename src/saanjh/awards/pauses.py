"""How long grants stood still: their clock does not run during a pause."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from saanjh.awards.models import Award, Pause

NONE = datetime.timedelta(0)


def still(first: datetime.date | None, resumed: datetime.date | None, today: datetime.date) -> datetime.timedelta:
    """How long one pause lasted until a day, where there is one; a pause that nobody ended lasts."""
    return NONE if first is None or first > today else min(resumed or today, today) - first


def stood_still(awards: Iterable[int] | QuerySet[Any, Any], today: datetime.date) -> dict[int, datetime.timedelta]:
    """Award (primary key) -> how long its work stood still until a day; absent where it never did. One query."""
    rows = Pause.objects.filter(award__in=awards, from_day__lte=today).order_by()
    found: dict[int, datetime.timedelta] = defaultdict(lambda: NONE)
    for award, first, resumed in rows.values_list("award", "from_day", "resumption__day"):
        found[award] += still(first, resumed, today)
    return dict(found)


def clock(award: Award, today: datetime.date) -> datetime.date:
    """The day by which a grant's own deadlines are read: today, less the days of its pauses. One query.

    So a day that lay ahead when the work stopped lies as far ahead when it goes on, and what was late before stays
    late.
    """
    return today - stood_still([award.pk], today).get(award.pk, NONE)


def of_award(award: Award) -> list[Pause]:
    """The latest pauses of a grant with their ends, the latest first."""
    return list(award.pauses.select_related("resumption", "paused_by").order_by("-pk")[:50])
