"""Cheap roots for tests of voices; at most five queries each."""

import datetime
import hashlib
import secrets
from typing import Any

from saanjh.ground.access import Role
from saanjh.ground.models import Person
from saanjh.kit import receipts
from saanjh.programmes.models import Programme
from saanjh.voices.actions import messages
from saanjh.voices.models import Message
from tests.factories import count, holding

FRIDAY = datetime.date(2026, 11, 13)


def quick(verifier: str, salt: bytes) -> bytes:
    """A stretching that costs nothing."""
    return hashlib.sha256(verifier.encode() + salt).digest()


class Counted:
    """A stretching that counts how often it is asked for."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, verifier: str, salt: bytes) -> bytes:
        self.calls += 1
        return quick(verifier, salt)


def a_programme(**facts: Any) -> Programme:
    """An open programme."""
    number = next(count)
    facts = {"title_en": f"Programme {number}", "title_ur": "پروگرام", "slug": f"programme-{number}", **facts}
    days = {"starts_on": datetime.date(2026, 1, 1), "ends_on": datetime.date(2027, 12, 31)}
    return Programme.objects.create(**{"summary": "Small grants.", "currency": "PKR", "state": "open", **days, **facts})


def sent(programme: Programme, secret: bytes = b"", **words: Any) -> messages.Sent:
    """A message that comes in by the action itself."""
    words = {"category": "question", "text": "When does the second call open?", "written_in": "en", **words}
    words = {"today": FRIDAY, "stretch": quick, **words}
    return messages.send(programme, secret=secret or secrets.token_bytes(16), **words)


def a_message(programme: Programme, **facts: Any) -> Message:
    """A message, as a row."""
    number = next(count)
    facts = {"category": "question", "text": "When does the second call open?", "received_on": FRIDAY, **facts}
    facts.setdefault("is_sensitive", facts["category"] == "unsafe")
    return Message.objects.create(
        programme=programme, selector=f"{number:08}", salt=b"s" * 16, stretched=quick("0" * 15, b"s" * 16), **facts
    )


def code_of(message: Message) -> str:
    """The receipt code of a message that `a_message` made."""
    return receipts.code_of(int(message.selector) * 10**15)


def an_officer(programme: Programme) -> Person:
    """A programme officer."""
    return holding(Role.PROGRAMME_OFFICER, over=programme.pk)


def a_focal_person(programme: Programme) -> Person:
    """A focal person."""
    return holding(Role.FOCAL_PERSON, over=programme.pk)
