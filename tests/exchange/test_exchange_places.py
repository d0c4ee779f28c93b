"""Sheets of places: recognised by their columns, checked cell by cell, brought in as a whole or not at all."""

import csv
import datetime
import io
from pathlib import Path

import pytest

from saanjh.exchange import places
from saanjh.formats import sheets
from saanjh.ground.models import Alias, District, Line, Person, Province
from saanjh.ground.queries import district_named
from saanjh.ground.rosters import Changes

pytestmark = pytest.mark.django_db
ROSTERS = "code,title_en,day\nnew,New list,2026-07-01\n"
PROVINCES = "id,kind,name_en,name_ur,country\nherat,province,Herat,ہرات,AF\n"
HEADER = "id,province,name_en,name_ur,roster,valid_from,population_2023,urban_percent_2023,p_code\n"
DISTRICT = "kushk,herat,Kushk,کشک,new,2026-07-01,۱۲۳۴۵,,AF1\n"
ALIASES = "name_en,name_ur,kind,district,also_possible\nRabat,رباط,other_name,kushk,\n"


def handed(**files: str) -> places.Handed:
    return places.read({f"{name}.csv": text.encode() for name, text in files.items()})


def problems(**files: str) -> list[tuple[str, str, int | None, str | None]]:
    found = handed(**files).problems
    return [(each.file, each.problem.code, each.problem.row, each.problem.column) for each in found]


def test_the_projects_own_places_are_sound_and_come_in_once() -> None:
    system = Person.objects.system()
    changes = places.bring_in_ours(by=system)
    assert (len(changes.added), Province.objects.count(), District.objects.current().count()) == (160, 7, 160)
    assert sum(district.population_2023 or 0 for district in District.objects.all()) == 241_499_431
    assert places.bring_in_ours(by=system) == Changes()
    assert Line.objects.filter(verb="places_brought_in").count() == 2


def test_the_projects_own_names_find_their_districts() -> None:
    places.bring_in_ours(by=Person.objects.system())
    found = {name: district_named(name) for name in ("Hub", "D. I. Khan", "بدین", "Kohistan")}
    assert {name: district and district.slug for name, district in found.items()} == {
        "Hub": "lasbela",
        "D. I. Khan": "dera-ismail-khan",
        "بدین": "badin",
        "Kohistan": None,
    }


def test_another_country_is_brought_in_whatever_its_files_are_called() -> None:
    files = {"a.csv": HEADER + DISTRICT, "b.csv": PROVINCES, "c.txt": ALIASES, "d.csv": ROSTERS}
    places.bring_in({name: text.encode() for name, text in files.items()}, by=Person.objects.system())
    district = District.objects.select_related("province").get()
    assert (district.province.country, district.population_2023, district.urban_percent_2023) == ("AF", 12345, None)
    assert (district.pcode, district.valid_from) == ("AF1", datetime.date(2026, 7, 1))
    assert Alias.objects.filter(district=district).count() == 2


def test_a_sheet_of_something_else_is_left_out_and_said_so() -> None:
    assert handed(colours="colour,code\nred,1\n").left_out == ("colours.csv",)


def test_a_file_that_cannot_be_read_is_a_problem() -> None:
    found = places.read({"a.csv": b"\xff\xfe\x00\xd8", "b.csv": b""}).problems
    assert [each.file for each in found] == ["a.csv", "b.csv"]


def test_every_unsound_cell_is_named_with_its_row_and_column() -> None:
    rows = "kushk,nowhere,Kushk,کشک,new,1 July,many,101,AF1\nobe,herat,,اوبہ,old,2026-07-01,-5,,AF2\n"
    assert problems(r=ROSTERS, p=PROVINCES, d=HEADER + rows) == [
        ("d.csv", "not_known", 2, "province"),
        ("d.csv", "not_a_day", 2, "valid_from"),
        ("d.csv", "not_a_number", 2, "population_2023"),
        ("d.csv", "out_of_range", 2, "urban_percent_2023"),
        ("d.csv", "not_known", 3, "roster"),
        ("d.csv", "blank", 3, "name_en"),
        ("d.csv", "out_of_range", 3, "population_2023"),
    ]


def test_a_district_named_twice_is_a_problem() -> None:
    assert problems(r=ROSTERS, p=PROVINCES, d=HEADER + DISTRICT * 2) == [("d.csv", "twice", 3, "id")]


def test_an_alias_of_nothing_known_is_a_problem() -> None:
    assert problems(a=ALIASES) == [("a.csv", "not_known", 2, "district")]


def test_a_column_that_is_missing_or_misspelt_is_a_problem() -> None:
    header = HEADER.replace("roster", "rooster")
    codes = {(code, row) for _file, code, row, _column in problems(r=ROSTERS, p=PROVINCES, d=header + DISTRICT)}
    assert codes == {("column_missing", 1), ("column_unknown", 1)}


def test_files_with_a_problem_write_nothing() -> None:
    with pytest.raises(ValueError, match="1 problems"):
        places.bring_in({"a.csv": ALIASES.encode()}, by=Person.objects.system())
    assert Line.objects.count() == 0


def test_looking_first_says_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    for name, text in {"r": ROSTERS, "p": PROVINCES, "d": HEADER + DISTRICT}.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    _handed, changes = places.preview(places.files_in([tmp_path]))
    assert changes == Changes(added=("kushk",), rosters=("new",), provinces=("herat",))
    assert District.objects.count() == 0


def test_workbooks_are_taken_as_csv_is(tmp_path: Path) -> None:
    for name, text in {"rosters": ROSTERS, "provinces": PROVINCES, "districts": HEADER + DISTRICT}.items():
        head, *rows = csv.reader(io.StringIO(text))
        (tmp_path / f"{name}.xlsx").write_bytes(sheets.workbook(head, rows))
    (tmp_path / "aliases.csv").write_text(ALIASES, encoding="utf-8")
    places.bring_in(places.files_in([tmp_path]), by=Person.objects.system())
    district = District.objects.get()
    assert (district.slug, district.population_2023, district.name_ur) == ("kushk", 12345, "کشک")
    assert Alias.objects.filter(district=district).count() == 2


def test_a_workbook_that_would_harm_is_a_problem_of_its_file() -> None:
    found = places.read({"districts.xlsx": b"PK\x03\x04 nothing of the kind"}).problems
    assert [(each.file, each.problem.code) for each in found] == [("districts.xlsx", "file_damaged")]
