"""A programme, and what it wants to reach."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.records import Record, Rows, Words
from saanjh.programmes.models.codelists import Theme

# Who reads a programme at the desk, also while it is being planned. An observer sees what the public sees.
READERS = (
    Role.PROGRAMME_OFFICER,
    Role.FINANCE_OFFICER,
    Role.VERIFIER,
    Role.GATE_CHECKER,
    Role.PANEL_CHAIR,
    Role.DATASET_RELEASER,
    Role.DONOR_VIEWER,
)


class ProgrammeRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Those open to all, and those that one has a part in; every one for an administrator."""
        if standing.person is None:
            return self.none()
        if standing.has(Role.ADMINISTRATOR):
            return self
        mine = standing.ids(ScopeKind.PROGRAMME, *READERS)
        return self.filter(Q(pk__in=mine) | ~Q(state=Programme.State.DRAFT))

    def public(self) -> Self:
        return self.exclude(state=Programme.State.DRAFT)

    def findable(self) -> Self:
        return self


class Programme(Record):
    """A purpose with money and an end: calls are made, grants given and results reported under it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being planned")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    title_en = FreeLine(_("title in English"), max_length=200, blank=True)
    title_ur = FreeLine(_("title in Urdu"), max_length=200, blank=True)
    slug = models.SlugField(max_length=60, unique=True)  # fixed once the programme is open
    summary = FreeText(_("summary"), max_length=3000)
    written_in = WrittenIn(_("language of the summary"))
    # Of the office, never of a person: like all words here they hold neither phone nor e-mail.
    office_en = FreeText(_("the office, in English"), max_length=600, blank=True)
    office_ur = FreeText(_("the office, in Urdu"), max_length=600, blank=True)
    currency = models.CharField(_("currency of account"), max_length=3)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    themes = models.ManyToManyField(Theme, related_name="programmes", blank=True)

    objects = ProgrammeRows.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title_en="", title_ur=""), name="programme_titled"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="programme_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="programme_currency"),
        ]

    def __str__(self) -> str:
        return self.title_en or self.title_ur

    def found_by(self) -> Words:
        return Words(self.title_en, self.title_ur, [self.summary])

    def scopes(self) -> Scopes:
        return ((ScopeKind.PROGRAMME, self.pk),)


class ObjectiveRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(programme__in=Programme.objects.visible_to(standing))

    def public(self) -> Self:
        return self.filter(programme__in=Programme.objects.public())


class Objective(Record):
    """One thing that a programme wants to be true at its end."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="objectives")
    number = models.PositiveSmallIntegerField()
    text_en = FreeLine(_("objective in English"), max_length=500)
    text_ur = FreeLine(_("objective in Urdu"), max_length=500, blank=True)

    objects = ObjectiveRows.as_manager()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="objective_numbered_once")]

    def __str__(self) -> str:
        return self.text_en

    def scopes(self) -> Scopes:
        return ((ScopeKind.PROGRAMME, self.programme_id),)
