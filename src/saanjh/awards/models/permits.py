"""Permissions that a grant's work needs: asked for, granted or refused, until when. Dated facts, nobody's name."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.awards.models.awards import Award, seen_by
from saanjh.ground.access import Scopes, Standing
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows


class PermitRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(seen_by(standing, "award__")).select_related("award__organisation", "award__application")


class Permit(Record):
    """That an organisation asked an authority for a permission on a day. It never changes (triggers).

    What it is for and who issues it are codes (codelists/permits.csv, authorities.csv): kinds, never a person, never
    a list of staff (domain report, 1.4: the status is tracked without keeping what such offices ask for).
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="permits")
    kind = models.CharField(_("what it is for"), max_length=20)
    issuer = models.CharField(_("who issues it"), max_length=24)
    applied_on = models.DateField(_("asked for on"))
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = PermitRows.as_manager()

    class Meta:
        ordering = ["-applied_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.applied_on:%Y-%m-%d}"

    def scopes(self) -> Scopes:
        return self.award.scopes()


class PermitFact(models.Model):
    """What became of a permit on a day. It never changes (triggers); a later one says of a mistake.

    The permit holds from the day of a grant on, through its last day where it has one, unless it was withdrawn since.
    """

    class What(models.TextChoices):
        GRANTED = "granted", pgettext_lazy("permit", "Granted")
        REFUSED = "refused", pgettext_lazy("permit", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("permit", "Withdrawn by the authority")
        MISTAKEN = "mistaken", pgettext_lazy("permit", "Written down by mistake")

    permit = models.ForeignKey(Permit, on_delete=models.PROTECT, related_name="facts")
    what = models.CharField(_("what became of it"), max_length=10, choices=What.choices)
    day = models.DateField(_("on"))
    expires_on = models.DateField(_("its last day"), null=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["permit", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(what="granted", expires_on__gte=F("day")), name="permitfact_lasts"
            )
        ]

    def scopes(self) -> Scopes:
        return self.permit.scopes()
