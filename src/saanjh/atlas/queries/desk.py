"""What waits at the desk, and what its lists show."""

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from saanjh.atlas.models import Initiative, Sweep
from saanjh.awards.models import Award
from saanjh.ground.access import Role, ScopeKind, Standing
from saanjh.ground.naming import named
from saanjh.ground.waiting import Waiting
from saanjh.programmes.models import Programme

MOST = 50


def waiting(standing: Standing) -> list[Waiting]:
    """For a programme officer: drafts to publish, and grants that have no page yet. At most two queries."""
    mine = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    if not mine:
        return []
    drafts = Initiative.objects.filter(
        programme__in=mine, state=Initiative.State.DRAFT, excluded_for_safety=False
    ).select_related("organisation")
    found = [
        Waiting(_("Look over and publish an initiative"), named(each), "atlas.initiative", each.public_id,
                whose=named(each.organisation, "name"))
        for each in drafts.order_by("pk")[:MOST]
    ]  # fmt: skip
    found += [
        Waiting(_("Write the public page of a grant"), named(award), "atlas.page_of_award", award.public_id,
                whose=named(award.organisation, "name"))
        for award in without_page(standing)[:MOST]
    ]  # fmt: skip
    return found


def without_page(standing: Standing) -> QuerySet[Award]:
    """The accepted grants of one's programmes that have no initiative yet."""
    mine = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    rows = Award.objects.accepted().filter(programme__in=mine, initiative=None)
    return rows.select_related("organisation").order_by("pk")


def listed(standing: Standing, state: str = "") -> QuerySet[Initiative]:
    """The initiatives that a person of this standing works on, latest first; of one state, where one is named."""
    rows = Initiative.objects.visible_to(standing)
    return (rows.filter(state=state) if state else rows).order_by("-starts_on", "-pk")


def runs(standing: Standing) -> QuerySet[Programme]:
    """The programmes whose atlas a person of this standing keeps, the latest first."""
    mine = standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    return Programme.objects.filter(pk__in=mine).exclude(state=Programme.State.DRAFT).order_by("-starts_on", "-pk")


def askings(programme: Programme) -> list[Sweep]:
    """The latest askings of a programme, each with the `number` of its districts."""
    return list(programme.sweeps.annotate(number=Count("districts")).order_by("-asked_on", "-pk")[:MOST])
