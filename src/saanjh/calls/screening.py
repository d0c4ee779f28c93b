"""What pages read of gates and of capacity: which applications wait, what was answered, what stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from saanjh.calls.models import (
    Application,
    ApplicationPartner,
    Call,
    Capacity,
    Conflict,
    Gate,
    GateAnswer,
    GateCheck,
    GateItem,
    Intake,
    Review,
)
from saanjh.calls.models.applications import SCREENERS
from saanjh.calls.rules.gates import upheld_against
from saanjh.ground.access import ScopeKind, Standing


@dataclass(frozen=True)
class AtGate:
    """How an application stands at one gate: the check that stands, if one was begun."""

    gate: Gate
    check: GateCheck | None


@dataclass(frozen=True)
class Line:
    """One point of a checklist with what was answered; nothing where nobody answered yet."""

    item: GateItem
    said: str = ""
    label: str = ""
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """A gate as it was filled in: the check and its lines."""

    check: GateCheck
    lines: list[Line] = field(default_factory=list)


def standing_checks(application: Application) -> list[GateCheck]:
    """The checks that stand, in the order of the gates. One query."""
    return list(application.gate_checks.standing().select_related("closed_by").order_by("gate"))


def gates_of(application: Application, checks: Iterable[GateCheck]) -> list[AtGate]:
    """How the application stands at each gate of its call, in order; nothing for a call without gates.

    One query, unless both gates were begun.
    """
    by_gate = {check.gate: check for check in checks}
    gates = set(by_gate)
    if gates != set(Gate.values):
        gates |= set(application.call.gate_items.order_by().values_list("gate", flat=True))
    return [AtGate(gate, by_gate.get(gate)) for gate in Gate if gate in gates]


def told_of(checks: Iterable[GateCheck]) -> list[GateCheck]:
    """Of checks that stand those of which the applicant is told something."""
    return [check for check in checks if check.told]


def past_gates(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Those of which no gate is open: all were closed and passed, or the call has none."""
    closed = GateCheck.objects.filter(application=OuterRef(OuterRef("pk")), state="closed", gate=OuterRef("gate"))
    passed = closed.exclude(outcome="stopped")
    open_ = GateItem.objects.filter(call=OuterRef("call")).exclude(Exists(passed))
    return rows.exclude(Exists(open_))


def unscreened(call: Call) -> int:
    """How many applications of a closed call still wait for a gate checker. One query."""
    if call.state != Call.State.CLOSED:
        return 0
    rows = call.applications.filter(state=Application.State.SUBMITTED)
    return int(rows.exclude(pk__in=past_gates(rows).order_by().values("pk")).count())


def to_screen(standing: Standing) -> QuerySet[Application]:
    """The applications that wait for this gate checker, by call and number; none of an applicant close to them."""
    rows = _screened_by(standing).filter(state=Application.State.SUBMITTED)
    return rows.exclude(pk__in=past_gates(rows).order_by().values("pk"))


def screened(standing: Standing) -> QuerySet[Application]:
    """The applications of calls not yet concluded whose gates are closed, by call and number."""
    rows = _screened_by(standing)
    return rows.exclude(pk__in=to_screen(standing).order_by().values("pk")).filter(gate_checks__isnull=False).distinct()


def _screened_by(standing: Standing) -> QuerySet[Application]:
    programmes = standing.ids(ScopeKind.PROGRAMME, *SCREENERS)
    items = GateItem.objects.filter(call=OuterRef("call"))
    rows = Application.objects.filter(Exists(items), call__programme__in=programmes, call__state=Call.State.CLOSED)
    rows = rows.exclude(state__in=[Application.State.DRAFT, Application.State.WITHDRAWN])
    if standing.person is not None:
        held = standing.person.roles_held.filter(scope_kind=ScopeKind.ORGANISATION).order_by().values("scope_id")
        there = Q(organisation__in=held) | Q(organisation__merged_into__in=held)
        named = ApplicationPartner.objects.filter(there).order_by().values("application")
        rows = rows.exclude(there | Q(pk__in=named))
        declared = Conflict.objects.filter(person=standing.person).order_by().values("application")
        rows = rows.exclude(pk__in=declared).exclude(intake__in=Intake.objects.by([standing.person]))
        mine = Review.objects.filter(reviewer=standing.person, state=Review.State.ASSIGNED)
        rows = rows.exclude(pk__in=mine.filter(application__call__is_blind=True).order_by().values("application"))
        anew = GateCheck.objects.filter(application=OuterRef("application"), gate=OuterRef("gate"), state="closed")
        others = upheld_against(standing.person).exclude(Exists(anew))
        rows = rows.exclude(pk__in=others.order_by().values("application"))
    return rows.select_related("call", "organisation__merged_into").order_by("call__closes_on", "call", "serial", "pk")


def with_checks(rows: QuerySet[Application]) -> QuerySet[Application]:
    """With the checks that stand, in `standing_checks`. One query more, however many rows."""
    return rows.prefetch_related(Prefetch("gate_checks", GateCheck.objects.standing(), to_attr="standing_checks"))


def stands(application: Application, gate: str) -> GateCheck | None:
    """The check that stands at a gate, if one was begun."""
    return every(application, gate)[0]


def every(application: Application, gate: str) -> tuple[GateCheck | None, list[GateCheck]]:
    """(the check that stands at a gate, if one was begun; those that were reopened, the oldest first). One query."""
    rows = list(application.gate_checks.filter(gate=gate).select_related("closed_by", "reopened_by").order_by("pk"))
    earlier = [row for row in rows if row.state == GateCheck.State.REOPENED]
    return next((row for row in rows if row not in earlier), None), earlier


def items(application: Application, gate: str) -> list[GateItem]:
    """The points of one gate of the call, in order."""
    return list(application.call.gate_items.filter(gate=gate))


def sheet(check: GateCheck, points: Sequence[GateItem]) -> Sheet:
    """A gate as it was filled in. One query."""
    answers = {each.item_id: each for each in check.answers.all()}
    return Sheet(check, [_line(item, answers.get(item.pk)) for item in points])


def _line(item: GateItem, answer: GateAnswer | None) -> Line:
    if answer is None:
        return Line(item)
    return Line(item, answer.said, str(answer.get_said_display()), answer.note)


def capacities(application: Application) -> list[Capacity]:
    """The assessments of an application, the latest (which stands) first."""
    return list(application.capacities.select_related("assessed_by").order_by("-pk"))
