"""What changed from before a course to after it, in sums: nobody's answers, and no code that follows anybody."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saanjh.events.models.events import READERS, Event
from saanjh.ground.access import ScopeKind, Scopes, Standing
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows

MOST_POINTS = 1000


class ChangeRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Those of the programmes that one runs or checks."""
        return self.filter(event__programme__in=standing.ids(ScopeKind.PROGRAMME, *READERS))


class Change(Record):
    """The points of those who answered before and then, as sums from the sheets; a correction is a further version."""

    class Moment(models.TextChoices):
        AFTER = "after", _("At the end of the course")
        FOLLOW_UP = "follow_up", _("Three months later")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="changes")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    version = models.PositiveSmallIntegerField()
    pairs = models.PositiveIntegerField()  # who answered both times under the same self-made code
    most_points = models.PositiveSmallIntegerField()
    mean_before = models.DecimalField(max_digits=8, decimal_places=3)
    mean_then = models.DecimalField(max_digits=8, decimal_places=3)
    deviation = models.DecimalField(max_digits=8, decimal_places=3)  # of the single changes, divided by n - 1
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = ChangeRows.as_manager()

    class Meta:
        ordering = ["event", "moment", "-version", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "moment", "version"], name="change_version_once"),
            models.CheckConstraint(condition=Q(pairs__gte=2), name="change_of_two_or_more"),
        ]

    def scopes(self) -> Scopes:
        return self.event.scopes()
