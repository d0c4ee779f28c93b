"""Who stands in the noise of the ranking's cut counts the same points: there the panel's rules and the lot decide.

A difference that the reviews cannot tell from chance is no reason to prefer one applicant. A lottery among those whom
peer review cannot tell apart is what the British Academy, the Swiss National Science Foundation and others use: Heyard
et al. 2022, Statistics and Public Policy 9:110, draw it among applications whose interval of ranks holds the line of
funding, as is done here.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saanjh.calls import ranking_queries
from saanjh.calls.models import Call, Reckoning
from saanjh.kit.portfolio import Candidate
from saanjh.kit.portfolio.rules import Rule

Plain = dict[str, Any]


def ranking_of(call: Call) -> Reckoning | None:
    """The ranking that was done last, whole. One query."""
    return Reckoning.objects.filter(call=call).last_done(Reckoning.Kind.RANKING)


def why_not(call: Call) -> str | Promise:
    """Why the noise of the cut is not known for the reviews as they stand now; empty where it is."""
    ranking = ranking_of(call)
    if ranking is None:
        return _("The panel leaves those in the noise of the cut to the lot: have the applications ranked first.")
    answer = ranking.answer or {}
    if ranking_queries.came_in_since(call, ranking, answer["reviews"]):
        return _("Reviews came in after the last ranking: have the applications ranked again, then the set chosen.")
    if "reason" in answer["noise"]:
        return _("The ranking says no noise for this call: take this rule back, or have more reviews handed in.")
    return ""


def level(
    candidates: Iterable[Candidate], ranking: Reckoning | None, rules: Collection[Rule]
) -> tuple[tuple[Candidate, ...], Plain | None]:
    """The same candidates, with equal points for those in the noise, and what was done: their mean and own points.

    Whom the rules keep out by a floor, of the points or of a criterion, is not among them: nobody is lifted over it.
    Their mean is rounded half to even, to the hundredth. None where nobody is in the noise, or one alone.
    """
    candidates = tuple(candidates)
    lines = (ranking.answer or {})["lines"] if ranking else []
    noisy = {line["application"] for line in lines if line["in_noise"]}
    able = [each for each in candidates if each.eligible and not any(each.lacking(rule) for rule in rules)]
    own = {each.id: each.points for each in able if each.id in noisy}
    if ranking is None or len(own) < 2:
        return candidates, None
    mean = round(Fraction(sum(own.values()), len(own)))
    levelled = tuple(replace(each, points=mean) if each.id in own else each for each in candidates)
    return levelled, {"ranking": ranking.public_id, "points": mean, "own": own}
