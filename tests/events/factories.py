"""Cheap roots for tests of gatherings; rows are written directly, at most five queries each."""

import datetime
from typing import Any

from django.utils import timezone

from saanjh.events.models import Event
from tests.factories import a_district, count
from tests.programmes.factories import a_programme


def days_ago(days: int) -> datetime.date:
    """The local day so many days ago."""
    return timezone.localdate() - datetime.timedelta(days=days)


def a_running_programme(**facts: Any) -> Any:
    """A programme that began a year ago and runs for two more."""
    return a_programme(**{"starts_on": days_ago(365), "ends_on": days_ago(-730), **facts})


def an_event(**facts: Any) -> Event:
    """An orientation that was to be held three days ago."""
    facts = {
        "programme": facts.pop("programme", None) or a_running_programme(),
        "district": facts.pop("district", None) or a_district(),
        "kind": Event.Kind.ORIENTATION,
        "title_en": f"Orientation {next(count)}",
        "title_ur": "تعارفی نشست",
        "starts_on": days_ago(3),
        "ends_on": days_ago(3),
        **facts,
    }
    return Event.objects.create(**facts)
