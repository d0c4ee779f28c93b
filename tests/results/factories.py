"""Cheap roots for tests of values; rows are written directly."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from saanjh.awards.models import Award
from saanjh.programmes.models import ChosenIndicator, Indicator
from saanjh.results.models import Value
from saanjh.results.rules import Figures
from tests.awards.factories import an_award
from tests.events.factories import days_ago
from tests.factories import a_person, count
from tests.programmes.factories import an_indicator

PEOPLE = "sex; age band"


def chosen(award: Award, **facts: Any) -> Indicator:
    """An indicator that the award's programme measures: a share of people unless it says otherwise."""
    indicator = an_indicator(**{"unit": "percent", "disaggregation": PEOPLE, **facts})
    ChosenIndicator.objects.create(programme=award.programme, indicator=indicator, reason="It shows trust.")
    return indicator


def figures(**facts: Any) -> Figures:
    """118 of 187 people asked, in a survey of last month."""
    facts = {
        "period_start": days_ago(60),
        "period_end": days_ago(30),
        "n": 187,
        "numerator": 118,
        "method": "survey",
        "evidence_level": 1,
        "source": "Survey of two union councils, tallied by hand.",
        "written_in": "en",
        **facts,
    }
    return Figures(**facts)


def a_value(
    state: str = "draft", award: Award | None = None, indicator: Indicator | None = None, **facts: Any
) -> Value:
    """A value in a state; of 118 of 187 people, unless it says otherwise."""
    award = award or an_award()
    handed_in, now = state != "draft", timezone.now()
    checked = state in {"verified", "returned"}
    facts = {
        "series": f"s{next(count)}",
        "definition_en": "People who had a friendly talk across communities.",
        "period_start": days_ago(60),
        "period_end": days_ago(30),
        "value": Decimal("63.10"),
        "numerator": 118,
        "n": 187,
        "low": Decimal("55.99"),
        "high": Decimal("69.70"),
        "method": "survey",
        "evidence_level": 1,
        "source": "Survey of two union councils.",
        "submitted_by": a_person() if handed_in else None,
        "submitted_at": now if handed_in else None,
        "checked_by": a_person() if checked else None,
        "checked_at": now if checked else None,
        **facts,
    }
    facts.setdefault("programme", award.programme)
    return Value.objects.create(award=award, indicator=indicator or chosen(award), state=state, **facts)
