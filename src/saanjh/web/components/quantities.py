"""Numbers and sums of money in words a reader knows: digits 0 to 9 everywhere, lakh and crore in Urdu sentences."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saanjh.kit import money
from saanjh.web.components.languages import active

NO_BREAK = "\u00a0"


def number(value: int | float | Decimal | None, places: int = 0) -> str:
    """The number with thousands set apart; None is "not known", because a blank is not a zero."""
    if value is None:
        return _("not known")
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:,f}"


def amount(minor: int | None, currency: str = "PKR", *, words: bool = False) -> str:
    """A sum in minor units (paisa) as text; they show only where there are any.

    With `words`, for a sentence: three figures and million (English) or lakh and crore (Urdu).
    """
    if minor is None:
        return _("not known")
    value = money.from_minor(minor, currency)
    places = money.minor_digits(currency) if value != value.to_integral_value() else 0
    figure = _short(value) if words else number(value, places)
    if currency == "PKR":
        text = pgettext("rupees", "Rs %(amount)s") % {"amount": figure}
    else:
        text = _("%(currency)s %(amount)s") % {"currency": currency, "amount": figure}
    return text.replace(" ", NO_BREAK)


def _short(value: Decimal) -> str:
    """The value to three figures in the largest unit that fits, in the units of the page's language."""
    if active() == "ur":
        units = [(10**7, _("%(amount)s crore")), (10**5, _("%(amount)s lakh"))]
    else:
        units = [(10**9, _("%(amount)s billion")), (10**6, _("%(amount)s million"))]
    for size, phrase in units:
        if abs(value) >= size:
            part = value / size
            places = max(0, 2 - part.adjusted())
            figure = number(part, places)
            return phrase % {"amount": figure.rstrip("0").rstrip(".") if "." in figure else figure}
    return number(value)
