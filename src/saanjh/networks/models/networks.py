"""Networks and the organisations that belong to them."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, Scopes, Standing
from saanjh.ground.fields import FreeLine, FreeText
from saanjh.ground.merging import Fate
from saanjh.ground.models import Organisation
from saanjh.ground.naming import both
from saanjh.ground.records import Record, Rows, Words
from saanjh.programmes.models import Programme, Theme


def seen_by(standing: Standing, path: str = "") -> Q:
    """Which networks (behind `path`) one opens at the desk: those one works in, runs, or signs for a member of."""
    if standing.has(Role.ADMINISTRATOR):
        return Q()  # who gives the role of convenor must find the network
    members = Membership.objects.current().filter(organisation__in=standing.ids(ScopeKind.ORGANISATION, Role.SIGNATORY))
    return (
        Q(**{f"{path}pk__in": standing.ids(ScopeKind.NETWORK)})
        | Q(**{f"{path}programme__in": standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)})
        | Q(**{f"{path}pk__in": members.values("network")})
    )


class NetworkRows(Rows):
    def visible_to(self, standing: Standing) -> Self:
        """Those that one takes part in; all of a programme for its officers."""
        return self.filter(seen_by(standing)).select_related("kind", "programme")

    def public(self) -> Self:
        """All of the programmes that the public knows: who works with whom is no secret."""
        return self.exclude(programme__state=Programme.State.DRAFT).select_related("kind", "programme")

    def findable(self) -> Self:
        return self.select_related("kind")


class Network(Record):
    """Organisations that meet for one purpose under terms that they agreed on. It lives as long as its programme."""

    class State(models.TextChoices):
        FORMING = "forming", _("Forming")
        ACTIVE = "active", _("Active")
        CLOSED = "closed", _("Closed")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="networks")
    kind = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    title_en = FreeLine(_("name in English"), max_length=120, blank=True)
    title_ur = FreeLine(_("name in Urdu"), max_length=120, blank=True)
    purpose_en = FreeText(_("purpose in English"), max_length=600)
    purpose_ur = FreeText(_("purpose in Urdu"), max_length=600, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.FORMING)

    FOUND_THROUGH = ("kind",)

    objects = NetworkRows.as_manager()

    class Meta:
        ordering = ["kind__position", "title_en", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title_en="", title_ur=""), name="network_titled"),
            models.UniqueConstraint(
                fields=["programme", "title_en"], condition=~Q(title_en=""), name="network_named_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "title_ur"], condition=Q(title_en=""), name="network_named_once_in_urdu"
            ),
        ]

    def __str__(self) -> str:
        return self.title_en or self.title_ur

    def found_by(self) -> Words:
        more = [self.purpose_en, self.purpose_ur, *both(self.kind, "label").values()]
        return Words(self.title_en, self.title_ur, more)

    def scopes(self) -> Scopes:
        """Itself, its programme, and its members of today, whose signatories have a say in its terms."""
        members = self.memberships.current().values_list("organisation_id", flat=True)
        own = ((ScopeKind.NETWORK.value, self.pk), (ScopeKind.PROGRAMME.value, self.programme_id))
        return (*own, *((ScopeKind.ORGANISATION.value, each) for each in members))


def stays_with_duplicate(duplicate: Organisation, into: Organisation) -> Q:
    """A membership that ended is history; where both are members, the one that stays is one already."""
    there = Membership.objects.filter(organisation=into, until=None)
    return ~Q(until=None) | Q(network__in=there.order_by().values("network"))


class MembershipRows(Rows):
    def current(self) -> Self:
        """Without those that ended, and without organisations that were joined into another."""
        return self.filter(until=None, organisation__merged_into=None)

    def visible_to(self, standing: Standing) -> Self:
        return self.filter(seen_by(standing, "network__")).select_related("network__kind", "organisation")

    def public(self) -> Self:
        """Of organisations that may be shown. The others are not even counted."""
        shown = self.current().filter(organisation__is_public=True)
        return shown.exclude(network__programme__state=Programme.State.DRAFT).select_related("organisation")


class Membership(Record):
    """That an organisation, never a person, belongs to a network from one day to another."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("member since"))
    until = models.DateField(_("member until"), null=True, blank=True)

    WHEN_JOINED = {
        "organisation": Fate(
            stays_with_duplicate,
            _(
                "A membership that ended stays under the name under which it was held, and so does one in a network "
                "to which both belong."
            ),
        )
    }

    objects = MembershipRows.as_manager()

    class Meta:
        ordering = ["organisation__name_en", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation"], condition=Q(until=None), name="network_member_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="membership_ends_after_it_begins"
            ),
        ]

    def scopes(self) -> Scopes:
        """The network and its programme; of organisations only the one that is the member."""
        return (
            (ScopeKind.NETWORK.value, self.network_id),
            (ScopeKind.PROGRAMME.value, self.network.programme_id),
            (ScopeKind.ORGANISATION.value, self.organisation_id),
        )
