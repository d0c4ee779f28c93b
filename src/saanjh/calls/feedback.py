"""What an applicant reads once it is decided: the mean score of each criterion, and the comments meant for her."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Avg

from saanjh.calls.models import ApplicantComment, Application, Criterion, Review, Score


@dataclass(frozen=True)
class Feedback:
    """`scores`: each criterion with the mean of the reviews, to one place. `comments`: (words, their language).

    Never who wrote or how each of them scored; and the comments come in an order that says nothing of that either.
    """

    scores: list[tuple[Criterion, Decimal]]
    comments: list[tuple[str, str]]


def feedback(application: Application) -> Feedback:
    """From the reviews that were handed in. Three queries."""
    handed_in = {"review__application": application, "review__state": Review.State.SUBMITTED}
    rows = Score.objects.filter(**handed_in, score__isnull=False).order_by().values_list("criterion")
    means = dict(rows.annotate(mean=Avg("score")))
    scores = [(each, _rounded(means[each.pk])) for each in application.call.criteria.all() if each.pk in means]
    words = ApplicantComment.objects.filter(**handed_in).order_by("review__public_id")  # random, so no order of people
    return Feedback(scores, list(words.values_list("text", "review__written_in")))


def _rounded(mean: float) -> Decimal:
    return Decimal(str(mean)).quantize(Decimal("0.1"), ROUND_HALF_UP)
