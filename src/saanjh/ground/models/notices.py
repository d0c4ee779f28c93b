"""A message to one person: in the inbox at once, by mail when the worker has sent it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.ground.models.people import Person
from saanjh.ground.public_ids import LENGTH, new_public_id


class Notice(models.Model):
    """Kind and facts, not words: the words are made in the person's language when it is read or sent."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("notice", "Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not sent")
        KEPT = "kept", _("Inbox only")

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_public_id, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["person", "read_at"]), models.Index(fields=["state", "created_at"])]
