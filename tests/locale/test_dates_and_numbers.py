"""How dates and numbers are written and read in English and in Urdu."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation
from django.utils.formats import date_format, number_format

WHEN = dt.datetime(2026, 3, 5, 14, 7)  # noqa: DTZ001  (a wall clock, to be written as it stands)


@pytest.mark.parametrize(
    ("language", "day", "moment", "short"),
    [
        ("en", "5 March 2026", "5 March 2026, 14:07", "5 Mar 2026"),
        ("ur", "5 مارچ 2026", "5 مارچ 2026، 14:07", "5 مارچ 2026"),
    ],
)
def test_a_date_has_the_day_first_and_its_month_in_words(language, day, moment, short):
    with translation.override(language):
        assert date_format(WHEN) == day
        assert date_format(WHEN, "DATETIME_FORMAT") == moment
        assert date_format(WHEN, "SHORT_DATE_FORMAT") == short


@pytest.mark.parametrize("language", ["en", "ur"])
def test_thousands_are_grouped_and_digits_are_0_to_9(language):
    with translation.override(language):
        assert number_format(Decimal("1234567.5"), force_grouping=True) == "1,234,567.5"


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("typed", ["2026-03-05", "05/03/2026", "5-3-2026", "5.3.2026"])
def test_a_typed_date_is_read_with_the_day_before_the_month(language, typed):
    with translation.override(language):
        assert forms.DateField().clean(typed) == dt.date(2026, 3, 5)
        assert forms.DateTimeField().clean(f"{typed} 14:07").replace(tzinfo=None) == WHEN
