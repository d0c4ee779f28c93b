"""What of permits, risks and pauses waits for whom, on the desk's first page."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.awards import permit_queries, risk_queries
from saanjh.awards.models import Award, Pause
from saanjh.ground.access import ORGANISATION, Role, ScopeKind, Standing
from saanjh.ground.naming import named
from saanjh.ground.waiting import Waiting

MOST = 50


def concerning(standing: Standing) -> QuerySet[Award]:
    """The running grants on which the person works, for the organisation or as officer of the programme.

    Not those that are paused: nobody is reminded of anything meanwhile.
    """
    own = Q(organisation__in=standing.ids(ScopeKind.ORGANISATION, *ORGANISATION))
    run = Q(programme__in=standing.ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER))
    paused = Pause.objects.open().order_by().values("award")
    return Award.objects.active().filter(own | run).exclude(pk__in=paused).order_by()


def permits(standing: Standing) -> list[Waiting]:
    """Permissions that run out within 30 days."""
    if not _works(standing):
        return []
    found = permit_queries.running_out(concerning(standing).values("pk"), timezone.localdate())
    return [
        Waiting(
            _("A permission runs out: ask for the next one"),
            each.permit.award.application.number,
            "awards.award.permits",
            each.permit.award.public_id,
            whose=named(each.permit.award.organisation, "name"),
            due=each.fact.expires_on if each.fact else None,
        )
        for each in found[:MOST]
    ]


def risks(standing: Standing) -> list[Waiting]:
    """Risks that were to be looked at again."""
    found = risk_queries.overdue(concerning(standing).values("pk"), timezone.localdate()) if _works(standing) else []
    return [
        Waiting(
            _("Look at a risk again"),
            each.risk.award.application.number,
            "awards.risk",
            each.risk.public_id,
            whose=named(each.risk.award.organisation, "name"),
            due=each.next_on,
        )
        for each in found[:MOST]
    ]


def _works(standing: Standing) -> bool:
    """Whether the person works on any grant."""
    return standing.has(*ORGANISATION, Role.PROGRAMME_OFFICER)
