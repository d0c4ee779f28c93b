"""Who reads and decides in a call: what each reviewer reads and knows, and how many of them are women and young."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models.applications import Application
from saanjh.calls.models.calls import Call
from saanjh.calls.models.reckonings import Reckoning
from saanjh.ground.fields import Written
from saanjh.ground.models import Person
from saanjh.programmes.models import Theme

MOST = 500  # applications that anybody reads in one call: a larger number is a slip of the finger
FEW = 3  # of fewer people a number of women or of young ones would speak of one of them


class ReviewerProfile(models.Model):
    """What a reviewer of one call reads and knows, and how many applications she takes. Nothing else of a person."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="profiles")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    languages: Any = models.JSONField(_("languages"), default=list)  # codes of ground.fields.Written
    themes = models.ManyToManyField(Theme, related_name="+", blank=True, verbose_name=_("themes"))
    most = models.PositiveSmallIntegerField(
        _("most applications"), validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )

    class Meta:
        ordering = ["call", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], name="reviewer_profile_once"),
            models.CheckConstraint(condition=Q(most__gte=1, most__lte=MOST), name="reviewer_profile_takes_some"),
        ]

    @property
    def languages_in_words(self) -> list[Any]:
        return [Written(code).label for code in self.languages if code in Written.values]


def _part(of: str, part: str) -> Q:
    """A part is left out, or it is one of enough people, and not more than they are."""
    return Q(**{part: None}) | Q(**{f"{of}__gte": FEW, f"{part}__lte": F(of)})


class Composition(models.Model):
    """How many women and young people review and decide in a call: counts that an officer states, of nobody alone."""

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="composition")
    reviewers = models.PositiveSmallIntegerField(_("reviewers"))
    reviewers_women = models.PositiveSmallIntegerField(_("women among the reviewers"), null=True, blank=True)
    reviewers_young = models.PositiveSmallIntegerField(_("under 30 among the reviewers"), null=True, blank=True)
    panel = models.PositiveSmallIntegerField(_("people on the panel"))
    panel_women = models.PositiveSmallIntegerField(_("women on the panel"), null=True, blank=True)
    panel_young = models.PositiveSmallIntegerField(_("under 30 on the panel"), null=True, blank=True)

    class Meta:
        ordering = ["call"]
        constraints = [
            models.CheckConstraint(
                condition=_part("reviewers", "reviewers_women")
                & _part("reviewers", "reviewers_young")
                & _part("panel", "panel_women")
                & _part("panel", "panel_young"),
                name="composition_of_enough_people",
            ),
        ]


class HandChoice(models.Model):
    """Whom an officer chose for an application in place of those that a proposal names."""

    reckoning = models.ForeignKey(Reckoning, on_delete=models.CASCADE, related_name="choices_by_hand")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    reviewers: Any = models.JSONField(default=list)  # public ids, as in the proposal

    class Meta:
        ordering = ["reckoning", "pk"]
        constraints = [models.UniqueConstraint(fields=["reckoning", "application"], name="choice_by_hand_once")]
