"""Applications that ended, for tests of appeals: declined by a chair, or stopped at the first gate."""

import datetime
from typing import Any

from django.utils import timezone

from saanjh.calls.models import Application, Decision, GateCheck
from saanjh.ground.access import Role
from saanjh.ground.models import Person
from tests.calls.factories import a_call, an_application
from tests.factories import a_person, an_organisation, holding

GIVEN = {"ground": "overlooked", "what_happened": "The budget sheet that was handed in was not read."}


def a_declined(call: Any = None, *, days: int = 1, chair: Person | None = None) -> Application:
    """One that was declined so many days ago."""
    call = call or a_call("closed")
    application = an_application(call, an_organisation(), "declined")
    chair = chair or holding(Role.PANEL_CHAIR, over=call.programme_id)
    moment = timezone.now() - datetime.timedelta(days=days)
    Decision.objects.create(
        application=application,
        outcome="declined",
        reason="The plan is thin.",
        decided_by=chair,
        confirmed_by=a_person(),
        decided_at=moment,
    )
    return application


def a_stopped(call: Any = None, *, days: int = 1) -> Application:
    """One that was stopped at the first gate so many days ago."""
    call = call or a_call("closed")
    call.gate_items.create(gate="A", position=1, code="A1", label_en="It is registered")
    application = an_application(call, an_organisation(), "not_eligible")
    GateCheck.objects.create(
        application=application,
        gate="A",
        state="closed",
        outcome="stopped",
        reason="The registration is missing.",
        closed_by=holding(Role.GATE_CHECKER, over=call.programme_id),
        closed_at=timezone.now() - datetime.timedelta(days=days),
    )
    return application


def its_editor(application: Application, **facts: Any) -> Person:
    """Somebody who writes for the applicant."""
    return holding(Role.EDITOR, over=application.organisation_id, **facts)


def an_officer(application: Application, **facts: Any) -> Person:
    """A programme officer who had no hand in it."""
    return holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id, **facts)
