"""How people are counted: by sex, age band and disability, as numbers. Who they are is never asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from saanjh.ground.refusals import Refusal
from saanjh.kit import disclosure

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


@dataclass(frozen=True)
class Row:
    """People of one age band, or of all: each sex with its number, and their total."""

    label: Any
    cells: list[tuple[Any, int | None]]
    total: int | None


@dataclass(frozen=True)
class Table:
    """People by age band (rows) and sex (columns). None is not shown: fewer than ten, or a total that tells of them."""

    columns: list[Any]
    rows: list[Row]
    totals: Row


def table(cells: Cells) -> Table:
    """The counts exactly, for the desk of those who may know; columns and rows that hold nobody are left out."""
    sexes, bands = _codes(cells, Sex, 0, all_known=False), _codes(cells, AgeBand, 1, all_known=False)
    by_sex, by_band, pairs = margin(cells, 0), margin(cells, 1), _pairs(cells)
    rows = [[pairs.get((sex, band), 0) for sex in sexes] for band in bands]
    return _drawn(
        sexes, bands, rows, [by_band[band] for band in bands], [by_sex[sex] for sex in sexes], sum(cells.values())
    )


def public_table(cells: Cells) -> Table:
    """The counts by the 10-5 rule. Every known sex and age band stands there, so that what is missing tells nothing."""
    sexes, bands = _codes(cells, Sex, 0, all_known=True), _codes(cells, AgeBand, 1, all_known=True)
    pairs = _pairs(cells)
    shown = disclosure.publish_table([[pairs.get((sex, band), 0) for sex in sexes] for band in bands])
    rows = [[_people(cell) for cell in row] for row in shown.cells]
    row_totals, column_totals = map(_people, shown.row_totals), map(_people, shown.column_totals)
    return _drawn(sexes, bands, rows, row_totals, column_totals, _people(shown.total))


def _drawn(
    sexes: list[Any],
    bands: list[Any],
    rows: Iterable[Iterable[int | None]],
    row_totals: Iterable[int | None],
    column_totals: Iterable[int | None],
    total: int | None,
) -> Table:
    """The numbers with their labels."""
    columns = [sex.label for sex in sexes]
    lines = zip(bands, rows, row_totals, strict=True)
    return Table(
        columns,
        [Row(band.label, list(zip(columns, row, strict=True)), its_total) for band, row, its_total in lines],
        Row("", list(zip(columns, column_totals, strict=True)), total),
    )


@dataclass(frozen=True)
class Part:
    """One part of a count, as the public may see it: None stands for fewer than ten, nobody included."""

    code: str
    label: Any
    people: int | None


def public_parts(cells: Cells, place: int, names: type[models.TextChoices]) -> tuple[list[Part], int | None]:
    """The sums by one of the three (`place` as in margin), and their total, by the 10-5 rule."""
    sums = margin(cells, place)
    parts = _codes(cells, names, place, all_known=True)
    shown = disclosure.publish_table([[sums.get(part, 0) for part in parts]])
    named = zip(parts, shown.cells[0], strict=True)
    return [Part(part.value, part.label, _people(people)) for part, people in named], _people(shown.total)


def _codes(cells: Cells, names: type[models.TextChoices], place: int, *, all_known: bool) -> list[Any]:
    """The members to show: those that hold somebody, or all of them but what nobody noted where nobody was left so."""
    sums = margin(cells, place)
    return [each for each in names if sums.get(each) or (all_known and each != UNKNOWN)]


def _pairs(cells: Cells) -> dict[tuple[str, str], int]:
    """(sex, age band) -> people."""
    pairs: dict[tuple[str, str], int] = {}
    for cell, people in cells.items():
        pairs[cell[0], cell[1]] = pairs.get((cell[0], cell[1]), 0) + people
    return pairs


def _people(published: disclosure.Published) -> int | None:
    return published.value if isinstance(published, disclosure.Shown) else None
