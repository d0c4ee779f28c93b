"""What the worker reckons for a call: question and answer kept whole, so that anybody can reckon it again."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.calls.models.applications import READERS
from saanjh.calls.models.calls import Call
from saanjh.ground.access import ScopeKind, Scopes, Standing
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows


class ReckoningRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """The officers and the chair of the call's programme."""
        mine = standing.ids(ScopeKind.PROGRAMME, *READERS)
        return self.filter(call__programme__in=mine).select_related("call__programme")

    def last_asked(self, kind: str) -> "Reckoning | None":
        """The one of this kind that was asked for last."""
        return self.filter(kind=kind).order_by("-pk").first()

    def last_done(self, kind: str) -> "Reckoning | None":
        """Of this kind, the one that was asked for last among those with an answer."""
        return self.filter(state="done").last_asked(kind)


class Reckoning(Record):
    """A ranking, a portfolio or a proposed assignment. Plain values in, plain values out; nobody's words stand in it.

    `question` holds all that the answer depends on (scores, rules, the seed), `answer` what `kit` said about it.
    """

    class Kind(models.TextChoices):
        ASSIGNMENT = "assignment", _("Assignment of reviewers")
        RANKING = "ranking", _("Ranking")
        PORTFOLIO = "portfolio", _("Portfolio")

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("reckoning", "Being reckoned")
        DONE = "done", pgettext_lazy("reckoning", "Reckoned")
        FAILED = "failed", pgettext_lazy("reckoning", "Failed")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="reckonings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=6, choices=State.choices, default=State.ASKED)
    question = models.JSONField()
    answer = models.JSONField(null=True, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ReckoningRows.as_manager()

    class Meta:
        ordering = ["call", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "kind"], condition=Q(state="asked"), name="reckoning_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="done", answer__isnull=False, done_at__isnull=False) | ~Q(state="done"),
                name="reckoning_done_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def scopes(self) -> Scopes:
        return self.call.scopes()
