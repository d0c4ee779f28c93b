"""The page of trust says what harnesses counted in their last runs, apart by database and form, and nothing else."""

from typing import Any

from tests import figures


def line(**facts: Any) -> dict[str, Any]:
    return {
        "promise": "history",
        "day": "2026-11-29",
        "database": "SQLite",
        "form": "short",
        "machine": "2 cores",
        **facts,
    }


def row(page: str, said: str) -> list[str]:
    """The cells of the row that says so."""
    (found,) = [each for each in page.splitlines() if each.startswith(f"| {said}")]
    return [cell.strip() for cell in found.strip("|").split("|")]


def test_a_harness_that_did_not_run_is_named_as_such() -> None:
    assert row(figures.page([]), "History")[2] == "not run"


def test_runs_on_two_databases_and_in_two_forms_stand_beside_each_other_and_the_last_of_each_counts() -> None:
    page = figures.page(
        [
            line(part="", counted={"missed": 3}),
            line(part="", counted={"missed": 0}),
            line(mutants=["a", "b"]),
            line(mutants=["b"]),
            line(database="PostgreSQL", part="", counted={"missed": 0}),
            line(form="long", part="", counted={"lines": 10_000, "missed": 0}),
        ]
    )
    assert row(page, "History")[2].split("<br>") == [
        "2026-11-29, PostgreSQL, short form: missed 0; mutants caught 0",
        "2026-11-29, SQLite, long form: lines 10000, missed 0; mutants caught 0",
        "2026-11-29, SQLite, short form: missed 0; mutants caught 2",
    ]


def test_every_promise_names_tests_that_are_there() -> None:
    named = [test for promise in figures.PROMISES.values() for test in promise.tests]
    assert [test for test in named if not (figures.ROOT / test).exists()] == []


def test_nothing_is_kept_where_no_file_is_named(monkeypatch: Any, tmp_path: Any) -> None:
    monkeypatch.delenv("SAANJH_FIGURES", raising=False)
    figures.note("history", missed=0)
    monkeypatch.setenv("SAANJH_FIGURES", str(tmp_path / "lines"))
    figures.caught("history", "one")
    assert len((tmp_path / "lines").read_text().splitlines()) == 1
