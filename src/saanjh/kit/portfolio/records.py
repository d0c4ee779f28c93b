"""A choice as plain JSON, question and outcome, from which anybody can choose again and see the same set."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from importlib.metadata import version
from typing import Any

from saanjh.kit.portfolio import rules as rule_types
from saanjh.kit.portfolio.choosing import choose
from saanjh.kit.portfolio.rows import Strain, breaks
from saanjh.kit.portfolio.rules import Of, Rule
from saanjh.kit.portfolio.shapes import Answer, Candidate, Question

FORMAT = 1  # rises when the same record would lead to another set
_KINDS = {
    kind.__name__: kind
    for kind in (
        rule_types.Budget,
        rule_types.ProvinceCeiling,
        rule_types.GroupShare,
        rule_types.ThemeCounts,
        rule_types.PriorityDistricts,
        rule_types.OrganisationLimit,
        rule_types.DistrictLimit,
        rule_types.PointsFloor,
        rule_types.CriterionFloor,
        rule_types.ForcedIn,
        rule_types.ForcedOut,
    )
}
_READ: dict[str, Callable[[Any], Any]] = {
    "percent": Decimal,
    "of": Of,
    "gap": Decimal,
    "flags": frozenset,
    "means": lambda pairs: tuple((criterion, mean) for criterion, mean in pairs),
}


@dataclass(frozen=True)
class Replay:
    """A record chosen again: the set, `is_same` as the recorded one or not, and what the recorded one breaks.

    `versions` names what differs as (recorded, now). A proven set with its ties settled is the same on any version; one
    within a gap may be another, as good within that gap.
    """

    answer: Answer
    is_same: bool
    recorded_breaks: tuple[Strain, ...]
    versions: dict[str, tuple[str, str]]


def record(question: Question, answer: Answer) -> dict[str, Any]:
    """The choice as JSON takes it: text, whole numbers, true and false, lists and objects; shares as text."""
    return {**written(question), **answered(answer)}


def written(question: Question) -> dict[str, Any]:
    """The part of a record that is known before anything is chosen."""
    return {
        "format": FORMAT,
        "candidates": [_plain(each) for each in question.candidates],
        "rules": [{"rule": type(rule).__name__, **_plain(rule)} for rule in question.rules],
        "seed": question.seed,
        "gap": str(question.gap),
        "nodes": question.nodes,
    }


def answered(answer: Answer) -> dict[str, Any]:
    """The part of a record that is known afterwards: the outcome, and the versions that it was found with."""
    greedy = answer.greedy
    return {
        "versions": _versions(),
        "outcome": {
            "status": answer.status.value,
            "chosen": list(answer.chosen),
            "points": answer.points,
            "amount": answer.amount,
            "bound": answer.bound,
            "ties_settled": answer.ties_settled,
            "greedy": {**asdict(greedy), "chosen": list(greedy.chosen), "breaks": list(greedy.breaks)},
        },
    }


def read_question(record: Mapping[str, Any]) -> Question:
    """The question of a record. ValueError for another format or an unknown rule, KeyError for a missing part."""
    if record["format"] != FORMAT:
        raise ValueError(f"A record of format {record['format']} is not read here, only of {FORMAT}.")
    return Question(
        tuple(Candidate(**_typed(each)) for each in record["candidates"]),
        tuple(_rule(each) for each in record["rules"]),
        record["seed"],
        Decimal(record["gap"]),
        record["nodes"],
    )


def replay(record: Mapping[str, Any]) -> Replay:
    """Choose again from a record, and compare. Errors as read_question."""
    question, outcome, now = read_question(record), record["outcome"], _versions()
    answer, chosen = choose(question), tuple(outcome["chosen"])
    is_same = (answer.status, answer.chosen, answer.points) == (outcome["status"], chosen, outcome["points"])
    strains = breaks(question, chosen) if chosen else ()
    then = record["versions"]
    differing = {name: (then.get(name, ""), now[name]) for name in now if then.get(name, "") != now[name]}
    return Replay(answer, is_same, strains, differing)


def _versions() -> dict[str, str]:
    """Of what the search is made of: HiGHS comes inside SciPy."""
    return {name: version(name) for name in ("numpy", "scipy")}


def _plain(each: Candidate | Rule) -> dict[str, Any]:
    return {field.name: _plain_value(getattr(each, field.name)) for field in fields(each)}


def _plain_value(value: object) -> object:
    match value:
        case Decimal():
            return str(value)
        case frozenset():
            return sorted(value)
        case tuple():
            return [_plain_value(each) for each in value]
        case Of():
            return value.value
    return value


def _rule(plain: Mapping[str, Any]) -> Rule:
    if plain["rule"] not in _KINDS:
        raise ValueError(f"There is no rule {plain['rule']}.")
    values = _typed({name: value for name, value in plain.items() if name != "rule"})
    return _KINDS[plain["rule"]](**values)


def _typed(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _READ[name](value) if name in _READ else tuple(value) if isinstance(value, list) else value
        for name, value in plain.items()
    }
