"""From a form's secret to its receipt, and from a receipt to a proof that can be kept without giving it away."""

import hashlib
import hmac
from collections.abc import Callable
from threading import BoundedSemaphore

from argon2.low_level import Type, hash_secret_raw
from django.utils.translation import gettext_lazy as _

from saanjh.ground.refusals import Refusal
from saanjh.kit import receipts
from saanjh.settings import key_of
from saanjh.voices.models import Message

SALT, KEPT = 16, 32  # bytes
PASSES, MEMORY, LANES = 2, 65_536, 1  # argon2id with 64 MiB: about a tenth of a second of one core
AT_ONCE = BoundedSemaphore(2)  # so that many codes at once cannot exhaust a small server
PATIENCE = 10  # seconds
NO_SALT = bytes(SALT)

Stretch = Callable[[str, bytes], bytes]


def code_for(secret: bytes) -> str:
    """The code that goes with a form's secret: always the same, so that a form sent twice shows the same receipt."""
    return receipts.code_of(int.from_bytes(_keyed(b"code", secret)) % receipts.NUMBERS)


def stretched(verifier: str, salt: bytes) -> bytes:
    """What is kept in the verifier's place: argon2id over it, salted, with a pepper that lies outside the database."""
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise Refusal(_("Many people are here just now. Try again in a minute; nothing you typed is lost."))
    try:
        pepper = _keyed(b"pepper", verifier.encode())
        return hash_secret_raw(pepper, salt, PASSES, MEMORY, LANES, KEPT, Type.ID)
    finally:
        AT_ONCE.release()


def matches(verifier: str, message: Message | None, *, stretch: Stretch = stretched) -> bool:
    """Whether the verifier is the message's. Where there is no message the same work is done for nothing: how long
    the answer takes says nothing."""
    salt, kept = (NO_SALT, b"") if message is None else (bytes(message.salt), bytes(message.stretched))
    return hmac.compare_digest(stretch(verifier, salt), kept)


def _keyed(purpose: bytes, content: bytes) -> bytes:
    return hmac.digest(key_of("receipts").encode(), purpose + b":" + content, hashlib.sha512)
