"""The indicator bank, and which of it a programme chose and why."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.records import Record, Rows, Words
from saanjh.programmes.models.codelists import Theme
from saanjh.programmes.models.programmes import Programme


class IndicatorRows(Rows):
    def core(self) -> Self:
        """Those proposed to every programme."""
        return self.filter(is_core=True)

    def visible_to(self, standing: Any) -> Self:
        return self.select_related("theme")

    def public(self) -> Self:
        return self.select_related("theme")

    def findable(self) -> Self:
        return self


class Indicator(models.Model):
    """Something that can be measured, with one definition for all. Its code is what people cite, and its address."""

    class Level(models.TextChoices):
        OUTPUT = "output", _("Output")
        OUTCOME = "outcome", _("Outcome")

    class Sensitivity(models.TextChoices):
        LOW = "low", _("Low")
        MEDIUM = "medium", _("Medium")
        HIGH = "high", _("High")

    code = models.CharField(max_length=10, unique=True)
    public_id = models.GeneratedField(
        expression=F("code"),  # type: ignore[arg-type]  # the stubs do not count F as an expression
        output_field=models.CharField(max_length=10),
        db_persist=True,
    )
    position = models.PositiveSmallIntegerField(default=0)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="indicators")
    level = models.CharField(max_length=8, choices=Level.choices)
    unit = models.CharField(max_length=40)  # codes of the lists: units, frequencies, aggregations
    frequency = models.CharField(max_length=40)
    aggregation = models.CharField(max_length=40)
    aggregation_note = FreeText(max_length=1000, blank=True)
    name_en = FreeLine(max_length=200)
    name_ur = FreeLine(max_length=200)
    definition_en = FreeText(max_length=2000)
    definition_ur = FreeText(max_length=2000)
    calculation = FreeText(max_length=1000, blank=True)  # in English only, with the next two
    disaggregation = FreeText(max_length=1000, blank=True)
    verification = FreeText(max_length=1000, blank=True)
    sensitivity = models.CharField(max_length=8, choices=Sensitivity.choices)
    aligned_with = FreeText(max_length=1000, blank=True)
    is_core = models.BooleanField(default=False)

    objects = IndicatorRows.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.name_en}"

    def found_by(self) -> Words:
        title_en, title_ur = f"{self.code} {self.name_en}", f"{self.code} {self.name_ur}"
        return Words(title_en, title_ur, [self.definition_en, self.definition_ur])

    def scopes(self) -> Scopes:
        """The bank belongs to no programme: only roles in the installation change it."""
        return ()


class ChosenRows(Rows):
    def current(self) -> Self:
        return self.filter(set_aside_on=None)

    def visible_to(self, standing: Standing) -> Self:
        rows = self.filter(programme__in=Programme.objects.visible_to(standing))
        return rows.select_related("programme", "indicator")

    def public(self) -> Self:
        return self.current().filter(programme__in=Programme.objects.public())


class ChosenIndicator(Record):
    """That a programme measures this, why, and what it takes for granted in doing so."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="chosen")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="chosen")
    reason = FreeText(_("why it was chosen"), max_length=1000)
    assumption = FreeText(_("what is taken for granted"), max_length=1000, blank=True)
    written_in = WrittenIn(_("language of the text"))
    set_aside_on = models.DateField(null=True)

    objects = ChosenRows.as_manager()

    class Meta:
        ordering = ["indicator__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "indicator"],
                condition=Q(set_aside_on=None),
                name="indicator_chosen_once",
            )
        ]

    def scopes(self) -> Scopes:
        return ((ScopeKind.PROGRAMME, self.programme_id),)
