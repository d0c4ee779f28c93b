"""What people of the place said about a grant's work, and what that changed in the plan."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models.awards import Award, seen_by
from saanjh.ground.access import Scopes, Standing
from saanjh.ground.counting import MOST, AgeBand, Disability, Sex
from saanjh.ground.fields import FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows
from saanjh.programmes.models import Theme


class ConsultationRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(seen_by(standing, "award__")).select_related(
            "award__organisation", "award__application", "with_whom"
        )


class Consultation(Record):
    """People were asked on a day: of which kind and how many, never who; what they said, and what that changed.

    It never changes (triggers). `step` is the code of the milestone that it changed, where it was one.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="consultations")
    day = models.DateField(_("day"))
    with_whom = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+", verbose_name=_("with whom"))
    said = FreeText(_("what was said, in short"), max_length=1000)
    has_changed = models.BooleanField(_("it changed something"))
    step = models.CharField(_("which step it changed"), max_length=8, blank=True)
    changed = FreeText(_("what it changed, or why nothing"), max_length=1000)
    written_in = WrittenIn(_("language of the words"))
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = ConsultationRows.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(has_changed=True) | Q(step=""), name="consultation_changed_a_step"),
            models.CheckConstraint(condition=~Q(said="") & ~Q(changed=""), name="consultation_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    def scopes(self) -> Scopes:
        return self.award.scopes()


class Consulted(models.Model):
    """One cell of the people who were asked. Cells that are not there held nobody."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="headcounts")
    sex = models.CharField(max_length=12, choices=Sex.choices)
    age_band = models.CharField(max_length=8, choices=AgeBand.choices)
    disability = models.CharField(max_length=8, choices=Disability.choices)
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["consultation", "pk"]
        verbose_name_plural = "consulted"
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "sex", "age_band", "disability"], name="consulted_cell_once"
            ),
            models.CheckConstraint(condition=Q(people__gte=1, people__lte=MOST), name="consulted_cell_in_bounds"),
        ]
