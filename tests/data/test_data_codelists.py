"""The codelists: one shape, both languages, and the figures that rules are made from."""

import re
from collections.abc import Callable
from pathlib import Path

from django.utils import translation

from saanjh.ground.models.organisations import OrganisationKind

Table = Callable[[str], list[dict[str, str]]]
Columns = Callable[[str], list[str]]

SHAPE = ["code", "label_en", "label_ur", "note", "standing", "source"]
ARABIC_SCRIPT = re.compile(r"[\u0600-\u06ff]")
SIZES = {
    "activity_types": 18,
    "aggregations": 9,
    "appeal_grounds": 5,
    "authorities": 9,
    "budget_headings": 9,
    "capacity": 28,
    "capacity_levels": 4,
    "circumstances": 9,
    "criteria": 7,
    "currencies": 4,
    "drivers": 12,
    "evidence_levels": 5,
    "frequencies": 15,
    "funding_source_classes": 10,
    "gates": 18,
    "network_kinds": 4,
    "network_tor_sections": 17,
    "npve_5r": 5,
    "organisation_kinds": 6,
    "panel_rules": 11,
    "permits": 9,
    "risks": 10,
    "roadmap_pillars": 6,
    "target_groups": 16,
    "themes": 11,
    "un_plan_of_action": 7,
    "units": 10,
}


def codelists(files: list[str]) -> list[str]:
    return [name for name in files if name.startswith("codelists/")]


def test_the_codelists_are_these_and_have_these_sizes(files: list[str], rows: Table) -> None:
    found = {name.removeprefix("codelists/").removesuffix(".csv"): len(rows(name)) for name in codelists(files)}
    assert found == SIZES


def test_every_codelist_begins_with_the_same_columns(files: list[str], columns: Columns) -> None:
    for name in codelists(files):
        assert columns(name)[: len(SHAPE)] == SHAPE, name


def test_no_code_and_no_label_stands_twice_in_a_list(files: list[str], rows: Table) -> None:
    for name in codelists(files):
        for column in ("code", "label_en"):
            values = [row[column] for row in rows(name)]
            assert len(values) == len(set(values)), (name, column)


def test_every_label_is_there_in_both_languages(files: list[str], rows: Table) -> None:
    for name in codelists(files):
        for row in rows(name):
            assert row["label_en"], (name, row["code"])
            assert ARABIC_SCRIPT.search(row["label_ur"]), (name, row["code"])


def test_kinds_of_organisation_are_called_alike_in_the_list_and_on_pages(rows: Table) -> None:
    labels = {}
    for language in ("en", "ur"):
        with translation.override(language):
            labels[language] = {str(kind): str(kind.label) for kind in OrganisationKind}
    listed = rows("codelists/organisation_kinds.csv")
    assert {row["code"]: row["label_en"] for row in listed} == labels["en"]
    assert {row["code"]: row["label_ur"] for row in listed} == labels["ur"]


def test_an_organisation_has_one_word_in_urdu(folder: Path) -> None:
    """ادارہ, as docs/glossary.md has it; never the other word for it."""
    files = [file for file in folder.parent.rglob("*") if file.suffix in {".csv", ".json", ".po", ".html", ".py"}]
    assert len(files) > 100
    assert [file.name for file in files if "تنظیم" in file.read_text(encoding="utf-8")] == []


def test_every_row_says_how_firm_it_is_and_where_it_comes_from(files: list[str], rows: Table) -> None:
    for name in codelists(files):
        for row in rows(name):
            assert row["standing"] in {"stated", "default"}, (name, row["code"])
            assert row["source"], (name, row["code"])
            assert (row["standing"], row["source"]) != ("stated", "Saanjh"), (name, row["code"])


def test_the_weights_of_the_criteria_add_up_to_100_and_two_have_a_floor(rows: Table) -> None:
    criteria = rows("codelists/criteria.csv")
    assert [row["code"] for row in criteria] == ["C1", "C2", "C3", "C4", "C5", "C6", "C7"]
    assert sum(int(row["weight"]) for row in criteria) == 100
    assert {row["code"]: row["min_percent"] for row in criteria if row["min_percent"]} == {
        "C1": "50",
        "C4": "50",
    }
    assert {row["code"]: row["breaks_tie"] for row in criteria if row["breaks_tie"]} == {"C4": "1", "C2": "2"}
    assert {(row["score_min"], row["score_max"]) for row in criteria} == {("1", "5")}
    assert [row["code"] for row in criteria if not (row["asks_en"] and ARABIC_SCRIPT.search(row["asks_ur"]))] == []


def test_the_budget_headings_are_a_to_i_and_their_floors_leave_room(rows: Table) -> None:
    headings = rows("codelists/budget_headings.csv")
    assert [row["code"] for row in headings] == list("ABCDEFGHI")
    assert sum(int(row["min_percent"] or 0) for row in headings) <= 100
    for row in headings:
        assert int(row["min_percent"] or 0) <= int(row["max_percent"] or 100), row["code"]
    assert [row["code"] for row in headings if row["is_protected"] == "yes"] == ["G"]
    assert [row["code"] for row in headings if row["percent_of"] != "total"] == ["I"]


def test_currencies_have_their_iso_exponent(rows: Table) -> None:
    found = {row["code"]: row["exponent"] for row in rows("codelists/currencies.csv")}
    assert found == {"PKR": "2", "USD": "2", "EUR": "2", "GBP": "2"}


def test_the_sections_of_the_terms_of_reference_are_numbered_without_gaps(rows: Table) -> None:
    positions = [int(row["position"]) for row in rows("codelists/network_tor_sections.csv")]
    assert positions == list(range(1, 18))


def test_the_evidence_ladder_runs_from_0_to_4(rows: Table) -> None:
    assert [row["code"] for row in rows("codelists/evidence_levels.csv")] == ["0", "1", "2", "3", "4"]


def test_no_target_group_and_no_driver_is_an_identity(rows: Table) -> None:
    identity = re.compile(
        r"\b(sect|sunni|shia|ahmadi|hindu|christian|sikh|muslim|tribes?|pashtun|punjabi|sindhi|baloch|muhajir|ethnic|"
        r"minorit(y|ies)|castes?|refugees?|madrassas?|militants?|extremists?|radicali\w+)\b",
        re.IGNORECASE,
    )
    for name in ("target_groups", "drivers"):
        for row in rows(f"codelists/{name}.csv"):
            assert identity.search(f"{row['code']} {row['label_en']}".replace("_", " ")) is None, row["code"]


def test_public_labels_do_not_use_the_word_extremism(files: list[str], rows: Table) -> None:
    for name in codelists(files):
        for row in rows(name):
            assert "extremis" not in row["label_en"].casefold(), (name, row["code"])
            assert "انتہا پسند" not in row["label_ur"], (name, row["code"])
