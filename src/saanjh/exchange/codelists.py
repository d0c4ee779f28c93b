"""Sheets of lists and of the indicator bank: read, checked, shown, then brought in by the action."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import saanjh
from saanjh.exchange.cells import Cells
from saanjh.exchange.places import Found
from saanjh.formats import sheets
from saanjh.formats.sheets import Problem
from saanjh.ground.models import Person
from saanjh.programmes.actions import codelists as actions
from saanjh.programmes.codelists import Changes, IndicatorRow, Lists, ThemeRow, compare
from saanjh.programmes.models import Indicator, Scheme, Standing, Theme

DATA = Path(saanjh.__file__).parent / "data"
OURS = (DATA / "codelists", DATA / "indicators")
THEME = {"code", "label_en", "label_ur", "note", "standing", "source"}
BANK = {
    "code", "theme", "level", "unit", "name_en", "name_ur", "definition_en", "definition_ur", "calculation",
    "disaggregation", "verification", "frequency", "aggregation", "aggregation_note", "sensitivity", "aligned_with",
    "core",
}  # fmt: skip
POINTS = {
    "theme": Scheme.THEMES,
    "unit": Scheme.UNITS,
    "frequency": Scheme.FREQUENCIES,
    "aggregation": Scheme.AGGREGATIONS,
}
YES = {"yes": "yes", "no": ""}


@dataclass(frozen=True, slots=True)
class Handed:
    """What the files say, what is wrong in them, and which of them are no lists of this kind."""

    lists: Lists
    problems: tuple[Found, ...] = ()
    left_out: tuple[str, ...] = ()


def read(files: Mapping[str, bytes]) -> Handed:
    """The lists in the files: each is known by its file's name (themes.csv, themes.xlsx), the bank too (bank.csv)."""
    reading = _Reading()
    stems = {name: name.removesuffix(".csv").removesuffix(".xlsx") for name in files}
    lists = {name: stem for name, stem in stems.items() if stem in Scheme.values}
    for name, scheme in lists.items():
        reading.list(name, files[name], scheme)
    banks = [name for name, stem in stems.items() if stem == "bank"]
    for name in banks:
        reading.bank(name, files[name])
    named = [*lists, *banks]
    for name in named:
        if [stems[other] for other in named].count(stems[name]) > 1:  # themes.csv beside themes.xlsx
            reading.problems.append(Found(name, Problem("twice", params={"name": stems[name]})))
    left_out = tuple(name for name in files if name not in named)
    return Handed(Lists(tuple(reading.themes), tuple(reading.indicators)), tuple(reading.problems), left_out)


def preview(files: Mapping[str, bytes]) -> tuple[Handed, Changes | None]:
    """What the files say and, where nothing is wrong in them, what they would change."""
    handed = read(files)
    return handed, None if handed.problems else compare(handed.lists)


def bring_in(files: Mapping[str, bytes], *, by: Person, step: Callable[[], None] = lambda: None) -> Changes:
    """Bring in sound files by the action that people use. Raises ValueError where `read` finds a problem."""
    handed = read(files)
    if handed.problems:
        raise ValueError(f"{len(handed.problems)} problems in the files")
    return actions.bring_in(handed.lists, by=by, step=step)


def files_in_ours() -> dict[str, bytes]:
    """The lists and the bank that come with the project."""
    return {file.name: file.read_bytes() for folder in OURS for file in sorted(folder.glob("*.csv"))}


def bring_in_ours(*, by: Person) -> Changes:
    """Bring in the lists and the bank that come with the project."""
    return bring_in(files_in_ours(), by=by)


class _Reading:
    """What was read so far; the bank may point to the lists beside it or to those known here."""

    def __init__(self) -> None:
        self.problems: list[Found] = []
        self.themes: list[ThemeRow] = []
        self.indicators: list[IndicatorRow] = []
        self.known = set(Theme.objects.values_list("scheme", "code"))

    def list(self, name: str, data: bytes, scheme: str) -> None:
        """One list: rows keep the order of the file."""
        sheet = sheets.read_table(data, required=THEME, known=THEME | {"exponent"})
        problems = list(sheet.problems)
        for position, row in enumerate(sheet.rows):
            cells = Cells(row, problems)
            code = cells.text("code", longest=40)
            labels = cells.text("label_en", longest=200), cells.text("label_ur", longest=200, needed=False)
            note = cells.text("note", longest=1000, needed=False)
            standing = cells.one_of("standing", {value: value for value in Standing.values})
            source = cells.text("source", longest=300, needed=False)
            if cells.sound:
                self.themes.append(ThemeRow(scheme, code, position, *labels, note, standing, source))
                self.known.add((scheme, code))
        self.problems += [Found(name, problem) for problem in problems]

    def bank(self, name: str, data: bytes) -> None:
        """The indicator bank: its codes must stand on the lists."""
        sheet = sheets.read_table(data, required=BANK, known=BANK)
        problems = list(sheet.problems)
        for position, row in enumerate(sheet.rows):
            self._indicator(Cells(row, problems), position)
        self.problems += [Found(name, problem) for problem in problems]

    def _indicator(self, cells: Cells, position: int) -> None:
        for column, scheme in POINTS.items():
            code = cells.text(column, longest=40)
            if code and (scheme, code) not in self.known:
                cells.complain("not_known", column, name=code[:80])
        words = {name: cells.text(name, longest=2000) for name in ("definition_en", "definition_ur")}
        words |= {name: cells.text(name, longest=200) for name in ("name_en", "name_ur")}
        more = ("calculation", "disaggregation", "verification", "aggregation_note", "aligned_with")
        words |= {name: cells.text(name, longest=1000, needed=False) for name in more}
        code = cells.text("code", longest=10)
        level = cells.one_of("level", {value: value for value in Indicator.Level.values})
        sensitivity = cells.one_of("sensitivity", {value: value for value in Indicator.Sensitivity.values})
        is_core = bool(cells.one_of("core", YES))
        if cells.sound:
            codes = {column: cells.text(column) for column in POINTS}
            row = IndicatorRow(
                code=code, position=position, level=level, sensitivity=sensitivity, is_core=is_core, **codes, **words
            )
            self.indicators.append(row)
