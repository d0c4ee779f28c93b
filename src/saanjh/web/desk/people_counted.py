"""A grid in which people are counted: sex across, age bands down; a blank holds nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saanjh.ground.counting import MOST, AgeBand, Cell, Cells, Disability, Sex
from saanjh.web.components.fields import Drawn, drawn
from saanjh.web.components.inputs import Number


@dataclass(frozen=True)
class Grid:
    """One table of inputs, two sexes wide so that it fits a phone."""

    title: Any
    columns: list[Any]
    rows: list[tuple[Any, list[Drawn]]]
    open: bool  # whether it is seen at once, or behind its title


def name_of(sex: str, band: str, part: str = "all") -> str:
    """The name of a cell's input."""
    return f"{part}_{sex}_{band}"


def cells_initial(cells: Cells) -> dict[str, int]:
    """What the inputs show for counts that are known: all people, and those with a disability among them."""
    shown: dict[str, int] = {}
    for cell, people in cells.items():
        for part in ["all", *(["with"] if cell[2:] == (Disability.WITH,) else [])]:
            name = name_of(cell[0], cell[1], part)
            shown[name] = shown.get(name, 0) + people
    return shown


class PeopleForm(forms.Form):
    """How many people of each sex and age band."""

    parts: tuple[str, ...] = ("all",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in self.parts:
            for sex in Sex:
                for band in AgeBand:
                    label = _("%(sex)s, %(age)s") % {"sex": sex.label, "age": band.label}
                    self.fields[name_of(sex, band, part)] = Number(
                        label=label, whole=True, lowest=0, highest=MOST, required=False
                    )

    def cells(self) -> dict[Cell, int]:
        """(sex, age band) -> people, of the cells in which something was written."""
        return {(sex.value, band.value): people for sex, band, people in self._written("all")}

    def grids(self) -> list[Grid]:
        """The tables to draw."""
        return [
            self._grid("all", [Sex.WOMEN, Sex.MEN], _("People who came"), at_once=True),
            self._grid("all", [Sex.TRANSGENDER, Sex.UNKNOWN], _("Transgender people; sex not noted")),
        ]

    def _written(self, part: str) -> Iterator[tuple[Sex, AgeBand, int]]:
        for sex in Sex:
            for band in AgeBand:
                people = self.cleaned_data.get(name_of(sex, band, part))
                if people is not None:
                    yield sex, band, people

    def _grid(self, part: str, sexes: list[Sex], title: Any, *, at_once: bool = False) -> Grid:
        rows = [(band.label, [self[name_of(sex, band, part)] for sex in sexes]) for band in AgeBand]
        used = any(bound.value() not in (None, "") for _label, row in rows for bound in row)
        cells = [(label, [drawn(bound, **{"aria-label": bound.label}) for bound in row]) for label, row in rows]
        return Grid(title, [sex.label for sex in sexes], cells, at_once or used)


class HeadcountForm(PeopleForm):
    """The same, and how many of them live with a disability."""

    parts = ("all", "with")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for sex, band, people in self._written("with"):
            all_of_them = name_of(sex, band)
            if all_of_them not in self.errors and people > (cleaned.get(all_of_them) or 0):
                self.add_error(
                    name_of(sex, band, "with"), _("There cannot be more with a disability than came in all.")
                )
        return cleaned

    def headcounts(self) -> dict[Cell, int]:
        """(sex, age band, disability) -> people. Where nothing was written about disability, it was not noted."""
        noted = {(sex, band): people for sex, band, people in self._written("with")}
        counts: dict[Cell, int] = {}
        for sex, band, people in self._written("all"):
            if not noted:
                counts[sex.value, band.value, Disability.UNKNOWN.value] = people
                continue
            among = noted.get((sex, band), 0)
            counts[sex.value, band.value, Disability.WITH.value] = among
            counts[sex.value, band.value, Disability.WITHOUT.value] = people - among
        return counts

    def grids(self) -> list[Grid]:
        among = _("How many of them live with a disability? Leave all blank if it was not noted.")
        return [
            *super().grids(),
            self._grid("with", [Sex.WOMEN, Sex.MEN], among),
            self._grid("with", [Sex.TRANSGENDER, Sex.UNKNOWN], _("Of the others: how many live with a disability")),
        ]
