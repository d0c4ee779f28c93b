"""Claims: numbers that somebody else stated, kept as stated."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from saanjh.ground.fields import FreeLine, FreeText
from saanjh.ground.records import Record, Rows


class ClaimRows(Rows):
    def visible_to(self, standing: Any) -> Self:
        return self

    def public(self) -> Self:
        return self


class Claim(Record):
    """A number that a source states about somebody's work. Shown as stated, in the order of the alphabet, never ranked.

    The value is text, because it is a quotation: nothing may be reckoned with it. What the source does not say
    (definition, n, method, period) stays blank and is shown as not stated.
    """

    class Names(models.TextChoices):
        ONE = "one", _("one named initiative")
        CATEGORY = "category", _("a kind of work, not one initiative")

    code = models.SlugField(max_length=60, unique=True)
    name_en = FreeLine(max_length=200)  # as the source writes it; the Urdu is ours
    name_ur = FreeLine(max_length=200)
    names = models.CharField(max_length=10, choices=Names.choices)
    focus_en = FreeLine(max_length=200)
    focus_ur = FreeLine(max_length=200)
    for_whom_en = FreeLine(max_length=200)
    for_whom_ur = FreeLine(max_length=200)
    stated_value = models.CharField(max_length=20)
    stated_as = FreeLine(max_length=80)
    definition = FreeText(max_length=1000, blank=True)
    n = FreeLine(max_length=200, blank=True)
    method = FreeText(max_length=1000, blank=True)
    period = FreeLine(max_length=200, blank=True)
    needs_en = FreeText(max_length=1000)  # what would make it comparable
    needs_ur = FreeText(max_length=1000)
    note_en = FreeText(max_length=1000, blank=True)
    note_ur = FreeText(max_length=1000, blank=True)
    source = FreeLine(max_length=400)
    section = models.CharField(max_length=20, blank=True)
    table = models.CharField(max_length=20, blank=True)
    article_pages = models.CharField(max_length=20, blank=True)
    page = models.CharField(max_length=20, blank=True)

    objects = ClaimRows.as_manager()

    class Meta:
        ordering = ["name_en", "pk"]

    def __str__(self) -> str:
        return self.name_en

    @property
    def stated(self) -> str:
        """The value as stated, with its percent sign where the source's heading has one."""
        return f"{self.stated_value}%" if "%" in self.stated_as else self.stated_value
