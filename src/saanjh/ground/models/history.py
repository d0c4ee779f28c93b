"""Lines of history, and the log of sensitive reads. No foreign keys: history outlives what it tells of."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Line(models.Model):
    """One thing that somebody did. Triggers refuse to change or delete it (migration 0002)."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    person = models.CharField(max_length=10)  # a public id: a pseudonym once the person is erased
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["kind", "object_id", "number"])]


class Purpose(models.TextChoices):
    """What somebody opened a restricted record for."""

    READING = "reading", _("reading")
    ANSWERING = "answering", _("answering")
    DOWNLOAD = "download", _("taking the file")
    HELPING = "helping", _("looking after an account")
    SELECTING = "selecting", _("following a selection")
    ASSIGNING = "assigning", _("naming reviewers")
    DECIDING = "deciding", _("deciding with the reviews")
    INVITING = "inviting", _("looking after invitations")
    AUDITING = "auditing", _("auditing")


class SensitiveRead(models.Model):
    """That somebody opened something restricted, and for what purpose; a chain of its own, apart from the history.

    Triggers refuse to change or delete a row (migration 0006). The id of a list is empty.
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(default=timezone.now)
    person = models.CharField(max_length=10)
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=60, choices=Purpose.choices)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["person", "at"])]
