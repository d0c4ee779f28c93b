"""Whether an application is past its gates, and so may be given to reviewers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from saanjh.calls.models import Application, Gate, GateCheck
from saanjh.calls.screening import past_gates
from saanjh.ground.refusals import Refusal


@dataclass(frozen=True)
class Screened:
    """Applications past their gates, by primary keys; and the pairs (person, application) of who closed a gate."""

    past: set[int]
    by: set[tuple[int, int]]


def screened_of(applications: Iterable[Application]) -> Screened:
    """How these applications stand at their gates. Two queries, however many."""
    ids = [each.pk for each in applications]
    past = past_gates(Application.objects.filter(pk__in=ids)).order_by().values_list("pk", flat=True)
    closed = GateCheck.objects.filter(application__in=ids, closed_by__isnull=False).order_by()
    return Screened(set(past), set(closed.values_list("closed_by", "application")))


def must_be_past_the_gates(application: Application, screened: Screened | None = None) -> None:
    """Refusal, with the reason, where a gate is open or was not passed. A call without gates asks nothing."""
    if screened and application.pk in screened.past and application.state != Application.State.NOT_ELIGIBLE:
        return
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
