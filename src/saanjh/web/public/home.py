"""The portal's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from saanjh.atlas import queries
from saanjh.calls import queries as calls
from saanjh.learning import queries as learning
from saanjh.web.guards import open_to_all
from saanjh.web.public import maps
from saanjh.web.public.places import summary

LATEST = 3
LESSONS = 2


@open_to_all()
def home(request: HttpRequest) -> HttpResponse:
    """Who works where, what came of it, where help is missing; each number with its sentence."""
    front = queries.front_page()
    rows = front.reach
    sums = summary(rows)
    now = timezone.now()
    context = {
        "open_calls": [call for call in calls.public_calls().filter(state="open")[:5] if call.is_open(now)],
        "sums": sums,
        "provinces": queries.by_province(rows),
        "map": maps.drawn(rows, maps.MEASURES["initiatives"], title=sums.title),
        "key": maps.key(maps.MEASURES["initiatives"]),
        "shown": front.shown,
        "checked": front.checked,
        "committed": front.committed,
        "initiatives": queries.latest(LATEST),
        "lessons": learning.published().exclude(award__in=queries.kept_quiet())[:LESSONS],
    }
    return render(request, "public/home.html", context)


urlpatterns = [path("", home, name="home")]
