"""Messages come in, are entered into the history on a later day, acknowledged, answered and closed."""

import datetime
import hashlib
import secrets
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import history, states
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.models import District, Person
from saanjh.ground.notices import tell
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, action_told_later, afresh
from saanjh.kit.receipts import read
from saanjh.programmes.models import Programme
from saanjh.voices import notices, queries, receipts, rules
from saanjh.voices.models import Answer, Message, UsedForm

SAID = ("programme_id", "category", "district_id", "text", "written_in")  # what a sender writes and chooses
FORMS_KEPT = datetime.timedelta(days=1)  # a form's secret is good for half an hour; this spans midnight


class SentBefore(Refusal):
    """The form was sent before with other words; these are not kept."""


@dataclass(frozen=True)
class Sent:
    """The receipt's 24 digits, and whether the same form had been sent before (nothing was stored this time)."""

    code: str
    again: bool


def send(
    programme: Programme,
    *,
    category: str,
    text: str,
    written_in: str,
    secret: bytes,
    today: datetime.date,
    district: District | None = None,
    stretch: receipts.Stretch = receipts.stretched,
) -> Sent:
    """Take in a message from somebody without an account. `secret` is the form's own, for one message.

    The same words under the same secret get the same receipt again; other words are SentBefore.
    """
    rules.may_send(programme)
    code, digest = receipts.code_for(secret), digest_of(secret)
    receipt, salt = read(code), secrets.token_bytes(receipts.SALT)
    message = Message(
        programme=programme,
        category=category,
        is_sensitive=category == Message.Category.UNSAFE,
        district=district,
        text=text,
        written_in=written_in,
        received_on=today,
        selector=receipt.selector,
        salt=salt,
    )
    if queries.is_used(digest):
        return _again(message, code)
    message.stretched = stretch(receipt.verifier, salt)  # before the transaction: it takes its time
    return Sent(code, again=False) if _take_in(message, digest) else _again(message, code)


def _again(message: Message, code: str) -> Sent:
    """The receipt once more where the same words were kept under it; SentBefore where others were."""
    kept = Message.objects.filter(selector=message.selector).first()
    if kept is None or any(getattr(kept, name) != getattr(message, name) for name in SAID):
        raise SentBefore(
            _(
                "This page had brought us other words before, and those are kept as they were. "
                "What you wrote now has not reached us yet: send it, and it gets a code of its own."
            )
        )
    return Sent(code, again=True)


def digest_of(secret: bytes) -> str:
    """Under what it is remembered that the form was sent."""
    return hashlib.sha256(secret).hexdigest()


@action_told_later
def _take_in(message: Message, digest: str) -> bool:
    """Store the message unless its form was sent at this very moment by somebody else; whether it was stored."""
    if not _use(digest, message.received_on):
        return False
    if Message.objects.filter(selector=message.selector).exists():
        raise Refusal(_("The receipt of this page was given to somebody else by chance. Send it once more."))
    message.save(force_insert=True)
    return True


def _use(digest: str, today: datetime.date) -> bool:
    """Note that the form was sent; False when somebody else did so at this moment."""
    UsedForm.objects.filter(day__lt=today - FORMS_KEPT).delete()
    try:
        with transaction.atomic():
            UsedForm(digest=digest, day=today).save(force_insert=True)
    except IntegrityError:
        return False
    return True


@action
def write_down(programme: Programme, *, today: datetime.date, by: Person) -> int:
    """Enter the messages of earlier days into the history, in no order, and tell staff that something came.

    A line or a notice written while a message comes in would keep its hour for ever. Returns how many there were.
    """
    rules.may_write_down(by=by)
    rows = Message.objects.filter(programme=programme, is_in_history=False, received_on__lt=today)
    came = list(rows.order_by("public_id").defer("text").select_for_update())
    for message in came:
        history.record("message_received", message, by=by, day=message.received_on.isoformat())
    Message.objects.filter(pk__in=[message.pk for message in came]).update(is_in_history=True)
    readers = {Role.FOCAL_PERSON} if all(message.is_sensitive for message in came) else set(rules.HANDLERS)
    tell(Person.objects.holding(*readers, over=(ScopeKind.PROGRAMME, programme.pk)), notices.CAME)
    return len(came)


@action
def acknowledge(message: Message, *, by: Person) -> Message:
    """Say that the message was read: whoever holds the receipt sees it."""
    rules.may_handle(afresh(message), by=by)
    states.move(message, "acknowledge", rules.MOVES)
    message.save(update_fields=["state"])
    history.record("message_acknowledged", message, by=by)
    return message


@action
def answer(message: Message, *, text: str, written_in: str, by: Person) -> Message:
    """Answer the message, once."""
    rules.may_handle(afresh(message), by=by)
    states.move(message, "answer", rules.MOVES)
    message.save(update_fields=["state"])
    today = timezone.localdate()
    Answer.objects.create(message=message, text=text, written_in=written_in, answered_on=today, answered_by=by)
    history.record("message_answered", message, by=by)
    return message


@action
def close(message: Message, *, by: Person) -> Message:
    """Nothing is left to do; the answer stays where it is."""
    rules.may_handle(afresh(message), by=by)
    states.move(message, "close", rules.MOVES)
    message.closed_on = timezone.localdate()
    message.save(update_fields=["state", "closed_on"])
    history.record("message_closed", message, by=by)
    return message


@action
def protect(message: Message, *, by: Person) -> Message:
    """Make the message sensitive: from now on focal persons alone read it."""
    rules.may_handle(afresh(message), by=by)
    if message.is_sensitive:
        raise Refusal(_("This message is read by focal persons alone already."))
    message.is_sensitive = True
    message.save(update_fields=["is_sensitive"])
    history.record("message_protected", message, by=by)
    return message
