"""The indicator bank: 64 in two languages, every code known."""

import re
from collections.abc import Callable

Table = Callable[[str], list[dict[str, str]]]

BANK = "indicators/bank.csv"
ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff]")
CORE = {
    "RES-01", "COH-01", "COH-02", "TRU-03", "TRU-04", "YOU-01",
    "YOU-03", "WOM-01", "WOM-03", "CSO-02", "NET-02", "COM-05",
}  # fmt: skip


def test_there_are_64_indicators_with_codes_of_their_own(rows: Table) -> None:
    codes = [row["code"] for row in rows(BANK)]
    assert len(codes) == len(set(codes)) == 64
    assert [code for code in codes if not re.fullmatch(r"[A-Z]{3}-\d\d", code)] == []


def test_twelve_of_them_are_the_proposed_core(rows: Table) -> None:
    assert {row["code"] for row in rows(BANK) if row["core"] == "yes"} == CORE
    assert {row["core"] for row in rows(BANK)} == {"yes", "no"}


def test_every_indicator_has_a_name_and_a_definition_in_both_languages(rows: Table) -> None:
    for row in rows(BANK):
        for column in ("name_en", "definition_en"):
            assert row[column], row["code"]
            assert not ARABIC_SCRIPT.search(row[column]), row["code"]
        for column in ("name_ur", "definition_ur"):
            assert ARABIC_SCRIPT.search(row[column]), row["code"]


def test_definitions_are_whole_sentences_that_differ_from_each_other(rows: Table) -> None:
    bank = rows(BANK)
    assert [row["code"] for row in bank if not row["definition_en"].endswith(".")] == []
    assert [row["code"] for row in bank if not row["definition_ur"].endswith("۔")] == []
    for column in ("name_en", "name_ur", "definition_en", "definition_ur"):
        assert len({row[column] for row in bank}) == 64, column


def test_every_code_in_the_bank_stands_in_its_codelist_and_every_theme_is_used(rows: Table) -> None:
    for column, name in [
        ("theme", "themes"),
        ("unit", "units"),
        ("frequency", "frequencies"),
        ("aggregation", "aggregations"),
    ]:
        known = {row["code"] for row in rows(f"codelists/{name}.csv")}
        assert {row[column] for row in rows(BANK)} <= known, column
    assert {row["theme"] for row in rows(BANK)} == {row["code"] for row in rows("codelists/themes.csv")}


def test_a_theme_and_the_letters_of_a_code_say_the_same(rows: Table) -> None:
    pairs = {(row["code"][:3], row["theme"]) for row in rows(BANK)}
    assert len(pairs) == len({letters for letters, _ in pairs}) == len({theme for _, theme in pairs}) == 11


def test_levels_and_sensitivities_are_of_the_closed_lists(rows: Table) -> None:
    assert {row["level"] for row in rows(BANK)} == {"output", "outcome"}
    assert {row["sensitivity"] for row in rows(BANK)} == {"low", "medium", "high"}


def test_a_percentage_is_never_simply_added_up(rows: Table) -> None:
    for row in rows(BANK):
        if row["unit"] != "count":
            assert row["aggregation"] not in {"sum", "sum_may_double_count"}, row["code"]


def test_everything_about_victims_and_return_that_counts_people_served_is_marked_sensitive(
    rows: Table,
) -> None:
    served = {"VIC-01", "VIC-02", "VIC-04", "REH-01", "REH-02", "REH-03"}
    assert {row["code"] for row in rows(BANK) if row["code"] in served and row["sensitivity"] != "high"} == set()


def test_every_other_column_is_filled(rows: Table) -> None:
    for row in rows(BANK):
        assert [column for column, value in row.items() if not value] == [], row["code"]
