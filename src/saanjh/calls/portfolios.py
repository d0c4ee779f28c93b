"""What the worker says about the best set of a call: plain values in and out, `kit.portfolio` between them, no rows."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from saanjh.kit import portfolio as kit
from saanjh.kit.portfolio import rules as asks

Plain = dict[str, Any]
TRIED = 20  # applications nearest the cut that are searched again on the other side, one search each


def reckon(question: Plain) -> Plain:
    """The set with its reasons, prices and what each rule reaches; where there is none, what stands against one.

    The question is that of `kit.portfolio.written`; the answer has `kit.portfolio.answered` in it, so that both
    together are a record that can be replayed.
    """
    asked = kit.read_question(question)
    answer = kit.choose(asked)
    plain: Plain = {**kit.answered(answer), "reasons": {}, "prices": [], "reached": [], "conflict": None}
    if answer.status == kit.Status.INFEASIBLE:
        found = kit.conflict(asked)
        plain["conflict"] = asdict(found) if found else None
    elif answer.status != kit.Status.UNDECIDED:
        plain["reasons"] = {each.id: _reason(each) for each in kit.reasons(asked, answer, checks=TRIED)}
        plain["prices"] = [[each.rule, each.gained.low, each.gained.high] for each in kit.prices(asked, answer)]
        plain["reached"] = reached(asked, answer.chosen)
        if is_empty(question, plain):
            found = kit.conflict(asked, not_empty=True)
            plain["conflict"] = asdict(found) if found else None
    return plain


def is_empty(question: Plain, answer: Plain) -> bool:
    """Whether the set is empty although something could be chosen: the rules keep all of it out."""
    outcome = answer["outcome"]
    if outcome["chosen"] or outcome["status"] in {kit.Status.INFEASIBLE, kit.Status.UNDECIDED}:
        return False
    return any(each["eligible"] for each in question["candidates"])


def _reason(reason: kit.Reason) -> Plain:
    plain: Plain = {"code": reason.code.value, "rules": [[each.rule, each.key, each.over] for each in reason.rules]}
    if reason.check is not None:
        check = asdict(reason.check)
        plain["check"] = {**check, "leaves": list(check["leaves"]), "enters": list(check["enters"])}
    return plain


def strains(question: kit.Question, chosen: Collection[str]) -> list[tuple[int, str, int]]:
    """(place of the rule, for what, by how much) of all that a set put together by hand breaks."""
    return [(each.rule, each.key, each.over) for each in kit.breaks(question, chosen)]


def reached(question: kit.Question, chosen: Iterable[str]) -> list[Plain]:
    """For each rule what the set reaches: `value`, and `key` or `of` where they say more (see `_reached`)."""
    awards = [question.by_id[each] for each in chosen]
    return [_reached(rule, awards, question) for rule in question.rules]


def _reached(rule: asks.Rule, awards: list[kit.Candidate], question: kit.Question) -> Plain:
    """Minor units, percent as text, hundredths of points or of a percent, or a number of awards; of demands for each
    of several things: how many of them are met."""
    match rule:
        case asks.Budget():
            return {"value": sum(each.amount for each in awards)}
        case asks.GroupShare(group, _percent, of):
            return {"value": _percent_of([(each, 1) for each in awards if group in each.groups], of, awards, question)}
        case asks.ProvinceCeiling(_percent, of):
            shares = {
                province: _percent_of(_parts(awards, province), of, awards, question)
                for province in sorted({name for each in awards for name in each.provinces})
            }
            return _most({name: Decimal(share) for name, share in shares.items()})
        case asks.ThemeCounts(least, _most_allowed, themes):
            return _met([sum(theme in each.themes for each in awards) >= least for theme in themes])
        case asks.PriorityDistricts(districts, least):
            return _met([sum(district in each.districts for each in awards) >= least for district in districts])
        case asks.OrganisationLimit():
            return _most(_counts([each.organisation] for each in awards))
        case asks.DistrictLimit():
            return _most(_counts(each.districts for each in awards))
        case asks.PointsFloor():
            return {"value": min((each.points for each in awards), default=None)}
        case asks.CriterionFloor(criterion):
            means = [mean for each in awards for code, mean in each.means if code == criterion]
            return {"value": min(means, default=None)}
    return {"value": None}


def _percent_of(
    parts: list[tuple[kit.Candidate, Fraction | int]],
    of: asks.Of,
    awards: list[kit.Candidate],
    question: kit.Question,
) -> str:
    """The share that these parts have, in percent to one place."""
    if of == asks.Of.AWARDS:
        part, whole = sum((Fraction(share) for _each, share in parts), Fraction(0)), len(awards)
    else:
        part = sum((Fraction(share) * each.amount for each, share in parts), Fraction(0))
        whole = question.budget if of == asks.Of.BUDGET else sum(each.amount for each in awards)
    percent = 100 * part / whole if whole else Fraction(0)
    exact = Decimal(percent.numerator) / percent.denominator
    return str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _parts(awards: list[kit.Candidate], province: str) -> list[tuple[kit.Candidate, Fraction | int]]:
    return [(each, Fraction(1, len(each.provinces))) for each in awards if province in each.provinces]


def _counts(names: Iterable[Iterable[str]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in (name for group in names for name in dict.fromkeys(group) if name):
        counts[name] = counts.get(name, 0) + 1
    return counts


def _most(values: dict[str, Any]) -> Plain:
    """The largest, and whose it is; the first by name where several are as large."""
    if not values:
        return {"value": None}
    key = max(sorted(values), key=lambda name: values[name])
    return {"value": str(values[key]) if isinstance(values[key], Decimal) else values[key], "key": key}


def _met(demands: list[bool]) -> Plain:
    return {"value": sum(demands), "of": len(demands)}
