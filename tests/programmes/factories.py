"""Cheap programmes for tests: each costs at most five queries."""

import datetime
import itertools
from decimal import Decimal
from typing import Any

from saanjh.programmes.models import (
    Contribution,
    ExchangeRate,
    Indicator,
    Objective,
    Programme,
    Receipt,
    Scheme,
    Theme,
)
from tests.factories import a_person, an_organisation

count = itertools.count(1)


def a_theme(scheme: str = Scheme.THEMES, code: str = "", **facts: Any) -> Theme:
    """A row of a list, with labels in both languages."""
    number = next(count)
    facts = {"label_en": f"Theme {number}", "label_ur": f"موضوع {number}", **facts}
    return Theme.objects.create(scheme=scheme, code=code or f"theme{number}", **facts)


def a_currency(code: str = "PKR") -> Theme:
    """A currency on the list."""
    return Theme.objects.get_or_create(scheme=Scheme.CURRENCIES, code=code, defaults={"label_en": code})[0]


def a_programme(**facts: Any) -> Programme:
    """An open programme in rupees, with one objective."""
    number = next(count)
    facts = {
        "title_en": f"Neighbours together {number}",
        "title_ur": f"ہمسائے ساتھ ساتھ {number}",
        "slug": f"neighbours-together-{number}",
        "summary": "Small grants to groups that bring neighbours together.",
        "currency": "PKR",
        "starts_on": datetime.date(2026, 1, 1),
        "ends_on": datetime.date(2028, 12, 31),
        "state": Programme.State.OPEN,
        **facts,
    }
    programme = Programme.objects.create(**facts)
    Objective.objects.create(programme=programme, number=1, text_en="Neighbours talk.", text_ur="ہمسائے بات کریں۔")
    return programme


def an_indicator(**facts: Any) -> Indicator:
    """An indicator of the bank, with a theme of its own."""
    number = next(count)
    facts = {
        "code": f"TST-{number}",
        "theme": facts.pop("theme", None) or a_theme(),
        "level": "output",
        "unit": "count",
        "frequency": "quarterly",
        "aggregation": "sum",
        "name_en": f"Meetings held {number}",
        "name_ur": f"منعقدہ اجلاس {number}",
        "definition_en": "Meetings that took place.",
        "definition_ur": "وہ اجلاس جو ہوئے۔",
        "sensitivity": "low",
        **facts,
    }
    return Indicator.objects.create(**facts)


def a_contribution(programme: Programme | None = None, *, received: int = 0, **facts: Any) -> Contribution:
    """A pledge of Rs 1,000,000 by a donor that may be shown; `received` (minor units) of it arrived."""
    facts = {
        "programme": programme or a_programme(),
        "donor": facts.pop("donor", None) or an_organisation(kind="donor", is_public=True),
        "amount_minor": 100_000_000,
        "currency": "PKR",
        "pledged_on": datetime.date(2026, 1, 10),
        **facts,
    }
    contribution = Contribution.objects.create(**facts)
    if received:
        Receipt.objects.create(contribution=contribution, amount_minor=received, received_on=datetime.date(2026, 2, 1))
    return contribution


def a_rate(programme: Programme, value: str = "300", **facts: Any) -> ExchangeRate:
    """So many rupees for a euro on 1 March 2026."""
    facts = {"of": "EUR", "into": "PKR", "day": datetime.date(2026, 3, 1), "source": "Central bank, closing", **facts}
    recorded_by = facts.pop("recorded_by", None) or a_person()
    return ExchangeRate.objects.create(programme=programme, value=Decimal(value), recorded_by=recorded_by, **facts)
