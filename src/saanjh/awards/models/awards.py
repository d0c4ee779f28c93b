"""Grants to organisations: offered, accepted, worked on until their end."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application
from saanjh.ground.access import ORGANISATION, Role, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText, WrittenIn
from saanjh.ground.merging import ALL_MOVE
from saanjh.ground.models import District, Organisation, Person
from saanjh.ground.naming import both
from saanjh.ground.records import Record, Rows, Words
from saanjh.programmes.models import Programme, Theme

# Who opens the grants of a programme at the desk. Donors and observers see what the public sees, and sums.
READERS = (Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER, Role.VERIFIER)


def seen_by(standing: Standing, award: str = "") -> Q:
    """Rows of one's own organisation, and of the programmes that one runs; `award` leads to the award, as "award__"."""
    own = Q(**{f"{award}organisation__in": standing.ids(ScopeKind.ORGANISATION, *ORGANISATION)})
    return own | Q(**{f"{award}programme__in": standing.ids(ScopeKind.PROGRAMME, *READERS)})


class AwardRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        return self.filter(seen_by(standing)).select_related("application", "organisation", "programme", "theme")

    def accepted(self) -> Self:
        """Those that were accepted, whether they still run or are over."""
        return self.filter(state__in=ACCEPTED)

    def active(self) -> Self:
        """Those that were accepted and neither completed nor ended early."""
        return self.filter(state=Award.State.ACTIVE)

    def standing(self) -> Self:
        """Those that were not called back: an application has one of them at most."""
        return self.exclude(state=Award.State.CALLED_BACK)

    def findable(self) -> Self:
        return self.select_related("application", "organisation")


class Award(Record):
    """A grant: offered for a selected application, accepted by the organisation's signatory, worked on until its end.

    It is completed after its last day, or ended early; an offer that nobody accepted can be called back, and leaves
    room for another one. `ended_on` is the day of that, and `reason` what those concerned are told.

    What the public is told is its title and its district or province; the theme is what the programme itself calls it.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        ACTIVE = "active", _("Active")
        DECLINED = "declined", _("Declined")
        CALLED_BACK = "called_back", _("Called back")
        COMPLETED = "completed", _("Completed")
        ENDED_EARLY = "ended_early", _("Ended early")

    class Precision(models.TextChoices):
        DISTRICT = "district", _("The districts")
        PROVINCE = "province", _("The provinces only")
        WITHHELD = "withheld", _("No place at all")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="awards")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="awards")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="awards")
    title_en = FreeLine(_("public title in English"), max_length=160, blank=True)
    title_ur = FreeLine(_("public title in Urdu"), max_length=160, blank=True)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+", verbose_name=_("internal theme"))
    amount_minor = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    districts = models.ManyToManyField(District, related_name="+", verbose_name=_("districts"))
    public_precision = models.CharField(
        _("where, as the public is told"), max_length=10, choices=Precision.choices, default=Precision.DISTRICT
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.OFFERED)
    offered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    money_accounted_for = models.BooleanField(default=False)  # what was said when it was completed
    reason = FreeText(_("reason"), max_length=2000, blank=True)
    written_in = WrittenIn(_("language of the reason"))

    FOUND_THROUGH = ("organisation",)
    WHEN_JOINED = {"organisation": ALL_MOVE}

    objects = AwardRows.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title_en="", title_ur=""), name="award_titled"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="award_days_in_order"),
            models.CheckConstraint(condition=Q(amount_minor__gte=1), name="award_more_than_nothing"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="award_currency"),
            models.UniqueConstraint(
                fields=["application"], condition=~Q(state="called_back"), name="award_one_stands_an_application"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["offered", "called_back"], answered_at=None)
                | ~Q(state__in=["offered", "called_back"]) & Q(answered_at__isnull=False),
                name="award_answered_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["offered", "active", "declined"], ended_on=None, ended_by=None)
                | Q(state="called_back", ended_on__isnull=False, ended_by__isnull=False)
                | Q(state="completed", ended_on__gt=F("ends_on"), ended_by__isnull=False)
                | Q(state="ended_early", ended_on__range=(F("starts_on"), F("ends_on")), ended_by__isnull=False),
                name="award_ended_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["called_back", "completed", "ended_early"])
                | ~Q(reason="")
                | Q(state="completed", money_accounted_for=True),
                name="award_ended_why",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state"]),
            models.Index(fields=["organisation", "state"]),
        ]

    def __str__(self) -> str:
        return self.title_en or self.title_ur

    def found_by(self) -> Words:
        """Its titles, its application's number and whose it is; what the public finds is the initiative's page."""
        return Words(self.title_en, self.title_ur, [self.application.number, *both(self.organisation, "name").values()])

    def scopes(self) -> Scopes:
        return ((ScopeKind.ORGANISATION, self.organisation_id), (ScopeKind.PROGRAMME, self.programme_id))

    @property
    def was_accepted(self) -> bool:
        """Whether it was accepted, whether it still runs or is over."""
        return self.state in ACCEPTED

    @property
    def last_day(self) -> datetime.date:
        """The last day on which it ran or runs: the agreed one, or the earlier one on which it was ended."""
        return min(self.ends_on, self.ended_on or self.ends_on)


ACCEPTED = (Award.State.ACTIVE, Award.State.COMPLETED, Award.State.ENDED_EARLY)
