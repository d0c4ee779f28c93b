"""Decimal arithmetic that always ends: a number within bounds, or None where there is no such number."""

from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_UP, Context, Decimal

LARGEST = Decimal(10) ** 30  # a million times a million times what money.LARGEST allows
_REST = Decimal(1).scaleb(-20)  # what 1 div 3 * 3 is off from 1 stays far below
_CONTEXT = Context(prec=60, traps=[])  # holds LARGEST with twenty places and more; nothing raises, it comes to NaN
_OPERATIONS = {
    "+": _CONTEXT.add,
    "-": _CONTEXT.subtract,
    "*": _CONTEXT.multiply,
    "div": _CONTEXT.divide,
    "mod": _CONTEXT.remainder,  # with the sign of what is divided, as XPath 1.0 has it
}


def bounded(number: Decimal) -> Decimal | None:
    """The number, or None for one that is not finite or beyond LARGEST."""
    return number if number.is_finite() and abs(number) <= LARGEST else None


def reckon(left: Decimal, operator: str, right: Decimal) -> Decimal | None:
    """left + right and so on, of bounded numbers; None for a division by zero and beyond bounds."""
    return bounded(_OPERATIONS[operator](left, right))


def settled(number: Decimal) -> Decimal:
    """The number to twenty places, at which numbers are compared: 1 div 3 * 3 is 1."""
    return number.quantize(_REST, context=_CONTEXT)


def whole(number: Decimal) -> Decimal:
    """The number without what stands after the point."""
    return settled(number).to_integral_value(ROUND_DOWN)


def rounded(number: Decimal, places: Decimal) -> Decimal:
    """To so many places after the point, before it where negative; a half goes upwards (XPath 1.0, 4.4)."""
    exponent = int(max(Decimal(-30), min(Decimal(20), places)))
    half = ROUND_HALF_UP if number >= 0 else ROUND_HALF_DOWN
    return settled(number).quantize(Decimal(1).scaleb(-exponent), half, _CONTEXT)
