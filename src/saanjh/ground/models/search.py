"""One search entry per object: normalised text, never restricted text, rebuilt at will."""

from django.db import models


class SearchEntry(models.Model):
    """What an object can be found by; not by whom, which is asked of the object itself.

    The full-text index beside it is made in migration 0002.
    """

    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=10)
    title_en = models.CharField(max_length=300, blank=True)
    title_ur = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)  # normalised by kit.text

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_search_entry")]
