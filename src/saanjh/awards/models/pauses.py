"""That an organisation stops a grant's work for a while, at once and without loss, and when it goes on."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models.awards import Award, seen_by
from saanjh.ground.access import Scopes, Standing
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows


class PauseRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(seen_by(standing, "award__")).select_related("award__organisation", "award__application")

    def open(self) -> Self:
        """Those that last: nobody has said yet that the work goes on."""
        return self.filter(resumption=None)


class Pause(Record):
    """The work of a grant stands still from a day on. A fact beside the grant's state, which stays as it is.

    No reason is asked for but a code, and nothing of it is public (domain report, R17). It never changes (triggers).
    """

    class Why(models.TextChoices):
        SAFETY = "safety", _("For safety")
        ACCESS = "access", _("We cannot get there")
        OTHER = "other", _("For another reason")

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="pauses")
    from_day = models.DateField()
    why = models.CharField(_("why"), max_length=6, choices=Why.choices)
    paused_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = PauseRows.as_manager()

    class Meta:
        ordering = ["-from_day", "-pk"]

    def __str__(self) -> str:
        return f"{self.why} {self.from_day:%Y-%m-%d}"

    def scopes(self) -> Scopes:
        return self.award.scopes()


class Resumption(models.Model):
    """That the work goes on from a day on. It never changes (triggers)."""

    pause = models.OneToOneField(Pause, on_delete=models.PROTECT, related_name="resumption")
    day = models.DateField()
    resumed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
