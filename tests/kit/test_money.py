"""Amounts are read as people type them, said as people say them, and never rounded on the way."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saanjh.kit import money
from saanjh.kit.money import Converted, Money, Rate


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1500000", "1500000"),
        (" 1,500,000 ", "1500000"),
        ("15,00,000.50", "1500000.50"),
        ("۱۲۳", "123"),
        ("٣٫٥", "3.5"),
        ("۱٬۵۰۰", "1500"),
        ("-4", "-4"),
        (".5", "0.5"),
    ],
)
def test_a_number_is_read_in_the_digits_and_marks_of_both_languages(typed: str, value: str) -> None:
    assert money.read_number(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "1.2.3", "1,5", "10,50", "1,23,45", "١x", "9" * 16, "1e5", "NaN", "\x00", "5 %", "1,,000"],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        money.read_number(typed)


def test_an_amount_keeps_every_paisa() -> None:
    assert money.to_minor(Decimal("1500.25"), "PKR") == 150025
    assert money.to_minor(Decimal("1500"), "JPY") == 1500
    assert money.from_minor(150025, "PKR") == Decimal("1500.25")
    assert [money.plain(number) for number in (1000, Decimal("1500.50"), Decimal("0.00"))] == ["1,000", "1,500.5", "0"]


@pytest.mark.parametrize(("value", "currency"), [("0.001", "PKR"), ("0.5", "JPY"), ("99999999999999", "PKR")])
def test_an_amount_finer_than_the_currency_or_beyond_bounds_is_refused(value: str, currency: str) -> None:
    with pytest.raises(ValueError):
        money.to_minor(Decimal(value), currency)


@pytest.mark.parametrize(
    ("typed", "rupees"),
    [
        ("1234567", "1234567"),
        ("1,234,567", "1234567"),
        ("12,34,567", "1234567"),
        ("Rs 15,00,000/-", "1500000"),
        ("Rs. 500", "500"),
        ("₨ 1,200.50", "1200.50"),
        ("PKR1,200", "1200"),
        ("1200 pkr", "1200"),
        ("۱۵٬۰۰٬۰۰۰ روپے", "1500000"),
        ("٥٠٠ روپیہ", "500"),
        ("2.5 crore", "25000000"),
        ("5lakh", "500000"),
        ("2٫5 کروڑ روپے", "25000000"),
        ("1 crore 20 lakh", "12000000"),
        ("1 کروڑ 20 لاکھ 5 ہزار", "12005000"),
        ("1 lakh 500", "100500"),
        ("0", "0"),
    ],
)
def test_a_sum_is_read_with_its_currency_and_in_lakh_and_crore(typed: str, rupees: str) -> None:
    assert money.parse(typed, "PKR") == Money(int(Decimal(rupees) * 100), "PKR")


@pytest.mark.parametrize(
    ("typed", "currency"), [("$1,200", "USD"), ("us$ 1200", "USD"), ("€ 1200", "EUR"), ("1200 chf", "CHF")]
)
def test_a_sum_is_read_in_the_words_of_its_own_currency(typed: str, currency: str) -> None:
    assert money.parse(typed, currency) == Money(120000, currency)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Rs",
        "crore",
        "-4",
        "$5",
        "USD 5",
        "1 lakh 1 crore",
        "1 lakh 100000",
        "1.005",
        "five",
        "1 lakh -5",
        "5 lakh lakh",
    ],
)
def test_what_is_no_sum_of_rupees_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        money.parse(typed, "PKR")


@given(st.integers(0, 10**14), st.sampled_from(["PKR", "USD", "JPY"]), st.sampled_from(["en", "ur"]))
def test_what_is_said_in_full_is_read_back_exactly(minor: int, currency: str, language: str) -> None:
    assert money.parse(money.say(Money(minor, currency), language), currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("minor", "currency", "english", "urdu"),
    [
        (123456700, "PKR", "Rs 1,234,567", "1,234,567 روپے"),
        (123456750, "PKR", "Rs 1,234,567.50", "1,234,567.50 روپے"),
        (0, "PKR", "Rs 0", "0 روپے"),
        (-50000, "PKR", "-Rs 500", "\u200e-500 روپے"),
        (120000, "USD", "USD 1,200", "1,200 امریکی ڈالر"),
        (1200, "JPY", "JPY 1,200", "JPY 1,200"),
    ],
)
def test_a_table_shows_every_digit(minor: int, currency: str, english: str, urdu: str) -> None:
    sums = Money(minor, currency)
    assert (money.say(sums, "en"), money.say(sums, "ur")) == (_unbroken(english), _unbroken(urdu))


@pytest.mark.parametrize(
    ("rupees", "english", "urdu"),
    [
        (99_949, "Rs 99,949", "99,949 روپے"),
        (99_950, "Rs 99,950", "1 لاکھ روپے"),
        (100_000, "Rs 100,000", "1 لاکھ روپے"),
        (1_234_567, "Rs 1.23 million", "12.3 لاکھ روپے"),
        (9_999_999, "Rs 10 million", "1 کروڑ روپے"),
        (61_000_000, "Rs 61 million", "6.1 کروڑ روپے"),
        (214_000_000, "Rs 214 million", "21.4 کروڑ روپے"),
        (999_999_999, "Rs 1 billion", "1 ارب روپے"),
        (-214_000_000, "-Rs 214 million", "\u200e-21.4 کروڑ روپے"),
    ],
)
def test_a_sentence_says_three_figures_in_the_units_of_its_language(rupees: int, english: str, urdu: str) -> None:
    sums = Money(rupees * 100, "PKR")
    assert (money.in_words(sums, "en"), money.in_words(sums, "ur")) == (_unbroken(english), _unbroken(urdu))


def _unbroken(text: str) -> str:
    return text.replace(" ", "\u00a0")


RATE = Rate("USD", "PKR", Decimal("278.1234"), date(2026, 7, 1), "State Bank of Pakistan")


def test_a_conversion_keeps_both_sums_and_the_dated_rate() -> None:
    assert money.convert(Money(100_000, "USD"), RATE) == Converted(
        Money(100_000, "USD"), Money(27_812_340, "PKR"), RATE
    )


@pytest.mark.parametrize(("minor", "expected"), [(1, 0), (3, 2), (5, 2), (-1, 0), (-3, -2)])
def test_half_a_paisa_goes_to_the_even_side(minor: int, expected: int) -> None:
    half = Rate("USD", "PKR", Decimal("0.5"), date(2026, 7, 1), "a round rate")
    assert money.convert(Money(minor, "USD"), half).result == Money(expected, "PKR")


def test_a_conversion_heeds_currencies_without_minor_units() -> None:
    yen = Rate("JPY", "PKR", Decimal("1.85"), date(2026, 7, 1), "a bank")
    assert money.convert(Money(1000, "JPY"), yen).result == Money(185_000, "PKR")


def test_a_rate_serves_its_own_currency_only_and_is_above_zero() -> None:
    with pytest.raises(ValueError):
        money.convert(Money(1, "EUR"), RATE)
    for value in ("0", "-1", "NaN", "Infinity"):
        with pytest.raises(ValueError):
            Rate("USD", "PKR", Decimal(value), date(2026, 7, 1), "nobody")


def test_sums_add_within_one_currency_only() -> None:
    assert Money(5, "PKR") + Money(7, "PKR") - Money(2, "PKR") == Money(10, "PKR")
    assert money.total([Money(5, "PKR"), Money(7, "PKR")], "PKR") == Money(12, "PKR")
    assert money.total([], "EUR") == Money(0, "EUR")
    for mixed in (lambda: Money(5, "PKR") + Money(5, "USD"), lambda: money.total([Money(5, "USD")], "PKR")):
        with pytest.raises(ValueError):
            mixed()


@pytest.mark.parametrize(
    ("minor", "currency"), [(1.5, "PKR"), (Decimal(1), "PKR"), (True, "PKR"), (1, "Rs"), (1, "pkr")]
)
def test_a_sum_is_whole_minor_units_of_a_named_currency(minor: object, currency: str) -> None:
    with pytest.raises((TypeError, ValueError)):
        Money(minor, currency)  # type: ignore[arg-type]
