"""What may be published of counts of people: nothing under ten, the rest to the nearest five, no share of a few.

The 10-5 rule of the Office for National Statistics (policy for protecting births and deaths statistics). Every cell
and every sum is rounded on its own, from the true number, so that no difference of two of them gives a small one back.
"""

SMALLEST = 10  # fewer people than this are not told apart from nobody
STEP = 5
FEWEST = 30  # a percentage of fewer says more about chance than about people


def people(count: int) -> int | None:
    """The number of people as it may be shown; None for fewer than SMALLEST, nobody included. ValueError below 0."""
    if count < 0:
        raise ValueError("Fewer than nobody cannot be counted.")
    if count < SMALLEST:
        return None
    return STEP * ((count + STEP // 2) // STEP)


def may_show_share(part: int, whole: int, *, of_people: bool = True, fewest: int = FEWEST) -> bool:
    """Whether a percentage may be published: of `fewest` or more; of people, also only where neither the part nor the
    rest is so small that the percentage would give it away (R5, R4)."""
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no share.")
    if whole < fewest:
        return False
    return not of_people or min(part, whole - part) >= SMALLEST
