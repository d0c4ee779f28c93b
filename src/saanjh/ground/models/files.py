"""A file that somebody handed in, kept under the digest of its bytes."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Standing
from saanjh.ground.models.people import Person
from saanjh.ground.records import Record, Rows


class StoredFileRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """The files of things that the person may see: a thing points at its file by a foreign key.

        A model whose files fewer people may open than its rows says so by a `files_visible_to` on its QuerySet. A
        file at which nothing points is visible to nobody.
        """
        seen = Q()
        for field in _pointing_here():
            rows = field.model._default_manager.all()
            files_of = getattr(rows, "files_visible_to", None) or getattr(rows, "visible_to", None)
            if files_of is not None:
                seen |= Q(pk__in=files_of(standing).order_by().values(field.attname))
        return self.filter(seen) if seen else self.none()


def _pointing_here() -> list["models.ForeignKey[Any, Any]"]:
    related = StoredFile._meta.get_fields(include_hidden=True)
    return [each.field for each in related if isinstance(each, models.ManyToOneRel)]


class StoredFile(Record):
    """What is known of a file: what it is and how large. Its name is dropped: names of files name people."""

    class Sensitivity(models.TextChoices):
        PUBLIC = "public", _("Public")
        PARTNER = "partner", _("Partners")
        RESTRICTED = "restricted", _("Restricted")

    digest = models.CharField(max_length=64, db_index=True)  # of the bytes on the disk
    size = models.PositiveBigIntegerField()  # bytes of what was taken in, before any encryption
    media_type = models.CharField(max_length=80)
    sensitivity = models.CharField(max_length=10, choices=Sensitivity.choices, default=Sensitivity.PARTNER)
    handed_in_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = StoredFileRows.as_manager()

    @property
    def is_sensitive(self) -> bool:
        """Whether opening it is written down."""
        return self.sensitivity == self.Sensitivity.RESTRICTED
