"""Whether an application is past its gates, and so may be given to reviewers."""

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application, Gate, GateCheck
from saanjh.ground.refusals import Refusal


def must_be_past_the_gates(application: Application) -> None:
    """Refusal, with the reason, where a gate is open or was not passed. A call without gates asks nothing."""
    gates = list(application.call.gate_items.order_by().values_list("gate", flat=True).distinct())
    closed = {each.gate: each for each in application.gate_checks.filter(state=GateCheck.State.CLOSED)}
    for check in closed.values():
        if check.is_stopped:
            words = _("This application did not pass at “%(gate)s”: it is not given to reviewers.")
            raise Refusal(words % {"gate": check.get_gate_display()})
    if application.state == Application.State.NOT_ELIGIBLE:
        raise Refusal(_("This application is not eligible: it is not given to reviewers."))
    for gate in sorted(gates):
        if gate not in closed:
            words = _("“%(gate)s” is still open: a gate checker screens the application first.")
            raise Refusal(words % {"gate": Gate(gate).label})
