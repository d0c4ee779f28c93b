"""Certificates: what stays of each tells nobody's name, and the list that was printed from goes with the print."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.events.models.events import READERS, Event
from saanjh.ground.access import Role, ScopeKind, Scopes, Standing
from saanjh.ground.fields import Written
from saanjh.ground.models import Person, StoredFile
from saanjh.ground.records import Record, Rows

MOST_HOURS = 1000
DIGEST = 64
OPEN = datetime.timedelta(hours=1)  # how long papers can be fetched again: a line may break


class PrintingRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """One's own, while one runs the programme: names stand in the papers, which go to whoever typed them."""
        mine = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
        rows = self.filter(event__programme__in=mine, asked_by=standing.person) if mine else self.none()
        return rows.select_related("event__programme", "asked_by")

    def with_papers(self) -> Self:
        """Those of which names or papers are still here."""
        parts = PrintedPart.objects.filter(printing=OuterRef("pk"))
        return self.filter(Q(list_file__isnull=False) | Exists(parts))

    def files_visible_to(self, standing: Standing) -> Self:
        """None: the papers have a page of their own, and are handed out once."""
        return self.none()


class Printing(Record):
    """Certificates that are printed together, for some of those who completed one gathering.

    The names lie encrypted in `names` until all are set; the papers in parts, until they are fetched or a week is over.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("certificates", "Being made")
        READY = "ready", pgettext_lazy("certificates", "Ready")
        FETCHED = "fetched", pgettext_lazy("certificates", "Fetched")
        FAILED = "failed", pgettext_lazy("certificates", "Failed")
        GONE = "gone", pgettext_lazy("certificates", "Not fetched in time")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="printings")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    language = models.CharField(max_length=2, choices=Written.choices)
    hours = models.PositiveSmallIntegerField()
    first = models.PositiveIntegerField()  # the number of the first certificate; the others follow
    many = models.PositiveIntegerField()  # how many were asked for
    done = models.PositiveIntegerField(default=0)  # how many are made: the cursor of the job
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    list_file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)  # when it was ready, or failed, or gone
    fetched_at = models.DateTimeField(null=True)  # for the first time

    objects = PrintingRows.as_manager()

    class Meta:
        ordering = ["event", "-first", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "first"], name="printing_numbers_once"),
            models.CheckConstraint(condition=Q(many__gte=1, done__lte=models.F("many")), name="printing_within"),
            models.CheckConstraint(condition=Q(hours__gte=1, hours__lte=MOST_HOURS), name="printing_hours"),
        ]

    def scopes(self) -> Scopes:
        return self.event.scopes()

    @property
    def is_open(self) -> bool:
        """Whether there are papers to fetch now."""
        if self.fetched_at is not None:
            return self.fetched_at + OPEN > timezone.now()
        return self.state == self.State.READY or (self.state == self.State.FAILED and self.done > 0)


class PrintedPart(models.Model):
    """Papers of one chunk of a printing, encrypted, until they are fetched."""

    printing = models.ForeignKey(Printing, on_delete=models.PROTECT, related_name="parts")
    first = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["printing", "first"]
        constraints = [models.UniqueConstraint(fields=["printing", "first"], name="printed_part_once")]


class CertificateRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Those of the programmes that one runs or checks."""
        rows = self.filter(event__programme__in=standing.ids(ScopeKind.PROGRAMME, *READERS))
        return rows.select_related("event__programme", "printing")


class Certificate(Record):
    """That somebody who holds the paper completed a gathering. Who it is stands on the paper alone.

    `mark` is the digest of the code on the paper; `name_digest` is that of the name, keyed with the code: without the
    paper nobody can try names against it, not even with the database and all of its keys in hand.
    """

    class State(models.TextChoices):
        VALID = "valid", pgettext_lazy("certificate", "Valid")
        WITHDRAWN = "withdrawn", pgettext_lazy("certificate", "Withdrawn")

    class Reason(models.TextChoices):
        """Chosen and not written: words would tell of somebody."""

        MISSPELT = "misspelt", _("The name on it is misspelt")
        LOST = "lost", _("The paper was lost or never handed out")
        TWICE = "twice", _("It was printed twice")
        MISTAKE = "mistake", _("Whoever has it did not complete the course")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="certificates")
    printing = models.ForeignKey(Printing, on_delete=models.PROTECT, related_name="certificates")
    number = models.PositiveIntegerField(_("number"))
    mark = models.CharField(max_length=DIGEST, unique=True)
    name_digest = models.CharField(max_length=DIGEST)
    issued_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.VALID)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices, blank=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CertificateRows.as_manager()

    class Meta:
        ordering = ["event", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="certificate_number_once"),
            models.CheckConstraint(
                condition=Q(state="valid", reason="", withdrawn_on=None, withdrawn_by=None)
                | Q(state="withdrawn", withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(reason=""),
                name="certificate_withdrawn_whole",
            ),
        ]

    def scopes(self) -> Scopes:
        return self.event.scopes()

    @property
    def written_number(self) -> str:
        """The number as it stands on the paper."""
        return written_number(self.event, self.number)


def written_number(event: Event, number: int) -> str:
    """Unlike any of another gathering, and told on the telephone."""
    return f"{event.public_id.upper()}-{number:04}"
