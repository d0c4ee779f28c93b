"""The roadmap: what is to be done together, by which kind of body, until when, and how it stands."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine
from saanjh.ground.models import OrganisationKind, Person
from saanjh.ground.naming import both
from saanjh.ground.records import Record, Rows, Words
from saanjh.kit.periods import add_months
from saanjh.networks.models.networks import Network, seen_by
from saanjh.programmes.models import Programme, Theme


class ActionRows(Rows):
    def in_order(self) -> Self:
        """By pillar and horizon, each with the day of its last report (`reported_on`, None for none)."""
        rows = self.select_related("pillar", "network", "depends_on").annotate(reported_on=Max("reports__on"))
        return rows.order_by("pillar__position", "pillar", "horizon_ends", "pk")

    def open(self) -> Self:
        """Those of which something is still expected."""
        return self.exclude(state__in=RoadmapAction.ENDS)

    def visible_to(self, standing: Standing) -> Self:
        """Those of the networks and programmes that one works in."""
        own = seen_by(standing, "network__")
        runs = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
        rows = self.filter(own | Q(programme__in=runs)) if own else self
        return rows.select_related("pillar", "network", "programme", "depends_on")

    def public(self) -> Self:
        return self.exclude(programme__state=Programme.State.DRAFT)

    def findable(self) -> Self:
        return self.select_related("pillar")


class RoadmapAction(Record):
    """One thing that a network, or the programme as a whole, said it would do, and how it stands by the last report."""

    class Horizon(models.TextChoices):
        """Months counted from the day on which the action was put on the roadmap."""

        SOON = "0-6", _("Within 6 months")
        NEXT = "6-18", _("6 to 18 months")
        LATER = "18-36", _("18 to 36 months")

    class CostBand(models.TextChoices):
        """A rough size in rupees (default bounds, to be looked at by the programme)."""

        NONE = "none", _("No money of its own")
        SMALL = "small", _("Under Rs 1 million")
        MIDDLE = "middle", _("Rs 1 to 10 million")
        LARGE = "large", _("Over Rs 10 million")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ON_TRACK = "on_track", _("On track")
        LATE = "late", _("Late")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    ENDS = (State.DONE, State.DROPPED)

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="roadmap_actions")
    network = models.ForeignKey(Network, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    pillar = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    title_en = FreeLine(_("action in English"), max_length=160, blank=True)
    title_ur = FreeLine(_("action in Urdu"), max_length=160, blank=True)
    horizon = models.CharField(_("horizon"), max_length=6, choices=Horizon.choices)
    horizon_ends = models.PositiveSmallIntegerField(editable=False)  # its last month: what the list is sorted by
    lead_kind = models.CharField(_("kind of body that leads"), max_length=12, choices=OrganisationKind.choices)
    cost_band = models.CharField(_("rough cost"), max_length=6, choices=CostBand.choices, blank=True)
    added_on = models.DateField(_("put on the roadmap on"))
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    depends_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followers")

    FOUND_THROUGH = ("pillar",)

    objects = ActionRows.as_manager()

    class Meta:
        ordering = ["pillar__position", "horizon_ends", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title_en="", title_ur=""), name="action_titled"),
            models.CheckConstraint(
                condition=Q(horizon="0-6", horizon_ends=6)
                | Q(horizon="6-18", horizon_ends=18)
                | Q(horizon="18-36", horizon_ends=36),
                name="action_horizon",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "on_track", "late", "done", "dropped"]), name="action_status"
            ),
            models.CheckConstraint(condition=Q(depends_on=None) | ~Q(depends_on=F("id")), name="action_not_on_itself"),
        ]

    def __str__(self) -> str:
        return self.title_en or self.title_ur

    def found_by(self) -> Words:
        return Words(self.title_en, self.title_ur, both(self.pillar, "label").values())

    def scopes(self) -> Scopes:
        """Its programme, and its network where it has one."""
        own = ((ScopeKind.PROGRAMME.value, self.programme_id),)
        return (*own, *self.network.scopes()) if self.network else own

    @property
    def is_over(self) -> bool:
        """Whether nothing more is expected of it."""
        return self.state in self.ENDS

    @property
    def due_on(self) -> datetime.date:
        """The last day of its horizon."""
        return add_months(self.added_on, self.horizon_ends)


class StatusReport(models.Model):
    """How an action stood on a day, as somebody reported it. It is never changed; a later one follows it."""

    action = models.ForeignKey(RoadmapAction, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(max_length=8, choices=RoadmapAction.State.choices)
    on = models.DateField()
    reported_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "pk"]
