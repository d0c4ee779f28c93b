"""Findings: what a study says, each with the passages that it rests on."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows, Words
from saanjh.research.models.sources import Passage
from saanjh.research.models.studies import Study, studied_by


class FindingRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(studied_by(standing, "study__")).select_related("study", "written_by")

    def public(self) -> Self:
        return self.filter(state=Finding.State.PUBLISHED).select_related("study")

    def findable(self) -> Self:
        return self.filter(state=Finding.State.PUBLISHED)


class Finding(Record):
    """An answer to a study's question, with what it rests on and how much that carries, in words."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="findings")
    title_en = FreeLine(_("the finding in one line, in English"), max_length=160, blank=True)
    title_ur = FreeLine(_("the finding in one line, in Urdu"), max_length=160, blank=True)
    statement = FreeText(_("what was found"), max_length=2000)
    strength = FreeText(_("how much this rests on, and what speaks against it"), max_length=600)
    written_in = WrittenIn(_("language of these texts"))
    passages = models.ManyToManyField(Passage, related_name="findings")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)

    objects = FindingRows.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title_en="", title_ur=""), name="finding_titled"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, published_by__isnull=False),
                name="finding_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("written_by")),
                name="finding_published_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title_en or self.title_ur

    def found_by(self) -> Words:
        return Words(self.title_en, self.title_ur, [self.statement, self.strength])

    def scopes(self) -> Scopes:
        return self.study.scopes()
