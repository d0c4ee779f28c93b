"""Cheap roots for tests of screening: a call with a short checklist, and gates that were closed."""

from typing import Any

from django.utils import timezone

from saanjh.calls.models import Application, Call, Gate, GateAnswer, GateCheck, GateItem
from saanjh.ground.access import Role
from saanjh.ground.models import Person
from tests.calls.factories import a_call, an_application
from tests.factories import an_organisation, holding

POINTS = (("A", "A1"), ("A", "A2"), ("B", "B1"))
YES, NO = ("yes", ""), ("no", "The paper is missing")


def with_gates(call: Call) -> Call:
    """The call, asking two points at the first gate and one at the second."""
    GateItem.objects.bulk_create(
        GateItem(call=call, gate=gate, code=code, position=number, label_en=f"Point {code}", label_ur="نکتہ")
        for number, (gate, code) in enumerate(POINTS)
    )
    return call


def to_screen(call: Call | None = None, **facts: Any) -> Application:
    """An application that waits for screening."""
    return an_application(call or with_gates(a_call("closed")), an_organisation(), "submitted", **facts)


def a_checker(application: Application, **facts: Any) -> Person:
    """A gate checker of the application's programme."""
    return holding(Role.GATE_CHECKER, over=application.call.programme_id, **facts)


def closed(application: Application, gate: str, outcome: str = "passed", by: Person | None = None) -> GateCheck:
    """A gate of the application that was closed with this outcome; the first one's points are all answered alike."""
    check = GateCheck.objects.create(application=application, gate=gate)
    said = "no" if outcome == "stopped" else "yes"
    for item in application.call.gate_items.filter(gate=gate):
        GateAnswer.objects.create(check_of=check, item=item, said=said, note="Looked at.")
    facts = {"outcome": outcome, "reason": "" if outcome == "passed" else "Because of the lists."}
    facts |= {"closed_by": by or a_checker(application), "closed_at": timezone.now(), "state": "closed"}
    GateCheck.objects.filter(pk=check.pk).update(**facts)
    check.refresh_from_db()
    if outcome == "stopped":
        Application.objects.filter(pk=application.pk).update(state="not_eligible")
        application.refresh_from_db()
    return check


def passed(application: Application) -> Application:
    """The application with both gates passed."""
    for gate in Gate:
        closed(application, gate)
    return application
