"""Reads of messages: the answer under a receipt, what waits for staff, what the history has not been told."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Standing
from saanjh.ground.waiting import Waiting
from saanjh.kit.receipts import Receipt
from saanjh.programmes.models import Programme
from saanjh.voices import receipts
from saanjh.voices.models import Message, PastCount, UsedForm


@dataclass(frozen=True)
class Past:
    """Of which programme, year and kind, and how many messages there were."""

    label: str
    messages: int


def under(receipt: Receipt, *, stretch: receipts.Stretch = receipts.stretched) -> Message | None:
    """The message of the receipt with its answer; None where there is none. Costs the same either way: one query,
    one stretching."""
    message = Message.objects.filter(selector=receipt.selector).select_related("answer").first()
    return message if receipts.matches(receipt.verifier, message, stretch=stretch) else None


def is_used(digest: str) -> bool:
    """Whether a form with this digest was sent before."""
    return UsedForm.objects.filter(pk=digest).exists()


def listed(standing: Standing, state: str = "") -> Any:
    """The messages that one may read: the unanswered ones, the oldest first, or those of a state."""
    rows = Message.objects.visible_to(standing).select_related("programme", "district").defer("text")
    return (rows.filter(state=state) if state else rows.unanswered()).order_by("received_on", "pk")


def past(standing: Standing) -> list[Past]:
    """What is left of messages that are kept no longer: a number for each programme, year and kind."""
    rows = PastCount.objects.visible_to(standing).select_related("programme")
    return [Past(f"{row.programme} · {row.year} · {row.get_category_display()}", row.messages) for row in rows]


def programmes_with_news(today: datetime.date) -> list[Programme]:
    """The programmes to which something came on an earlier day that the history does not know of."""
    news = Message.objects.filter(is_in_history=False, received_on__lt=today)
    return list(Programme.objects.filter(pk__in=news.values("programme")).order_by("pk"))


def waiting(standing: Standing) -> list[Waiting]:
    """Messages to acknowledge and to answer, by whoever may read them."""
    steps = {Message.State.RECEIVED: _("Acknowledge a message"), Message.State.ACKNOWLEDGED: _("Answer a message")}
    return [
        Waiting(
            title=steps[Message.State(message.state)],
            about=str(message.get_category_display()),
            kind="voices.message",
            id=message.public_id,
            due=message.due_on,
        )
        for message in listed(standing)[:50]
    ]
