"""What the reviews of a call come to: the plain mean of each application, in hundredths of a point."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from django.db.models import QuerySet

from saanjh.calls import marks
from saanjh.calls.models import Call, Review, Score
from saanjh.kit.portfolio import hundredths


def scores_of(call: Call) -> QuerySet[Score]:
    """The scores of the reviews that were handed in, review by review, in the order of the criteria."""
    rows = Score.objects.filter(
        review__application__call=call, review__state=Review.State.SUBMITTED, score__isnull=False
    )
    return rows.order_by("review", "criterion__position", "pk")


def percents(call: Call) -> dict[int, list[Decimal]]:
    """Application (its primary key) -> the percentage of each of its reviews that are in. One query."""
    names = ("review", "review__application", "score")
    of_criterion = (f"criterion__{name}" for name in ("weight", "score_min", "score_max"))
    found: dict[int, list[Decimal]] = {}
    rows: Iterator[tuple[int, ...]] = scores_of(call).values_list(*names, *of_criterion).iterator(chunk_size=2000)
    for (_review, application), given in groupby(rows, key=lambda row: row[:2]):
        percent = marks.percent(marks.Mark(*row[2:]) for row in given)
        if percent is not None:
            found.setdefault(application, []).append(percent)
    return found


def means_of_criteria(call: Call) -> dict[int, list[tuple[str, int]]]:
    """Application (its primary key) -> its mean in each criterion that has a least, by code. One query."""
    names = ("review__application", "criterion__code", "score", "criterion__score_max")
    rows = scores_of(call).filter(criterion__min_percent__gt=0).values_list(*names)
    given: dict[int, dict[str, list[Decimal]]] = {}
    for application, code, score, highest in rows.iterator(chunk_size=2000):
        given.setdefault(application, {}).setdefault(code, []).append(marks.share(score, highest))
    return {key: sorted((code, mean(found)) for code, found in by_code.items()) for key, by_code in given.items()}


def mean(percents: list[Decimal]) -> int:
    """The plain mean in hundredths: 81.5 is 8150; 0 without a review."""
    return hundredths(sum(percents, Decimal(0)) / len(percents)) if percents else 0
