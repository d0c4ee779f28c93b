"""The simple way, to compare with: by points from the top, as fair to it as can be.

1. The panel's forced ones.
2. What rules ask for (so many of a theme, in a district, a share for a group): by points, each that serves what is
   still lacking and breaks no ceiling.
3. Until the money ends: by points, each that breaks nothing; again from the top, while a pass still finds one.
4. While a share does not hold: of those that strain it, the one of fewest points goes.
In 2 and 3 a share of what is awarded is taken as one of the whole budget (or of as many awards as the budget has room
for at the mean amount), since nobody knows yet what will be awarded.
"""

from fractions import Fraction

from saanjh.kit.portfolio.lottery import ticket
from saanjh.kit.portfolio.rows import Row, broken, rows
from saanjh.kit.portfolio.rules import ForcedIn, GroupShare, Of, ProvinceCeiling, Rule
from saanjh.kit.portfolio.shapes import Picked, Question


def greedy(question: Question) -> Picked:
    """The set that the simple way gives, checked against every rule exactly; ties by ticket, as in the best set."""
    ids, exact = _by_points(question), rows(question)
    pick = _Pick(_planned(question))
    forced = {each for rule in question.rules if isinstance(rule, ForcedIn) for each in rule.ids}
    for each in sorted(forced):
        pick.take(each)
    for each in ids:
        if each not in pick.chosen and pick.is_lacking(each) and pick.fits(each):
            pick.take(each)
    while _filled(pick, ids):
        pass
    chosen = _repaired(pick.chosen, list(reversed(ids)), forced, exact)
    wrong = dict.fromkeys(row.rule for row in broken(exact, chosen))
    return Picked(tuple(sorted(chosen)), question.points(chosen), tuple(wrong))


class _Pick:
    """A set that grows and shrinks, with how much room each row has left."""

    def __init__(self, rows: list[Row]) -> None:
        self.chosen: set[str] = set()
        self.room = [row.bound for row in rows]
        self._asks = [row.is_demand for row in rows]
        self._of: dict[str, list[tuple[int, int]]] = {}
        for number, row in enumerate(rows):
            for each, value in row.coefficients.items():
                self._of.setdefault(each, []).append((number, value))

    def take(self, id: str) -> None:
        self.chosen.add(id)
        for number, value in self._of.get(id, ()):
            self.room[number] -= value

    def drop(self, id: str) -> None:
        self.chosen.remove(id)
        for number, value in self._of.get(id, ()):
            self.room[number] += value

    def is_lacking(self, id: str) -> bool:
        return any(value < 0 and self._asks[row] and self.room[row] < 0 for row, value in self._of.get(id, ()))

    def fits(self, id: str) -> bool:
        return all(value <= 0 or self.room[row] >= value for row, value in self._of.get(id, ()))

    def strains(self, id: str, broken: set[int]) -> bool:
        return any(value > 0 and row in broken for row, value in self._of.get(id, ()))


def _by_points(question: Question) -> list[str]:
    eligible = [each for each in question.candidates if each.eligible]
    return [each.id for each in sorted(eligible, key=lambda each: (-each.points, -ticket(question.seed, each.id)))]


def _filled(pick: _Pick, ids: list[str]) -> bool:
    """Once from the top, all that breaks nothing; whether there was any."""
    before = len(pick.chosen)
    for each in ids:
        if each not in pick.chosen and pick.fits(each):
            pick.take(each)
    return len(pick.chosen) > before


def _planned(question: Question) -> list[Row]:
    """The rows with every share taken of the whole budget, or of the number of awards that it has room for."""
    eligible = [each for each in question.candidates if each.eligible]
    spent = sum(each.amount for each in eligible)
    room = len(eligible) if spent <= question.budget else question.budget * len(eligible) // spent
    planned = []
    for row in rows(Question(question.candidates, tuple(map(_of_budget, question.rules)), question.seed)):
        rule = question.rules[row.rule]
        if isinstance(rule, GroupShare | ProvinceCeiling) and rule.of == Of.AWARDS:
            row = _of_awards(row, rule, question, room)
        planned.append(row)
    return planned


def _of_budget(rule: Rule) -> Rule:
    match rule:
        case GroupShare(group, percent, Of.MONEY):
            return GroupShare(group, percent, Of.BUDGET)
        case ProvinceCeiling(percent, Of.MONEY):
            return ProvinceCeiling(percent, Of.BUDGET)
    return rule


def _of_awards(row: Row, rule: GroupShare | ProvinceCeiling, question: Question, room: int) -> Row:
    """The row without each award's share of the whole, against that share of `room` awards instead."""
    sign = -1 if isinstance(rule, GroupShare) else 1
    share = sign * Fraction(rule.percent) / 100 * row.unit
    own = {each.id: row.coefficients.get(each.id, 0) + share for each in question.candidates if each.eligible}
    whole = {each: int(value) for each, value in own.items() if value}
    return Row(row.rule, row.key, whole, int(share * room), row.unit)


def _repaired(chosen: set[str], worst_first: list[str], forced: set[str], exact: list[Row]) -> set[str]:
    """Take back, fewest points first, what strains a share that does not hold; left broken when nothing can go."""
    pick = _Pick(exact)
    for each in chosen:
        pick.take(each)
    goes: str | None = ""
    while goes is not None:
        wrong = {number for number, row in enumerate(exact) if pick.room[number] < 0 and not row.is_demand}
        may_go = (each for each in worst_first if each in pick.chosen and each not in forced)
        goes = next((each for each in may_go if pick.strains(each, wrong)), None) if wrong else None
        if goes is not None:
            pick.drop(goes)
    return pick.chosen
