"""The files that answer questions; seen by whoever sees what the sheet belongs to."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from saanjh.ground.access import Standing
from saanjh.ground.models import StoredFile
from saanjh.ground.records import Rows
from saanjh.questions.models.answers import AnswerSheet


class AttachedRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Those of the sheets of what the person may see: such a thing points at its sheet by a foreign key."""
        seen = Q()
        for field in _pointing_at_sheets():
            rows = field.model._default_manager.all()
            if hasattr(rows, "visible_to"):
                seen |= Q(sheet__in=rows.visible_to(standing).order_by().values(field.attname))
        return self.filter(seen) if seen else self.none()


def _pointing_at_sheets() -> list["models.ForeignKey[Any, Any]"]:
    related = AnswerSheet._meta.get_fields(include_hidden=True)
    rooms = [each.field for each in related if isinstance(each, models.ManyToOneRel)]
    return [field for field in rooms if field.model is not Attached]


class Attached(models.Model):
    """One file as an answer, or part of one, to the question of this code. The sheet's answers list its public id."""

    sheet = models.ForeignKey(AnswerSheet, on_delete=models.CASCADE, related_name="attached")
    code = models.CharField(max_length=40)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    objects = AttachedRows.as_manager()

    class Meta:
        ordering = ["sheet", "pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "code", "file"], name="attached_once")]
