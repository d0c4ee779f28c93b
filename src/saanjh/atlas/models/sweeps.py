"""That somebody asked: what turns "not known" into "none reported"."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, Scopes, Standing
from saanjh.ground.models import District, Person
from saanjh.ground.records import Record, Rows
from saanjh.programmes.models import Programme


class SweepRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(programme__in=standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER))

    def public(self) -> Self:
        return self.exclude(programme__state=Programme.State.DRAFT)


class Sweep(Record):
    """A programme officer confirms that on a day it was asked in these districts who works there.

    It says that there was an asking, not what was answered: answers become initiatives, or stay unpublished.
    """

    class How(models.TextChoices):
        ORGANISATIONS = "organisations", _("Organisations that work in the district were asked")
        NETWORK = "network", _("The members of a network in the district were asked")
        PUBLIC_SOURCES = "public_sources", _("What is published about the district was read")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="sweeps")
    districts = models.ManyToManyField(District, related_name="sweeps", verbose_name=_("districts"))
    asked_on = models.DateField(_("asked on"))
    how = models.CharField(_("how it was asked"), max_length=16, choices=How.choices)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = SweepRows.as_manager()

    class Meta:
        ordering = ["-asked_on", "-pk"]
        indexes = [models.Index(fields=["asked_on"])]

    def scopes(self) -> Scopes:
        return ((ScopeKind.PROGRAMME, self.programme_id),)
