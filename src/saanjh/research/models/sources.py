"""Sources: documents that a study reads, and the passages marked in them."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows
from saanjh.research.models.studies import Study, studied_by

SHORT = 400  # characters of a short quotation (our own choice, well within the custom of quoting)


class SourceRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(studied_by(standing, "study__")).select_related("study")

    def public(self) -> Self:
        """Those that a published finding quotes: their title and citation, never their text."""
        return self.filter(pk__in=Passage.objects.public().values("source"))


class Source(Record):
    """A document as a study reads it. Its text stays inside; only short passages of it are quoted in public."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("Article")
        REPORT = "report", _("Report")
        LAW = "law", _("Law or policy")
        NOTES = "notes", _("Notes of a talk or a visit")

    class Licence(models.TextChoices):
        PUBLIC_DOMAIN = "public-domain", _("Public domain")
        BY = "cc-by-4.0", _("CC BY 4.0")
        BY_NC_ND = "cc-by-nc-nd-4.0", _("CC BY-NC-ND 4.0")
        RESERVED = "reserved", _("All rights reserved")
        OWN = "own", _("The programme’s own")

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="sources")
    title_en = FreeLine(_("title in English"), max_length=250)
    title_ur = FreeLine(_("title in Urdu"), max_length=250, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    citation = FreeLine(_("citation: who, when, where, which pages"), max_length=500)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices)
    text = FreeText(_("text, or the parts that are studied"), max_length=200_000)
    written_in = WrittenIn(_("language of the text"))
    is_restricted = models.BooleanField(_("restricted: nothing of it is ever quoted in public"), default=False)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = SourceRows.as_manager()

    class Meta:
        ordering = ["title_en", "pk"]

    def __str__(self) -> str:
        return self.title_en

    def scopes(self) -> Scopes:
        return self.study.scopes()

    @property
    def is_free(self) -> bool:
        """Whether its licence lets anybody quote as much as they like."""
        return self.licence in {self.Licence.PUBLIC_DOMAIN, self.Licence.BY, self.Licence.OWN}


class PassageRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(studied_by(standing, "source__study__"))

    def public(self) -> Self:
        """Those that a published finding quotes."""
        return self.filter(findings__state="published", source__is_restricted=False).distinct()


class Passage(Record):
    """A part of a source's text, from one character to another. Its words are that part, never a copy of it."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()  # the first character after it
    stands_in = FreeLine(_("page or section"), max_length=60, blank=True)
    marked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = PassageRows.as_manager()

    class Meta:
        ordering = ["source", "start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="passage_holds_something"),
            models.UniqueConstraint(fields=["source", "start", "end"], name="passage_marked_once"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """What stands there, exactly."""
        return self.source.text[self.start : self.end]

    def scopes(self) -> Scopes:
        return self.source.scopes()
