"""Rows of the lists that a programme speaks in, each saying how firm it is and where it comes from."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from saanjh.ground.fields import FreeLine, FreeText
from saanjh.ground.records import Record, Rows


class Scheme(models.TextChoices):
    """The lists; the value is the name of the file that each is loaded from."""

    NPVE_5R = "npve_5r", _("The five Rs of the national policy")
    UN_PLAN_OF_ACTION = "un_plan_of_action", _("Areas of the United Nations plan of action")
    THEMES = "themes", _("Themes")
    DRIVERS = "drivers", _("What people struggle with")
    TARGET_GROUPS = "target_groups", _("Whom an activity is for")
    ACTIVITY_TYPES = "activity_types", _("Kinds of activity")
    ORGANISATION_KINDS = "organisation_kinds", _("Kinds of organisation")
    FUNDING_SOURCE_CLASSES = "funding_source_classes", _("Kinds of funding")
    EVIDENCE_LEVELS = "evidence_levels", _("Levels of evidence")
    UNITS = "units", _("Units")
    FREQUENCIES = "frequencies", _("How often")
    AGGREGATIONS = "aggregations", _("How values are put together")
    CURRENCIES = "currencies", _("Currencies")
    NETWORK_KINDS = "network_kinds", _("Kinds of network")
    ROADMAP_PILLARS = "roadmap_pillars", _("Pillars of the roadmap")


class Standing(models.TextChoices):
    """How firm a row is."""

    STATED = "stated", _("Stated by a source")
    DEFAULT = "default", _("A default, to be looked at")


class ThemeRows(Rows):
    def of(self, scheme: str) -> Self:
        """One list, in its order."""
        return self.filter(scheme=scheme).order_by("position", "pk")

    def visible_to(self, standing: Any) -> Self:
        return self

    def public(self) -> Self:
        return self


class Theme(Record):
    """One row of a list: a theme, a kind of activity, a unit. Its code never changes; its words may be corrected."""

    scheme = models.CharField(max_length=30, choices=Scheme.choices)
    code = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    label_en = FreeLine(_("label in English"), max_length=200)
    label_ur = FreeLine(_("label in Urdu"), max_length=200, blank=True)
    note = FreeText(_("note"), max_length=1000, blank=True)
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.DEFAULT)
    source = FreeLine(_("source"), max_length=300, blank=True)
    corrected_here = models.BooleanField(default=False)  # a later loading of the list leaves its words alone

    objects = ThemeRows.as_manager()

    class Meta:
        ordering = ["scheme", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="theme_once")]

    def __str__(self) -> str:
        return self.label_en
