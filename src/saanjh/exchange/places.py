"""Sheets of places: read, checked row by row, shown before anything is written, then brought in by the action."""

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import saanjh
from saanjh.exchange.cells import Cells
from saanjh.formats import sheets
from saanjh.formats.sheets import Limits, Problem
from saanjh.ground.actions import places as actions
from saanjh.ground.models import District, Person, Province, Roster
from saanjh.ground.rosters import AliasRow, Changes, DistrictRow, Fact, Places, ProvinceRow, RosterRow, compare

OURS = Path(saanjh.__file__).parent / "data" / "places"
KINDS = {"province": "province", "territory": "territory", "capital": "capital", "federal_capital": "capital"}
# column of the sheet -> fact of the district
TEXTS = {"division": "division", "p_code": "pcode", "tile_label": "tile_label"}
COUNTS = {
    "tile_row": "tile_row",
    "tile_column": "tile_column",
    "population_2023": "population_2023",
    "male_2023": "men_2023",
    "female_2023": "women_2023",
    "transgender_2023": "transgender_2023",
    "population_2017": "population_2017",
    "youth_15_29_2023": "youth_2023",
}
PERCENTS = {
    "literacy_10_plus_percent_2023": "literacy_percent_2023",
    "urban_percent_2023": "urban_percent_2023",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that is known here: it is recognised by the columns it must have, whatever its file is called."""

    name: str
    required: frozenset[str]
    more: frozenset[str] = frozenset()


TABLES = (  # what others point to comes first
    Table("rosters", frozenset({"code", "title_en", "day"}), frozenset({"title_ur", "figures_en", "figures_ur"})),
    Table("provinces", frozenset({"id", "kind", "name_en", "name_ur"}), frozenset({"p_code", "country"})),
    Table(
        "districts",
        frozenset({"id", "province", "name_en", "name_ur", "roster", "valid_from"}),
        frozenset({"valid_to", *TEXTS, *COUNTS, *PERCENTS, "area_km2", "area_source"})
        | {"centroid_lat", "centroid_lon", "centroid_source"},
    ),
    Table("aliases", frozenset({"name_en", "kind", "district"}), frozenset({"name_ur", "also_possible", "source"})),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A problem and the file it is in."""

    file: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Handed:
    """What the files say, what is wrong in them, and which of them are not sheets of places."""

    places: Places
    problems: tuple[Found, ...] = ()
    left_out: tuple[str, ...] = ()


def files_in(paths: Collection[Path]) -> dict[str, bytes]:
    """Name and bytes of each file; of a folder, its tables (.csv, .xlsx). Raises OSError for what cannot be read."""
    files = [file for path in paths for file in (_tables_in(path) if path.is_dir() else [path])]
    return {file.name: file.read_bytes() for file in files}


def _tables_in(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in {".csv", ".xlsx"})


def read(files: Mapping[str, bytes]) -> Handed:
    """The places in the files. Rows may point to what the files bring along or what is known here already."""
    reading = _Reading()
    heads = {name: sheets.read_table(data, limits=Limits(max_rows=1)) for name, data in files.items()}
    recognised = {name: _table(set(head.columns)) for name, head in heads.items()}
    for name, head in heads.items():
        if not head.columns:
            reading.problems += [Found(name, problem) for problem in head.problems]
    for table in TABLES:
        for name, found in recognised.items():
            if found is table:
                reading.sheet(name, files[name], table)
    left_out = tuple(name for name, found in recognised.items() if found is None and heads[name].columns)
    return Handed(reading.places(), tuple(reading.problems), left_out)


def preview(files: Mapping[str, bytes]) -> tuple[Handed, Changes | None]:
    """What the files say and, where nothing is wrong in them, what they would change. Raises Refusal as the action."""
    handed = read(files)
    return handed, None if handed.problems else compare(handed.places)


def bring_in(files: Mapping[str, bytes], *, by: Person, step: Callable[[], None] = lambda: None) -> Changes:
    """Bring in sound files by the action that people use. Raises ValueError where `read` finds a problem."""
    handed = read(files)
    if handed.problems:
        raise ValueError(f"{len(handed.problems)} problems in the files")
    return actions.bring_in(handed.places, by=by, step=step)


def bring_in_ours(*, by: Person) -> Changes:
    """Bring in the places that come with the project."""
    return bring_in(files_in([OURS]), by=by)


def _table(columns: set[str]) -> Table | None:
    """The sheet that the columns fit best, with more than half of those it must have; None for a stranger."""

    def fit(table: Table) -> float:
        needed = len(table.required & columns) / len(table.required)
        return needed + len((table.required | table.more) & columns) / len(columns) if needed > 0.5 else 0

    best = max(TABLES, key=fit) if columns else TABLES[0]
    return best if columns and fit(best) else None


class _Reading:
    """What was read so far, and what it may point to."""

    def __init__(self) -> None:
        self.problems: list[Found] = []
        self.rosters: dict[str, RosterRow] = {}
        self.provinces: dict[str, ProvinceRow] = {}
        self.districts: dict[str, DistrictRow] = {}
        self.aliases: list[AliasRow] = []
        self.known = {
            "roster": set(Roster.objects.values_list("code", flat=True)),
            "province": set(Province.objects.values_list("slug", flat=True)),
            "district": set(District.objects.values_list("slug", flat=True)),
        }

    def places(self) -> Places:
        parts = (self.rosters.values(), self.provinces.values(), self.districts.values(), self.aliases)
        return Places(*(tuple(part) for part in parts))  # type: ignore[arg-type]

    def sheet(self, name: str, data: bytes, table: Table) -> None:
        """Read one file: each sound row is kept, each other one named."""
        sheet = sheets.read_table(data, required=table.required, known=table.required | table.more)
        problems = list(sheet.problems)
        take = {
            "rosters": self._roster,
            "provinces": self._province,
            "districts": self._district,
            "aliases": self._alias,
        }[table.name]
        for row in sheet.rows:
            take(Cells(row, problems))
        self.problems += [Found(name, problem) for problem in problems]

    def _once(self, cells: Cells, column: str, kind: str, there: Mapping[str, object]) -> str:
        code = cells.text(column, longest=40 if kind == "roster" else 60)
        if code in there:
            cells.complain("twice", column, name=code[:80])
        self.known[kind].add(code)
        return code

    def _points(self, cells: Cells, column: str, kind: str, code: str) -> None:
        if code and code not in self.known[kind]:
            cells.complain("not_known", column, name=code[:80])

    def _roster(self, cells: Cells) -> None:
        code, day = self._once(cells, "code", "roster", self.rosters), cells.day("day")
        title_en = cells.text("title_en", longest=200)
        title_ur = cells.text("title_ur", longest=200, needed=False)
        figures = [cells.text(f"figures_{language}", longest=400, needed=False) for language in ("en", "ur")]
        if cells.sound and day:
            self.rosters[code] = RosterRow(code, title_en, day, title_ur, *figures)

    def _province(self, cells: Cells) -> None:
        slug, kind = self._once(cells, "id", "province", self.provinces), cells.one_of("kind", KINDS)
        name_en, name_ur = cells.text("name_en"), cells.text("name_ur")
        pcode = cells.text("p_code", longest=20, needed=False)
        country = cells.text("country", longest=2, needed=False) or "PK"
        if cells.sound:
            self.provinces[slug] = ProvinceRow(slug, kind, name_en, name_ur, pcode, country)

    def _district(self, cells: Cells) -> None:
        slug = self._once(cells, "id", "district", self.districts)
        province, roster = cells.text("province"), cells.text("roster")
        self._points(cells, "province", "province", province)
        self._points(cells, "roster", "roster", roster)
        names = cells.text("name_en"), cells.text("name_ur")
        first, last = cells.day("valid_from"), cells.day("valid_to", needed=False)
        if first and last and last < first:
            cells.complain("ends_before_it_begins", "valid_to")
        facts = _facts(cells)
        if cells.sound and first:
            self.districts[slug] = DistrictRow(slug, province, *names, roster, first, last, facts)

    def _alias(self, cells: Cells) -> None:
        name_en, name_ur = cells.text("name_en"), cells.text("name_ur", needed=False)
        kind, district = cells.text("kind", longest=60), cells.text("district")
        others = cells.text("also_possible", longest=300, needed=False).split()
        for column, slug in (("district", district), *(("also_possible", other) for other in others)):
            self._points(cells, column, "district", slug)
        if cells.sound:
            self.aliases.append(AliasRow(name_en, name_ur, kind, (district, *others)))


def _facts(cells: Cells) -> dict[str, Fact]:
    """What the row knows of the district; a blank is left out, so it neither counts as zero nor erases a figure."""
    found: dict[str, Fact | datetime.date | None] = {}
    for column, name in TEXTS.items():
        longest = {"p_code": 20, "tile_label": 4}.get(column, 120)
        found[name] = cells.text(column, longest=longest, needed=False) or None
    for column, name in COUNTS.items():
        found[name] = cells.whole(column)
    for column, name in PERCENTS.items():
        found[name] = cells.measure(column, most=100)
    found["area_km2"] = cells.measure("area_km2")
    found["centre_lat"] = cells.measure("centroid_lat", least=-90, most=90)
    found["centre_lon"] = cells.measure("centroid_lon", least=-180, most=180)
    return {name: value for name, value in found.items() if value is not None}  # type: ignore[misc]
