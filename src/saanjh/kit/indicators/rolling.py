"""Many values of one indicator as one figure, each indicator by its own rule, or the reason why there is none.

The rules are the codes of data/codelists/aggregations.csv. Sums, parts and wholes are added as whole numbers and
decimals; only ranges and the weights of a pool are reckoned in floating point, by sums that are rounded once, so that
the order of the values never matters.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median

from saanjh.kit.indicators.pooling import pooled
from saanjh.kit.indicators.shapes import Forbids, Measured, NotComparable, Rolled, Spread, Warned
from saanjh.kit.intervals import wilson

Values = Sequence[Measured]
Figure = tuple[Fraction | Decimal, int | None, Decimal | None, Decimal | None, Spread]
CENT = Decimal("0.01")


def roll_up(rule: str, values: Values) -> Rolled | NotComparable:
    """The figure of these values by the rule. ValueError for a rule that is not known, and for no values at all."""
    if not values:
        raise ValueError("There is nothing to roll up.")
    if rule in FORBIDDEN:
        return NotComparable(FORBIDDEN[rule], len(values))
    if rule not in RULES:
        raise ValueError(f"No rule is called {rule}.")
    value, numerator, low, high, spread = RULES[rule](values)
    return Rolled(
        value=_cents(value),
        n=sum(each.n for each in values),
        went_in=len(values),
        evidence=min(each.evidence for each in values),
        methods=tuple(sorted({each.method for each in values})),
        numerator=numerator,
        low=low,
        high=high,
        spread=spread,
        warned=_warned(rule, values),
    )


def _sum(values: Values) -> Figure:
    """The values added. Where some are estimates with a range, the ends are added too."""
    total = sum((each.value for each in values), Decimal(0))
    if all(each.low is None for each in values):
        return total, None, None, None, Spread.NONE
    low = sum((each.value if each.low is None else each.low for each in values), Decimal(0))
    high = sum((each.value if each.high is None else each.high for each in values), Decimal(0))
    return total, None, low, high, Spread.ENDS


def _share(values: Values) -> Figure:
    """Parts and wholes added, the share reckoned anew from them: the same as shares weighted by n.

    The range is Wilson's, as if the cases were one simple random sample; grants differ among themselves, so that the
    true range is wider. Values without parts are weighted by n, without a range.
    """
    whole = sum(each.n for each in values)
    parts = [each.numerator for each in values if each.numerator is not None]
    if len(parts) < len(values):
        weighted = sum((Fraction(each.value) * each.n for each in values), Fraction(0))
        return weighted / whole, None, None, None, Spread.NONE
    low, high = (Decimal(100 * end).quantize(CENT) for end in wilson(sum(parts), whole))
    return Fraction(100 * sum(parts), whole), sum(parts), low, high, Spread.WILSON


def _pool(values: Values) -> Figure:
    """A random-effects average; weighted by n and without a range where a value has none."""
    if all(each.low is not None and each.high is not None and each.low < each.high for each in values):
        average, low, high = pooled([(each.value, each.low, each.high) for each in values])  # type: ignore[misc]
        return average, None, low, high, Spread.POOLED
    whole = sum(each.n for each in values)
    return sum((Fraction(each.value) * each.n for each in values), Fraction(0)) / whole, None, None, None, Spread.NONE


def _median(values: Values) -> Figure:
    """The middle value; of an even number, half way between the two in the middle."""
    return median(Fraction(each.value) for each in values), None, None, None, Spread.NONE


def _largest(values: Values) -> Figure:
    """The largest one, with the range that it has of its own."""
    top = max(values, key=lambda each: (each.value, each.n, each.low or 0, each.high or 0))
    return top.value, None, top.low, top.high, Spread.NONE if top.low is None else Spread.ITS_OWN


def _cents(value: Fraction | Decimal) -> Decimal:
    return (Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value).quantize(CENT)


def _warned(rule: str, values: Values) -> frozenset[Warned]:
    ranges = {each.low is not None and each.low != each.high for each in values}
    told = {
        Warned.DOUBLE_COUNT: rule == "sum_may_double_count" and len(values) > 1,
        Warned.METHODS: len({each.method for each in values}) > 1,
        Warned.EVIDENCE: len({each.evidence for each in values}) > 1,
        Warned.DEFINITIONS: len({each.definition for each in values}) > 1,
        Warned.NO_RANGE: rule == "pool" and False in ranges,
    }
    return frozenset(code for code, holds in told.items() if holds)


RULES: Mapping[str, Callable[[Values], Figure]] = {
    "sum": _sum,
    "sum_may_double_count": _sum,
    "sum_and_share": _share,
    "weighted_mean_by_n": _share,
    "pool": _pool,
    "median": _median,
    "max_across_channels": _largest,
}
FORBIDDEN: Mapping[str, Forbids] = {"do_not_add": Forbids.NOT_ADDED, "recompute": Forbids.FROM_THE_REGISTER}
ADDED = frozenset({"sum", "sum_may_double_count", "sum_and_share", "weighted_mean_by_n"})


def cells_differ(rule: str, whole: Rolled, cells: Values) -> str:
    """Why the cells of a disaggregated value do not come to its whole; empty where they do.

    "rule": the rule does not add at all (an average of averages is none); "people": somebody may stand in two cells;
    "numbers": they add up to something else.
    """
    if rule not in ADDED:
        return "rule"
    rolled = roll_up(rule, cells)
    if isinstance(rolled, Rolled) and _same(rolled, whole):
        return ""
    return "people" if rule == "sum_may_double_count" else "numbers"


def _same(one: Rolled, other: Rolled) -> bool:
    """Whether parts and wholes are the same; the value of a share follows from them."""
    return (one.numerator, one.n) == (other.numerator, other.n) and (
        one.numerator is not None or one.value == other.value
    )
