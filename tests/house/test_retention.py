"""Every table has a clock, or a reason why it has none; and the page says so."""

import csv
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from django.utils import timezone

from saanjh.ground import retention
from saanjh.ground.actions.retention import CHUNK, purge
from tests.house.retention import PAGE, page


def silent(among: list[Any]) -> list[str]:
    """The models among these that nobody said anything of."""
    known = retention.with_clock() | retention.KEPT.keys()
    return [model._meta.label for model in among if model._meta.label not in known]


def test_every_table_has_a_clock_or_a_reason() -> None:
    assert silent(list(apps.get_models())) == []
    assert set(retention.KEPT) <= {model._meta.label for model in apps.get_models()}


@isolate_apps("tests.house")
def test_a_table_that_says_nothing_would_be_found() -> None:
    class Diary(models.Model):
        class Meta:
            app_label = "house"

    assert silent([Diary]) == ["house.Diary"]


def test_every_clock_has_its_days_and_a_source_and_none_is_left_over() -> None:
    assert retention.terms().keys() == retention.CLOCKS.keys()
    assert [code for code, term in retention.terms().items() if not term.source] == []
    with retention.FILE.open(newline="") as rows:
        codes = [row["clock"] for row in csv.DictReader(rows)]
    assert len(codes) == len(set(codes))


def test_the_page_says_what_the_code_does() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.house.retention"


@pytest.mark.django_db
@pytest.mark.slow
def test_every_clock_comes_to_an_end_in_the_demo(world: Any) -> None:
    later = timezone.now() + timedelta(days=5000)
    gone: dict[str, int] = {}
    for clock in retention.in_order():
        for _chunk in range(40):
            taken = purge(clock, now=later)
            gone[clock.code] = gone.get(clock.code, 0) + taken
            if taken < CHUNK:
                break
        assert clock.rows(later).count() == 0, clock.code
    assert {code for code, number in gone.items() if number} >= {"declined", "reviews", "voices-oldest", "notices"}
