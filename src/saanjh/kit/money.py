"""Amounts as people type them, and as they are kept: whole numbers of the currency's smallest unit."""

import re
from decimal import Decimal

from saanjh.kit.text import ascii_digits

MINOR_DIGITS = {"BHD": 3, "JPY": 0, "KWD": 3, "OMR": 3}  # ISO 4217; two for all others
LARGEST = 10**15  # minor units: far above any grant, far below what a column holds
NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{1,6})?|\.\d{1,6})")
_MARKS = str.maketrans({"٬": ",", "،": ",", "٫": ".", "−": "-", "\u00a0": "", "\u202f": "", " ": ""})
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{2,3})+(?:\.\d+)?")  # 1,500,000 and 15,00,000


def minor_digits(currency: str) -> int:
    """How many digits of the currency stand after the point."""
    return MINOR_DIGITS.get(currency, 2)


def read_number(text: str) -> Decimal:
    """A number typed in Latin, Urdu or Arabic digits, with or without thousands set apart.

    Raises ValueError for anything else: a second point, letters, more than 15 digits.
    """
    typed = ascii_digits(text.strip()).translate(_MARKS)
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(",", "")
    if not NUMBER.fullmatch(typed):
        raise ValueError("This is not a number.")
    return Decimal(typed)


def to_minor(value: Decimal, currency: str) -> int:
    """The amount in minor units. Raises ValueError where it has a finer part than the currency, or is beyond bounds."""
    minor = value.scaleb(minor_digits(currency))
    if minor != minor.to_integral_value() or abs(minor) > LARGEST:
        raise ValueError("This amount cannot be paid in this currency.")
    return int(minor)


def from_minor(minor: int, currency: str) -> Decimal:
    """The amount in whole units, exactly."""
    return Decimal(minor).scaleb(-minor_digits(currency))
