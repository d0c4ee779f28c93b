"""An indicator reckoned from the rows of a register by its own rule, with exact numbers.

Which rule and which columns stands in data/indicators/calculations.csv, one line an indicator. A register is a list of
plain rows; a column that is missing or None was not answered. No row says who somebody is.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from saanjh.kit.indicators.conditions import holds

Row = Mapping[str, Any]
Register = Sequence[Row]
Asked = Mapping[str, str]  # what the rule is asked: which columns, which conditions


@dataclass(frozen=True)
class Calculated:
    """What the rows come to: `numerator` of `n` for a share (`value` in percent); `beside` is reported with it.

    `value` is None where the rule makes no single number of them (one average for each institution).
    """

    value: Fraction | None
    n: int
    numerator: int | None = None
    beside: Mapping[str, Fraction] = field(default_factory=dict)


def read_parameters(text: str) -> dict[str, str]:
    """The parameters of a rule as they stand in the table: "part=settled; whole=taken_up"."""
    return dict(part.strip().split("=", 1) for part in text.split(";")) if text else {}


def calculate(rule: str, asked: Asked, register: Register) -> Calculated | None:
    """What the register comes to; None where nothing in it can be counted. ValueError for a rule that is not known."""
    if rule not in RULES:
        raise ValueError(f"No rule is called {rule}.")
    return RULES[rule](asked, register)


def _count(asked: Asked, register: Register) -> Calculated:
    found = _where(register, asked["where"])
    beside = {"also": Fraction(len(_where(found, asked["also"])))} if "also" in asked else {}
    return Calculated(Fraction(len(found)), len(register), beside=beside)


def _total(asked: Asked, register: Register) -> Calculated | None:
    rows = _answered(register, asked["of"])
    beside = {}
    sample = _where(rows, asked["sampled"]) if "sampled" in asked else []
    if sample:
        beside["confirmed"] = Fraction(100 * len(_where(sample, asked["confirmed"])), len(sample))
    return Calculated(sum((Fraction(row[asked["of"]]) for row in rows), Fraction(0)), len(rows), beside=beside)


def _distinct(asked: Asked, register: Register) -> Calculated:
    found = _where(_answered(register, asked["of"]), asked["where"])
    return Calculated(Fraction(len({row[asked["of"]] for row in found})), len(found))


def _share(asked: Asked, register: Register) -> Calculated | None:
    rows = _where(register, asked["whole"])
    if len(rows) < int(asked.get("fewest", 1)):
        return None
    beside = {}
    if "reached_of" in asked:
        beside["reached"] = Fraction(100 * len(rows), len(_where(register, asked["reached_of"])))
    return _part(len(_where(rows, asked["part"])), len(rows), beside)


def _ratio(asked: Asked, register: Register) -> Calculated | None:
    """The sum of one column of the sum of another, over rows that have both."""
    rows = _answered(register, asked["part"], asked["whole"])
    whole = sum(int(row[asked["whole"]]) for row in rows)
    return _part(sum(int(row[asked["part"]]) for row in rows), whole, {}) if whole else None


def _share_risen(asked: Asked, register: Register) -> Calculated | None:
    """Of those matched, who rose by at least `least` (a column of the plan), or at all where there is none."""
    rows = _answered(register, asked["before"], asked["after"])
    rises = [(Fraction(row[asked["after"]]) - Fraction(row[asked["before"]]), row) for row in rows]
    risen = [rise for rise, row in rises if rise > 0 and rise >= Fraction(row.get(asked.get("least", ""), 0))]
    return _part(len(risen), len(rows), {}) if rows else None


def _share_and_money(asked: Asked, register: Register) -> Calculated | None:
    rows = _where(register, asked["whole"])
    found, money = _where(rows, asked["part"]), asked["money"]
    total = sum(int(row[money]) for row in rows)
    if not rows or not total:
        return None
    return _part(len(found), len(rows), {"money": Fraction(100 * sum(int(row[money]) for row in found), total)})


def _mean(asked: Asked, register: Register) -> Calculated | None:
    numbers = _numbers(register, asked["of"])
    return Calculated(_average(numbers), len(numbers), beside=_error(numbers)) if numbers else None


def _mean_of_items(asked: Asked, register: Register) -> Calculated | None:
    """The average of each person's average item, from 0 to 100, with how many items and Cronbach's alpha."""
    items = asked["items"].split()
    rows = _answered(register, *items, asked["highest"])
    if not rows:
        return None
    columns = [[Fraction(row[item]) for row in rows] for item in items]
    scores = [
        100 * sum(Fraction(row[item]) for item in items) / (len(items) * Fraction(row[asked["highest"]]))
        for row in rows
    ]
    beside = {"items": Fraction(len(items)), **_error(scores)}
    whole = _variance([sum(parts, Fraction(0)) for parts in zip(*columns, strict=True)])
    if whole and len(items) > 1:
        own = sum((_variance(column) or Fraction(0) for column in columns), Fraction(0))
        beside["alpha"] = Fraction(len(items), len(items) - 1) * (1 - own / whole)
    return Calculated(_average(scores), len(rows), beside=beside)


def _mean_of_each(asked: Asked, register: Register) -> Calculated | None:
    """One average for each; never a single mixed number."""
    groups: dict[str, list[Fraction]] = defaultdict(list)
    for row in _answered(register, asked["of"], asked["by"]):
        groups[row[asked["by"]]].append(Fraction(row[asked["of"]]))
    averages = {name: _average(numbers) for name, numbers in sorted(groups.items())}
    return Calculated(None, sum(map(len, groups.values())), beside=averages) if groups else None


def _mean_change(asked: Asked, register: Register) -> Calculated | None:
    """The average after less the average before: of those matched, or of two separate rounds."""
    before, after = asked["before"], asked["after"]
    if asked["matched"] == "yes":
        rows = _answered(register, before, after)
        changes = [Fraction(row[after]) - Fraction(row[before]) for row in rows]
        return Calculated(_average(changes), len(changes), beside=_error(changes)) if changes else None
    first, last = _numbers(register, before), _numbers(register, after)
    if not first or not last:
        return None
    errors = [_error(numbers) for numbers in (first, last)]
    beside = {"error_squared": sum((each["error_squared"] for each in errors), Fraction(0))} if all(errors) else {}
    return Calculated(_average(last) - _average(first), len(last), beside=beside)


def _largest(asked: Asked, register: Register) -> Calculated | None:
    """The channel with the most; the estimates of one channel are added, those of two never are."""
    sums: Counter[str] = Counter()
    for row in _answered(register, asked["of"], asked["by"]):
        sums[row[asked["by"]]] += int(row[asked["of"]])
    beside = {name: Fraction(total) for name, total in sorted(sums.items())}
    return Calculated(max(beside.values()), len(beside), beside=beside) if beside else None


def _coverage(asked: Asked, register: Register) -> Calculated:
    """Places without anything, and beside it the places with `crowded` or more of one theme."""
    places: dict[str, Counter[str]] = defaultdict(Counter)
    for row in _answered(register, asked["place"]):
        places[row[asked["place"]]].update([row[asked["theme"]]] if row.get(asked["theme"]) else [])
    crowded = [each for each in places.values() if each and max(each.values()) >= int(asked["crowded"])]
    empty = [each for each in places.values() if not each]
    return Calculated(Fraction(len(empty)), len(places), beside={"crowded": Fraction(len(crowded))})


def _where(register: Register, condition: str) -> list[Row]:
    return [row for row in register if holds(condition, row)]


def _answered(register: Register, *columns: str) -> list[Row]:
    return [row for row in register if all(row.get(column) is not None for column in columns)]


def _numbers(register: Register, column: str) -> list[Fraction]:
    return [Fraction(row[column]) for row in _answered(register, column)]


def _part(part: int, whole: int, beside: Mapping[str, Fraction]) -> Calculated | None:
    return Calculated(Fraction(100 * part, whole), whole, part, beside) if whole else None


def _average(numbers: Sequence[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0)) / len(numbers)


def _variance(numbers: Sequence[Fraction]) -> Fraction | None:
    if len(numbers) < 2:
        return None
    middle = _average(numbers)
    return sum(((number - middle) ** 2 for number in numbers), Fraction(0)) / (len(numbers) - 1)


def _error(numbers: Sequence[Fraction]) -> dict[str, Fraction]:
    """The squared standard error of their average, from which its range is made; nothing for a single one."""
    variance = _variance(numbers)
    return {} if variance is None else {"error_squared": variance / len(numbers)}


RULES: Mapping[str, Callable[[Asked, Register], Calculated | None]] = {
    "count": _count,
    "total": _total,
    "distinct": _distinct,
    "share": _share,
    "ratio": _ratio,
    "share_risen": _share_risen,
    "share_and_money": _share_and_money,
    "mean": _mean,
    "mean_of_items": _mean_of_items,
    "mean_of_each": _mean_of_each,
    "mean_change": _mean_change,
    "largest": _largest,
    "coverage": _coverage,
}
