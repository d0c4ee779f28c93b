"""Sends the mail of waiting notices: each once, the failed ones again later."""

import smtplib
from collections.abc import Iterator

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from saanjh.ground import notices
from saanjh.ground.jobs import every
from saanjh.ground.models.notices import Notice

MOST_TRIES = 5
BATCH = 50


@every(minutes=5)
@task()
def send_notices() -> None:
    """Send what waits. A notice is marked before the next one is tried, so a crash repeats at most one mail."""
    for notice in _waiting():
        send(notice)


def _waiting() -> Iterator[Notice]:
    rows = Notice.objects.filter(state=Notice.State.WAITING).select_related("person").order_by("pk")
    yield from rows[:BATCH]


def send(notice: Notice) -> None:
    """Send one notice by mail; after the last of several failures it stays in the inbox only."""
    subject, body = notices.mail(notice, f"{settings.PUBLIC_ADDRESS}/desk/inbox/")
    mine = Notice.objects.filter(pk=notice.pk, state=Notice.State.WAITING)
    try:
        EmailMessage(subject, body, to=[notice.person.email]).send()
    except (OSError, smtplib.SMTPException):
        tried = notice.attempts + 1
        state = Notice.State.FAILED if tried >= MOST_TRIES else Notice.State.WAITING
        mine.update(attempts=F("attempts") + 1, state=state)
        return
    with transaction.atomic():
        mine.update(state=Notice.State.SENT, sent_at=timezone.now(), attempts=F("attempts") + 1)
