"""How far an organisation can carry a grant: what was found, area by area, and what follows for its tranches."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models.applications import READERS, Application
from saanjh.ground.access import ORGANISATION, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows


class CapacityRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """The programme's officers and chair; once it is selected also the organisation, whose plan it is."""
        programmes = standing.ids(ScopeKind.PROGRAMME, *READERS)
        mine = standing.ids(ScopeKind.ORGANISATION, *ORGANISATION)
        own = Q(application__organisation__in=mine) | Q(application__organisation__merged_into__in=mine)
        seen = Q(application__call__programme__in=programmes) | own & Q(application__state="selected")
        return self.filter(seen).select_related(
            "application__call__programme", "application__organisation__merged_into"
        )


class Capacity(Record):
    """One assessment of the organisation behind an application. It is kept as it is; the latest one stands."""

    class Level(models.TextChoices):
        LOW = "low", _("Low risk")
        MODERATE = "moderate", _("Moderate risk")
        SIGNIFICANT = "significant", _("Significant risk")
        HIGH = "high", _("High risk")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="capacities")
    percent = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=11, choices=Level.choices)
    tranches = models.CharField(max_length=40, blank=True)  # percent of the grant: 40/40/20; empty: against receipts
    basis = FreeText(_("what it rests on"), max_length=2000, blank=True)
    written_in = WrittenIn(_("language of these words"))
    assessed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField()

    objects = CapacityRows.as_manager()

    class Meta:
        ordering = ["application", "pk"]
        constraints = [models.CheckConstraint(condition=Q(percent__lte=100), name="capacity_of_100")]

    def __str__(self) -> str:
        return self.public_id

    def scopes(self) -> Scopes:
        return self.application.scopes()


class CapacityScore(models.Model):
    """One question of an assessment as it was worded then, with its score from 0 to 3."""

    capacity = models.ForeignKey(Capacity, on_delete=models.CASCADE, related_name="scores")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    area_en = FreeLine(max_length=200)
    area_ur = FreeLine(max_length=200)
    label_en = FreeLine(max_length=300)
    label_ur = FreeLine(max_length=300)
    is_key = models.BooleanField()  # counts double
    score = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["capacity", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["capacity", "code"], name="capacityscore_once"),
            models.CheckConstraint(condition=Q(score__lte=F("most")), name="capacityscore_in_bounds"),
        ]
