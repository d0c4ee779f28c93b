"""Copies of what is held on somebody, accounts that are to be erased, and organisations that were closed."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.ground.access import EVERYWHERE, Role, Scopes, Standing
from saanjh.ground.merging import Fate
from saanjh.ground.models.files import StoredFile
from saanjh.ground.models.organisations import Organisation
from saanjh.ground.models.people import Person
from saanjh.ground.records import Record, Rows

ASKED = Q(state="asked")
OPEN = datetime.timedelta(hours=24)  # how long a copy can be fetched


def all_stay(duplicate: Organisation, into: Organisation) -> Q:
    """What is told of a day that is over stays where it was."""
    return Q(organisation=duplicate)


class ExportRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """One's own, those of an organisation too: what was asked for is handed to whoever asked."""
        return self.filter(asked_by=standing.person) if standing.person else self.none()

    def files_visible_to(self, standing: Standing) -> Self:
        """None: the copy has a page of its own, which asks for the password once more."""
        return self.none()


class Export(Record):
    """A copy of all that is held on a person, or on an organisation, to be fetched for a day."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("export", "Being made")
        READY = "ready", pgettext_lazy("export", "Ready")

    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="exports")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    ready_at = models.DateTimeField(null=True)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")

    WHEN_JOINED = {"organisation": Fate(all_stay, _("A copy tells what was held under the old name."))}

    objects = ExportRows.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", file=None, ready_at=None)
                | Q(state="ready", file__isnull=False, ready_at__isnull=False),
                name="export_ready_whole",
            ),
            models.UniqueConstraint(fields=["asked_by", "organisation"], condition=ASKED, name="export_asked_once"),
            models.UniqueConstraint(
                fields=["asked_by"], condition=ASKED & Q(organisation=None), name="own_export_asked_once"
            ),
        ]

    @property
    def until(self) -> datetime.datetime | None:
        """When it can no longer be fetched."""
        return self.ready_at + OPEN if self.ready_at else None

    @property
    def is_open(self) -> bool:
        """Whether it can be fetched now."""
        return self.until is not None and self.until > timezone.now()


class ErasureRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """All for an administrator; for anybody else that of the own account."""
        rows = self.select_related("person", "asked_by", "decided_by")
        if standing.has(Role.ADMINISTRATOR):
            return rows
        return rows.filter(person=standing.person) if standing.person else self.none()

    def open(self) -> Self:
        """Those that wait: for another administrator, or for their week to be over."""
        return self.filter(state__in=[Erasure.State.ASKED, Erasure.State.CONFIRMED])


class Erasure(Record):
    """That a person is to be erased: asked for, confirmed by another administrator, carried out a week later."""

    class State(models.TextChoices):
        ASKED = "asked", _("To be confirmed")
        CONFIRMED = "confirmed", _("Confirmed")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        DONE = "done", pgettext_lazy("erasure", "Erased")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="erasures")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # a week after it was confirmed

    objects = ErasureRows.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "done"])
                | Q(decided_by__isnull=False, due_at__isnull=False)
                & ~Q(decided_by=F("asked_by"))
                & ~Q(decided_by=F("person")),
                name="erasure_confirmed_by_another",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["asked", "confirmed"]), name="erasure_asked_once"
            ),
        ]

    def scopes(self) -> Scopes:
        return (EVERYWHERE,)


class ClosureRows(Rows):
    def standing(self) -> Self:
        """Those of organisations that are closed now."""
        return self.filter(state=Closure.State.CLOSED)


class Closure(Record):
    """That an organisation ended its work here. It can be opened again within thirty days."""

    class State(models.TextChoices):
        CLOSED = "closed", pgettext_lazy("organisation", "Closed")
        REOPENED = "reopened", pgettext_lazy("organisation", "Opened again")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="closures")
    state = models.CharField(max_length=8, choices=State.choices, default=State.CLOSED)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    WHEN_JOINED = {"organisation": Fate(all_stay, _("That it was closed stays with the one that was."))}

    objects = ClosureRows.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(state="closed"), name="closed_once"),
        ]
