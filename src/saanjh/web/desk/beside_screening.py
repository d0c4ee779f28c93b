"""What the programme's people see of screening and capacity beside an application."""

from typing import Any

from saanjh.calls import screening as read
from saanjh.calls.models import Application, Capacity, GateCheck
from saanjh.calls.models.applications import SCREENERS
from saanjh.calls.rules import capacities as rules
from saanjh.calls.rules.closeness import is_kept_from
from saanjh.ground.access import Role, ScopeKind, may, visible
from saanjh.ground.refusals import Refusal
from saanjh.web.desk.screening import places
from saanjh.web.guards import DeskRequest


def beside(request: DeskRequest, application: Application, checks: list[GateCheck], *, reads: bool) -> dict[str, Any]:
    """How it stands at its gates, whether they hold it back from reviewers, and the latest assessment.

    `reads`: whether this person reads it for the programme. Nothing of the gates for the applicant, who reads what is
    told of them elsewhere on the page; the assessment once it is theirs to read.
    """
    over = [(ScopeKind.PROGRAMME, application.call.programme_id)]
    screens = may(request.user, *SCREENERS, over=over)
    shown: dict[str, Any] = {}
    if reads or application.state == Application.State.SELECTED:
        rows = visible(request.user, Capacity).filter(application=application)
        shown["capacity"] = rows.order_by("-pk").first()
    if not reads and (not screens or is_kept_from(request.user, application)):
        return shown
    at_gates = read.gates_of(application, checks)
    return {
        **shown,
        "at_gates": at_gates,
        "held": any(each.check is None or not each.check.is_closed for each in at_gates),
        "screens": screens,
        "gate_places": places(application),
        "may_assess": reads and may(request.user, Role.PROGRAMME_OFFICER, over=over) and _is_in(application),
    }


def _is_in(application: Application) -> bool:
    try:
        rules.must_be_in_the_selection(application)
    except Refusal:
        return False
    return True
