"""What the panel asks of the set of awards in a call, and where it departs from the set that was reckoned."""

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saanjh.calls.models.applications import READERS, Application
from saanjh.calls.models.calls import Call
from saanjh.ground.access import ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeText, WrittenIn
from saanjh.ground.models import District, Person
from saanjh.ground.records import Record, Rows
from saanjh.programmes.models import Theme

SEED = RegexValidator(r"^[A-Za-z0-9-]{1,40}\Z", _("Use Latin letters, digits and hyphens, at most 40."))
PERCENTS = ("province_percent", "women_percent", "youth_percent", "first_time_percent")


class PanelRules(models.Model):
    """The rules of one call's set: money, shares, themes, districts, limits. What is blank is not asked for.

    They are the panel's own; `panel_rules.csv` has where they begin. `version` rises with each change, so that a set
    is known to be older than its rules.
    """

    class Of(models.TextChoices):
        MONEY = "money", pgettext_lazy("a share of", "the money awarded")
        AWARDS = "awards", pgettext_lazy("a share of", "the number of grants")

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="panel_rules")
    money_minor = models.BigIntegerField()  # in the call's currency
    points_least = models.PositiveSmallIntegerField(null=True, blank=True)
    criteria_least = models.BooleanField(default=False)  # whether the least of single criteria (min_percent) holds
    province_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    shares_of = models.CharField(max_length=6, choices=Of.choices, default=Of.MONEY)
    women_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    youth_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    first_time_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    themes = models.ManyToManyField(Theme, related_name="+", blank=True)  # at least one grant each
    districts = models.ManyToManyField(District, related_name="+", blank=True)  # those that come first
    district_least = models.PositiveSmallIntegerField(default=1)
    district_most = models.PositiveSmallIntegerField(null=True, blank=True)
    organisation_most = models.PositiveSmallIntegerField(null=True, blank=True)
    noise_tied = models.BooleanField(default=False)  # who stands in the noise of the ranking's cut: equal points
    seed = models.CharField(max_length=40, validators=[SEED])
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(money_minor__gte=1), name="panel_rules_money"),
            models.CheckConstraint(
                condition=Q(points_least__isnull=True) | Q(points_least__lte=100), name="panel_rules_points"
            ),
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lte": 100}), name=f"panel_rules_{name}"
                )
                for name in PERCENTS
            ],
        ]


class RulesChangeRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """The officers and the chair of the call's programme."""
        return self.filter(call__programme__in=standing.ids(ScopeKind.PROGRAMME, *READERS))


class RulesChange(Record):
    """Why the panel's rules were changed, from when on that is asked: scores were known, or a safeguard was given up.

    What was changed stands in the history with the old and new values, under the same `version`. The reason, and in
    which role somebody gave it, belong to the record of the selection; it is neither changed nor taken back.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="rules_changes")
    version = models.PositiveIntegerField()  # of the rules, as they were from then on
    fields = models.JSONField()  # what was changed: the names of the rules
    reason = FreeText(_("reason"), max_length=2000)
    written_in = WrittenIn(_("language of the reason"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    as_role = models.CharField(max_length=30, choices=[(role.value, role.label) for role in READERS])

    objects = RulesChangeRows.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="rules_change_says_why")]

    def scopes(self) -> Scopes:
        """The call and the programme."""
        return self.call.scopes()


class MoneyRaiseRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """The officers and the chair of the call's programme."""
        return self.filter(call__programme__in=standing.ids(ScopeKind.PROGRAMME, *READERS))


class MoneyRaise(Record):
    """That there is more money for a call than its rules had, from then on, whatever rules are set later; and why.

    It is never less, and neither changed nor taken back: decisions rest on it. The reason, and in which role somebody
    raised it, belong to the record of the selection.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="money_raises")
    rules_version = models.PositiveIntegerField()
    before_minor = models.BigIntegerField()  # both in the call's currency
    money_minor = models.BigIntegerField()
    reason = FreeText(_("reason"), max_length=2000)
    written_in = WrittenIn(_("language of the reason"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    as_role = models.CharField(max_length=30, choices=[(role.value, role.label) for role in READERS])

    objects = MoneyRaiseRows.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(money_minor__gt=F("before_minor")), name="money_raise_is_more"),
            models.CheckConstraint(condition=~Q(reason=""), name="money_raise_says_why"),
        ]

    def scopes(self) -> Scopes:
        """The call and the programme."""
        return self.call.scopes()


class DepartureRows(Rows):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(taken_back_at=None)

    def visible_to(self, standing: Standing) -> Self:
        """The officers and the chair of the call's programme."""
        mine = standing.ids(ScopeKind.PROGRAMME, *READERS)
        return self.filter(application__call__programme__in=mine)


class Departure(Record):
    """That the panel will have an application in the set, or out of it, whatever was reckoned; and why.

    The reason belongs to the record of the selection. A departure is taken back, never changed.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="departures")
    is_in = models.BooleanField()
    reason = FreeText(_("reason"), max_length=2000)
    written_in = WrittenIn(_("language of the reason"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taken_back_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = DepartureRows.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(taken_back_at=None), name="departure_one_stands"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="departure_says_why"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="departure_taken_back_by",
            ),
        ]

    def scopes(self) -> Scopes:
        """The call and the programme, not the organisation."""
        return self.application.call.scopes()
