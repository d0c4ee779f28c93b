"""The two gates before the reviewers: what is asked at each in a call, and how an application stood there."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.calls.models.applications import READERS, SCREENERS, Application
from saanjh.calls.models.calls import Call
from saanjh.ground.access import ORGANISATION, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows


class Gate(models.TextChoices):
    """What an application passes before anybody reviews it, in this order."""

    ELIGIBILITY = "A", _("Eligibility")
    DO_NO_HARM = "B", _("Do no harm")


class GateItem(models.Model):
    """One point of a call's checklist, worded so that yes is good; copied from the codelist, fixed once published."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="gate_items")
    gate = models.CharField(max_length=1, choices=Gate.choices)
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    label_en = FreeLine(max_length=300, blank=True)
    label_ur = FreeLine(max_length=300, blank=True)

    class Meta:
        ordering = ["call", "gate", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="gateitem_code_once"),
            models.UniqueConstraint(fields=["call", "gate", "position"], name="gateitem_place_once"),
            models.CheckConstraint(condition=~Q(label_en="", label_ur=""), name="gateitem_worded"),
        ]

    def __str__(self) -> str:
        return self.label_en or self.label_ur


class GateCheckRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Who screens, runs or decides in the programme; of the applicant's own, those that are closed and stand, and
        with what it had ended there before.
        """
        programmes = standing.ids(ScopeKind.PROGRAMME, *READERS, *SCREENERS)
        mine = standing.ids(ScopeKind.ORGANISATION, *ORGANISATION)
        own = Q(application__organisation__in=mine) | Q(application__organisation__merged_into__in=mine)
        told = Q(state="closed") | Q(state="reopened", outcome="stopped")
        return self.filter(Q(application__call__programme__in=programmes) | own & told)

    def standing(self) -> Self:
        """Without those that were reopened: at most one of each gate of an application."""
        return self.exclude(state="reopened")


class GateCheck(Record):
    """How one application stood at one gate. Closed it is sealed; reopened it stays, and another is begun."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("gate", "Still open")
        CLOSED = "closed", pgettext_lazy("gate", "Closed")
        REOPENED = "reopened", pgettext_lazy("gate", "Reopened")

    class Outcome(models.TextChoices):
        PASSED = "passed", pgettext_lazy("gate", "Passed")
        CONDITIONS = "conditions", pgettext_lazy("gate", "Passed with conditions")
        STOPPED = "stopped", pgettext_lazy("gate", "Not passed")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="gate_checks")
    gate = models.CharField(max_length=1, choices=Gate.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    reason = FreeText(_("conditions or reasons"), max_length=2000, blank=True)  # as the applicant reads them
    written_in = WrittenIn(_("language of these words"))
    closed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_why = FreeText(_("why it was reopened"), max_length=2000, blank=True)

    objects = GateCheckRows.as_manager()

    class Meta:
        ordering = ["application", "gate", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "gate"], condition=~Q(state="reopened"), name="gatecheck_one_stands"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_by=None, closed_at=None)
                | ~Q(state="open") & ~Q(outcome="") & Q(closed_by__isnull=False, closed_at__isnull=False),
                name="gatecheck_closed_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="reopened") & Q(reopened_by=None, reopened_at=None)
                | Q(state="reopened", reopened_by__isnull=False, reopened_at__isnull=False) & ~Q(reopened_why=""),
                name="gatecheck_reopened_whole",
            ),
            models.CheckConstraint(
                condition=Q(outcome="passed") | Q(state="open") | ~Q(reason=""), name="gatecheck_says_why"
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)

    def scopes(self) -> Scopes:
        return self.application.scopes()

    @property
    def is_closed(self) -> bool:
        return self.state != self.State.OPEN

    @property
    def is_stopped(self) -> bool:
        return self.is_closed and self.outcome == self.Outcome.STOPPED

    @property
    def told(self) -> Any:
        """What the applicant is told of it: the words of a gate that was passed with conditions or not at all."""
        return self.reason if self.is_closed and self.outcome != self.Outcome.PASSED else ""


class GateAnswer(models.Model):
    """The answer to one point, with a note for the programme. Triggers seal it once its gate is closed."""

    class Said(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        NOT_APPLICABLE = "na", _("Does not apply")

    check_of = models.ForeignKey(GateCheck, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(GateItem, on_delete=models.PROTECT, related_name="+")
    said = models.CharField(max_length=3, choices=Said.choices, blank=True)
    note = FreeText(_("note"), max_length=1000, blank=True)

    class Meta:
        ordering = ["check_of", "item__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["check_of", "item"], name="gateanswer_once")]
