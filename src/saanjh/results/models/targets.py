"""Where a grant stands at its start and what it wants to reach, version by version."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.awards.models import Award, seen_by
from saanjh.ground.access import Scopes, Standing
from saanjh.ground.fields import FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows
from saanjh.programmes.models import Indicator
from saanjh.results.models.values import places_of


class TargetRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Whoever sees the grant: its organisation, and those who run the programme."""
        return self.filter(seen_by(standing, "award__")).select_related("award", "indicator", "set_by")


class Target(Record):
    """A baseline or a target of a grant for one indicator, as it was set on a day.

    What changed is a further version with its reason, sealed: a value is judged by the version that was in force on
    its last day. `n` is how many were asked for a baseline, and how many are to be asked for a target.
    """

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("Baseline")
        TARGET = "target", pgettext_lazy("results", "Target")

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="targets")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("what it is"), max_length=8, choices=Kind.choices)
    version = models.PositiveSmallIntegerField()
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    numerator = models.PositiveBigIntegerField(_("of them, how many"), null=True, blank=True)  # of a share
    n = models.PositiveBigIntegerField(_("how many are asked or counted"), null=True, blank=True)
    deviation = models.DecimalField(_("standard deviation"), max_digits=14, decimal_places=2, null=True, blank=True)
    by_day = models.DateField(_("by which day"))
    reason = FreeText(_("why it changed"), max_length=1000, blank=True)
    written_in = WrittenIn(_("language of the reason"))
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = TargetRows.as_manager()

    class Meta:
        ordering = ["award", "indicator", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["award", "indicator", "kind", "version"], name="target_version_once"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="target_changed_why"),
            models.CheckConstraint(condition=Q(numerator=None) | Q(numerator__lte=F("n")), name="target_part_of_whole"),
            models.CheckConstraint(condition=Q(deviation=None) | Q(deviation__gt=0), name="target_deviation_above_0"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.kind} {self.version}"

    def scopes(self) -> Scopes:
        return self.award.scopes()

    @property
    def places(self) -> int:
        """How many digits after the point say it."""
        return places_of(self.value)
