"""That two reviews of an application lie so far apart that a third person reads it, or why nobody does."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.calls.models.applications import READERS, Application
from saanjh.ground.access import ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows


class ThirdReviewRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """The officers and the chair of the call's programme; neither the applicant nor the reviewers."""
        mine = standing.ids(ScopeKind.PROGRAMME, *READERS)
        return self.filter(application__call__programme__in=mine)


class ThirdReview(Record):
    """A third reading that is wanted since two differ, was done without, or is not needed any more."""

    class Why(models.TextChoices):
        GAP = "gap", pgettext_lazy("two reviews", "far apart")
        CUT = "cut", pgettext_lazy("two reviews", "on either side of the cut")

    class State(models.TextChoices):
        WANTED = "wanted", pgettext_lazy("third review", "Wanted")
        DISMISSED = "dismissed", pgettext_lazy("third review", "Done without")
        LAPSED = "lapsed", pgettext_lazy("third review", "Not needed any more")

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="third_review")
    why = models.CharField(max_length=3, choices=Why.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WANTED)
    wanted_at = models.DateTimeField(null=True, blank=True)  # the last time; before it was kept, when it was made
    dismissed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    dismissed_at = models.DateTimeField(null=True, blank=True)
    reason = FreeText(_("reason"), max_length=2000, blank=True)
    written_in = WrittenIn(_("language of the reason"))

    objects = ThirdReviewRows.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="dismissed") & Q(dismissed_by=None, dismissed_at=None)
                | Q(state="dismissed", dismissed_by__isnull=False, dismissed_at__isnull=False) & ~Q(reason=""),
                name="third_review_dismissed_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)

    def scopes(self) -> Scopes:
        """The call and the programme, not the organisation."""
        return self.application.call.scopes()

    @property
    def is_wanted(self) -> bool:
        return self.state == self.State.WANTED
