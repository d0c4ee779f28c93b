"""Terms of reference: versions of seventeen sections; an adopted one never changes."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows
from saanjh.networks.models.networks import Network, seen_by
from saanjh.programmes.models import Programme


class TermsRows(Rows):
    def in_force(self, on: datetime.date) -> Self:
        """The adopted versions up to a day, the one in force on it first."""
        adopted = self.filter(state=TermsOfReference.State.ADOPTED, adopted_on__lte=on)
        return adopted.order_by("-adopted_on", "-version")

    def visible_to(self, standing: Standing) -> Self:
        return self.filter(seen_by(standing, "network__")).select_related("network__programme", "network__kind")

    def public(self) -> Self:
        rows = self.filter(state=TermsOfReference.State.ADOPTED)
        return rows.exclude(network__programme__state=Programme.State.DRAFT).select_related("network")


class TermsOfReference(Record):
    """What a network is for and how it decides, in one version: drafted by its convenor, adopted by somebody else."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", _("Put forward")
        ADOPTED = "adopted", _("Adopted")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="terms")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    proposed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    adopted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)

    objects = TermsRows.as_manager()

    class Meta:
        ordering = ["-version", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["network", "version"], name="terms_version_once"),
            models.UniqueConstraint(fields=["network"], condition=~Q(state="adopted"), name="terms_one_draft"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(proposed_by__isnull=False), name="terms_put_forward_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state="adopted") | Q(adopted_by__isnull=False, adopted_on__isnull=False),
                name="terms_adopted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(adopted_by=None) | ~Q(adopted_by=F("proposed_by")), name="terms_adopted_by_a_second"
            ),
        ]

    def scopes(self) -> Scopes:
        return self.network.scopes()


class TermsSectionRows(Rows):
    def filled(self) -> Self:
        """Those that say something."""
        return self.exclude(text="").order_by("position", "pk")

    def visible_to(self, standing: Standing) -> Self:
        rows = self.filter(seen_by(standing, "terms__network__"))
        return rows.select_related("terms__network__programme", "terms__network__kind")

    def public(self) -> Self:
        rows = self.filter(terms__state=TermsOfReference.State.ADOPTED)
        return rows.exclude(terms__network__programme__state=Programme.State.DRAFT)


class TermsSection(Record):
    """One section of one version. Its heading was copied from the list, so that a later list changes nothing here."""

    terms = models.ForeignKey(TermsOfReference, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    label_en = FreeLine(max_length=200)
    label_ur = FreeLine(max_length=200, blank=True)
    hint = FreeText(max_length=600, blank=True)  # what usually stands here; in English, as the list has it
    text = FreeText(_("text"), max_length=3000, blank=True)
    written_in = WrittenIn(_("language of the text"))

    objects = TermsSectionRows.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["terms", "code"], name="terms_section_once"),
            models.UniqueConstraint(fields=["terms", "position"], name="terms_section_place_once"),
        ]

    def __str__(self) -> str:
        return self.label_en

    def scopes(self) -> Scopes:
        return self.terms.scopes()
