"""How sure a share is: the 95 % interval of a proportion."""

from math import sqrt

Z95 = 1.959963984540054  # the standard normal's 97.5 % point


def wilson(part: int, whole: int, *, z: float = Z95) -> tuple[float, float]:
    """The interval of the share part/whole, as (low, high) between 0 and 1 (Wilson 1927, score interval).

    It holds for few cases and for shares of 0 and 1, where the textbook's symmetric one fails.
    Raises ValueError unless 0 <= part <= whole and whole >= 1.
    """
    if whole < 1 or not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no share.")
    share = part / whole
    spread = z * z / whole
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / whole + spread / (4 * whole))
    low = 0.0 if part == 0 else max(0.0, middle - half)
    high = 1.0 if part == whole else min(1.0, middle + half)
    return low, high
