"""Who sets the panel's rules, has the set chosen and departs from it; until when; and what rules may ask."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from saanjh.calls import ties
from saanjh.calls.models import Application, Call, Decision, PanelRules, ProposedDecision, Review
from saanjh.calls.models.applications import READERS
from saanjh.calls.models.panel_rules import PERCENTS
from saanjh.calls.rules.applications import themes_of
from saanjh.calls.rules.closeness import among
from saanjh.ground.access import Role, ScopeKind, may
from saanjh.ground.fields import Written
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.kit import money

MOST_MINOR = 10**15  # what kit.portfolio reckons with
MOST_GRANTS = 1000
TO_DEPART = {Application.State.SUBMITTED, Application.State.UNDER_REVIEW}  # what still waits for its decision


def is_close(person: Person, call: Call) -> bool:
    """Whether the person is too close to any applicant of the call: by a role, held now or ever, or declared."""
    return among(call, person).exists()


def may_see(call: Call, *, by: Person) -> None:
    """Refusal for whoever is close to an applicant: one set holds all, and more for one is less for another."""
    if is_close(by, call):
        raise Refusal(
            _(
                "You are close to an applicant of this call. Who is so does not see the set that is chosen, nor set "
                "its rules: leave it to another officer or chair."
            )
        )


def may_rule(call: Call, *, by: Person) -> None:
    """Refusal unless `by` runs the call or decides in it, is close to nobody, and nothing is decided yet."""
    if not may(by, *READERS, over=[(ScopeKind.PROGRAMME, call.programme_id)]):
        raise Refusal(_("Only the programme’s officers and the chair of its panel set the rules."))
    may_see(call, by=by)
    must_be_undecided(call)


def must_be_undecided(call: Call) -> None:
    """Refusal once a decision is made in the call, or one is proposed. Two queries."""
    if is_decided(call):
        raise Refusal(_("A decision was made in this call: the rules stay as they were then."))
    if ProposedDecision.objects.filter(application__call=call).waiting().exists():
        raise Refusal(_("Decisions are proposed in this call: take them back first, or have them sent back."))


def may_raise(call: Call, *, by: Person) -> None:
    """Refusal unless `by` may set the rules of the call, and they can no longer be changed themselves."""
    if not may(by, *READERS, over=[(ScopeKind.PROGRAMME, call.programme_id)]):
        raise Refusal(_("Only the programme’s officers and the chair of its panel raise the money."))
    may_see(call, by=by)
    if not PanelRules.objects.filter(call=call).exists():
        raise Refusal(_("Set the panel’s rules first: how much money there is, and what it asks of the set."))
    if not is_decided(call) and not ProposedDecision.objects.filter(application__call=call).waiting().exists():
        words = _(
            "Nothing is decided or proposed in this call yet: change the rules, and have the set chosen with them."
        )
        raise Refusal(words)


def more(money_minor: int | None, than: int) -> int:
    """The money; Refusal, on its field, for what is no more than there is, and for more than is reckoned with."""
    if money_minor is None or money_minor <= than:
        raise Refusal(_("Money is only raised: give more than there is now."), field="money_minor")
    if money_minor > MOST_MINOR:
        raise Refusal(_("That is more money than can be reckoned with here."), field="money_minor")
    return money_minor


def is_decided(call: Call) -> bool:
    """Whether anything was decided in the call."""
    return Decision.objects.filter(application__call=call).exists()


def broken(call: Call, facts: Mapping[str, Any], *, raised: int | None = None) -> Iterator[Refusal]:
    """What is wrong with these rules, each on its field. `raised`: to what the money of the call was raised, if it was.

    That belongs to the call for good: decisions may rest on it.
    """
    asked = facts["money_minor"]
    if asked is None or not 1 <= asked <= MOST_MINOR:
        yield Refusal(_("Give the money that is there for this call: more than nothing."), field="money_minor")
    elif raised is not None and asked < raised:
        there = f"{money.plain(money.from_minor(raised, call.currency))} {call.currency}"
        words = _("The money was raised to %(money)s, with a reason, and is not lowered again: give so much or more.")
        yield Refusal(words % {"money": there}, field="money_minor")
    for name in (*PERCENTS, "points_least"):
        if facts[name] is not None and not 0 <= facts[name] <= 100:
            yield Refusal(_("Write a number from 0 to 100, or leave it blank."), field=name)
    if facts["shares_of"] not in PanelRules.Of.values:
        yield Refusal(_("Choose what the shares are of."), field="shares_of")
    for name in ("district_most", "organisation_most", "district_least"):
        number = facts[name]
        if name == "district_least" and number is None:
            number = 0
        if number is not None and not 1 <= number <= MOST_GRANTS:
            yield Refusal(_("Write a number of grants, 1 or more."), field=name)
    most, least = facts["district_most"], facts["district_least"]
    if most is not None and least is not None and facts["districts"] and least > most:
        yield Refusal(_("More are asked for in each of these districts than one may have."), field="district_least")
    if set(facts["themes"]) - set(themes_of(call)):
        yield Refusal(_("Choose from the themes of the call’s own programme."), field="themes")


def needs_reason(call: Call, stood: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether a change of the rules needs a reason: scores are known by now, or the least of criteria is given up.

    That is how rules begin: who sets the first ones without it gives it up too. Two queries at most.
    """
    if stood and Review.objects.filter(application__call=call, state=Review.State.SUBMITTED).exists():
        return True
    if given["criteria_least"] or not stood.get("criteria_least", True):
        return False
    return call.criteria.filter(min_percent__gt=0).exists()


def may_choose(call: Call, *, by: Person) -> None:
    """Refusal unless `by` may set the rules, and there are rules. (Who asks, and when: `rules.reckonings`.)"""
    may_rule(call, by=by)
    panel = PanelRules.objects.filter(call=call).first()
    if panel is None:
        raise Refusal(_("Set the panel’s rules first: how much money there is, and what it asks of the set."))
    if panel.noise_tied and (why_not := ties.why_not(call)):
        raise Refusal(why_not)


def must_be_current(call: Call, changed: Sequence[str]) -> None:
    """Refusal to propose from a set since whose choosing anything `changed`."""
    if not changed:
        return
    if is_decided(call):
        words = _(
            "This set is out of date, and it is not chosen again once something is decided: propose each decision on "
            "the page of its application."
        )
        raise Refusal(words)
    raise Refusal(_behind(call))


def must_say_why(reason: str, written_in: str) -> None:
    """Refusal, on its field, without a reason in one of our languages."""
    if not reason.strip():
        raise Refusal(_("Give the reason: it stands in the record of the selection."), field="reason")
    if written_in not in Written.values:
        raise Refusal(_("Choose English or Urdu."), field="written_in")


def must_decide_by_current(call: Call, changed: Sequence[str]) -> None:
    """Refusal to decide anything by a set since whose choosing anything `changed`, while it can be chosen again.

    Not for what is selected alone: whoever declined one first would have the set stay as it is. Once something is
    decided, what came in later is put in by a departure.
    """
    if changed and not is_decided(call):
        raise Refusal(_behind(call))


def _behind(call: Call) -> Any:
    """What to do first: a set is not chosen while decisions are proposed."""
    if ProposedDecision.objects.filter(application__call=call).waiting().exists():
        return _(
            "This set is out of date: take back or send back what is proposed, have the set chosen again on the page "
            "of the portfolio, then propose from it."
        )
    return _("This set is out of date: have it chosen again on the page of the portfolio, then propose from it.")


def may_depart(application: Application, *, by: Person) -> None:
    """Refusal unless `by` chairs the panel, is close to no applicant, and this application is not decided yet."""
    call = application.call
    if not may(by, Role.PANEL_CHAIR, over=[(ScopeKind.PROGRAMME, call.programme_id)]):
        raise Refusal(_("Only the chair of the programme’s panel departs from the set."))
    may_see(call, by=by)
    if application.state not in TO_DEPART:
        raise Refusal(_("This application no longer waits for a decision."))
    if application.proposed_decisions.all().waiting().exists():
        raise Refusal(_("A decision about this application is proposed: take it back first."))
