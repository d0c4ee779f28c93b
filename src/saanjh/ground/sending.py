"""Sends the mail of waiting notices: each once, the failed ones again later, ever more seldom."""

import smtplib
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks import task

from saanjh.ground import jobs, notices
from saanjh.ground.jobs import every
from saanjh.ground.models.notices import Notice

CHUNK = 50
MOST_TRIES = len(jobs.WAITS) + 1
FAILURES = (OSError, smtplib.SMTPException)


@every(minutes=5)
@task()
def send_notices() -> None:
    """Send what is due. A notice is claimed before it is tried, so a crash repeats at most one mail."""
    chunk = list(due(now=timezone.now()).select_related("person").order_by("pk")[:CHUNK])
    for notice in chunk:
        if _claim(notice):
            send(notice)
    if len(chunk) == CHUNK:
        jobs.enqueue(send_notices)


def due(*, now: datetime) -> QuerySet[Notice]:
    """Waiting notices that were never tried, or whose wait after the last try is over."""
    rested = Q(attempts=0)
    for tries, wait in enumerate(jobs.WAITS, start=1):
        rested |= Q(attempts=tries, tried_at__lte=now - wait)
    return Notice.objects.filter(rested, state=Notice.State.WAITING)


def _claim(notice: Notice) -> bool:
    """Whether this worker is the one that tries now: another one that read the same row finds it taken."""
    mine = Notice.objects.filter(pk=notice.pk, state=Notice.State.WAITING, attempts=notice.attempts)
    return bool(mine.update(attempts=F("attempts") + 1, tried_at=timezone.now()))


def send(notice: Notice) -> None:
    """Send one notice by mail; after the last of several failures it stays in the inbox only."""
    row = Notice.objects.filter(pk=notice.pk, state=Notice.State.WAITING)
    if not (notice.person.is_active and notice.person.email):
        row.update(state=Notice.State.KEPT)
        return
    subject, body = notices.mail(notice, f"{settings.PUBLIC_ADDRESS}/desk/inbox/")
    try:
        EmailMessage(subject, body, to=[notice.person.email]).send()
    except FAILURES:
        row.filter(attempts__gte=MOST_TRIES).update(state=Notice.State.FAILED)
        return
    row.update(state=Notice.State.SENT, sent_at=timezone.now())
