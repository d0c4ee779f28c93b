"""What the panel decided, and the reasons that the applicant is told."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.calls.models.applications import Application
from saanjh.ground.access import Scopes, Standing
from saanjh.ground.fields import FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows


class DecisionRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Whoever may open the application reads what was decided about it."""
        return self.filter(application__in=Application.objects.all().visible_to(standing))


class Decision(Record):
    """The panel's answer to one application. It is told as it stands, so it is written to be read."""

    class Outcome(models.TextChoices):
        SELECTED = "selected", pgettext_lazy("application", "Selected")
        DECLINED = "declined", pgettext_lazy("application", "Declined")

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(_("decision"), max_length=8, choices=Outcome.choices)
    reason = FreeText(_("reasons"), max_length=4000)
    written_in = WrittenIn(_("language of the reasons"))
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = DecisionRows.as_manager()

    class Meta:
        ordering = ["pk"]

    def scopes(self) -> Scopes:
        return self.application.scopes()
