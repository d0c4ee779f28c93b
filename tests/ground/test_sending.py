"""Mail leaves the outbox once, in the person's language, and failures are tried again."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from saanjh.ground import jobs, notices, sending, working
from saanjh.ground.actions.installation import mark_demo
from saanjh.ground.models import Notice, Person
from tests.factories import a_person

WHAT = notices.Kind("test.told", "Your form %(form)s was read.")
pytestmark = pytest.mark.django_db


class Unreachable(EmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPServerDisconnected("Connection unexpectedly closed")


@pytest.fixture
def unreachable(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"


def told(count: int = 1, **facts: Any) -> None:
    people = [a_person(email=f"person{number}@example.org", **facts) for number in range(count)]
    notices.tell(people, WHAT, form="A1")


def states() -> list[tuple[str, int]]:
    return list(Notice.objects.order_by("pk").values_list("state", "attempts"))


def test_a_notice_is_mailed_once() -> None:
    told()
    sending.send_notices.func()
    sending.send_notices.func()
    assert states() == [(Notice.State.SENT, 1)]
    assert [message.to for message in mail.outbox] == [["person0@example.org"]]


def test_mail_says_nothing_that_others_should_not_read() -> None:
    told()
    sending.send_notices.func()
    assert "A1" not in mail.outbox[0].subject + str(mail.outbox[0].body)


def test_mail_from_a_demo_says_that_all_of_it_is_invented() -> None:
    mark_demo(by=Person.objects.system())
    told()
    sending.send_notices.func()
    assert str(mail.outbox[0].body).endswith("\n\nDemo. Every organisation and figure here is invented.")


def test_telling_somebody_wakes_the_worker_when_the_change_is_committed(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        told(3)
    working.work_off()
    assert states() == [(Notice.State.SENT, 1)] * 3


def test_what_does_not_fit_into_one_chunk_goes_with_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "CHUNK", 2)
    told(5)
    jobs.enqueue(sending.send_notices)
    working.work_off()
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox) == 5


def test_mail_that_failed_waits_longer_each_time_then_is_marked(unreachable: None) -> None:
    told()
    for tries, wait in enumerate(jobs.WAITS, start=1):
        sending.send_notices.func()
        assert states() == [(Notice.State.WAITING, tries)]
        tried = Notice.objects.get().tried_at
        assert tried is not None
        assert not sending.due(now=tried + wait - timedelta(seconds=1)).exists()
        assert sending.due(now=tried + wait).exists()
        Notice.objects.update(tried_at=timezone.now() - wait)
    sending.send_notices.func()
    assert states() == [(Notice.State.FAILED, len(jobs.WAITS) + 1)]
    assert not sending.due(now=timezone.now() + timedelta(days=9)).exists()


def test_one_address_that_fails_does_not_hold_up_the_others(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told(3)
    send = EmailBackend.send_messages

    def refuse_second(self: EmailBackend, messages: Any) -> int:
        if messages[0].to == ["person1@example.org"]:
            raise SMTPServerDisconnected
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse_second)
    sending.send_notices.func()
    assert states() == [(Notice.State.SENT, 1), (Notice.State.WAITING, 1), (Notice.State.SENT, 1)]


def test_two_senders_with_the_same_chunk_send_each_mail_once() -> None:
    told()
    first, second = Notice.objects.get(), Notice.objects.get()
    assert [sending._claim(first), sending._claim(second)] == [True, False]
