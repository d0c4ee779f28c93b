"""A draft call is given a rule set for costs, whose limits its officer may change, or does without."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from saanjh.calls import costs
from saanjh.calls.models import Call, CostRule
from saanjh.calls.rules import calls as rules
from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal, need_change
from saanjh.ground.writing import action, afresh


@dataclass(frozen=True)
class Terms:
    """What an officer settles of one rule; what has no meaning for its kind is left as it is."""

    holds: bool = True
    percent: int | None = None
    amount_minor: int | None = None
    words: str = ""


@action
def choose(call: Call, ruleset: str, *, by: Person) -> Call:
    """Copy a rule set into the call in place of the one before; nothing chosen: the call does without."""
    rules.may_prepare(afresh(call), by=by)
    if ruleset and ruleset not in costs.rulesets():
        raise Refusal(_("Choose from the list."), field="ruleset")
    before = call.cost_rules.order_by("position").values_list("ruleset", flat=True).first() or ""
    if not ruleset and not before:
        raise Refusal(_("This call has no rule set for costs."), field="ruleset")
    call.cost_rules.all().delete()
    CostRule.objects.bulk_create(costs.copied_for(call, ruleset))
    history.record("call_costs_chosen", call, by=by, ruleset=ruleset, before=before)
    return call


@action
def settle(call: Call, terms: Mapping[str, Terms], *, by: Person) -> Call:
    """Change the limits of the call's own rules, by their codes; one that no longer holds is taken out."""
    rules.may_prepare(afresh(call), by=by)
    changed = []
    for rule in costs.rules_of(call):
        given = terms.get(rule.code)
        if given is None:
            continue
        if not given.holds:
            rule.delete()
            changed.append(rule.code)
        elif _put(rule, given):
            _sound(rule)
            rule.save()
            changed.append(rule.code)
    need_change(changed)
    history.record("call_costs_changed", call, by=by, rules=",".join(changed))
    return call


def _put(rule: CostRule, given: Terms) -> bool:
    """Put what belongs to the kind of rule; whether anything is other than before."""
    facts: dict[str, Any] = {}
    if rule.kind == CostRule.Kind.UNIT:
        facts["amount_minor"] = given.amount_minor
    if rule.kind == CostRule.Kind.SHARE:
        facts["percent"] = given.percent
    if rule.kind != CostRule.Kind.UNIT and rule.words:
        facts["words"] = "\n".join(line.strip() for line in given.words.splitlines() if line.strip())
    changed = [name for name, value in facts.items() if getattr(rule, name) != value]
    for name in changed:
        setattr(rule, name, facts[name])
    return bool(changed)


def _sound(rule: CostRule) -> None:
    """Refusal, on the field of this rule, for a limit that is none."""
    if rule.kind == CostRule.Kind.SHARE and (rule.percent is None or not 0 <= rule.percent <= 100):
        raise Refusal(_("Write a percentage from 0 to 100."), field=f"{rule.code}_percent")
    if rule.kind != CostRule.Kind.UNIT and not rule.heading and not rule.words:
        raise Refusal(_("Write at least one phrase, or take the rule out."), field=f"{rule.code}_words")
    if rule.amount_minor is not None and rule.amount_minor < 1:
        raise Refusal(_("Write an amount of more than nothing."), field=f"{rule.code}_amount")
    try:
        rule.clean_fields(exclude=[each.name for each in rule._meta.fields if each.name != "words"])
    except ValidationError as found:
        raise Refusal(next(iter(found.message_dict.values()))[0], field=f"{rule.code}_words") from found
