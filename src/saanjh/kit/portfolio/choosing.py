"""The best portfolio: of all sets that keep every rule, the one with the most points in sum.

Why the sum: it is what "top scores until the money ends" is after, so the two can be compared under the same rules, and
the price of a rule comes out in points that a panel knows. It counts awards as well as merit: two applications of 60
points for a million each outweigh one of 90 for two millions. A panel that does not want that sets a PointsFloor, below
which nothing is bought. The alternative, points times money, asks for the best rated rupee instead of the best
rated awards and favours the large; it is not offered, since micro-grants are to reach many.
"""

from dataclasses import dataclass
from decimal import Decimal

from saanjh.kit.portfolio import solving
from saanjh.kit.portfolio.greedy import greedy
from saanjh.kit.portfolio.lottery import ticket
from saanjh.kit.portfolio.rows import Row, rows
from saanjh.kit.portfolio.shapes import Answer, Picked, Question, Status


def choose(question: Question) -> Answer:
    """The best set under the rules, never worse than the greedy one, and how sure that is (see Status).

    Proven to the hundredth of a point, it is one of possibly several; of those it is the one of most tickets (see
    lottery), so that neither order nor machine decides. Within a gap the set is HiGHS's own, and its version matters.
    """
    simple, all_rows = greedy(question), rows(question)
    found = optimum(question, all_rows, simple)
    if found.chosen is None:
        status = Status.INFEASIBLE if found.is_infeasible else Status.UNDECIDED
        return Answer(status, (), 0, 0, found.bound, False, simple)
    chosen, points = found.chosen, question.points(found.chosen)
    if found.bound != points:
        return _answer(question, Status.WITHIN_GAP, chosen, found.bound, False, simple)
    settled = _settled(question, all_rows, points)
    return _answer(question, Status.PROVEN, settled or chosen, points, settled is not None, simple)


def optimum(
    question: Question, rows: list[Row], simple: Picked | None = None, *, gap: Decimal = Decimal(0), nodes: int = 10**9
) -> solving.Solved:
    """The set of most points under these rows, with the lesser effort of two: the question's and this one.

    It is the simple set where the search, stopped early, has none as good.
    """
    worth = {each.id: each.points for each in question.candidates if each.eligible}
    found = solving.best(worth, rows, gap=max(gap, question.gap), nodes=min(nodes, question.nodes))
    if simple is None or simple.breaks or found.is_infeasible:
        return found
    if found.chosen is None or question.points(found.chosen) < simple.points:
        return solving.Solved(frozenset(simple.chosen), found.bound)
    return found


@dataclass(frozen=True)
class Range:
    """A number of points (hundredths) known to lie between two; None above: unknown. Equal when all is proven."""

    low: int
    high: int | None


def difference(more: solving.Solved, less: solving.Solved, question: Question) -> Range:
    """By how much the best of one search exceeds that of another over fewer sets; 0 at least."""
    more_points, less_points = (question.points(each.chosen or ()) for each in (more, less))
    low = 0 if less.bound is None else max(0, more_points - less.bound)
    return Range(low, None if more.bound is None else max(0, more.bound - less_points))


def _settled(question: Question, all_rows: list[Row], points: int) -> frozenset[str] | None:
    """Among the sets of as many points the one of most tickets; None when the search for it ends early."""
    tickets = {each.id: ticket(question.seed, each.id) for each in question.candidates if each.eligible}
    worth = {each.id: -each.points for each in question.candidates if each.eligible and each.points}
    as_good = Row(-1, "", worth, -points, 1)
    found = solving.best(tickets, [*all_rows, as_good], nodes=question.nodes)
    if found.chosen is None or sum(tickets[each] for each in found.chosen) != found.bound:
        return None
    return found.chosen


def _answer(
    question: Question, status: Status, chosen: frozenset[str], bound: int | None, settled: bool, simple: Picked
) -> Answer:
    points, amount = question.points(chosen), question.amount(chosen)
    return Answer(status, tuple(sorted(chosen)), points, amount, bound, settled, simple)
