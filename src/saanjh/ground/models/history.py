"""Lines of history, and the log of sensitive reads. No foreign keys: history outlives what it tells of."""

from django.db import models


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


class SensitiveRead(models.Model):
    """That somebody opened something sensitive, and for what purpose; outside the business history."""

    at = models.DateTimeField(auto_now_add=True)
    person = models.CharField(max_length=10)
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    purpose = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]
