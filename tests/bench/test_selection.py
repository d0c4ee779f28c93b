"""What the bench of a selection says of small ones, and that it finds a bound that is broken."""

from typing import Any

import pytest

from saanjh.bench import selection
from saanjh.bench.selection import Case, measured
from saanjh.kit.ranking.answers import Reason
from saanjh.kit.ranking.panels import Design


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "PANELS", 2)


def of(case: Case, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(selection, "CASES", (case,))
    return measured("panels", case=0)


def test_panels_tell_how_near_each_ranking_comes_to_the_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    told = of(Case("open"), monkeypatch)
    assert (told["broken"], told["refused"], told["tau_anyway"]) == ([], 0, None)
    assert 0 < told["tau_plain"] < told["tau_adjusted"] < 1
    refused = of(Case("apart", Design.DISCONNECTED, refused=Reason.NOT_CONNECTED), monkeypatch)
    assert (refused["broken"], refused["refused"], refused["tau_adjusted"]) == ([], 2, None)
    assert 0 < refused["tau_anyway"] < 1


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (Case("not refused", refused=Reason.FEW_SHARED), "2 of 2 adjusted, none should be"),
        (
            Case("else", reviews_each=1.0, refused=Reason.FEW_SHARED),
            "refused for ['one review each'], not for few shared",
        ),
        (Case("harmful", Design.LENIENT_PICK_BEST), "adjusting costs"),
    ],
)
def test_a_design_that_is_not_refused_as_it_should_be_breaks_the_bound(
    case: Case, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert of(case, monkeypatch)["broken"][-1].startswith(said)


def test_a_part_that_takes_longer_than_a_worker_may_breaks_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "MOST_SECONDS", -1)
    told = measured("ranking", applications=20, reviewers=5)
    assert told["broken"] == [f"{told['wall_seconds']} s, at most -1"]
    assert (told["applications"], told["draws"], told["is_adjusted"]) == (20, 1000, False)
    assert told["peak_mb"] > 10


@pytest.mark.slow
def test_each_part_is_measured_in_a_process_of_its_own_which_fails_aloud() -> None:
    told = selection.alone("ranking", applications=20, reviewers=5)
    assert (told["part"], told["broken"]) == ("ranking", [])
    with pytest.raises(RuntimeError, match="part panels of the bench ended with 1"):
        selection.alone("panels", case=99)


def test_a_portfolio_is_told_beside_what_the_simple_way_gives() -> None:
    told = measured("portfolio", applications=120, gap="0")
    assert (told["broken"], told["status"], told["gap"]) == ([], "proven", 0)
    assert told["points"] >= told["greedy_points"] > 0


def test_an_assignment_is_told_with_its_loads() -> None:
    told = measured("assignment", applications=60, reviewers=12)
    assert (told["broken"], told["uncovered"], told["is_proven"]) == ([], 0, True)
    assert told["pairs"] >= 2 * 60
    assert told["loads"][0] <= told["pairs"] / 12 <= told["loads"][1]


def test_an_assignment_that_leaves_somebody_out_breaks_the_bound() -> None:
    assert measured("assignment", applications=60, reviewers=2)["broken"] == ["not every application is covered"]
