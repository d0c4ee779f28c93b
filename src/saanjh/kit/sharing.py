"""A sum cut into parts by weight, so that the parts add up to it to the last paisa."""

from collections.abc import Sequence


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """The parts of `total` (minor units, 0 or more) in proportion to the weights, in their order; largest remainder.

    Each part is rounded down, and what is left goes, one unit each, to the parts that lost most; of two that lost as
    much, to the earlier one. ValueError where a weight is below 0, or none is above it.
    """
    whole = sum(weights)
    if total < 0 or whole <= 0 or min(weights) < 0:
        raise ValueError("Parts are of a sum of 0 or more, by weights of which one is above 0.")
    parts = [total * weight // whole for weight in weights]
    lost = sorted(range(len(weights)), key=lambda place: (-(total * weights[place] % whole), place))
    for place in lost[: total - sum(parts)]:
        parts[place] += 1
    return parts
