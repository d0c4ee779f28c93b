"""What pages read of a call's decisions: how many are proposed, confirmed and late; who is on the reserve."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from saanjh.calls.models import Application, Call, Decision, Outcome, ProposedDecision
from saanjh.calls.queries import OPEN_STATES, WANTED, is_past


@dataclass(frozen=True)
class Counts:
    """Of one call's applications: so many are ready to be proposed, proposed, confirmed, and late.

    Late is what has no answer after the day by which the call promised it; `run_out` are those on the reserve after
    their day.
    """

    ready: int
    proposed: int
    confirmed: int
    late: int
    run_out: int


WAITS = ProposedDecision.objects.filter(application=OuterRef("pk"), state="waiting")


def ready(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Those of these applications that were read by all their reviewers, and for which nothing is proposed yet."""
    done = Count("reviews", filter=Q(reviews__state="submitted"))
    read = rows.filter(state="under_review").annotate(done=done).filter(done__gte=WANTED)
    return read.exclude(Exists(WAITS))


def counts(call: Call) -> Counts:
    """Two queries."""
    told = Decision.objects.filter(application=OuterRef("pk"))
    found = call.applications.aggregate(
        proposed=Count("pk", filter=Exists(WAITS)),
        confirmed=Count("pk", filter=Exists(told)),
        open=Count("pk", filter=Q(state__in=OPEN_STATES)),
        run_out=Count("pk", filter=Q(state="reserve") & Exists(told.filter(holds_until__lt=timezone.localdate()))),
    )
    late = found["open"] if is_past(call.answers_on) else 0
    return Counts(ready(call.applications.all()).count(), found["proposed"], found["confirmed"], late, found["run_out"])


def waiting(call: Call) -> QuerySet[ProposedDecision]:
    """The proposals that wait for a second person, by the number of their application."""
    rows = ProposedDecision.objects.filter(application__call=call).waiting()
    return rows.select_related(
        "application__organisation__merged_into", "application__call__simplified", "proposed_by"
    ).order_by("application__serial", "pk")


def reserve(call: Call) -> list[Decision]:
    """The decisions by which applications stand on the reserve now, by their places. One query."""
    rows = Decision.objects.filter(application__call=call, outcome=Outcome.RESERVE, application__state="reserve")
    return list(rows.select_related("application__organisation__merged_into").order_by("place", "pk"))


def decisions_of(application: Application) -> list[Decision]:
    """What was decided about it, the last one last: two where it was on the reserve first. One query."""
    return list(application.decisions.order_by("pk"))


def ended(rows: QuerySet[ProposedDecision]) -> list[ProposedDecision]:
    """Of these proposals those that no longer wait, the last one first. One query."""
    return list(rows.exclude(state="waiting").select_related("ended_by").order_by("-pk"))


def lapsed(programmes: set[int]) -> QuerySet[Decision]:
    """The places on the reserve of these programmes whose day is over, and that wait for an answer at last."""
    rows = Decision.objects.filter(
        application__call__programme__in=programmes,
        application__state="reserve",
        outcome=Outcome.RESERVE,
        holds_until__lt=timezone.localdate(),
    )
    proposed = ProposedDecision.objects.filter(application=OuterRef("application"), state="waiting")
    rows = rows.exclude(Exists(proposed)).select_related("application__organisation", "application__call")
    return rows.order_by(F("holds_until"), "pk")
