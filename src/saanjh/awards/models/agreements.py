"""What both sides agreed on a grant, version by version: money by lines, days, places, steps, tranches, visibility."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models.awards import Award, seen_by
from saanjh.calls.models import Capacity
from saanjh.ground.access import Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.models import District, Person
from saanjh.ground.records import Record, Rows
from saanjh.programmes.models import ChosenIndicator


class AgreementRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(seen_by(standing, "award__")).select_related("award__organisation", "award__programme")

    def in_force(self) -> Self:
        """Those that are or were in force, the latest first."""
        return self.filter(number__isnull=False).order_by("-number")

    def whole(self) -> Self:
        """Each with all its parts, in five more queries."""
        parts = ("lines", "milestones", "tranches", "districts", "indicators__indicator")
        return self.select_related("made_by", "award").prefetch_related(*parts)

    def on(self, day: datetime.date) -> Self:
        """Of one grant those that were in force on the day or before, the one of that day first."""
        return self.in_force().filter(from_day__lte=day)


class Agreement(Record):
    """One version of what was agreed on a grant.

    It is written until it is fixed: accepted with the offer, or proposed as an amendment. What is fixed never changes
    (triggers); when both sides agree it gets its number and the day from which it is in force.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField(null=True)
    from_day = models.DateField(null=True)
    is_fixed = models.BooleanField(default=False)
    amount_minor = models.BigIntegerField(_("amount"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    districts = models.ManyToManyField(District, related_name="+", verbose_name=_("districts"))
    indicators = models.ManyToManyField(
        ChosenIndicator, related_name="+", blank=True, verbose_name=_("indicators that are measured")
    )
    level = models.CharField(_("level of risk"), max_length=11, choices=Capacity.Level.choices)
    level_reason = FreeText(_("why this level"), max_length=1000, blank=True)
    is_unseen = models.BooleanField(_("visibility is waived for safety"), default=False)
    visibility = FreeText(_("how the grant is shown, or why it is not"), max_length=2000, blank=True)
    written_in = WrittenIn(_("language of these words"))
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = AgreementRows.as_manager()

    class Meta:
        ordering = ["award", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="agreement_number_once"),
            models.UniqueConstraint(fields=["award"], condition=Q(is_fixed=False), name="agreement_one_is_written"),
            models.CheckConstraint(
                condition=Q(number=None, from_day=None) | Q(number__gte=1, from_day__isnull=False, is_fixed=True),
                name="agreement_in_force_from",
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="agreement_days_in_order"),
            models.CheckConstraint(condition=Q(amount_minor__gte=1), name="agreement_more_than_nothing"),
            models.CheckConstraint(condition=Q(is_unseen=False) | ~Q(visibility=""), name="agreement_waived_why"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def scopes(self) -> Scopes:
        return self.award.scopes()


class BudgetLine(models.Model):
    """What one thing may cost, under a heading as it was worded then."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=8)  # its code
    label_en = FreeLine(max_length=200)
    label_ur = FreeLine(max_length=200, blank=True)
    what = FreeLine(_("what it is for"), max_length=200)
    amount_minor = models.BigIntegerField()

    class Meta:
        ordering = ["agreement", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="budgetline_place_once"),
            models.CheckConstraint(condition=Q(amount_minor__gte=1), name="budgetline_more_than_nothing"),
        ]

    def scopes(self) -> Scopes:
        return self.agreement.scopes()


class Milestone(models.Model):
    """A step of the work by which both sides see how far it is, with its day."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=8)
    label_en = FreeLine(max_length=200)
    label_ur = FreeLine(max_length=200, blank=True)
    due_on = models.DateField()

    class Meta:
        ordering = ["agreement", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "code"], name="milestone_once")]

    def scopes(self) -> Scopes:
        return self.agreement.scopes()


class Tranche(models.Model):
    """A part of the grant that is paid at once, when its milestone is reached."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="tranches")
    position = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField()
    amount_minor = models.BigIntegerField()
    milestone = models.CharField(max_length=8)  # its code

    class Meta:
        ordering = ["agreement", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="tranche_place_once"),
            models.CheckConstraint(condition=Q(percent__lte=100, amount_minor__gte=0), name="tranche_in_bounds"),
        ]

    def scopes(self) -> Scopes:
        return self.agreement.scopes()
