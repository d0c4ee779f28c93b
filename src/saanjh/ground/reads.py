"""The log of sensitive reads: who opened what, and for what purpose; a chain of its own, and a measure for each day.

Whoever looks through many restricted records in a day is seen: auditors are told at the first number, and at the
second there is no more until tomorrow. What a person's own task brings before them (naming reviewers, deciding,
auditing) is written down but not counted; neither is opening the same record again.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import chains, notices
from saanjh.ground.access import EVERYWHERE, Role
from saanjh.ground.chains import FIRST, Broken, Link, Noted
from saanjh.ground.models import Person, Purpose, SensitiveRead
from saanjh.ground.refusals import Refusal
from saanjh.ground.watch_notices import MANY_READS

COUNTED = (Purpose.READING, Purpose.ANSWERING, Purpose.DOWNLOAD, Purpose.HELPING)
LOCK = 5_270_112  # beside history.LOCK: one writer of this chain at a time on PostgreSQL


def note(kind: str, object_id: str, *, by: Person, purpose: Purpose) -> None:
    """Write down that `by` opens the thing ("" for a list of the kind), before it is shown.

    Refusal, with nothing written, for whoever has opened as many records as one person may in a day.
    """
    with transaction.atomic(savepoint=False):
        chains.one_at_a_time(LOCK)
        is_new = purpose in COUNTED and bool(object_id) and not _today(by, kind, object_id).exists()
        opened = records_today(by) if is_new else 0
        admitted = not is_new or opened < settings.READS_STOP
        if admitted:
            _append(kind, object_id, by, purpose)
        if is_new and opened + 1 == settings.READS_ALERT:
            auditors = Person.objects.holding(Role.AUDITOR, over=EVERYWHERE)
            notices.tell(auditors, MANY_READS, number=opened + 1)
    if not admitted:
        raise Refusal(_too_many(opened))


def _too_many(opened: int) -> str:
    return str(
        _(
            "You have opened %(count)s restricted records today, as many as one person may in a day. Those you opened "
            "already stay open to you; others open again tomorrow. If your work needs more, ask an administrator to "
            "have the limit of this server raised."
        )
        % {"count": opened}
    )


def _append(kind: str, object_id: str, by: Person, purpose: Purpose) -> None:
    number, digest = head()
    row = SensitiveRead(
        number=number + 1,
        at=timezone.now(),
        person=by.public_id,
        kind=kind,
        object_id=object_id,
        purpose=purpose.value,
        previous=digest,
    )
    row.digest = digest_of(row)
    row.save(force_insert=True)


def _today(person: Person, kind: str = "", object_id: str = "") -> QuerySet[SensitiveRead]:
    """The person's counted openings since midnight, of one thing where one is named."""
    midnight = datetime.datetime.combine(timezone.localdate(), datetime.time(), timezone.get_current_timezone())
    rows = SensitiveRead.objects.filter(person=person.public_id, at__gte=midnight, purpose__in=COUNTED)
    return rows.filter(kind=kind, object_id=object_id) if kind else rows


def records_today(person: Person) -> int:
    """How many different restricted records the person has opened today."""
    rows = _today(person).exclude(object_id="").order_by()
    return rows.values("kind", "object_id").distinct().count()


def by_day() -> QuerySet[Any, Any]:
    """For each day, person and kind: how many openings, of how many records, and whether many or the most there may be.

    Rows: day, person, kind, openings, records (different things, lists apart), counted (of those that the day's measure
    counts).
    """
    things = ~Q(object_id="")
    rows = SensitiveRead.objects.annotate(day=TruncDate("at")).values("day", "person", "kind")
    return rows.annotate(
        openings=Count("pk"),
        records=Count("object_id", filter=things, distinct=True),
        counted=Count("object_id", filter=things & Q(purpose__in=COUNTED), distinct=True),
    ).order_by("-day", "-openings", "person", "kind")


def head() -> tuple[int, str]:
    """Number and digest of the last row; (0, FIRST) before the first."""
    return SensitiveRead.objects.order_by("-number").values_list("number", "digest").first() or (0, FIRST)


def digest_of(row: SensitiveRead) -> str:
    """The digest that the row's content should have."""
    return chains.digest_of(row.previous, row.number, row.at, row.person, row.kind, row.object_id, row.purpose)


def broken(*, noted: Noted | None = None) -> Broken | None:
    """The first row that does not follow from the one before it, or is not as it was noted elsewhere; or None."""
    return chains.broken(_links(), noted, chain="reads")


def _links() -> Iterator[Link]:
    for row in SensitiveRead.objects.order_by("number").iterator(chunk_size=2000):
        yield Link(row.number, row.previous, row.digest, digest_of(row))
