"""A file that somebody handed in, kept under the digest of its bytes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from saanjh.ground.models.people import Person
from saanjh.ground.records import Record


class StoredFile(Record):
    """What is known of a file: what it is and how large. Its name is dropped: names of files name people."""

    class Sensitivity(models.TextChoices):
        PUBLIC = "public", _("Public")
        PARTNER = "partner", _("Partners")
        RESTRICTED = "restricted", _("Restricted")

    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=80)
    sensitivity = models.CharField(max_length=10, choices=Sensitivity.choices, default=Sensitivity.PARTNER)
    handed_in_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
