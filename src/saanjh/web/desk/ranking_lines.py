"""What stands in the lines of a ranking's page: nothing of an application to whose applicant the reader is close."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from saanjh.calls.models import Application, Call, Reckoning
from saanjh.calls.queries import by_number
from saanjh.calls.rankings import Agreed, Answer, Marking, Plain, Question, Ranked, marking_of
from saanjh.formats.sheets import Cell
from saanjh.kit.ranking.answers import Reason
from saanjh.web.components.dots import Point
from saanjh.web.components.languages import worded
from saanjh.web.components.quantities import number
from saanjh.web.wording import rankings as words


@dataclass(frozen=True)
class Row:
    """An application in its place; without `ranked` where the reader may not see its marks."""

    number: str
    place: int
    application: Application | None
    ranked: Ranked | None
    points: tuple[Point, ...] = ()
    title: str = ""
    is_last_above: bool = False


def rows(call: Call, answer: Answer, lines: Iterable[Plain], close: Collection[str]) -> list[Row]:
    """The lines with their applications; those close to the reader without what reviews came to. One query."""
    ranked = [Ranked(**line) for line in lines]
    found = by_number(call, [each.application for each in ranked])
    return [_row(each, found.get(each.application), answer, hidden=each.application in close) for each in ranked]


def _row(ranked: Ranked, application: Application | None, answer: Answer, *, hidden: bool) -> Row:
    facts: dict[str, Any] = {"is_last_above": ranked.place == answer.above}
    if hidden:
        return Row(ranked.application, ranked.place, application, None, **facts)
    low, high = ranked.means or (ranked.mean, ranked.mean)
    # a mean near 0 or 100 may lie a hair outside a band that ends there
    point = Point(ranked.mean, min(low, ranked.mean), max(high, ranked.mean))
    return Row(ranked.application, ranked.place, application, ranked, (point,), _title(ranked, answer), **facts)


def _title(ranked: Ranked, answer: Answer) -> str:
    """The picture in a sentence."""
    facts = {"mean": number(ranked.mean, 1)}
    if answer.line is not None:
        facts["cut"] = number(answer.line, 1)
    if ranked.means:
        facts |= {"low": number(ranked.means[0], 1), "high": number(ranked.means[1], 1)}
        said = _("Mean %(mean)s, between %(low)s and %(high)s") % facts
    else:
        said = _("Mean %(mean)s") % facts
    return said if answer.line is None else _("%(said)s; the cut at %(cut)s") % {"said": said, **facts}


def marking(ranking: Reckoning, answer: Answer, close: Collection[str]) -> list[Marking]:
    """How reviewers mark, without what they gave to those close to the reader: it could be reckoned back from means."""
    if not close:
        return answer.marking
    reviews = Question.from_json(ranking.question).reviews
    habits = {each.reviewer: each for each in marking_of(each for each in reviews if each.application not in close)}
    return [
        replace(habits[each.reviewer], severity=each.severity, error=each.error)
        for each in answer.marking
        if each.reviewer in habits
    ]


def cells(row: Row, untold: Collection[int]) -> list[Cell]:
    """The line as a table to take away has it; blank is what the reader may not see and what was not reckoned.

    `untold`: of which applications, by primary keys, the reader is not told who applies.
    """
    of = row.application
    name = worded(of.organisation, "name")[0] if of and of.pk not in untold else ""
    start: list[Cell] = [row.place, row.number, name]
    ranked = row.ranked
    if ranked is None:
        return [*start, *[""] * 11]
    means, places = ranked.means or ("", ""), ranked.places or ("", "")
    noise = "" if ranked.in_noise is None else _yes(ranked.in_noise)
    below = [*(["total"] if ranked.is_low else []), *ranked.below]
    adjusted = ["" if each is None else each for each in (ranked.adjusted, ranked.adjusted_place)]
    return [
        *start,
        *(ranked.mean, ranked.reviews, *means, *places, _yes(ranked.is_above), noise),
        *(" ".join(below), *adjusted),
    ]


def _yes(so: bool) -> str:
    return "yes" if so else "no"


class Said:
    """What is said of a whole ranking in numbers and words, for the reader who is close to some."""

    MOST = 10  # numbers named in a sentence

    def __init__(self, answer: Answer, close: Collection[str]) -> None:
        self.noisy_above, self.noisy_below = answer.noisy(is_above=True), answer.noisy(is_above=False)
        self.noisy = self.noisy_above + self.noisy_below
        self.rises = [each for each in answer.crossing(rises=True) if each not in close]
        self.falls = [each for each in answer.crossing(rises=False) if each not in close]
        self.no_noise = words.NO_NOISE.get(answer.noise.get("reason", ""), "")
        self.no_severity = words.NO_SEVERITY.get(answer.severity.get("reason", ""), "")
        about = answer.severity.get("about", [])
        self.single = about if answer.severity.get("reason") == Reason.SINGLE_REVIEWS else []
        self.groups = len(about) if answer.severity.get("reason") == Reason.NOT_CONNECTED else 0
        self.agreement = [(each, _borne(each)) for each in answer.agreement]


def _borne(agreed: Agreed) -> Any:
    """What an alpha bears, or why there is none that bears anything."""
    reason = agreed.reason or agreed.interval_reason
    return words.NO_AGREEMENT[reason] if reason else words.RELIANCE.get(agreed.reliance or "", "")
