"""How much more a page costs with the national demo, and when that is too much; where that demo is kept."""

from pathlib import Path
from typing import Any

import pytest

from saanjh.bench import installations
from saanjh.bench.growth import grown

SMALL = {"page": "home", "path": "/en/", "queries": 8, "bytes": 10_000, "cpu_ms": 10.0, "broken": []}


def _told(**larger: Any) -> dict[str, Any]:
    [figure] = grown([SMALL], [{**SMALL, **larger}])
    return figure


def test_one_and_a_half_times_is_allowed_and_more_is_not() -> None:
    assert _told(queries=12, bytes=15_000, cpu_ms=15.0)["broken"] == []
    assert _told(queries=13)["broken"] == ["queries 8 → 13: 1.62 times, at most 1.5"]
    assert _told(bytes=15_100)["broken"] == ["bytes 10000 → 15100: 1.51 times, at most 1.5"]
    assert _told(cpu_ms=15.1)["broken"] == ["cpu_ms 10.0 → 15.1: 1.51 times, at most 1.5"]
    assert _told(bytes=20_000)["growth"] == {"queries": 1.0, "bytes": 2.0, "cpu_ms": 1.0}


def test_a_table_to_take_away_may_grow_and_a_page_without_queries_is_compared() -> None:
    assert _told(path="/en/initiatives.csv", bytes=300_000)["broken"] == []
    [figure] = grown([{**SMALL, "queries": 0}], [{**SMALL, "queries": 2}])
    assert figure["broken"] == ["queries 0 → 2: 2.0 times, at most 1.5"]


def test_a_page_that_the_small_demo_does_not_have_is_not_compared() -> None:
    [figure] = grown([], [SMALL])
    assert (figure["growth"], figure["broken"]) == (None, [])


def test_a_large_demo_is_loaded_once_and_again_for_other_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setenv("SAANJH_CACHE", str(tmp_path))
    monkeypatch.setattr(installations, "load", lambda folder, size: loaded.append(size))
    first = installations.kept("national")
    assert installations.kept("national") == first
    assert loaded == ["national"]
    monkeypatch.setattr(installations, "digest_of_code", lambda: "other")
    assert installations.kept("national") == tmp_path / "national-other"
    assert [each.name for each in tmp_path.iterdir()] == ["national-other"]


def test_a_load_that_breaks_off_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(folder: Path, size: str) -> None:
        (folder / "half").touch()
        raise KeyboardInterrupt

    monkeypatch.setenv("SAANJH_CACHE", str(tmp_path))
    monkeypatch.setattr(installations, "load", broken)
    with pytest.raises(KeyboardInterrupt):
        installations.kept("national")
    assert list(tmp_path.iterdir()) == []
