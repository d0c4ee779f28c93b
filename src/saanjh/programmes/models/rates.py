"""What one currency was worth in another on a day, and who says so."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows
from saanjh.kit import money
from saanjh.programmes.models.programmes import Programme


class RateRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(programme__in=Programme.objects.visible_to(standing)).select_related("programme")


class ExchangeRate(Record):
    """On this day, by this source, one `of` was worth `value` of `into`, as a programme reckons.

    It never changes (triggers): of two for the same day the later one holds, and what was changed by the earlier one
    keeps it.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rates")
    of = models.CharField(_("from"), max_length=3)
    into = models.CharField(_("into"), max_length=3)
    value = models.DecimalField(_("rate"), max_digits=16, decimal_places=6)
    day = models.DateField(_("day"))
    source = FreeLine(_("who says so"), max_length=200)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = RateRows.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gt=0), name="exchange_rate_above_zero"),
            models.CheckConstraint(condition=~Q(of=F("into")), name="exchange_rate_of_two_currencies"),
            models.CheckConstraint(condition=~Q(source=""), name="exchange_rate_has_a_source"),
        ]
        indexes = [models.Index(fields=["programme", "of", "into", "-day"])]

    def __str__(self) -> str:
        return f"1 {self.of} = {money.plain(self.value)} {self.into}"

    def scopes(self) -> Scopes:
        return ((ScopeKind.PROGRAMME, self.programme_id),)

    def as_rate(self) -> money.Rate:
        """The same for reckoning."""
        return money.Rate(self.of, self.into, self.value, self.day, self.source)
