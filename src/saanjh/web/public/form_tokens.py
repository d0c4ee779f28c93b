"""Forms without an account or a cookie: a signed random token, good for half an hour and for one sending."""

import base64
import datetime
import secrets
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

MINUTES = 30
BYTES = 16  # of randomness: nobody guesses another one's
_signer = Signer(salt="saanjh.public.form", sep="~")


@dataclass(frozen=True)
class Token:
    """What a form brought back: its secret, and whether it is still young enough."""

    secret: bytes
    is_fresh: bool


def new(now: datetime.datetime) -> str:
    """A token for a form that is shown now."""
    secret = base64.urlsafe_b64encode(secrets.token_bytes(BYTES)).decode()
    return _signer.sign(f"{secret}.{int(now.timestamp())}")


def read(token: str, now: datetime.datetime) -> Token | None:
    """The token that was sent; None where it is not one of ours."""
    try:
        secret, _dot, shown = _signer.unsign(token).partition(".")
    except BadSignature:
        return None
    age = now.timestamp() - int(shown)
    return Token(base64.urlsafe_b64decode(secret), is_fresh=0 <= age <= MINUTES * 60)
