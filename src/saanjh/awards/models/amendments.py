"""A change of an agreement: proposed by one side, answered by the other, or told where no answer is needed."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.awards.models.agreements import Agreement
from saanjh.awards.models.awards import Award, seen_by
from saanjh.ground.access import Scopes, Standing
from saanjh.ground.fields import FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows


class AmendmentRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(seen_by(standing, "award__")).select_related(
            "award__organisation", "award__application", "award__programme", "proposed_by", "answered_by"
        )

    def open(self) -> Self:
        """Those that wait for the other side."""
        return self.filter(state=Amendment.State.OPEN)


class Amendment(Record):
    """A version of the agreement that one side proposes in place of the one in force, with its reason.

    Small changes of the organisation need no answer: they are in force by its notice. Once answered it never changes,
    and until then only its answer is written (triggers).
    """

    class Kind(models.TextChoices):
        EXTENSION = "extension", _("A later last day, without more money")
        BUDGET = "budget", _("Money moved between budget lines")
        DISTRICTS = "districts", _("Districts added or left")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("amendment", "Waits for an answer")
        ACCEPTED = "accepted", pgettext_lazy("amendment", "Accepted")
        DECLINED = "declined", pgettext_lazy("amendment", "Declined")
        TAKEN_BACK = "taken_back", pgettext_lazy("amendment", "Taken back")
        BY_NOTICE = "by_notice", pgettext_lazy("amendment", "In force by notice")

    class Side(models.TextChoices):
        ORGANISATION = "organisation", _("The organisation")
        PROGRAMME = "programme", _("The programme")

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="amendments")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    side = models.CharField(max_length=12, choices=Side.choices)  # who proposes
    changes = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="amendments")
    proposes = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="amendment")
    reason = FreeText(_("why"), max_length=2000)
    effect = FreeText(_("what it changes for the work"), max_length=2000)
    written_in = WrittenIn(_("language of these words"))
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = FreeText(_("reason"), max_length=2000, blank=True)
    answer_written_in = WrittenIn(_("language of the reason"))

    objects = AmendmentRows.as_manager()

    class Meta:
        ordering = ["award", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["award"], condition=Q(state="open"), name="amendment_one_is_open"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "by_notice"], answered_by=None, answered_at=None)
                | Q(state__in=["accepted", "declined", "taken_back"], answered_by__isnull=False)
                & Q(answered_at__isnull=False),
                name="amendment_answered_when",
            ),
            models.CheckConstraint(condition=~Q(state="by_notice") | Q(side="organisation"), name="amendment_notice"),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(answer=""), name="amendment_declined_why"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | ~Q(answered_by=models.F("proposed_by")), name="amendment_by_two"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def scopes(self) -> Scopes:
        return self.award.scopes()
