"""What somebody asks about a call while it runs, and the answer that everybody reads."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.calls.models.calls import Call
from saanjh.ground.access import Role, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows


class EnquiryRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """The officers of the call's programme; nobody else sees what is not answered yet, nor who asked."""
        mine = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
        return self.filter(call__programme__in=mine).select_related("call__programme")

    def public(self) -> Self:
        """Those with an answer: without the name of whoever asked."""
        return self.filter(state="answered").select_related("call__programme")


class Enquiry(Record):
    """A question about a call. Answered, it is public for all applicants alike; whoever asked stays unnamed."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("enquiry", "Waits for an answer")
        ANSWERED = "answered", pgettext_lazy("enquiry", "Answered for all")
        SET_ASIDE = "set_aside", pgettext_lazy("enquiry", "Set aside")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="enquiries")
    text = FreeText(_("question"), max_length=1000)
    written_in = WrittenIn(_("language of the question"))
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer = FreeText(_("answer"), max_length=3000, blank=True)
    answer_written_in = WrittenIn(_("language of the answer"))
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EnquiryRows.as_manager()

    class Meta:
        ordering = ["call", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", ended_at=None)
                | Q(state="set_aside", ended_at__isnull=False)
                | Q(state="answered", ended_at__isnull=False) & ~Q(answer=""),
                name="enquiry_answered_whole",
            ),
        ]
        indexes = [models.Index(fields=["call", "state"])]

    def __str__(self) -> str:
        return self.public_id

    def scopes(self) -> Scopes:
        return self.call.scopes()
