"""What has run out is taken away, a chunk at a time, each with one line of history: how many, by which clock."""

import hashlib
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal
from saanjh.ground.retention import Clock
from saanjh.ground.writing import action

CHUNK = 500  # rows of one transaction


def purge(clock: Clock, *, now: datetime) -> int:
    """Take away the next rows whose time is over; returns how many there were. None: no line is written."""
    if not clock.rows(now).exists():
        return 0
    return _take(clock, now=now, by=Person.objects.system())


@action
def _take(clock: Clock, *, now: datetime, by: Person) -> int:
    may_purge(by=by)
    rows = list(clock.rows(now)[:CHUNK])
    names = [str(getattr(row, "public_id", "") or row.pk) for row in rows]
    clock.take(rows)
    history.record_many(
        "records_ran_out", clock.model, by=by, count=len(rows), digest=digest_of(names), clock=clock.code
    )
    return len(rows)


def may_purge(*, by: Person) -> None:
    """Records go by the clock, never by somebody's hand."""
    if by.username != SYSTEM:
        raise Refusal(_("Records are taken away by the clock alone."))


def digest_of(names: list[Any]) -> str:
    """SHA-256 over which rows they were, so that a line of history can be compared with an older copy."""
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()
