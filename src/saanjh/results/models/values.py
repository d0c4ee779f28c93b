"""Values of indicators, and the reasons with which they were returned."""

from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.awards.models import READERS, Award
from saanjh.ground.access import ORGANISATION, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeText, WrittenIn
from saanjh.ground.models import Person
from saanjh.ground.public_ids import LENGTH, new_public_id
from saanjh.ground.records import Record, Rows
from saanjh.programmes.models import Indicator, Programme


class Method(models.TextChoices):
    """How the value came about. The rules hang on it: a sample needs an interval, a full count does not."""

    RECORDS = "records", _("Counted from records")
    SURVEY = "survey", _("Survey")
    TEST = "test", _("Test before and after")
    OBSERVATION = "observation", _("Observation with a checklist")
    INTERVIEWS = "interviews", _("Interviews or group talks")


def places_of(*numbers: Decimal | None) -> int:
    """How many digits after the point say all of these numbers: 0 for 64, 1 for 58.4."""
    exponents = [number.normalize().as_tuple().exponent for number in numbers if number is not None]
    return max([0, *(-exponent for exponent in exponents if isinstance(exponent, int))])


SAMPLES = (Method.SURVEY, Method.TEST)


class ValueRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """The organisation's own; for those who run the programme, from the moment they were handed in."""
        own = Q(award__organisation__in=standing.ids(ScopeKind.ORGANISATION, *ORGANISATION))
        run = standing.ids(ScopeKind.PROGRAMME, *READERS)
        # A sum hides the column from the planner: it would sort all of a programme's values for the latest 25.
        handed_in = Q(of_programme__in=run) & ~Q(state=Value.State.DRAFT)
        rows = self.annotate(of_programme=F("programme") + 0).filter(own | handed_in if run else own)
        return rows.select_related("award__organisation", "award__programme", "indicator", "submitted_by", "checked_by")

    def public(self) -> Self:
        """Verified values: what the public is shown of them is decided by queries.published."""
        return self.verified()

    def verified(self) -> Self:
        """Checked, and not replaced by a later version that was checked as well."""
        return self.filter(state=Value.State.VERIFIED).exclude(corrected_by__state=Value.State.VERIFIED)


class Value(Record):
    """What was measured of one indicator in one period of a grant, with all that one must know to believe it.

    The definition is the indicator's at that time. Once handed in the figures never change (triggers): a value that
    came back, or that turned out wrong, is corrected by a further version.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", pgettext_lazy("value", "Handed in")
        VERIFIED = "verified", _("Verified")
        RETURNED = "returned", _("Returned")

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="values")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", db_index=False)  # the award's
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    series = models.CharField(max_length=LENGTH, db_index=True)  # the public id of the first version
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    definition_en = FreeText(_("definition in English"), max_length=2000)
    definition_ur = FreeText(_("definition in Urdu"), max_length=2000, blank=True)
    period_start = models.DateField(_("first day of the period"))
    period_end = models.DateField(_("last day of the period"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    numerator = models.PositiveBigIntegerField(_("of them, how many"), null=True, blank=True)  # of a proportion
    n = models.PositiveBigIntegerField(_("how many were asked or counted"))
    method = models.CharField(_("how it was measured"), max_length=12, choices=Method.choices)
    low = models.DecimalField(_("lower end of the range"), max_digits=14, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(_("upper end of the range"), max_digits=14, decimal_places=2, null=True, blank=True)
    evidence_level = models.PositiveSmallIntegerField(
        _("how well it is shown"), validators=[MinValueValidator(0), MaxValueValidator(4)]
    )
    source = FreeText(_("where the figures come from"), max_length=1000)
    written_in = WrittenIn(_("language of the words"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    submitted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = ValueRows.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(period_end__gte=F("period_start")), name="value_days_in_order"),
            models.CheckConstraint(condition=Q(n__gte=1), name="value_of_something"),
            models.CheckConstraint(condition=Q(numerator=None) | Q(numerator__lte=F("n")), name="value_part_of_whole"),
            models.CheckConstraint(condition=Q(evidence_level__lte=4), name="value_evidence_0_to_4"),
            models.CheckConstraint(
                condition=~Q(definition_en="") & ~Q(method="") & ~Q(source=""), name="value_says_what_it_is"
            ),
            models.CheckConstraint(
                condition=Q(low=None, high=None) & ~Q(method__in=["survey", "test"])
                | Q(low__lte=F("value"), high__gte=F("value")),
                name="value_in_its_range",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_by=None, submitted_at=None)
                | ~Q(state="draft") & Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="value_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"], checked_by=None, checked_at=None)
                | Q(state__in=["verified", "returned"], checked_by__isnull=False, checked_at__isnull=False)
                & ~Q(checked_by=F("submitted_by")),
                name="value_checked_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["award", "state"]),
            models.Index(fields=["award", "indicator", "state", "-period_end"]),
            models.Index(fields=["state", "submitted_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.period_end:%Y-%m-%d}"

    def scopes(self) -> Scopes:
        return self.award.scopes()

    @property
    def places(self) -> int:
        """How many digits after the point say the value and its range."""
        return places_of(self.value, self.low, self.high)


class Tally(models.Model):
    """How many verified values a grant has, and the best evidence among them.

    Kept beside the values, because a page that tells of all grants cannot read a million of them. The actions that
    verify write it; `saanjh check` counts anew and compares. A grant without a verified value has no row.
    """

    award = models.OneToOneField(Award, primary_key=True, on_delete=models.PROTECT, related_name="tally")
    verified = models.PositiveIntegerField()
    best_evidence = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["award"]
        verbose_name_plural = "tallies"


class Turn(models.Model):
    """By what one knows whether the values of an indicator in a programme are those that one has reckoned with.

    Every action after which others would go in, or wait, writes a new mark. Without a row nothing was handed in yet.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", db_index=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=LENGTH, default=new_public_id)

    class Meta:
        ordering = ["programme", "indicator"]
        constraints = [models.UniqueConstraint(fields=["programme", "indicator"], name="turn_of_indicator_once")]


class Return(models.Model):
    """Why a value came back. It stays with that version for good."""

    value = models.OneToOneField(Value, on_delete=models.PROTECT, related_name="returned")
    reason = FreeText(_("what has to be mended"), max_length=2000)
    written_in = WrittenIn(_("language of the words"))
    returned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
