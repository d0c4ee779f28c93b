"""What a ranking is asked from, and what its page reads beside it: rows into plain values, few queries."""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

from django.db.models import Count, F, Max, QuerySet

from saanjh.calls import marks
from saanjh.calls.models import Application, Call, Criterion, Reckoning, Review, Score
from saanjh.calls.models.applications import NOT_HANDED_IN
from saanjh.calls.rankings import Question, Weighed
from saanjh.calls.rules import closeness
from saanjh.calls.rules.panels import reviews_for
from saanjh.ground.models import Person
from saanjh.kit.ranking import answers
from saanjh.kit.ranking.cuts import Cut, Money, Places

FLOORS = Path(__file__).resolve().parent.parent / "data" / "selection" / "floors.csv"


@cache
def least_total() -> int:
    """The least total in percent that is offered for a cut, from the list of defaults."""
    with FLOORS.open(encoding="utf-8", newline="") as rows:
        return next(int(row["percent"]) for row in csv.DictReader(rows) if row["code"] == "total")


def counted(call: Call) -> QuerySet[Review]:
    """The reviews that a ranking of the call rests on: handed in, of applications that still stand."""
    return Review.objects.filter(application__call=call, state=Review.State.SUBMITTED).exclude(
        application__state__in=NOT_HANDED_IN
    )


def question(call: Call, *, places: int | None, budget: int | None, least: int, seed: int) -> Question:
    """What is asked for this call as it stands now. Four queries, five where money decides."""
    criteria = list(call.criteria.all())
    ties = sorted((each for each in criteria if each.breaks_tie), key=lambda each: each.breaks_tie or 0)
    reviews = _reviews(call, criteria)
    standing = call.applications.all().handed_in().exclude(state=Application.State.NOT_ELIGIBLE).count()
    return Question(
        reviews,
        tuple(Weighed(each.code, each.weight, each.min_percent) for each in criteria),
        _cut(call, places, budget, least),
        seed,
        tuple(each.code for each in ties),
        currency=call.currency if places is None else "",
        unread=standing - len({review.application for review in reviews}),
    )


def _reviews(call: Call, criteria: list[Criterion]) -> tuple[answers.Review, ...]:
    by_key = {each.pk: each for each in criteria}
    given: dict[int, dict[str, marks.Mark]] = defaultdict(dict)
    scores = Score.objects.filter(review__in=counted(call).values("pk")).order_by("review", "criterion__position")
    for review, key, score in scores.values_list("review", "criterion", "score"):
        one = by_key[key]
        given[review][one.code] = marks.Mark(score or 0, one.weight, one.score_min, one.score_max, one.min_percent)
    rows = counted(call).order_by("application__serial", "reviewer__public_id")
    return tuple(
        answers.Review(number, reviewer, float(total), {code: float(mark.percent) for code, mark in given[pk].items()})
        for pk, number, reviewer in rows.values_list("pk", "application__number", "reviewer__public_id")
        if (total := marks.percent(given[pk].values())) is not None
    )


def _cut(call: Call, places: int | None, budget: int | None, least: int) -> Cut:
    if places is not None:
        return Places(places, least)
    asked = counted(call).order_by().values_list("application__number", "application__amount_minor")
    return Money(budget or 0, {number: amount or 0 for number, amount in asked.distinct()}, least)


def rankings(call: Call) -> QuerySet[Reckoning]:
    """The rankings that were asked for, newest first, with cut and seed, without the reviews that they rest on."""
    rows = call.reckonings.filter(kind=Reckoning.Kind.RANKING).select_related("asked_by").defer("question")
    return rows.annotate(cut=F("question__cut"), seed=F("question__seed"), unread=F("question__unread")).order_by("-pk")


def came_in_since(call: Call, reckoned: Reckoning, reviews: int) -> bool:
    """Whether other reviews count by now than the so many that the ranking rests on."""
    now = counted(call).aggregate(number=Count("pk"), last=Max("submitted_at"))
    return bool(now["number"] != reviews or (now["last"] and now["last"] > reckoned.created_at))


def close_to(call: Call, person: Person) -> set[str]:
    """The numbers of those applications to whose applicant the person is too close, or that she is still to review."""
    found = set(closeness.among(call, person).order_by().values_list("number", flat=True))
    if reviews_for(call, person):
        open_ones = call.applications.filter(reviews__reviewer=person, reviews__state=Review.State.ASSIGNED)
        found.update(open_ones.order_by().values_list("number", flat=True))
    return found


def names(public_ids: list[str]) -> dict[str, str]:
    """The reviewers' names."""
    return dict(Person.objects.filter(public_id__in=public_ids).values_list("public_id", "name"))
