"""Within what the decisions of a call stay: the panel's set with its departures, and the money of its rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from saanjh.calls.models import (
    Application,
    Call,
    Departure,
    MoneyRaise,
    Outcome,
    PanelRules,
    ProposedDecision,
    Reckoning,
)

NO_SET = {"infeasible", "undecided"}  # what the reckoning says where it ended without a set

# Queries of the applications (their primary keys) that were selected and gave the grant up, so that its money is
# there again. The rooms that know of grants make theirs known here.
GIVEN_UP: list[Callable[[], QuerySet[Any, Any]]] = []


@dataclass(frozen=True)
class Stand:
    """Where one application stands: in the set with the departures, and the departure for it, if there is one."""

    is_in: bool
    departure: Departure | None


@dataclass(frozen=True)
class Spending:
    """Of one call, in its currency: the `money` of its rules, as it was raised since, None without rules.

    `decided` is what was selected and not given up, `proposed` what waits for a second person beside it.
    """

    money: int | None
    decided: int
    proposed: int


@dataclass(frozen=True)
class Bounds(Spending):
    """The same with the set: None in `chosen` where there is none; the departures that stand by number."""

    chosen: frozenset[str] | None
    departures: dict[str, Departure]

    def stand(self, number: str) -> Stand | None:
        """None without a set."""
        if self.chosen is None:
            return None
        departure = self.departures.get(number)
        return Stand(number in self.chosen if departure is None else departure.is_in, departure)


def has_set(outcome: Mapping[str, Any]) -> bool:
    """Whether a reckoning ended with a set to decide by: rules that leave nothing to choose leave none either."""
    return outcome["status"] not in NO_SET and bool(outcome["chosen"])


def spending(call: Call) -> Spending:
    """One query."""
    waits = ProposedDecision.objects.filter(application=OuterRef("pk"), outcome=Outcome.SELECTED).waiting()
    rows = MoneyRaise.objects.filter(call=OuterRef("call")).standing().order_by("-money_minor")
    raised = Subquery(rows.values("money_minor")[:1])
    known = call.applications.aggregate(
        money=Max(Coalesce(raised, "call__panel_rules__money_minor")),
        decided=Sum("amount_minor", filter=Q(state=Application.State.SELECTED) & ~given_up()),
        proposed=Sum("amount_minor", filter=Exists(waits)),
    )
    return Spending(known["money"], known["decided"] or 0, known["proposed"] or 0)


@dataclass(frozen=True)
class Money:
    """The money of a call's rules when the set was chosen, each time that it was raised since, and what it is now."""

    at_choosing: int
    raises: list[MoneyRaise]
    now: int


def money_of(call: Call) -> Money | None:
    """None without rules. Two queries."""
    panel = PanelRules.objects.filter(call=call).first()
    return money_under(panel) if panel else None


def money_under(panel: PanelRules) -> Money:
    """The money under these rules. One query."""
    rows = MoneyRaise.objects.filter(call=panel.call_id, rules_version=panel.version)
    raises = list(rows.select_related("by").order_by("pk"))
    return Money(panel.money_minor, raises, raises[-1].money_minor if raises else panel.money_minor)


def bounds(call: Call) -> Bounds:
    """Three queries."""
    departures = Departure.objects.filter(application__call=call).standing().select_related("application")
    return Bounds(
        **vars(spending(call)),
        chosen=_chosen(call),
        departures={each.application.number: each for each in departures.order_by("pk")},
    )


def given_up() -> Q:
    """The applications of which the grant was given up."""
    found = Q(pk__in=[])
    for each in GIVEN_UP:
        found |= Q(pk__in=each())
    return found


def _chosen(call: Call) -> frozenset[str] | None:
    """The numbers in the last set, without the question, which is large."""
    done = Reckoning.objects.filter(call=call).defer("question").last_done(Reckoning.Kind.PORTFOLIO)
    outcome = (done.answer or {})["outcome"] if done else None
    return frozenset(outcome["chosen"]) if outcome and has_set(outcome) else None
