"""Each measure of agreement against figures that the literature published, to the tolerance it gives."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from saanjh.kit.coding.agreement import Unit, given, units_of
from saanjh.kit.coding.alpha import Scale, alpha
from saanjh.kit.coding.boundaries import boundary_alpha, boundary_alphas
from saanjh.kit.coding.kappas import (
    brennan_prediger,
    category_kappas,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    percent_agreement,
)
from saanjh.kit.coding.overlaps import Overlap, holsti, overlap, overlap_agreement, overlap_kappa
from saanjh.kit.coding.saturation import found_after, new_codes, runs, saturation
from saanjh.kit.coding.spans import Span
from saanjh.kit.coding.unitizing import binary_u_alpha, code_alphas, coverage, cu_alpha, u_alpha

PUBLISHED = json.loads((Path(__file__).parent / "data" / "published.json").read_text(encoding="utf-8"))
KAPPAS: dict[str, Callable[..., Any]] = {
    "percent": percent_agreement,
    "cohen": cohen_kappa,
    "fleiss": fleiss_kappa,
    "conger": conger_kappa,
    "gwet": gwet_ac,
    "brennan prediger": brennan_prediger,
}
SCALES: dict[str, Scale] = {
    "alpha nominal": "nominal",
    "alpha ordinal": "ordinal",
    "alpha interval": "interval",
    "alpha ratio": "ratio",
}


def figures(kind: str) -> list[Any]:
    """Each published figure of this kind as a case of its own."""
    return [
        pytest.param(entry, measure, value, id=f"{entry['case']}: {measure} {value}")
        for entry in PUBLISHED[kind]
        for measure, values in entry["figures"].items()
        for value in (values if isinstance(values, list) else [values])
    ]


def measured(units: list[Unit], measure: str) -> float | None:
    """The figure of a measure by its name: a plain one, its observed or expected agreement, or that of a category."""
    if measure in SCALES:
        return alpha(units, scale=SCALES[measure]).value
    if " of " in measure:
        return category_kappas(units)[int(measure.rpartition(" ")[2])].value
    for part in ("observed", "expected"):
        if measure.endswith(part):
            return getattr(KAPPAS[measure.removesuffix(part).strip()](units), part)
    return KAPPAS[measure](units).value


@pytest.mark.parametrize(("entry", "measure", "value"), figures("units"))
def test_the_figure_for_units_is_the_published_one(entry: dict[str, Any], measure: str, value: float) -> None:
    units: list[Unit] = [[None if v == "." else int(v) for v in unit.split()] for unit in entry["units"]]
    assert measured(units, measure) == pytest.approx(value, abs=entry["within"], rel=0)


@pytest.mark.parametrize(("entry", "measure", "value"), figures("tables"))
def test_the_figure_for_a_table_is_the_published_one(entry: dict[str, Any], measure: str, value: float) -> None:
    units = units_of(entry["table"], range(len(entry["table"])))
    assert measured(units, measure) == pytest.approx(value, abs=entry["within"], rel=0)


def spans(entry: dict[str, Any]) -> list[list[Span]]:
    """The stretches of each coder, on the grid that the entry asks for."""
    grid = entry.get("grid", 1)
    coders = []
    for stretches in entry["coders"]:
        parts = [(*map(int, stretch.split()[0].split("-")), stretch.split()[1]) for stretch in stretches]
        coders.append([Span(begin * grid, end * grid, code) for begin, end, code in parts])
    return coders


def measured_in_text(coders: list[list[Span]], measure: str, *, length: int, begin: int) -> float | None:
    """The figure of a measure of stretches by its name."""
    name, _, code = measure.rpartition(" ")
    plain = {"u": u_alpha, "binary u": binary_u_alpha, "cu": cu_alpha, "boundaries": boundary_alpha}
    if measure in plain:
        return plain[measure](coders, length=length, begin=begin).value
    if name == "coverage of":
        return coverage(coders, length=length, begin=begin)[code]
    if name == "code":
        return code_alphas(coders, length=length, begin=begin)[code].value
    part = {"boundaries of": "value", "boundaries observed of": "observed", "boundaries expected of": "expected"}[name]
    return getattr(boundary_alphas(coders, length=length, begin=begin)[code], part)


@pytest.mark.parametrize(("entry", "measure", "value"), figures("stretches"))
def test_the_figure_for_stretches_is_the_published_one(entry: dict[str, Any], measure: str, value: float) -> None:
    grid = entry.get("grid", 1)
    found = measured_in_text(spans(entry), measure, length=entry["length"] * grid, begin=entry["begin"] * grid)
    assert found == pytest.approx(value, abs=entry["within"], rel=0)


def test_each_entry_names_its_source() -> None:
    entries = [entry for kind in PUBLISHED.values() for entry in kind]
    assert len(entries) == 16
    assert [entry["case"] for entry in entries if not entry["source"] or not entry["figures"]] == []


def test_the_units_of_a_table_are_as_many_as_its_counts() -> None:
    assert units_of([[1, 2], [0, 1]], "ab") == [("a", "a"), ("a", "b"), ("a", "b"), ("b", "b")]
    assert given(("a", None)) == ["a"]


def test_the_letters_of_a_text_agree_as_nvivo_says() -> None:
    """NVivo's help on coding comparison: of 1000 letters 50 marked by both and 150 by one; the kappa recomputed."""
    found = overlap([Span(0, 125, "a")], [Span(75, 200, "a")], length=1_000)
    assert found == Overlap(both=50, only_one=75, only_other=75, neither=800)
    assert overlap_agreement(found).value == pytest.approx(0.85, abs=1e-4)
    assert overlap_kappa(found).value == pytest.approx(0.3143, abs=1e-4)


def test_holstis_index_is_that_of_its_definition() -> None:
    """2M / (N1 + N2), as the manual of ATLAS.ti gives it: 6 of 10 and 10."""
    assert holsti(6, 10, 10).value == 0.6


# Guest, Namey and Chen 2020 print only what came out. This is a row of new codes that all of it fits: 37 in a base of
# four, then 4 and later 1 in a run of two, and the same answer for bases of four, five and six.
NEW_CODES = [16, 9, 7, 5, 2, 2, 1, 0, 1, 0]


def test_saturation_is_that_of_the_example_of_guest_namey_and_chen() -> None:
    found = runs(NEW_CODES, base=4, length=2)
    assert found_after(NEW_CODES, 4) == 37
    assert round(next(run.share for run in found if run.new == 4), 3) == 0.108
    assert round(next(run.share for run in found if run.new == 1), 3) == 0.027
    assert [str(saturation(NEW_CODES, base=base, length=2)) for base in (4, 5, 6)] == ["6+2", "6+2", "6+2"]
    assert str(saturation(NEW_CODES, base=4, length=3)) == "7+3"


def test_themes_found_are_counted_as_guest_bunce_and_johnson_did() -> None:
    """Guest, Bunce and Johnson 2006, Field Methods 18:59: 80 of 114 themes (70 %) in 6 interviews, 100 in 12."""
    themes = [f"theme {number}" for number in range(114)]
    ends = [0, 25, 45, 58, 68, 75, 80, 86, 90, 93, 96, 98, 100, 114]
    # each interview repeats all that was said before, which must not count again
    new = new_codes(themes[:end] for end in ends[1:])
    assert (found_after(new, 6), found_after(new, 12), found_after(new, 60)) == (80, 100, 114)
    assert round(found_after(new, 6) / 114, 2) == 0.70
