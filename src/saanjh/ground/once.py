"""A form sent twice is carried out once."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from saanjh.ground.models.keys import OnceKey
from saanjh.ground.refusals import Conflict, Refusal


def digest_of(fields: Iterable[tuple[str, list[str]]]) -> str:
    """The digest of what was sent, whatever the order of the fields; keyed, so that nobody tries words against it."""
    canonical = json.dumps(sorted(fields), ensure_ascii=False, separators=(",", ":"))
    return hmac.new(settings.SECRET_KEY.encode(), canonical.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Sent:
    """One sending of a form: its key, who sent it to which address, and the digest of its words."""

    key: str
    person: str
    path: str
    digest: str

    @property
    def route(self) -> str:
        """What is kept of the address, never itself: that of an invitation holds its code, that of a thing its id."""
        return hashlib.sha256(self.path.encode()).hexdigest()


def once(sent: Sent, act: Callable[[], str]) -> str:
    """Carry out `act`, which returns where to go next; or return where the same sending led before.

    Raises Refusal for a missing or malformed key and Conflict for a known key with other words. Where somebody else
    did the same at the same moment, and the database refused the second, `act` is tried once more: its rules now see
    what the first did, and say so in words.
    """
    try:
        key = uuid.UUID(sent.key)
    except ValueError:
        raise Refusal(_("The page was incomplete when it was sent. Load it again and send it once more.")) from None
    try:
        return _carried_out(key, sent, act)
    except IntegrityError:
        return _carried_out(key, sent, act)


def led_to(sent: Sent) -> str | None:
    """Where the same sending led before, whatever has become of the thing since; None where it was never carried out.

    For a page that would refuse it by now: the form no longer fits what the first sending made, or the thing is gone.
    """
    try:
        key = uuid.UUID(sent.key)
    except ValueError:
        return None
    same = OnceKey.objects.filter(pk=key, person=sent.person, route=sent.route, digest=sent.digest)
    return same.values_list("answer", flat=True).first()


def _carried_out(key: uuid.UUID, sent: Sent, act: Callable[[], str]) -> str:
    with transaction.atomic():
        known = OnceKey.objects.filter(pk=key).first()
        if known is None:
            # The row goes in first: a second sender of the same key waits here for the first to finish.
            mine = OnceKey(key=key, person=sent.person, route=sent.route, digest=sent.digest)
            mine.save(force_insert=True)
            mine.answer = act()
            mine.save(update_fields=["answer"])
            return mine.answer
    if (known.person, known.route, known.digest) != (sent.person, sent.route, sent.digest):
        raise Conflict(
            _("This form was already sent with other words; the first ones were kept. Open it again to change them.")
        )
    return known.answer
