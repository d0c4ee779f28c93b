"""Amounts as people type them, say them and change them, and as they are kept: whole numbers of the smallest unit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from saanjh.kit import currencies
from saanjh.kit.text import ascii_digits, normalise

LARGEST = 10**15  # minor units: far above any grant, far below what a column holds
NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{1,6})?|\.\d{1,6})")
_TOO_LONG = re.compile(r"[+-]?\d{16,}(?:\.\d*)?")
_MARKS = str.maketrans({"٬": ",", "،": ",", "٫": ".", "−": "-", "\u00a0": "", "\u202f": "", " ": ""})
_COMMAS = str.maketrans({"٬": ",", "،": ",", "٫": "."})
_GROUPED = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})*,\d{3})(?:\.\d+)?")  # 1,500,000 and 15,00,000

# Words for currencies and for large numbers, in the form that normalise() gives them.
_CURRENCY_WORDS = {
    "PKR": ("pkr", "rs.", "rs", "rupees", "rupee", "روپے", "روپیے", "روپیہ"),
    "USD": ("usd", "us$", "$", "us dollars", "dollars", "امریکی ڈالر", "ڈالر"),
    "EUR": ("eur", "€", "euros", "euro", "یورو"),
    "GBP": ("gbp", "£", "pounds", "برطانوی پاؤنڈ", "پاؤنڈ"),
}
_LARGE = {
    "arab": 10**9, "ارب": 10**9, "billion": 10**9, "crores": 10**7, "crore": 10**7, "کروڑ": 10**7,
    "million": 10**6, "ملین": 10**6, "lakhs": 10**5, "lakh": 10**5, "lacs": 10**5, "lac": 10**5, "لاکھ": 10**5,
    "thousand": 10**3, "hazar": 10**3, "ہزار": 10**3,
}  # fmt: skip
_STEPS = re.compile(rf"([\d.,]+) ?({'|'.join(_LARGE)})(?: |$)")
_SAID = {
    "en": ((10**9, "{} billion"), (10**6, "{} million")),
    "ur": ((10**9, "{} ارب"), (10**7, "{} کروڑ"), (10**5, "{} لاکھ")),
}
_IN_URDU = {"PKR": "{} روپے", "USD": "{} امریکی ڈالر", "EUR": "{} یورو", "GBP": "{} برطانوی پاؤنڈ"}
_NO_BREAK = "\u00a0"


class TooLarge(ValueError):
    """A number beyond what is reckoned with here."""


@dataclass(frozen=True)
class Money:
    """A sum in one currency: `minor` counts its smallest unit (paisa, cent); negative for what is paid back."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("Minor units are whole numbers.")
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            raise ValueError("A currency is named by its three capital letters (ISO 4217).")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + _same(self, other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - _same(self, other).minor, self.currency)


@dataclass(frozen=True)
class Rate:
    """On this day, by this source, one `of` was worth `value` of `into`."""

    of: str
    into: str
    value: Decimal
    day: date
    source: str

    def __post_init__(self) -> None:
        if not (self.value.is_finite() and self.value > 0):
            raise ValueError("A rate is a number above zero.")


@dataclass(frozen=True)
class Converted:
    """A sum, what it came to in another currency, and the rate, which is always shown beside the two."""

    original: Money
    result: Money
    rate: Rate


def minor_digits(currency: str) -> int:
    """How many digits of the currency stand after the point; two for one that is no longer in use."""
    return currencies.minor_digits().get(currency, 2)


def read_number(text: str) -> Decimal:
    """A number typed in Latin, Urdu or Arabic digits, with or without thousands set apart.

    Raises ValueError for anything else: a second point, letters; TooLarge for more than 15 digits before the point.
    """
    typed = ascii_digits(text.strip()).translate(_MARKS)
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(",", "")
    if not NUMBER.fullmatch(typed):
        if _TOO_LONG.fullmatch(typed):
            raise TooLarge("This number is too large.")
        raise ValueError("This is not a number.")
    return Decimal(typed)


def to_minor(value: Decimal, currency: str) -> int:
    """The amount in minor units. Raises ValueError where it has a finer part than the currency; TooLarge."""
    minor = value.scaleb(minor_digits(currency))
    if abs(minor) > LARGEST:
        raise TooLarge("This amount is too large.")
    if minor != minor.to_integral_value():
        raise ValueError("This amount cannot be paid in this currency.")
    return int(minor)


def from_minor(minor: int, currency: str) -> Decimal:
    """The amount in whole units, exactly."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def parse(text: str, currency: str) -> Money:
    """The sum a person typed: "Rs 15,00,000/-", "۱۵٬۰۰٬۰۰۰ روپے", "1 crore 20 lakh", "2.5 کروڑ".

    Raises ValueError when it is no number, negative, in the words of another currency, or cannot be paid.
    """
    typed = _without_currency(normalise(text).removesuffix("/-"), currency).translate(_COMMAS)
    total, last = Decimal(0), Decimal("Infinity")
    while step := _STEPS.match(typed):
        size = _LARGE[step[2]]
        if size >= last:
            raise ValueError("Large units go from the largest to the smallest.")
        total, last, typed = total + read_number(step[1]) * size, Decimal(size), typed[step.end() :]
    if typed or not last.is_finite():
        rest = read_number(typed)
        if rest < 0 or rest >= last:
            raise ValueError("This is not an amount.")
        total += rest
    return Money(to_minor(total, currency), currency)


def say(money: Money, language: str) -> str:
    """The sum with every digit, for tables: "Rs 1,234,567", "1,234,567 روپے"; paisa only where there are any."""
    return _with_currency(_full(from_minor(money.minor, money.currency), money.currency), money, language)


def in_words(money: Money, language: str) -> str:
    """The sum to three figures, for sentences: "Rs 21.4 million", in Urdu "2.14 کروڑ روپے"; small sums in full."""
    value = from_minor(money.minor, money.currency)
    for size, phrase in _SAID["ur" if language == "ur" else "en"]:
        if abs(_three_figures(value)) >= size:
            figure = f"{_three_figures(value) / size:,f}"
            return _with_currency(phrase.format(_trimmed(figure)), money, language)
    return say(money, language)


def convert(money: Money, rate: Rate) -> Converted:
    """The sum at this rate, rounded once, half to even, to the smallest unit. ValueError if the rate is for another."""
    if money.currency != rate.of:
        raise ValueError(f"A rate for {rate.of} does not change {money.currency}.")
    exact = (from_minor(money.minor, money.currency) * rate.value).scaleb(minor_digits(rate.into))
    return Converted(money, Money(int(exact.to_integral_value(ROUND_HALF_EVEN)), rate.into), rate)


def total(sums: Iterable[Money], currency: str) -> Money:
    """The sum of all, in their one currency. ValueError when one is in another: convert it first, and show the rate."""
    result = Money(0, currency)
    for each in sums:
        result += each
    return result


def _same(one: Money, other: Money) -> Money:
    if one.currency != other.currency:
        raise ValueError(f"{one.currency} and {other.currency} are not added without a rate.")
    return other


def _without_currency(typed: str, currency: str) -> str:
    for word in _CURRENCY_WORDS.get(currency, (currency.lower(),)):
        if typed.startswith(word) or typed.endswith(word):
            return typed.removeprefix(word).removesuffix(word).strip().removesuffix("/-")
    return typed


def _with_currency(figure: str, money: Money, language: str) -> str:
    if language == "ur":  # the mark keeps the minus on the left of its number in a line that runs from the right
        pattern = _IN_URDU.get(money.currency, f"{money.currency} {{}}")
        return pattern.format(figure.replace("-", "\u200e-")).replace(" ", _NO_BREAK)
    name = "Rs" if money.currency == "PKR" else money.currency
    sign, digits = ("-", figure[1:]) if figure.startswith("-") else ("", figure)
    return f"{sign}{name} {digits}".replace(" ", _NO_BREAK)


def _full(value: Decimal, currency: str) -> str:
    places = minor_digits(currency) if value != value.to_integral_value() else 0
    return f"{value:,.{places}f}"


def _three_figures(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(value.adjusted() - 2), ROUND_HALF_UP) if value else value


def _trimmed(figure: str) -> str:
    return figure.rstrip("0").rstrip(".") if "." in figure else figure


def plain(number: Decimal | int) -> str:
    """The number as text with thousands set apart and no idle zeros after the point: 1,500 or 0.5."""
    return f"{Decimal(number).normalize():,f}"
