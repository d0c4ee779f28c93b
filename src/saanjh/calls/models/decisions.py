"""What the panel decided, and the reasons that the applicant is told: proposed by one person, confirmed by another."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.calls.models.applications import READERS, Application, too_close_to
from saanjh.ground.access import ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows


class Outcome(models.TextChoices):
    SELECTED = "selected", pgettext_lazy("application", "Selected")
    RESERVE = "reserve", pgettext_lazy("application", "On the reserve list")
    DECLINED = "declined", pgettext_lazy("application", "Declined")


# A place on the reserve and the day until which it holds belong to each other, and to no other outcome.
ON_RESERVE = Q(outcome="reserve", place__gte=1, holds_until__isnull=False)
RESERVE_WHOLE = ON_RESERVE | ~Q(outcome="reserve") & Q(place=None, holds_until=None)


class DecisionRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Whoever may open the application reads what was decided about it."""
        return self.filter(application__in=Application.objects.all().visible_to(standing))


class Decision(Record):
    """The panel's answer to one application. It is told as it stands, so it is written to be read.

    One that was put on the reserve gets a second one later. Triggers hold that nothing here ever changes, and that two
    people made it; those from before two were asked for have nobody in `confirmed_by`.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("decision"), max_length=8, choices=Outcome.choices)
    place = models.PositiveSmallIntegerField(_("place on the reserve list"), null=True, blank=True)
    holds_until = models.DateField(_("the reserve holds until"), null=True, blank=True)
    reason = FreeText(_("reasons"), max_length=4000)
    written_in = WrittenIn(_("language of the reasons"))
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = DecisionRows.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(outcome="reserve"), name="decision_on_reserve_once"
            ),
            models.UniqueConstraint(
                fields=["application"], condition=~Q(outcome="reserve"), name="decision_at_last_once"
            ),
            models.CheckConstraint(condition=RESERVE_WHOLE, name="decision_reserve_whole"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("decided_by")), name="decision_by_two"
            ),
        ]

    def scopes(self) -> Scopes:
        return self.application.scopes()


class ProposedDecisionRows(Rows):
    def waiting(self) -> Self:
        """Those that wait for a second person."""
        return self.filter(state="waiting")

    def visible_to(self, standing: Standing) -> Self:
        """The officers and the chair of the programme; nobody who is too close to the applicant."""
        mine = standing.ids(ScopeKind.PROGRAMME, *READERS)
        close = Application.objects.filter(too_close_to(standing.person)).order_by().values("pk")
        return self.filter(application__call__programme__in=mine).exclude(application__in=close)


class ProposedDecision(Record):
    """What the chair would answer to one application. Nobody is told of it before a second person confirms it.

    It is confirmed, sent back with a word why, or taken back; what ended stays as it was.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("decision", "Waits for a second person")
        CONFIRMED = "confirmed", pgettext_lazy("decision", "Confirmed")
        SENT_BACK = "sent_back", pgettext_lazy("decision", "Sent back")
        TAKEN_BACK = "taken_back", pgettext_lazy("decision", "Taken back")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="proposed_decisions")
    outcome = models.CharField(_("decision"), max_length=8, choices=Outcome.choices)
    place = models.PositiveSmallIntegerField(_("place on the reserve list"), null=True, blank=True)
    holds_until = models.DateField(_("the reserve holds until"), null=True, blank=True)
    reason = FreeText(_("reasons"), max_length=4000)
    written_in = WrittenIn(_("language of the reasons"))
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    why = FreeText(_("why it is sent back"), max_length=2000, blank=True)
    why_written_in = WrittenIn(_("language of these words"))

    objects = ProposedDecisionRows.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state="waiting"), name="proposed_decision_one_waits"
            ),
            models.CheckConstraint(condition=RESERVE_WHOLE, name="proposed_decision_reserve_whole"),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_by=None, ended_at=None)
                | ~Q(state="waiting") & Q(ended_by__isnull=False, ended_at__isnull=False),
                name="proposed_decision_ended_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting")
                | Q(state="taken_back", ended_by=F("proposed_by"))
                | Q(state__in=["confirmed", "sent_back"]) & ~Q(ended_by=F("proposed_by")),
                name="proposed_decision_by_two",
            ),
            models.CheckConstraint(
                condition=Q(state="sent_back") & ~Q(why="") | ~Q(state="sent_back") & Q(why=""),
                name="proposed_decision_sent_back_why",
            ),
        ]

    def scopes(self) -> Scopes:
        """The call and the programme, not the organisation: what is only proposed is told to nobody."""
        return self.application.call.scopes()
