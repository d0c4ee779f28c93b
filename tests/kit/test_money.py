"""Amounts are read as people type them, and never rounded on the way."""

from decimal import Decimal

import pytest

from saanjh.kit import money


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


@pytest.mark.parametrize("typed", ["", "abc", "1.2.3", "1,5", "١x", "9" * 16, "1e5", "NaN", "\x00", "5 %", "1,,000"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        money.read_number(typed)


def test_an_amount_keeps_every_paisa() -> None:
    assert money.to_minor(Decimal("1500.25"), "PKR") == 150025
    assert money.to_minor(Decimal("1500"), "JPY") == 1500
    assert money.from_minor(150025, "PKR") == Decimal("1500.25")


@pytest.mark.parametrize(("value", "currency"), [("0.001", "PKR"), ("0.5", "JPY"), ("99999999999999", "PKR")])
def test_an_amount_finer_than_the_currency_or_beyond_bounds_is_refused(value: str, currency: str) -> None:
    with pytest.raises(ValueError):
        money.to_minor(Decimal(value), currency)
