"""Actions are put on the roadmap, and reported on as time passes."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground import history, search, states
from saanjh.ground.access import Role, ScopeKind
from saanjh.ground.models import Person
from saanjh.ground.naming import both
from saanjh.ground.notices import tell
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action
from saanjh.networks import notices, rules
from saanjh.networks.models import Network, RoadmapAction, StatusReport
from saanjh.programmes.models import Programme, Scheme, Theme

MONTHS = {
    RoadmapAction.Horizon.SOON: 6,
    RoadmapAction.Horizon.NEXT: 18,
    RoadmapAction.Horizon.LATER: 36,
}


@action
def add(
    programme: Programme,
    *,
    pillar: Theme,
    title_en: str,
    horizon: str,
    lead_kind: str,
    by: Person,
    network: Network | None = None,
    title_ur: str = "",
    cost_band: str = "",
    added_on: datetime.date | None = None,
    depends_on: RoadmapAction | None = None,
) -> RoadmapAction:
    """Put an action on the roadmap: a network's, or where none is named one of the whole programme."""
    rules.may_add(programme, network, by=by)
    rules.on_the_list(pillar, Scheme.ROADMAP_PILLARS, field="pillar")
    if depends_on is not None and depends_on.programme_id != programme.pk:
        raise Refusal(_("An action depends only on actions of the same programme."), field="depends_on")
    added_on = added_on or timezone.localdate()
    rules.not_ahead(added_on, field="added_on")
    step = RoadmapAction.objects.create(
        programme=programme,
        network=network,
        pillar=pillar,
        title_en=title_en,
        title_ur=title_ur,
        horizon=horizon,
        horizon_ends=MONTHS[RoadmapAction.Horizon(horizon)],
        lead_kind=lead_kind,
        cost_band=cost_band,
        added_on=added_on,
        depends_on=depends_on,
    )
    search.follow(step)
    history.record("roadmap_action_added", step, by=by, pillar=pillar.code, horizon=str(horizon), lead=str(lead_kind))
    return step


@action
def report_status(step: RoadmapAction, *, state: str, by: Person, on: datetime.date | None = None) -> RoadmapAction:
    """Write down how an action stands on a day. The same again is a report too: it says that somebody looked."""
    if not rules.may_report(step, by=by):
        raise Refusal(_("Only the convenor or an officer of the programme reports how an action stands."))
    on = on or timezone.localdate()
    before = step.state
    states.move(step, str(state), rules.ACTION_MOVES)
    rules.sound_report(step, str(state), on)
    step.save(update_fields=["state"])
    StatusReport.objects.create(action=step, state=step.state, on=on, reported_by=by)
    history.record(
        "roadmap_status_reported", step, by=by, action_status=str(step.state), before=str(before), day=on.isoformat()
    )
    if step.state == RoadmapAction.State.LATE and before != step.state:
        officers = Person.objects.holding(Role.PROGRAMME_OFFICER, over=(ScopeKind.PROGRAMME, step.programme_id))
        tell([each for each in officers if each.pk != by.pk], notices.LATE, step, **both(step))
    return step
