"""Within what the decisions of a call stay: the panel's set with its departures, and the money of its rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum

from saanjh.calls.models import (
    Application,
    Call,
    Decision,
    Departure,
    Outcome,
    ProposedDecision,
    Reckoning,
)
from saanjh.calls.portfolio_questions import changed_since
from saanjh.calls.sums import money_now

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
    """Of one call, in its currency: the `money` there is now (see `sums`), None without rules.

    `decided` is what was selected and not given up, `proposed` what waits for a second person beside it. `is_begun`:
    something was decided or waits, so that the rules stay, and the money is only raised.
    """

    money: int | None
    decided: int
    proposed: int
    is_begun: bool


@dataclass(frozen=True)
class Bounds(Spending):
    """The same with the set: None in `chosen` where there is none; the departures that stand by number.

    `changed` has the parts of the basis of that set that are no longer as they were: then it is out of date.
    """

    chosen: frozenset[str] | None
    departures: dict[str, Departure]
    changed: tuple[str, ...]

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
    waits = ProposedDecision.objects.filter(application=OuterRef("pk")).waiting()
    decided = Exists(Decision.objects.filter(application=OuterRef("pk")))
    known = call.applications.aggregate(
        money=Max(money_now()),
        decided=Sum("amount_minor", filter=Q(state=Application.State.SELECTED) & ~given_up()),
        proposed=Sum("amount_minor", filter=Exists(waits.filter(outcome=Outcome.SELECTED))),
        begun=Count("pk", filter=decided | Exists(waits)),
    )
    return Spending(known["money"], known["decided"] or 0, known["proposed"] or 0, bool(known["begun"]))


def bounds(call: Call) -> Bounds:
    """Four queries, one fewer without a set."""
    departures = Departure.objects.filter(application__call=call).standing().select_related("application")
    done = _done(call)
    return Bounds(
        **vars(spending(call)),
        chosen=frozenset(done.answer["outcome"]["chosen"]) if done else None,  # type: ignore[index]  # done has one
        departures={each.application.number: each for each in departures.order_by("pk")},
        changed=tuple(changed_since(call, done.rests_on)) if done else (),  # type: ignore[attr-defined]
    )


def given_up() -> Q:
    """The applications of which the grant was given up."""
    found = Q(pk__in=[])
    for each in GIVEN_UP:
        found |= Q(pk__in=each())
    return found


def _done(call: Call) -> Reckoning | None:
    """The last set, with what it `rests_on` but without the question as a whole, which is large."""
    rows = Reckoning.objects.filter(call=call).defer("question").annotate(rests_on=F("question__basis"))
    done = rows.last_done(Reckoning.Kind.PORTFOLIO)
    return done if done and has_set((done.answer or {})["outcome"]) else None
