"""Two invented proposals on which the reviewers of a call try their scores before they read a real one."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models.applications import READERS
from saanjh.calls.models.calls import Call
from saanjh.ground.access import Role, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows


class TrialProposalRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """The officers and the chair of the call's programme, and the reviewers of the call."""
        programmes = standing.ids(ScopeKind.PROGRAMME, *READERS)
        calls = standing.ids(ScopeKind.CALL, Role.REVIEWER)
        return self.filter(models.Q(call__programme__in=programmes) | models.Q(call__in=calls, call__state="closed"))


class TrialProposal(Record):
    """A short proposal that nobody made, written for one call. It is scored for practice and never ranked."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="trials")
    position = models.PositiveSmallIntegerField()
    title = FreeLine(_("title"), max_length=160)
    summary = FreeText(_("summary"), max_length=5000)
    written_in = WrittenIn(_("language of the texts"))
    key: Any = models.JSONField(default=dict)  # code of a criterion -> the office's own score, where it gave one

    objects = TrialProposalRows.as_manager()

    class Meta:
        ordering = ["call", "position"]
        constraints = [
            models.UniqueConstraint(fields=["call", "position"], name="trial_place_once"),
            models.CheckConstraint(condition=~models.Q(title="") & ~models.Q(summary=""), name="trial_has_words"),
        ]

    def __str__(self) -> str:
        return self.title

    def scopes(self) -> Scopes:
        return self.call.scopes()


class TrialScore(models.Model):
    """How one reviewer scored one of them: code of a criterion -> score."""

    trial = models.ForeignKey(TrialProposal, on_delete=models.PROTECT, related_name="given")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    scores: Any = models.JSONField()
    scored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["trial", "pk"]
        constraints = [models.UniqueConstraint(fields=["trial", "person"], name="trial_scored_once")]
