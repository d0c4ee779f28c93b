"""What people type: numbers within bounds, days with the month in words, lines of text."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from saanjh.web.components.inputs import Amount, Day, Number, Words


def refused(field: Any, typed: str) -> list[str]:
    with override("en"), pytest.raises(ValidationError) as found:
        field.clean(typed)
    return list(found.value.messages)


@pytest.mark.parametrize("field", [Number(), Number(whole=True), Amount(currency="PKR")])
@pytest.mark.parametrize("typed", ["9" * 16, "۹" * 40])
def test_a_number_beyond_all_bounds_is_called_too_large(field: Any, typed: str) -> None:
    assert refused(field, typed) == ["This number is too large."]


@pytest.mark.parametrize("typed", ["99999999999999", "99999 arab", "9999999 کروڑ"])
def test_an_amount_beyond_all_bounds_is_called_too_large(typed: str) -> None:
    assert refused(Amount(currency="PKR"), typed) == ["This number is too large."]


def test_a_count_of_half_a_person_is_refused() -> None:
    assert refused(Number(whole=True), "12.5") == ["Write a whole number."]


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize(
    "typed", ["19 نومبر 2026", "۱۹ نومبر ۲۰۲۶", "19 November 2026", "19 nov 2026", " 19/11/2026", "2026-11-19"]
)
def test_a_day_is_read_as_the_site_writes_it(typed: str, language: str) -> None:
    with override(language):
        assert Day().clean(typed) == datetime.date(2026, 11, 19)


@pytest.mark.parametrize("typed", ["19 نومبرے 2026", "31 فروری 2026", "نومبر"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    assert refused(Day(), typed) == ["Write a day, such as 2026-03-01 or 1/3/2026."]


@pytest.mark.parametrize("lines", [0, 4])
def test_words_that_nobody_can_read_are_refused(lines: int) -> None:
    field = Words(max_length=9, lines=lines)
    assert refused(field, "\u200b\u202e") == ["There is no letter and no digit in this. Write it in words."]
