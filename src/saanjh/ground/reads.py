"""The log of sensitive reads: who opened what, and for what purpose; a chain of its own, and a measure for each day.

Whoever looks through many restricted records in a day is seen: auditors are told at the first number, and at the
second there is no more until tomorrow. What a person's own task brings before them (naming reviewers, deciding,
auditing) is written down but not counted; neither is opening the same record again.
"""

import datetime
import random
import time
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any, NamedTuple

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Count, Exists, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import chains, notices
from saanjh.ground.access import EVERYWHERE, Role
from saanjh.ground.chains import FIRST, Broken, Link, Noted
from saanjh.ground.models import Person, Purpose, SensitiveRead
from saanjh.ground.refusals import Refusal
from saanjh.ground.watch_notices import MANY_READS

COUNTED = (Purpose.READING, Purpose.ANSWERING, Purpose.DOWNLOAD, Purpose.HELPING)
ATTEMPTS = 50  # to be the next in the chain; there is one more try for each who came in between


def note(kind: str, object_id: str, *, by: Person, purpose: Purpose) -> None:
    """Write down that `by` opens the thing ("" for a list of the kind), before it is shown.

    Refusal, with nothing written, for whoever has opened as many records as one person may in a day. Two queries and no
    transaction, for each page that is noted pays for it: numbers are unique, so of two who add at once one tries again.
    Call it in no transaction: on PostgreSQL that would end with the first row that came in between.
    """
    for _attempt in range(ATTEMPTS):
        last = _last(kind, object_id, by)
        is_new = purpose in COUNTED and bool(object_id) and not last.is_again
        if is_new and last.opened >= settings.READS_STOP:
            raise Refusal(_too_many(last.opened))
        is_many = is_new and last.opened + 1 == settings.READS_ALERT
        try:
            with transaction.atomic() if is_many else nullcontext():
                _append(last, kind, object_id, by, purpose)
                if is_many:
                    auditors = Person.objects.holding(Role.AUDITOR, over=EVERYWHERE)
                    notices.tell(auditors, MANY_READS, number=last.opened + 1)
            return
        except IntegrityError:
            if head()[0] == last.number:  # nobody else's row came in between and took the number: it is something else
                raise
            time.sleep(random.uniform(0, 0.02))
    raise OperationalError(f"No place in the log of reads in {ATTEMPTS} attempts.")


def _too_many(opened: int) -> str:
    return str(
        _(
            "You have opened %(count)s restricted records today, as many as one person may in a day. Those you opened "
            "already stay open to you; others open again tomorrow. If your work needs more, ask an administrator to "
            "have the limit of this server raised."
        )
        % {"count": opened}
    )


class _Last(NamedTuple):
    """The last row, and what the person has opened today: whether this very thing, and how many things."""

    number: int = 0
    digest: str = FIRST
    is_again: bool = False
    opened: int = 0


def _last(kind: str, object_id: str, person: Person) -> _Last:
    """In one query, since each page that is noted pays for it; none but the chain's first row finds no last one."""
    today = _today(person)
    rows = SensitiveRead.objects.order_by("-number").annotate(
        is_again=Exists(today.filter(kind=kind, object_id=object_id)),
        opened=Subquery(today.exclude(object_id="").values("person").annotate(things=_THINGS).values("things")),
    )
    found = rows.values_list("number", "digest", "is_again", "opened").first()
    return _Last(*found[:3], found[3] or 0) if found else _Last()


def _append(last: _Last, kind: str, object_id: str, by: Person, purpose: Purpose) -> None:
    row = SensitiveRead(
        number=last.number + 1,
        at=timezone.now(),
        person=by.public_id,
        kind=kind,
        object_id=object_id,
        purpose=purpose.value,
        previous=last.digest,
    )
    row.digest = digest_of(row)
    row.save(force_insert=True)


def _today(person: Person) -> QuerySet[SensitiveRead]:
    """The person's counted openings since midnight."""
    midnight = datetime.datetime.combine(timezone.localdate(), datetime.time(), timezone.get_current_timezone())
    return SensitiveRead.objects.filter(person=person.public_id, at__gte=midnight, purpose__in=COUNTED).order_by()


_THINGS = Count(Concat("kind", Value(" "), "object_id"), distinct=True)


def records_today(person: Person) -> int:
    """How many different restricted records the person has opened today."""
    return int(_today(person).exclude(object_id="").aggregate(things=_THINGS)["things"])


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
