"""Messages from people without an account, and the answers to them. A day is the finest time that is kept of them."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeText, WrittenIn
from saanjh.ground.holidays import holidays
from saanjh.ground.models import District, Person
from saanjh.ground.records import Record, Rows
from saanjh.kit import periods
from saanjh.programmes.models import Programme

ACKNOWLEDGE_WITHIN, ANSWER_WITHIN = 2, 15  # working days (docs/look-up/do-no-harm.md, R13)
HANDLERS = (Role.PROGRAMME_OFFICER, Role.FOCAL_PERSON)


class MessageRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """All of one's programme for its focal persons; those that are not sensitive for its officers."""
        focal = standing.ids(ScopeKind.PROGRAMME, Role.FOCAL_PERSON)
        officer = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
        return self.filter(Q(programme__in=focal) | Q(programme__in=officer, is_sensitive=False))

    def unanswered(self) -> Self:
        return self.filter(state__in=[Message.State.RECEIVED, Message.State.ACKNOWLEDGED])


class Message(Record):
    """What somebody told a programme. Who, from where and at what hour is not known, and must not become known."""

    class Category(models.TextChoices):
        QUESTION = "question", _("A question")
        THANKS = "thanks", _("Thanks")
        COMPLAINT = "complaint", _("A complaint")
        UNSAFE = "unsafe", _("Something unsafe: abuse, fraud, a threat")

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    created_at = None  # type: ignore[assignment]  # its hour would help to find out who was writing
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="messages")
    category = models.CharField(max_length=10, choices=Category.choices)
    is_sensitive = models.BooleanField(default=False)
    district = models.ForeignKey(District, null=True, on_delete=models.PROTECT, related_name="+")
    text = FreeText(_("your message"), max_length=5000)
    written_in = WrittenIn(_("language of the message"))
    received_on = models.DateField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    closed_on = models.DateField(null=True)  # from then on its clock runs (retention.py)
    is_in_history = models.BooleanField(default=False)  # entered there on a later day, by a job
    selector = models.CharField(max_length=8, unique=True, editable=False)
    salt = models.BinaryField(max_length=16)
    stretched = models.BinaryField(max_length=32)  # of the receipt's verifier (receipts.py)

    objects = MessageRows.as_manager()

    class Meta:
        ordering = ["received_on", "pk"]
        indexes = [models.Index(fields=["programme", "state", "received_on"])]
        constraints = [
            models.CheckConstraint(condition=~Q(category="unsafe") | Q(is_sensitive=True), name="unsafe_is_sensitive"),
            models.CheckConstraint(condition=Q(selector__regex=r"^[0-9]{8}$"), name="message_selector"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def scopes(self) -> Scopes:
        return ((ScopeKind.PROGRAMME, self.programme_id),)

    @property
    def due_on(self) -> datetime.date | None:
        """By which day the next step is promised; None when it has been answered."""
        promised: dict[str, int] = {self.State.RECEIVED: ACKNOWLEDGE_WITHIN, self.State.ACKNOWLEDGED: ANSWER_WITHIN}
        within = promised.get(self.state)
        return None if within is None else periods.working_days_after(self.received_on, within, holidays())

    @property
    def answer_due_on(self) -> datetime.date:
        """By which day the answer is promised."""
        return periods.working_days_after(self.received_on, ANSWER_WITHIN, holidays())


class AnswerRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(message__in=Message.objects.visible_to(standing))


class Answer(Record):
    """What the programme says to a message; whoever holds the receipt can read it."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="answer")
    text = FreeText(_("your answer"), max_length=5000)
    written_in = WrittenIn(_("language of the answer"))
    answered_on = models.DateField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = AnswerRows.as_manager()

    def scopes(self) -> Scopes:
        return self.message.scopes()


class PastCountRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """As messages: all for focal persons; for officers without those that were sensitive by their kind."""
        focal = standing.ids(ScopeKind.PROGRAMME, Role.FOCAL_PERSON)
        officer = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
        return self.filter(Q(programme__in=focal) | Q(programme__in=officer) & ~Q(category=Message.Category.UNSAFE))


class PastCount(models.Model):
    """How many messages of a kind a programme got in a year, of those that are kept no longer."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=10, choices=Message.Category.choices)
    messages = models.PositiveIntegerField(default=0)

    objects = PastCountRows.as_manager()

    class Meta:
        ordering = ["programme", "year", "category"]
        constraints = [models.UniqueConstraint(fields=["programme", "year", "category"], name="past_count_once")]


class UsedForm(models.Model):
    """That a form was sent: the digest of its secret, kept for a day or two so that it is not carried out twice."""

    digest = models.CharField(max_length=64, primary_key=True)
    day = models.DateField(db_index=True)
