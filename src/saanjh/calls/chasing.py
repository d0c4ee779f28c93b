"""When reviews are due, which are late, and which reminders are to go out on a day."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce

from saanjh.calls.models import Call, Reminder, Review
from saanjh.calls.queries import OPEN_STATES
from saanjh.calls.rules import closeness
from saanjh.calls.timetables import norm_times
from saanjh.ground.models import Person

Kind = Reminder.Kind
# The day of a review that was named before days were given, too: that of its call.
DUE = Coalesce("due_on", "application__call__reviewed_by", "application__call__answers_on")


def due_on(call: Call, named_on: datetime.date) -> datetime.date:
    """The last day of a review: that of the call, but never sooner than some days after it was given to somebody."""
    least = named_on + datetime.timedelta(days=norm_times()["review_least"])
    return max(call.reviewed_by or call.answers_on, least)


def under_way() -> QuerySet[Any]:
    """The reviews that somebody still has to hand in, each with `due`."""
    rows = Review.objects.filter(state=Review.State.ASSIGNED, application__state__in=OPEN_STATES)
    return rows.filter(application__call__state=Call.State.CLOSED).annotate(due=DUE)


@dataclass(frozen=True)
class Open:
    """A review under way: how many days it is late (0: it is not), and when its reviewer was last reminded."""

    review: Review
    due: datetime.date
    late: int
    reminded: datetime.date | None


def open_in(call: Call, *, by: Person) -> QuerySet[Any]:
    """Those of a call, the latest first; without those behind which an organisation of whoever looks stands."""
    own = closeness.known_of([by.pk]).held[by.pk]
    rows = under_way().filter(application__call=call)
    rows = rows.exclude(application__in=closeness.backed_by(call, own).order_by().values("pk"))
    rows = rows.annotate(reminded=Max("reminders__day", filter=~Q(reminders__kind=Kind.LATE)))
    rows = rows.select_related("reviewer", "application")
    return rows.order_by("due", "pk")


def as_open(review: Any, today: datetime.date) -> Open:
    """One of `open_in`, as it stands on this day."""
    return Open(review, review.due, max((today - review.due).days, 0), review.reminded)


def due_for(kind: str, today: datetime.date) -> QuerySet[Any]:
    """The reviews of which this is to be said today and was not said yet, by call and reviewer."""
    soon = today + datetime.timedelta(days=norm_times()["reminder"])
    days = {Kind.SOON: Q(due__gt=today, due__lte=soon), Kind.TODAY: Q(due=today), Kind.LATE: Q(due__lt=today)}
    said = Reminder.objects.filter(kind=kind).order_by().values("review")
    rows = under_way().filter(days[Kind(kind)]).exclude(pk__in=said)
    return rows.order_by("application__call", "reviewer", "pk")


def calls_to_chase(today: datetime.date) -> Iterator[tuple[Call, str]]:
    """(call, kind) of all that is to be said today. Three queries."""
    for kind in (Kind.SOON, Kind.TODAY, Kind.LATE):
        ids = due_for(kind, today).order_by().values("application__call")
        yield from ((call, kind) for call in Call.objects.filter(pk__in=ids).order_by("pk"))
