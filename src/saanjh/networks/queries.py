"""What pages read of networks: who belongs to them, which terms are in force, how the roadmap stands, what waits."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, Standing
from saanjh.ground.models import OrganisationKind
from saanjh.ground.naming import named
from saanjh.ground.waiting import Waiting
from saanjh.networks.models import Membership, Network, RoadmapAction, TermsOfReference, TermsSection
from saanjh.programmes.models import Scheme, Theme

QUIET = datetime.timedelta(days=90)  # after so long without a report one is asked for (default, to be looked at)
MOST = 50


def public_networks() -> QuerySet[Network]:
    """The networks that anybody may see, in the order of their kinds."""
    return Network.objects.public().order_by("kind__position", "title_en", "pk")


def kinds_of_members(networks: Iterable[int]) -> dict[int, list[tuple[str, int]]]:
    """For each network (primary key): (kind of organisation, how many), of members that may be shown. One query."""
    rows = (
        Membership.objects.public()
        .filter(network__in=list(networks))
        .order_by()
        .values_list("network", "organisation__kind")
        .annotate(number=Count("pk"))
    )
    found: dict[int, list[tuple[str, int]]] = {}
    for network, kind, number in sorted(rows, key=lambda row: (-row[2], OrganisationKind.values.index(row[1]))):
        found.setdefault(network, []).append((str(OrganisationKind(kind).label), number))
    return found


def public_members(network: Network) -> QuerySet[Membership]:
    """The members that may be shown, by name."""
    return Membership.objects.public().filter(network=network).order_by("organisation__name_en", "pk")


def terms_in_force(network: Network, on: datetime.date | None = None) -> TermsOfReference | None:
    """The version that is in force on a day (today, when none is named), or None before the first."""
    return network.terms.in_force(on or timezone.localdate()).first()


def sections_said(terms: TermsOfReference | None) -> list[TermsSection]:
    """The sections of a version that say something, in their order."""
    return list(terms.sections.filled()) if terms else []


@dataclass(frozen=True)
class Overview:
    """The roadmap in numbers: how many actions in each pillar and horizon, and in each horizon and status."""

    pillars: list[tuple[Theme, list[tuple[Any, int]]]]  # (pillar, (horizon in words, number))
    horizons: list[tuple[Any, list[tuple[Any, int]], int]]  # (horizon in words, (status in words, number), all)

    @property
    def all(self) -> int:
        return sum(number for _words, _numbers, number in self.horizons)


def overview() -> Overview:
    """The public roadmap in numbers; none is a true zero. Two queries."""
    by_pillar: Counter[tuple[int, str]] = Counter()
    by_state: Counter[tuple[str, str]] = Counter()
    rows = RoadmapAction.objects.public().order_by().values_list("pillar", "horizon", "state")
    for pillar, horizon, state, number in rows.annotate(number=Count("pk")):
        by_pillar[pillar, horizon] += number
        by_state[horizon, state] += number
    horizons, states = RoadmapAction.Horizon, RoadmapAction.State
    return Overview(
        [
            (row, [(horizon.label, by_pillar[row.pk, horizon.value]) for horizon in horizons])
            for row in Theme.objects.of(Scheme.ROADMAP_PILLARS)
        ],
        [
            (
                horizon.label,
                [(state.label, by_state[horizon.value, state.value]) for state in states],
                sum(by_state[horizon.value, state.value] for state in states),
            )
            for horizon in horizons
        ],
    )


def public_actions(
    *, network: Network | None = None, pillar: Theme | None = None, horizon: str = ""
) -> QuerySet[RoadmapAction]:
    """The roadmap by pillar and horizon, narrowed where something is named."""
    rows = RoadmapAction.objects.public().in_order()
    rows = rows.filter(network=network) if network else rows
    rows = rows.filter(pillar=pillar) if pillar else rows
    return rows.filter(horizon=horizon) if horizon else rows


def waiting(standing: Standing) -> list[Waiting]:
    """What networks need: terms to write or to adopt, and reports on actions that nobody spoke of for long."""
    return [*_for_convenors(standing), *_to_adopt(standing), *_to_report(standing)]


def _for_convenors(standing: Standing) -> list[Waiting]:
    convened = standing.ids(ScopeKind.NETWORK, Role.CONVENOR)
    if not convened:
        return []
    rows = Network.objects.filter(pk__in=convened, state=Network.State.FORMING)
    rows = rows.exclude(terms__state=TermsOfReference.State.PROPOSED)
    title = _("Write the terms of reference and put them forward")
    return [Waiting(title, named(each), "networks.network", each.public_id) for each in rows.order_by("pk")[:MOST]]


def _to_adopt(standing: Standing) -> list[Waiting]:
    programmes = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    organisations = standing.ids(ScopeKind.ORGANISATION, Role.SIGNATORY)
    if not programmes and not organisations:
        return []
    member_of = Membership.objects.current().filter(organisation__in=organisations).values("network")
    rows = (
        TermsOfReference.objects.filter(state=TermsOfReference.State.PROPOSED)
        .filter(Q(network__programme__in=programmes) | Q(network__in=member_of))
        .exclude(network__in=standing.ids(ScopeKind.NETWORK, Role.CONVENOR))
        .exclude(proposed_by=standing.person)
        .select_related("network")
        .order_by("pk")
    )
    title = _("Adopt the terms of reference, or give them back")
    return [Waiting(title, named(each.network), "networks.termsofreference", each.public_id) for each in rows[:MOST]]


def _to_report(standing: Standing) -> list[Waiting]:
    """Open actions without a report for a quarter: a network's for its convenor, a programme's for its officers."""
    convened = standing.ids(ScopeKind.NETWORK, Role.CONVENOR)
    programmes = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    if not convened and not programmes:
        return []
    mine = Q(network__in=convened) | Q(network=None, programme__in=programmes)
    last = timezone.localdate() - QUIET
    rows = RoadmapAction.objects.open().filter(mine).in_order()
    rows = rows.filter(added_on__lte=last).filter(Q(reported_on=None) | Q(reported_on__lte=last))
    return [
        Waiting(
            _("Report how this action stands"),
            named(each),
            "networks.roadmapaction",
            each.public_id,
            whose=named(each.network) if each.network else "",
            due=(each.reported_on or each.added_on) + QUIET,
        )
        for each in rows[:MOST]
    ]
