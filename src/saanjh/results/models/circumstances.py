"""What else happened in a district while results were measured there."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import READERS
from saanjh.ground.access import ORGANISATION, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeText, WrittenIn
from saanjh.ground.merging import ALL_MOVE
from saanjh.ground.models import District, Organisation, Person
from saanjh.ground.records import Record, Rows
from saanjh.programmes.models import Programme


class CircumstanceRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Those who run the programme; an organisation its own, and what the programme noted where it has a grant."""
        mine = standing.ids(ScopeKind.ORGANISATION, *ORGANISATION)
        granted = Programme.objects.filter(awards__organisation__in=mine).values("pk")
        rows = self.filter(
            Q(programme__in=standing.ids(ScopeKind.PROGRAMME, *READERS))
            | Q(organisation__in=mine)
            | Q(organisation=None, programme__in=granted)
        )
        return rows.select_related("programme", "organisation", "district", "by")


class Circumstance(Record):
    """A dated note of either side that something happened in a district: an event, prices, politics.

    It explains nothing by itself; it is shown beside what was measured there then, at the desk and never publicly.
    `organisation` is whose note it is, None for the programme's own.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="circumstances")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="circumstances"
    )
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+", verbose_name=_("district"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    what = models.CharField(_("what it was"), max_length=20)  # a code of codelists/circumstances.csv
    words = FreeText(_("what happened"), max_length=1000)
    written_in = WrittenIn(_("language of the words"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    WHEN_JOINED = {"organisation": ALL_MOVE}

    objects = CircumstanceRows.as_manager()

    class Meta:
        ordering = ["-last_day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="circumstance_days_in_order"),
            models.CheckConstraint(condition=~Q(words=""), name="circumstance_says_what"),
        ]
        indexes = [models.Index(fields=["programme", "district", "last_day"])]

    def __str__(self) -> str:
        return f"{self.what} {self.first_day:%Y-%m-%d}"

    def scopes(self) -> Scopes:
        own = ((ScopeKind.ORGANISATION, self.organisation_id),) if self.organisation_id else ()
        return (*own, (ScopeKind.PROGRAMME, self.programme_id))
