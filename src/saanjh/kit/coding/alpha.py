"""Krippendorff's alpha: agreement beyond chance for any number of coders, four scales, and values missing.

Alpha is 1 - observed / expected disagreement (Krippendorff 2004, Content Analysis, 2nd edition, section 11.3). All
pairs of n values differ by the sum of the squared differences over ordered pairs, here called their *spread*. Observed
is the spread within units, each divided by its values less one; expected is the spread of all values together.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, chain, combinations
from random import Random
from typing import Literal

from saanjh.kit.coding.agreement import Agreement, Reason, Unit, Value, given, missing_reason, numbers, ordered, rows
from saanjh.kit.intervals import Interval

Scale = Literal["nominal", "ordinal", "interval", "ratio"]
Tally = tuple[tuple[Value, int], ...]  # how often each value was given in a unit


@dataclass(frozen=True)
class Resampled:
    """The interval of an alpha, from so many draws; in `undefined` of them all values were alike and told nothing."""

    interval: Interval | None
    draws: int
    undefined: int = 0
    reason: Reason | None = None


def alpha(units: Iterable[Unit], *, scale: Scale = "nominal") -> Agreement:
    """Krippendorff's alpha of the units; a unit with one value counts for nothing, as in his coincidence matrix.

    Undefined, not 1, where all pairable values are alike: then the data cannot tell agreement from a stuck pen.
    Raises ValueError for words on another scale than the nominal, and for negative numbers on the ratio scale.
    """
    judged = rows(units)
    tallies, coders = _tallies(judged), len(judged[0]) if judged else 0
    pairable, values = tallies.total(), sum(times * _size(tally) for tally, times in tallies.items())
    if (reason := missing_reason(coders, pairable)) is not None:
        return Agreement(None, pairable, values, coders, reason)
    observed, expected = _disagreement(tallies, scale)
    if not expected:
        return Agreement(None, pairable, values, coders, Reason.ONE_CATEGORY, observed, expected)
    return Agreement(1 - observed / expected, pairable, values, coders, None, observed, expected)


def alpha_interval(
    units: Iterable[Unit], *, scale: Scale = "nominal", level: float = 0.95, draws: int = 1_000, seed: int = 0
) -> Resampled:
    """Between which values alpha would lie in `level` of studies like this one: a bootstrap of whole units.

    As many pairable units as there are, drawn with replacement; the middle `level` of the alphas of the draws (Zapf
    et al. 2016, BMC Medical Research Methodology 16:93). The same seed gives the same interval, whatever the order
    of units and coders. Raises ValueError as alpha, and for a level outside 0 to 1 or no draws.
    """
    if not 0 < level < 1 or draws < 1:
        raise ValueError("An interval is asked for with a level between 0 and 1 and at least one draw.")
    judged = rows(units)
    whole = alpha(judged, scale=scale)
    if whole.value is None or whole.units < 2:
        return Resampled(None, 0, reason=whole.reason or Reason.ONE_UNIT)
    found = sorted(_alphas_of_draws(_tallies(judged), scale, draws, Random(seed)))
    if not found:
        return Resampled(None, draws, draws, Reason.ONE_CATEGORY)
    return Resampled(_middle(found, level), draws, draws - len(found))


def _alphas_of_draws(tallies: Counter[Tally], scale: Scale, draws: int, random: Random) -> Iterator[float]:
    """The alpha of each draw that has one."""
    # sorted, so that the order in which units were listed is no part of the answer
    kinds = sorted(tallies, key=repr)
    pool = [kind for kind, tally in enumerate(kinds) for _ in range(tallies[tally])]
    values = [[value for value, count in tally for _ in range(count)] for tally in kinds]
    places = _places(Counter(chain.from_iterable(values)), scale)
    within = {kind: _within(tally, places, scale) for kind, tally in enumerate(kinds)}
    for _ in range(draws):
        drawn = [pool[int(random.random() * len(pool))] for _ in pool]
        counts = Counter(chain.from_iterable([values[kind] for kind in drawn]))
        if scale == "ordinal":
            # ranks are those of the draw; on other scales a unit differs within itself as much in every draw
            places = _places(counts, scale)
            within = {kind: _within(kinds[kind], places, scale) for kind in set(drawn)}
        if expected := _spread(tuple(counts.items()), places, scale) / (counts.total() - 1):
            yield 1 - sum([within[kind] for kind in drawn]) / expected


def _tallies(judged: Iterable[Unit]) -> Counter[Tally]:
    """How many pairable units were judged in the same way, whoever gave which value."""
    tallies: Counter[Tally] = Counter()
    for unit in judged:
        values = given(unit)
        if len(values) > 1:
            counts = Counter(values)
            tallies[tuple((value, counts[value]) for value in ordered(counts))] += 1
    return tallies


def _disagreement(tallies: Mapping[Tally, int], scale: Scale) -> tuple[float, float]:
    """Observed and expected, each the mean squared difference of a pair of values."""
    whole: Counter[Value] = Counter()
    for tally, times in tallies.items():
        for value, count in tally:
            whole[value] += count * times
    places, total = _places(whole, scale), whole.total()
    observed = sum(times * _within(tally, places, scale) for tally, times in tallies.items())
    return observed / total, _spread(tuple(whole.items()), places, scale) / (total * (total - 1))


def _within(tally: Tally, places: Mapping[Value, float], scale: Scale) -> float:
    return _spread(tally, places, scale) / (_size(tally) - 1)


def _places(whole: Mapping[Value, int], scale: Scale) -> dict[Value, float]:
    """Where each value stands on a line: on the ordinal scale at its middle rank, else at itself."""
    values = ordered(whole)
    if scale == "nominal":
        return {}
    stands = numbers(values)
    if scale == "ratio" and stands[0] < 0:
        raise ValueError("The ratio scale begins at zero.")
    if scale == "ordinal":
        # the sum of all frequencies from c to k, less half of both ends, is the difference of their middle ranks
        counts = [whole[value] for value in values]
        stands = [up_to - count / 2 for up_to, count in zip(accumulate(counts), counts, strict=True)]
    return dict(zip(values, stands, strict=True))


def _spread(tally: Tally, places: Mapping[Value, float], scale: Scale) -> float:
    """The sum of squared differences over all ordered pairs of values."""
    if len(tally) == 1:
        return 0.0
    if scale == "nominal":
        return float(_size(tally) ** 2 - sum(count * count for _, count in tally))
    stands = [(places[value], count) for value, count in tally]
    if scale == "ratio":
        return 2 * sum([n * m * ((x - y) / (x + y)) ** 2 for (x, n), (y, m) in combinations(stands, 2)])
    # over all pairs, squared differences add up to twice the number times those from the mean: no need of the pairs
    size = _size(tally)
    mean = sum([place * count for place, count in stands]) / size
    return 2 * size * sum([count * (place - mean) ** 2 for place, count in stands])


def _size(tally: Tally) -> int:
    return sum([count for _, count in tally])


def _middle(found: list[float], level: float) -> Interval:
    """The range of the middle part of sorted figures, between two of them in proportion."""
    low, high = ((1 + sign * level) / 2 * (len(found) - 1) for sign in (-1, 1))
    return Interval(_at(found, low), _at(found, high))


def _at(found: list[float], place: float) -> float:
    below = min(int(place), len(found) - 1)
    above = min(below + 1, len(found) - 1)
    return found[below] + (place - below) * (found[above] - found[below])
