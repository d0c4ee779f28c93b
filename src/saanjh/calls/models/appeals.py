"""What an applicant objects to in how its application was handled, and the answer."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.calls.models.applications import READERS, Application
from saanjh.ground.access import ORGANISATION, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows


class AppealRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """The applicant's own people, and the officers and chair of the programme; no reviewer and no gate checker."""
        mine = standing.ids(ScopeKind.ORGANISATION, *ORGANISATION)
        programmes = standing.ids(ScopeKind.PROGRAMME, *READERS)
        own = Q(application__organisation__in=mine) | Q(application__organisation__merged_into__in=mine)
        rows = self.filter(own | Q(application__call__programme__in=programmes))
        return rows.select_related("application__call__programme", "application__organisation__merged_into")


class Appeal(Record):
    """An applicant's one objection to the procedure of a decision, never to how its project was judged.

    Where it is upheld the decision is taken anew, and can be appealed against once more; what had been decided before
    stays as `EarlierDecision`. One that waits or was dismissed is the application's last.
    """

    class State(models.TextChoices):
        LODGED = "lodged", pgettext_lazy("appeal", "Waits for an answer")
        UPHELD = "upheld", pgettext_lazy("appeal", "Upheld")
        DISMISSED = "dismissed", pgettext_lazy("appeal", "Dismissed")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="appeals")
    ground = models.CharField(_("what went wrong"), max_length=20)  # a code of codelists/appeal_grounds.csv
    what_happened = FreeText(_("what happened"), max_length=3000)
    written_in = WrittenIn(_("language of these words"))
    state = models.CharField(max_length=9, choices=State.choices, default=State.LODGED)
    lodged_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    lodged_at = models.DateTimeField()
    due_on = models.DateField()  # the last day on which the answer is in time
    answer = FreeText(_("reasons"), max_length=3000, blank=True)
    answer_written_in = WrittenIn(_("language of the reasons"))
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = AppealRows.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=~Q(state="upheld"), name="appeal_one_stands"),
            models.CheckConstraint(
                condition=Q(state="lodged", answered_at=None, answered_by=None)
                | ~Q(state="lodged") & ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="appeal_answered_whole",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"])]

    def __str__(self) -> str:
        return str(self.application)

    def scopes(self) -> Scopes:
        return self.application.scopes()


class EarlierDecision(Record):
    """A decision that an upheld appeal took back, as it was told; triggers let a decision go only once this is there.

    What a gate had ended with stays in the check that was reopened.
    """

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="earlier")
    outcome = models.CharField(max_length=8)
    reason = FreeText(max_length=4000)
    written_in = WrittenIn()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
