"""Numbers, sums, days and moments as a reader of either language knows them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from saanjh.web.components.days import day, days
from saanjh.web.components.quantities import amount, number
from saanjh.web.components.timeline import Moment, timeline
from tests.web.components.reading import fragment, words


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["en", "ur"])
def test_numbers_have_the_same_digits_in_both_languages(language):
    with override(language):
        assert number(1947081) == "1,947,081"
        assert number(Decimal("2.345"), 2) == "2.35"
        assert number(0) == "0"


def test_a_number_we_do_not_have_is_not_nought():
    with override("en"):
        assert (number(None), amount(None), str(day(None))) == ("not known",) * 3


@pytest.mark.parametrize(
    ("minor", "currency", "words_too", "english"),
    [
        (400_000_000, "PKR", False, "Rs 4,000,000"),
        (400_000_050, "PKR", False, "Rs 4,000,000.50"),
        (123_456, "USD", False, "USD 1,234.56"),
        (21_400_000_000, "PKR", True, "Rs 214 million"),
        (610_000_000, "PKR", True, "Rs 6.1 million"),
        (123_400_000_000_000, "PKR", True, "Rs 1,234 billion"),
        (99_900, "PKR", True, "Rs 999"),
        (-610_000_000, "PKR", True, "Rs -6.1 million"),
    ],
)
def test_sums_in_english(minor, currency, words_too, english):
    with override("en"):
        assert plain(amount(minor, currency, words=words_too)) == english


def test_a_sum_does_not_break_at_the_end_of_a_line():
    with override("en"):
        assert " " not in amount(21_400_000_000, words=True)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_day_says_its_month_and_keeps_its_exact_form(language):
    with override(language):
        shown = fragment(day(date(2026, 2, 18))).find("time")
    assert shown.get("datetime") == "2026-02-18"
    assert shown.text == {"en": "18 February 2026", "ur": "18 فروری 2026"}[language]


def test_a_moment_is_told_in_the_zone_of_the_programme():
    with override("en"):
        late = datetime(2026, 3, 1, 21, 30, tzinfo=UTC)
        assert words(fragment(day(late, hour=True))) == "2 March 2026, 02:30"
        assert words(fragment(day(late, weekday=True))) == "Monday 2 March 2026"


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (date(2026, 3, 20), "9 to 20 March 2026"),
        (date(2026, 5, 2), "9 March to 2 May 2026"),
        (date(2027, 3, 9), "9 March 2026 to 9 March 2027"),
    ],
)
def test_a_span_of_days_says_nothing_twice(last, told):
    with override("en"):
        assert words(fragment(days(date(2026, 3, 9), last))) == told


def test_a_timeline_keeps_its_order_and_marks_what_is_ahead():
    moments = [Moment(date(2026, 2, 18), "<b>Signed</b>"), Moment(date(2027, 1, 31), "Report due", ahead=True)]
    with override("en"):
        shown = fragment(timeline(moments)).find("ol")
    assert [(item.get("class"), words(item)) for item in shown.findall("li")] == [
        (None, "18 February 2026<b>Signed</b>"),
        ("ahead", "31 January 2027Report due"),
    ]
