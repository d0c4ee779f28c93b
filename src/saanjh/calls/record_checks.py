"""What does not go together in a record: its money, the rules it states against those it was chosen by, its dates."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from saanjh.calls.models import Application, Outcome
from saanjh.calls.sums import money_asked

Plain = dict[str, Any]


def money_differs(record: Mapping[str, Any]) -> Iterator[str]:
    """Whether more money was decided than there is, and whether what the record says of its money goes together.

    Of a grant that was given up it is there again. Records from before money was raised have that of the rules alone.
    """
    given_up = set(record.get("given_up", ()))
    if money := record.get("money"):
        yield from _stated_differs(record, money)
    there = money["now_minor"] if money else record["rules"]["money_minor"]
    selected = [each for each in record["applications"] if each["state"] == Application.State.SELECTED]
    spent = sum(each["amount_minor"] or 0 for each in selected if each["number"] not in given_up)
    if spent > there:
        yield f"What was selected comes to {spent - there} minor units more than there is money."


def _stated_differs(record: Mapping[str, Any], money: Plain) -> Iterator[str]:
    """The money at the choosing, each raise from what there was before it, and the money now."""
    raises, of_rules = money["raises"], record["rules"]["money_minor"]
    if money["at_choosing_minor"] != money_asked(record["portfolio"]["question"]):
        yield "The money at the choosing is not that of the question."
    if money["at_choosing_minor"] > money["now_minor"] and not out_of_date(record):
        yield "The set was chosen with more money than there is now."
    for number, each in enumerate(raises, 1):
        if each["money_minor"] <= each["before_minor"]:
            yield f"Raise {number} of the money raises nothing."
    for number, (before, after) in enumerate(pairwise(raises), 2):
        if not _follows(before, after):
            yield f"Raise {number} of the money does not begin where the one before it ended."
    if _is_of_these_rules(record, raises) and raises[0]["before_minor"] != of_rules:
        yield "Raise 1 of the money does not begin at the money of the rules."
    if money["now_minor"] != max([of_rules, *(each["money_minor"] for each in raises[-1:])]):
        yield "The money now is neither that of the rules nor that of the last raise."


def _follows(before: Plain, after: Plain) -> bool:
    """Whether a raise begins where the one before it ended; rules that were set between the two may have more."""
    if before.get("rules_version") == after.get("rules_version"):
        return bool(before["money_minor"] == after["before_minor"])
    return bool(before["money_minor"] <= after["before_minor"])


def _is_of_these_rules(record: Mapping[str, Any], raises: list[Plain]) -> bool:
    """Whether the first raise was made under the rules as the record has them."""
    return bool(raises) and raises[0].get("rules_version") == record["rules"]["version"]


def out_of_date(record: Mapping[str, Any]) -> list[str]:
    """What is no longer as it was when the set was chosen. Records from before `basis` stood in them do not say."""
    then = record["portfolio"]["question"]["basis"]
    return [name for name, value in record.get("basis", then).items() if then.get(name) != value]


def dates_differ(record: Mapping[str, Any]) -> Iterator[str]:
    """Whether the record hides that its set is out of date, and whether something was selected under other rules."""
    found = out_of_date(record)
    if record.get("out_of_date", found) != found:
        yield "What the record says of how far its set is out of date does not follow from its basis."
    if "rules" in found and any(each["outcome"] == Outcome.SELECTED for each in record["decisions"]):
        yield "The rules were changed after the set was chosen, and something was selected without choosing again."


def least_differs(record: Mapping[str, Any]) -> Iterator[str]:
    """Whether the least of single criteria, as the rules state it, is that of the question; of a current set alone."""
    if "rules" in out_of_date(record):
        return
    rules = record["portfolio"]["question"]["rules"]
    asked = {each["criterion"]: each["least"] for each in rules if each["rule"] == "CriterionFloor"}
    holds = (record["rules"] or {}).get("criteria_least", False)
    stated = {each["code"]: each["min_percent"] * 100 for each in record["criteria"] if holds and each["min_percent"]}
    if asked != stated:
        yield "The least of single criteria is not that by which the set was chosen."


def unfounded(record: Mapping[str, Any]) -> Iterator[str]:
    """What stands as selected though nothing says that it was decided so."""
    decided = {each["number"] for each in record["decisions"] if each["outcome"] == Outcome.SELECTED}
    for each in record["applications"]:
        if each["state"] == Application.State.SELECTED and each["number"] not in decided:
            yield f"{each['number']} stands as selected, and no decision says so."
