"""What an organisation says of the steps that were agreed: done on a day, or not done after all."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models.awards import Award, seen_by
from saanjh.ground.access import Scopes, Standing
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows


class StepMarkRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(seen_by(standing, "award__")).select_related("award__organisation", "award__application")


class StepMark(Record):
    """That a step of the agreement was done on a day; without a day, that an earlier such word is taken back.

    It never changes (triggers): of several about one step the latest one holds. `step` is the code of a milestone.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="step_marks")
    step = models.CharField(max_length=8)
    done_on = models.DateField(_("done on"), null=True)
    marked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = StepMarkRows.as_manager()

    class Meta:
        ordering = ["award", "pk"]

    def __str__(self) -> str:
        return f"{self.step} {self.done_on or '-'}"

    def scopes(self) -> Scopes:
        return self.award.scopes()
