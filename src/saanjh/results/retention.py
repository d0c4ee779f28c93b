"""How long results are kept: what was handed in stays, what was only begun does not."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from saanjh.ground.retention import clock, kept
from saanjh.results.models import Return, Tally, Value


@clock("value-drafts", Value, what="values that were begun and never handed in", starts="the draft was begun")
def drafts(before: datetime) -> QuerySet[Any]:
    return Value.objects.filter(state=Value.State.DRAFT, created_at__lt=before, corrected_by=None)


kept(Return, "why a value came back stays with it; sealed by the database")
kept(Tally, "a count beside a grant")
