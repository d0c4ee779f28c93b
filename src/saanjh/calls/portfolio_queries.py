"""What pages read of a call's set: the last one that was chosen, what has changed since, where the panel departs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from saanjh.calls import portfolio_questions as questions
from saanjh.calls import portfolios
from saanjh.calls.digests import digest
from saanjh.calls.models import Application, Call, Departure, PanelRules, ProposedDecision, Reckoning, RulesChange
from saanjh.calls.sums import Money, money_asked, money_of, money_under
from saanjh.kit import portfolio as kit

KIND = Reckoning.Kind.PORTFOLIO


@dataclass(frozen=True)
class Portfolio:
    """The last set that was chosen; `changed` has the parts of its basis that are no longer as they were.

    `late` are `candidates` and `names` of those that the panel put in though they could not be chosen then: they were
    read by all their reviewers only afterwards.
    """

    reckoning: Reckoning
    departures: list[Departure]
    changed: list[str]
    late: dict[str, Any]
    panel: PanelRules | None = None  # its rules, where they were read already

    @cached_property
    def question(self) -> dict[str, Any]:
        """As it was asked, with those that came late as they are now."""
        asked = self.reckoning.question
        late = {each["id"]: each for each in self.late["candidates"]}
        others = [each for each in asked["candidates"] if each["id"] not in late]
        names = {kind: {**found, **self.late["names"].get(kind, {})} for kind, found in asked["names"].items()}
        return {**asked, "candidates": [*others, *late.values()], "names": names}

    @property
    def answer(self) -> dict[str, Any]:
        return dict(self.reckoning.answer or {})

    @cached_property
    def candidates(self) -> dict[str, dict[str, Any]]:
        """By number, those of most points first; none that was stopped at a gate."""
        rows = sorted(self.question["candidates"], key=lambda each: (-each["points"], each["id"]))
        return {each["id"]: each for each in rows if each["eligible"] or each["id"] not in self.stopped}

    @cached_property
    def stopped(self) -> frozenset[str]:
        """Those that did not pass a gate. One query; earlier questions had them among their candidates."""
        return stopped(self.reckoning.call)

    @property
    def is_empty(self) -> bool:
        """Whether the rules leave nothing to choose of what could be chosen."""
        return portfolios.is_empty(self.question, self.answer)

    @cached_property
    def chosen(self) -> frozenset[str]:
        """What was chosen, as it was reckoned."""
        return frozenset(self.answer["outcome"]["chosen"])

    @cached_property
    def departed(self) -> dict[str, bool]:
        """Number -> whether the panel will have it in; only where that changes the set."""
        sides = {each.application.number: each.is_in for each in self.departures}
        return {number: is_in for number, is_in in sides.items() if is_in != (number in self.chosen)}

    @cached_property
    def final(self) -> frozenset[str]:
        """The set with the panel's departures."""
        into = {number for number, is_in in self.departed.items() if is_in}
        return (self.chosen | into) - (self.departed.keys() - into)

    @cached_property
    def money(self) -> Money | None:
        """What there is now; it may be more than the set was chosen with. Two queries, one with the rules at hand."""
        return money_under(self.panel) if self.panel else money_of(self.reckoning.call)

    @property
    def money_now(self) -> int:
        return self.money.now if self.money else money_asked(self.question)

    @cached_property
    def measured(self) -> dict[str, Any]:
        """The question against which a set with departures is held: with the money there is now."""
        rules = [
            {**each, "minor": self.money_now} if each["rule"] == "Budget" else each for each in self.question["rules"]
        ]
        return {**self.question, "rules": rules}

    @cached_property
    def asked(self) -> kit.Question:
        """The same as `kit.portfolio` reads it; made only where something is checked again."""
        return kit.read_question(self.measured)

    def seen(self, listed: Mapping[str, tuple[str, int | None]]) -> str:
        """The digest of what somebody looks at who proposes from it: number -> outcome and place on the reserve."""
        departures = [each.public_id for each in self.departures]
        shown = {number: list(answer) for number, answer in listed.items()}
        return digest({"reckoning": self.reckoning.public_id, "departures": departures, "listed": shown})

    def strains(self) -> list[tuple[int, str, int]]:
        """What the set with departures breaks; of the reckoned set it is known that it breaks nothing."""
        return portfolios.strains(self.asked, self.final) if self.departed else []

    def reached(self) -> list[dict[str, Any]]:
        """What the set reaches for each rule, with the departures."""
        if not self.departed:
            return list(self.answer["reached"])
        return portfolios.reached(self.asked, sorted(self.final))


@dataclass(frozen=True)
class Lot:
    """What the public may know of a lot: nothing that names or counts applications."""

    seed: str
    decided: bool  # sets of equally many points were found, and the tickets chose
    is_level: bool  # those in the noise of the ranking's cut counted the same points


def the_lot(call: Call) -> Lot | None:
    """Of the set that was chosen last; None where chance had no part in it. One query."""
    done = Reckoning.objects.filter(call=call).last_done(KIND)
    lot = done and Lot(done.question["seed"], bool(by_lot(done.answer or {})), bool(done.question.get("tied")))
    return lot if lot and (lot.decided or lot.is_level) else None


def by_lot(answer: dict[str, Any]) -> frozenset[str]:
    """The numbers of those for which a set of as many points was found on the other side."""
    checks = [reason["check"] for reason in answer.get("reasons", {}).values() if reason.get("check")]
    even = [check for check in checks if check["is_possible"] and check["lost"]["high"] == 0]
    return frozenset(number for check in even for number in (*check["leaves"], *check["enters"]))


def last_asked(call: Call) -> Reckoning | None:
    """The one that was asked for last, done or not."""
    return call.reckonings.all().last_asked(KIND)  # which so knows its call


def rules_of(call: Call) -> PanelRules | None:
    """The panel's rules, if it has any, with `times_chosen`: how often a set was chosen for the call. One query."""
    done = Q(call__reckonings__kind=KIND, call__reckonings__state=Reckoning.State.DONE)
    return PanelRules.objects.filter(call=call).annotate(times_chosen=Count("call__reckonings", filter=done)).first()


def rules_changes(call: Call) -> list[RulesChange]:
    """Why the rules were changed, each time that a reason was given. One query."""
    return list(RulesChange.objects.filter(call=call).select_related("by").order_by("pk"))


def portfolio(call: Call, last: Reckoning | None = None, panel: PanelRules | None = None) -> Portfolio | None:
    """The last set, with what changed since; None before the first. Three queries, one fewer where `last` is done."""
    done = last
    if done is None or done.state != Reckoning.State.DONE:
        done = Reckoning.objects.filter(call=call).last_done(KIND)
    if done is None:
        return None
    changed = questions.changed_since(call, done.question["basis"])
    departures = departures_of(call)
    return Portfolio(done, departures, changed, _late(call, done, departures), panel)


def stopped(call: Call) -> frozenset[str]:
    """The numbers of the applications that did not pass a gate. One query."""
    rows = call.applications.filter(state=Application.State.NOT_ELIGIBLE).order_by()
    return frozenset(rows.values_list("number", flat=True))


def _late(call: Call, done: Reckoning, departures: list[Departure]) -> dict[str, Any]:
    """No query where there is none, which is the rule."""
    able = {each["id"] for each in done.question["candidates"] if each["eligible"]}
    numbers = {each.application.number for each in departures if each.is_in} - able
    return questions.as_now(call, numbers) if numbers else {"candidates": [], "names": {}}


def departures_of(call: Call) -> list[Departure]:
    """Those that stand, oldest first, with their applications; `is_proposed`: a decision about it waits. One query."""
    proposed = ProposedDecision.objects.filter(application=OuterRef("application")).waiting()
    rows = Departure.objects.filter(application__call=call).standing().annotate(is_proposed=Exists(proposed))
    return list(rows.select_related("application", "by").order_by("pk"))
