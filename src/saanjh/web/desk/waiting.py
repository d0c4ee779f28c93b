"""The desk's first page: what waits for me."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from saanjh.atlas import queries as atlas
from saanjh.awards import queries as awards
from saanjh.calls import waiting as calls
from saanjh.events import queries as events
from saanjh.ground import queries as ground
from saanjh.ground.access import WRITERS, Standing, standing_of
from saanjh.ground.waiting import Waiting
from saanjh.learning import queries as learning
from saanjh.networks import queries as networks
from saanjh.programmes import queries as programmes
from saanjh.research import queries as research
from saanjh.results import queries as results
from saanjh.voices import queries as voices
from saanjh.web.guards import DeskRequest, signed_in
from saanjh.web.links import address_of

# Each room's `queries.waiting`: a list of what waits for a person of this standing.
SOURCES: list[Callable[[Standing], list[Waiting]]] = [
    learning.waiting,
    events.waiting,
    awards.waiting,
    results.waiting,
    calls.waiting,
    programmes.waiting,
    atlas.waiting,
    voices.waiting,
    networks.waiting,
    research.waiting,
    ground.waiting,
]


@dataclass(frozen=True)
class Row:
    """A thing that waits, with its address and how late it is."""

    item: Waiting
    url: str
    days_late: int


@signed_in(methods=("GET",))
def waiting(request: DeskRequest) -> HttpResponse:
    """What waits for this person: late, this week, later."""
    today = timezone.localdate()
    rows = [_row(item, today) for source in SOURCES for item in source(standing_of(request.user))]
    rows.sort(key=lambda row: (row.item.due or datetime.date.max, str(row.item.about)))
    soon = today + datetime.timedelta(days=7)
    groups = {
        "late": [row for row in rows if row.days_late > 0],
        "soon": [row for row in rows if row.days_late <= 0 and row.item.due and row.item.due <= soon],
        "later": [row for row in rows if not row.item.due or row.item.due > soon],
    }
    applies = standing_of(request.user).has(*WRITERS)
    return render(request, "desk/waiting.html", {"count": len(rows), "applies": applies, **groups})


def _row(item: Waiting, today: datetime.date) -> Row:
    return Row(item, address_of(item.kind, item.id), (today - item.due).days if item.due else 0)


urlpatterns = [path("", waiting, name="waiting")]
