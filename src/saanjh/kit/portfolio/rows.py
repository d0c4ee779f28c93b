"""Every rule as inequalities in whole numbers, by which a set is checked exactly: sum of coefficients <= bound."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from saanjh.kit.portfolio.rules import (
    Budget,
    CriterionFloor,
    DistrictLimit,
    ForcedIn,
    ForcedOut,
    GroupShare,
    Of,
    OrganisationLimit,
    PointsFloor,
    PriorityDistricts,
    ProvinceCeiling,
    Rule,
    ThemeCounts,
)
from saanjh.kit.portfolio.shapes import Candidate, Question


@dataclass(frozen=True)
class Row:
    """One inequality: the place of its rule in the question, and the key it is for (a province, a theme, an id).

    `coefficients` go by the candidate's id. `unit` is what all numbers were multiplied by to make them whole, so
    that excess / unit is in the rule's own unit: minor units of money, or awards.
    """

    rule: int
    key: str
    coefficients: Mapping[str, int]
    bound: int
    unit: int

    def excess(self, chosen: Iterable[str]) -> int:
        """By how much the set breaks the row, times `unit`; 0 or less when it keeps it."""
        return sum(self.coefficients.get(each, 0) for each in chosen) - self.bound

    @property
    def is_demand(self) -> bool:
        """Whether it asks for awards, which no other award hinders."""
        return self.bound < 0 and all(each < 0 for each in self.coefficients.values())


def rows(question: Question) -> list[Row]:
    """All rows of all rules over the eligible candidates, in the order of the rules, without those that cannot fail."""
    eligible = [each for each in question.candidates if each.eligible]
    return [
        row
        for place, rule in enumerate(question.rules)
        for key, parts, bound in _inequalities(rule, eligible, question.budget)
        if not _cannot_fail(row := _whole(place, key, parts, bound))
    ]


@dataclass(frozen=True)
class Strain:
    """A rule that a set breaks: its place in the question, for which key, and by how much at least.

    `over` is too much, or what is lacking: minor units where the rule is about money, awards where it counts awards.
    """

    rule: int
    key: str
    over: int


def breaks(question: Question, chosen: Collection[str]) -> tuple[Strain, ...]:
    """What any set, also one that a panel put together by hand, breaks; none when it keeps every rule, to the paisa."""
    return tuple(strain(row, row.excess(chosen)) for row in broken(rows(question), chosen))


def strain(row: Row, excess: int) -> Strain:
    """A row's excess in the unit of its rule, rounded up."""
    return Strain(row.rule, row.key, -(-excess // row.unit))


def broken(rows: Iterable[Row], chosen: Collection[str]) -> list[Row]:
    """The rows that the set does not keep."""
    return [row for row in rows if row.excess(chosen) > 0]


_Inequality = tuple[str, dict[str, Fraction], Fraction]


def _inequalities(rule: Rule, eligible: list[Candidate], budget: int) -> Iterator[_Inequality]:
    match rule:
        case Budget(minor):
            yield "", {each.id: Fraction(each.amount) for each in eligible}, Fraction(minor)
        case ProvinceCeiling(percent, of):
            for province in _named(eligible, lambda each: each.provinces):
                yield _share(province, _in_province(province), Fraction(percent) / 100, of, eligible, budget, 1)
        case GroupShare(group, percent, of):
            yield _share(group, _in_group(group), Fraction(percent) / 100, of, eligible, budget, -1)
        case ThemeCounts(at_least, at_most, themes):
            for theme in themes or _named(eligible, lambda each: each.themes):
                members = [each.id for each in eligible if theme in each.themes]
                yield _at_least(theme, members, at_least)
                if at_most is not None:
                    yield _at_most(theme, members, at_most)
        case PriorityDistricts(districts, at_least):
            for district in districts:
                yield _at_least(district, [each.id for each in eligible if district in each.districts], at_least)
        case OrganisationLimit(at_most):
            yield from _limits(eligible, lambda each: (each.organisation,) if each.organisation else (), at_most)
        case DistrictLimit(at_most):
            yield from _limits(eligible, lambda each: each.districts, at_most)
        case PointsFloor():
            yield _at_most("", [each.id for each in eligible if each.lacking(rule)], 0)
        case CriterionFloor(criterion):
            yield _at_most(criterion, [each.id for each in eligible if each.lacking(rule)], 0)
        case ForcedIn(ids):
            yield from (_at_least(each, [each], 1) for each in ids)
        case ForcedOut(ids):  # who is not eligible is out already
            yield from (_at_most(each.id, [each.id], 0) for each in eligible if each.id in ids)


def _share(
    key: str,
    part_of: Callable[[Candidate], Fraction],
    share: Fraction,
    of: Of,
    eligible: list[Candidate],
    budget: int,
    sign: int,
) -> _Inequality:
    """The part of each that counts, less its own share of the whole: at most 0 (sign 1), or at least 0 (sign -1)."""
    whole = {each.id: Fraction(1 if of == Of.AWARDS else each.amount) for each in eligible}
    counted = {each.id: part_of(each) * whole[each.id] for each in eligible}
    if of == Of.BUDGET:
        return key, {each: sign * value for each, value in counted.items()}, sign * share * budget
    return key, {each: sign * (counted[each] - share * whole[each]) for each in whole}, Fraction(0)


def _in_province(province: str) -> Callable[[Candidate], Fraction]:
    return lambda each: Fraction(each.provinces.count(province), len(each.provinces) or 1)


def _in_group(group: str) -> Callable[[Candidate], Fraction]:
    return lambda each: Fraction(group in each.groups)


def _named(eligible: list[Candidate], names: Callable[[Candidate], Iterable[str]]) -> list[str]:
    return sorted({name for each in eligible for name in names(each)})


def _limits(
    eligible: list[Candidate], names: Callable[[Candidate], Iterable[str]], at_most: int
) -> Iterator[_Inequality]:
    members: dict[str, list[str]] = {}
    for each in eligible:
        for name in dict.fromkeys(names(each)):
            members.setdefault(name, []).append(each.id)
    yield from (_at_most(name, members[name], at_most) for name in sorted(members))


def _at_most(key: str, members: list[str], number: int) -> _Inequality:
    return key, {each: Fraction(1) for each in members}, Fraction(number)


def _at_least(key: str, members: list[str], number: int) -> _Inequality:
    return key, {each: Fraction(-1) for each in members}, Fraction(-number)


def _whole(place: int, key: str, parts: dict[str, Fraction], bound: Fraction) -> Row:
    unit = lcm(bound.denominator, *(each.denominator for each in parts.values()))
    coefficients = {each: int(value * unit) for each, value in parts.items() if value}
    return Row(place, key, coefficients, int(bound * unit), unit)


def _cannot_fail(row: Row) -> bool:
    return sum(each for each in row.coefficients.values() if each > 0) <= row.bound
