"""What pages need to know of risks: as they look now, the gravest first, and which wait to be looked at again."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from saanjh.awards.models import Award, Risk, RiskReview
from saanjh.awards.pauses import NONE, stood_still


def register(award: Award) -> QuerySet[RiskReview]:
    """Of each risk of a grant the review that stands: those that are over last, of the others the gravest first."""
    over = ExpressionWrapper(Q(next_on__isnull=True), output_field=BooleanField())
    rows = RiskReview.objects.now().filter(risk__award=award).select_related("risk")
    return rows.annotate(is_over=over, score=F("likelihood") * F("harm")).order_by("is_over", "-score", "pk")


def reviews(risk: Risk) -> QuerySet[RiskReview]:
    """Every look at a risk, the latest first."""
    return risk.reviews.select_related("reviewed_by").order_by("-pk")


def overdue(awards: Iterable[int] | QuerySet[Any, Any], today: datetime.date) -> list[RiskReview]:
    """Of these grants' risks those whose next look is over, by the clock of the grant. Two queries."""
    rows = RiskReview.objects.now().filter(risk__award__in=awards, next_on__lt=today)
    rows = rows.select_related("risk__award__application", "risk__award__organisation").order_by("next_on", "pk")
    found = list(rows[:200])
    still = stood_still({each.risk.award_id for each in found}, today) if found else {}
    return [each for each in found if each.next_on and each.next_on < today - still.get(each.risk.award_id, NONE)]
