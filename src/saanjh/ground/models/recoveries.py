"""A new way in for somebody who lost theirs: one administrator asks for it, another one confirms it."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import EVERYWHERE, Role, Scopes, Standing
from saanjh.ground.models.people import Invitation, Person
from saanjh.ground.records import Record, Rows


class RecoveryRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """All for an administrator; for anybody else those of the own account."""
        rows = self.select_related("person", "asked_by", "decided_by")
        if standing.has(Role.ADMINISTRATOR):
            return rows
        return rows.filter(person=standing.person) if standing.person else self.none()

    def open(self) -> Self:
        """Those that can still be confirmed."""
        return self.filter(state=Recovery.State.ASKED, expires_at__gt=timezone.now())


class Recovery(Record):
    """What an administrator asks another one to confirm, so that nobody alone can enter somebody else's account."""

    class Way(models.TextChoices):
        CODE = "code", _("A one-time code to come back")
        FACTOR = "factor", _("Taking away the second factors")

    class State(models.TextChoices):
        ASKED = "asked", _("To be confirmed")
        CONFIRMED = "confirmed", _("Confirmed")
        OBJECTED = "objected", _("Stopped by the person")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        LAPSED = "lapsed", _("Never confirmed")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recoveries")
    way = models.CharField(max_length=8, choices=Way.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    code = models.ForeignKey(Invitation, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RecoveryRows.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("asked_by")), name="recovery_not_for_oneself"),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("person"))),
                name="recovery_confirmed_by_a_third",
            ),
            models.UniqueConstraint(fields=["person", "way"], condition=Q(state="asked"), name="recovery_asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()}: {self.person}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be confirmed."""
        return self.state == self.State.ASKED and self.expires_at > timezone.now()

    def scopes(self) -> Scopes:
        return (EVERYWHERE,)
