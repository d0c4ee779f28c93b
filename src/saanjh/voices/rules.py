"""Who may write to a programme, and who may read and answer."""

from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, may
from saanjh.ground.models import Person
from saanjh.ground.models.people import SYSTEM
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Programme
from saanjh.voices.models import HANDLERS, Message

State = Message.State
MOVES = {
    (State.RECEIVED, "acknowledge"): State.ACKNOWLEDGED,
    (State.RECEIVED, "answer"): State.ANSWERED,
    (State.ACKNOWLEDGED, "answer"): State.ANSWERED,
    (State.ANSWERED, "close"): State.CLOSED,
}


def may_send(programme: Programme) -> None:
    """Everybody may write to a programme that the public knows of."""
    if programme.state == Programme.State.DRAFT:
        raise Refusal(_("Nobody reads messages for this programme yet. Choose another one."), field="programme")


def may_handle(message: Message, *, by: Person) -> None:
    """Refusal unless `by` reads this message: a sensitive one is for focal persons alone."""
    roles = (Role.FOCAL_PERSON,) if message.is_sensitive else HANDLERS
    if not may(by, *roles, over=message.scopes()):
        raise Refusal(_("Only a focal person of the programme handles this message."))


def may_write_down(*, by: Person) -> None:
    """The history is told of messages by the clock, never at the moment when they come."""
    if by.username != SYSTEM:
        raise Refusal(_("Messages are written down by the system itself."))
