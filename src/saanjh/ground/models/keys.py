"""Keys that make a form safe to send twice."""

from django.db import models


class OnceKey(models.Model):
    """A form's key with the digest of what was sent: the same again succeeds again, other words are refused."""

    key = models.UUIDField(primary_key=True)
    person = models.CharField(max_length=10, blank=True)
    route = models.CharField(max_length=64)  # the address's digest: an address may hold a code
    digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=300)  # where the first success led to
    at = models.DateTimeField(auto_now_add=True, db_index=True)
