"""How people are counted: by sex, age band and disability, as numbers. Who they are is never asked."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from saanjh.ground.refusals import Refusal

MOST = 100_000  # more than any gathering holds: a larger number is a slip of the finger

Cell = tuple[str, ...]
Cells = Mapping[Cell, int]  # (sex, age band), or (sex, age band, disability) -> people; what is not there is nobody


class Sex(models.TextChoices):
    """As the census counts; and what nobody noted, because a blank is not a zero."""

    WOMEN = "women", _("Women and girls")
    MEN = "men", _("Men and boys")
    TRANSGENDER = "transgender", _("Transgender people")
    UNKNOWN = "unknown", _("Sex not noted")


class AgeBand(models.TextChoices):
    """The second is youth as the census of Pakistan has it."""

    UNDER_15 = "0-14", _("Under 15")
    YOUTH = "15-29", _("15 to 29")
    ADULT = "30-59", _("30 to 59")
    OLDER = "60+", _("60 and older")
    UNKNOWN = "unknown", _("Age not noted")


class Disability(models.TextChoices):
    """Whether people said that they live with a disability."""

    WITH = "with", _("With a disability")
    WITHOUT = "without", _("Without a disability")
    UNKNOWN = "unknown", _("Disability not noted")


UNKNOWN = "unknown"  # the code of what nobody noted, in each of the three
KEYS = (Sex.values, AgeBand.values, Disability.values)


def counted(cells: Cells, *, nobody: bool = False) -> dict[Cell, int]:
    """The cells that hold somebody. Raises Refusal where a number cannot be one of people, or nobody came unless that
    may be so (`nobody`); ValueError for a cell that does not exist."""
    people = {cell: number for cell, number in cells.items() if number}
    for cell, number in people.items():
        if any(part not in known for part, known in zip(cell, KEYS, strict=False)):
            raise ValueError(f"{cell} is no cell of a count.")
        if not 0 < number <= MOST:
            raise Refusal(_("Write a whole number from 0 to %(most)s.") % {"most": MOST})
    if not people and not nobody:
        raise Refusal(_("Write how many people came: at least one number."))
    return people


def margin(cells: Cells, place: int) -> dict[str, int]:
    """Sums over all but one part of the cells: `place` 0 for sex, 1 for age band, 2 for disability."""
    sums: dict[str, int] = {}
    for cell, people in cells.items():
        sums[cell[place]] = sums.get(cell[place], 0) + people
    return sums
