"""What could go wrong in a grant, looked at again and again; of things and places, never of persons."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.awards.models.awards import Award, seen_by
from saanjh.ground.access import ORGANISATION, Role, Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.records import Record, Rows

OWNERS = (*ORGANISATION, Role.PROGRAMME_OFFICER)  # who can look after a risk: a role, nobody's name


class RiskRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(seen_by(standing, "award__")).select_related("award__organisation", "award__application")


class Risk(Record):
    """Something that could harm the work or somebody by the work, in a few words. It never changes (triggers)."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="risks")
    kind = models.CharField(_("what kind of risk"), max_length=20)  # a code of codelists/risks.csv
    what = FreeLine(_("what could happen"), max_length=200)
    written_in = WrittenIn(_("language of the words"))
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = RiskRows.as_manager()

    class Meta:
        ordering = ["award", "pk"]

    def __str__(self) -> str:
        return self.what

    def scopes(self) -> Scopes:
        return self.award.scopes()


class RiskReviewRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(seen_by(standing, "risk__award__")).select_related("risk__award")

    def now(self) -> Self:
        """Of each risk the review that stands."""
        later = RiskReview.objects.filter(risk=OuterRef("risk"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))


class RiskReview(Record):
    """How a risk looked on a day, what is done about it, by which role, and when it is looked at again.

    It never changes (triggers): of several the latest stands. Without a next day the risk is over.
    """

    class Likelihood(models.IntegerChoices):
        HARDLY = 1, pgettext_lazy("likelihood", "Hardly")
        SELDOM = 2, pgettext_lazy("likelihood", "Not likely")
        POSSIBLE = 3, pgettext_lazy("likelihood", "Possible")
        LIKELY = 4, pgettext_lazy("likelihood", "Likely")
        NEARLY_SURE = 5, pgettext_lazy("likelihood", "Nearly sure")

    class Harm(models.IntegerChoices):
        SLIGHT = 1, pgettext_lazy("harm", "Slight")
        SMALL = 2, pgettext_lazy("harm", "Small")
        MIDDLING = 3, pgettext_lazy("harm", "Middling")
        GREAT = 4, pgettext_lazy("harm", "Great")
        WORST = 5, pgettext_lazy("harm", "The worst: a life, or the work")

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="reviews")
    day = models.DateField()
    likelihood = models.PositiveSmallIntegerField(_("how likely"), choices=Likelihood.choices)
    harm = models.PositiveSmallIntegerField(_("how much harm"), choices=Harm.choices)
    doing = FreeText(_("what is done about it"), max_length=1000)
    written_in = WrittenIn(_("language of the words"))
    owner = models.CharField(_("who looks after it"), max_length=20, choices=[(each, each.label) for each in OWNERS])
    next_on = models.DateField(_("looked at again on"), null=True)
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = RiskReviewRows.as_manager()

    class Meta:
        ordering = ["risk", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), harm__range=(1, 5)), name="riskreview_one_to_five"
            )
        ]

    def scopes(self) -> Scopes:
        return self.risk.scopes()
