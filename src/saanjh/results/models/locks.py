"""Up to which day the values of a programme are closed."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import READERS
from saanjh.ground.access import ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows
from saanjh.programmes.models import Programme


class PeriodLockRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Those who run the programme."""
        return self.filter(programme__in=standing.ids(ScopeKind.PROGRAMME, *READERS)).select_related("programme", "by")


class PeriodLock(Record):
    """That from now on no value of the programme up to this day changes; or, with a reason, that fewer are closed.

    The latest row holds; earlier ones stay, sealed. Without a day nothing is closed.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="period_locks")
    until = models.DateField(_("closed up to this day"), null=True, blank=True)
    reason = FreeText(_("why it is opened"), max_length=1000, blank=True)
    written_in = WrittenIn(_("language of the reason"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = PeriodLockRows.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=False) | ~Q(reason=""), name="period_lock_opened_why"),
        ]

    def __str__(self) -> str:
        return f"{self.until or '-'}"

    def scopes(self) -> Scopes:
        return ((ScopeKind.PROGRAMME, self.programme_id),)
