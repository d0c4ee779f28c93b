"""What pages read of appeals: those of a call, those that wait for a person, who can answer one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from saanjh.calls.models import Appeal, Application, Call, Decision, GateCheck, Intake
from saanjh.calls.models.applications import READERS
from saanjh.calls.rules.appeals import decided_by, may_answer
from saanjh.calls.rules.closeness import near
from saanjh.ground.access import ScopeKind, Standing
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal


@dataclass(frozen=True)
class Appealed:
    """An appeal, and the gate that it opened again, as it had been closed; decisions that it took back: `earlier`."""

    appeal: Appeal
    stopped: GateCheck | None


def of(application: Application) -> list[Appealed]:
    """The application's appeals, the last one first. At most three queries."""
    rows = list(Appeal.objects.filter(application=application).prefetch_related("earlier").order_by("-pk"))
    if not any(each.state == Appeal.State.UPHELD for each in rows):
        return [Appealed(each, None) for each in rows]
    checks = application.gate_checks.filter(state=GateCheck.State.REOPENED, outcome=GateCheck.Outcome.STOPPED)
    reopened = {(each.reopened_by_id, each.reopened_why): each for each in checks.order_by("pk")}
    return [Appealed(each, reopened.get((each.answered_by_id, each.answer))) for each in rows]


def of_call(call: Call) -> QuerySet[Appeal]:
    """The appeals in a call, those that wait first, by the day on which they are due."""
    rows = Appeal.objects.filter(application__call=call).select_related("application__organisation__merged_into")
    return rows.order_by("answered_at", "due_on", "pk")


def to_answer(standing: Standing) -> QuerySet[Appeal]:
    """The appeals that wait for this officer or chair: none in which they had a hand or of those close to them."""
    person = standing.person
    programmes = standing.ids(ScopeKind.PROGRAMME, *READERS)
    rows = Appeal.objects.filter(state=Appeal.State.LODGED, application__call__programme__in=programmes)
    if person is None or not programmes:
        return rows.none()
    organisations = near(person)
    decided = Decision.objects.filter(decided_by(person)).order_by().values("application")
    had_a_hand = Q(reviews__reviewer=person) | Q(gate_checks__closed_by=person)
    had_a_hand |= Q(intake__in=Intake.objects.by([person]))
    named = Q(partners__organisation__in=organisations) | Q(partners__organisation__merged_into__in=organisations)
    barred = Application.objects.filter(had_a_hand | named).order_by()
    rows = rows.exclude(application__in=barred.values("pk")).exclude(application__in=decided)
    rows = rows.exclude(application__organisation__in=organisations)
    rows = rows.exclude(
        application__organisation__merged_into__isnull=False, application__organisation__merged_into__in=organisations
    )
    return rows.select_related("application__organisation").order_by("due_on", "pk")


def who_can_answer(appeal: Appeal, among: Iterable[Person]) -> list[Person]:
    """Those of these people whom the rules let answer it."""
    found = []
    for person in among:
        try:
            may_answer(appeal, by=person)
        except Refusal:
            continue
        found.append(person)
    return found
