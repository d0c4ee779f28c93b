"""Those in the noise of the ranking's cut count the same points, so that the panel's rules and the lot decide there."""

from typing import Any

import pytest

from saanjh.calls.actions import portfolios, rankings
from saanjh.calls.models import Call, PanelRules, Reckoning
from saanjh.calls.portfolio_questions import begun_with, question
from saanjh.calls.selection_records import record, replay
from saanjh.ground import working
from saanjh.ground.refusals import Refusal
from tests.calls.factories import a_review, a_reviewer
from tests.calls.panels import RULES, a_panel, an_officer, chosen, chosen_again, the, without_thirds

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds

SCORES = [(5, 5), (5, 5), (5, 3), (3, 5), (4, 4), (4, 3), (1, 1), (1, 2), (1, 1), (2, 1), (1, 1)]


def ranked(call: Call, officer: Any, places: int = 4) -> Reckoning:
    """The ranking, done; the office does without the third reviews that its cut asks for."""
    reckoning = rankings.ask(call, places=places, least=60, seed=7, by=officer)
    working.work_off()
    without_thirds(call, by=officer)
    reckoning.refresh_from_db()
    assert reckoning.answer is not None
    return reckoning


def noisy(reckoning: Reckoning) -> set[str]:
    assert reckoning.answer is not None
    return {line["application"] for line in reckoning.answer["lines"] if line["in_noise"]}


def test_who_is_in_the_noise_counts_the_same_and_who_is_out_of_it_its_own_points() -> None:
    call = a_panel(*SCORES)
    officer = an_officer(call)
    inside = noisy(ranked(call, officer))
    assert {the(call, serial).number for serial in (3, 4, 5, 6)} <= inside
    reckoning = chosen(call, officer, noise_tied=True, money_minor=3_600_000_00)
    points = {each["id"]: each["points"] for each in reckoning.question["candidates"]}
    assert {points[each] for each in inside} == {reckoning.question["tied"]["points"]}
    assert points[the(call, 7).number] == 20_00
    assert reckoning.question["tied"]["own"][the(call, 5).number] == 80_00
    assert reckoning.answer is not None
    assert reckoning.answer["outcome"]["ties_settled"]


def test_another_seed_draws_others_from_the_noise_and_never_from_below_it() -> None:
    call = a_panel(*SCORES, code="TIES-2026")  # tickets rest on the numbers of the applications
    officer = an_officer(call)
    inside = noisy(ranked(call, officer))
    portfolios.set_rules(
        call, by=officer, **{**RULES, "noise_tied": True, "money_minor": 2_700_000_00, "points_least": 50}
    )
    drawn = set()
    for number in range(12):
        PanelRules.objects.update(seed=f"dice-{number}")  # as no page could
        answer = chosen_again(call, officer).answer
        assert answer is not None
        drawn |= {each for each in answer["outcome"]["chosen"] if each in inside}
        assert the(call, 7).number not in answer["outcome"]["chosen"]
    assert len(drawn) > 2


@pytest.mark.parametrize("floor", [{"points_least": 75}, {"criteria_least": True}])
def test_whoever_is_below_a_floor_is_not_lifted_over_it(floor: dict[str, Any]) -> None:
    call = a_panel(*SCORES)
    call.criteria.update(min_percent=75)
    officer = an_officer(call)
    ranked(call, officer)
    reckoning = chosen(call, officer, noise_tied=True, **floor)
    own = reckoning.question["tied"]["own"]
    assert min(own.values()) >= 75_00
    assert the(call, 6).number not in own


def test_without_the_rule_everybody_counts_her_own_points() -> None:
    call = a_panel(*SCORES)
    officer = an_officer(call)
    ranked(call, officer)
    reckoning = chosen(call, officer)
    assert reckoning.question["tied"] is None
    assert {each["points"] for each in reckoning.question["candidates"]} >= {100_00, 80_00, 70_00}


def test_without_a_ranking_of_the_reviews_as_they_stand_the_set_is_refused_in_words() -> None:
    call = a_panel(*SCORES)
    officer = an_officer(call)
    with pytest.raises(Refusal, match="have the applications ranked first"):
        chosen(call, officer, noise_tied=True)
    ranked(call, officer)
    a_review(the(call, 8), a_reviewer(call), 5)
    with pytest.raises(Refusal, match="have the applications ranked again"):
        portfolios.choose(call, by=officer)


def test_a_call_whose_noise_is_not_known_says_so() -> None:
    call = a_panel((5,), (4,))
    officer = an_officer(call)
    ranked(call, officer, places=1)
    with pytest.raises(Refusal, match="says no noise for this call"):
        chosen(call, officer, noise_tied=True)


def test_the_record_says_whose_points_were_levelled_and_is_replayed_to_the_same_set() -> None:
    call = a_panel(*SCORES)
    officer = an_officer(call)
    ranked(call, officer)
    chosen(call, officer, noise_tied=True)
    written = record(call)
    assert written["rules"]["noise_tied"] is True
    assert replay(written).differs == ()
    written["portfolio"]["question"]["tied"]["own"][the(call, 5).number] += 1
    assert f"The points of {the(call, 5).number} are not the mean of its reviews." in replay(written).differs


def test_the_question_costs_the_same_queries_however_many_are_in_the_noise(django_assert_num_queries: Any) -> None:
    call = a_panel(*SCORES)
    officer = an_officer(call)
    ranked(call, officer)
    chosen(call, officer, noise_tied=True)
    call.refresh_from_db()
    with django_assert_num_queries(13):
        question(call)


def test_the_defaults_leave_the_noise_to_the_points() -> None:
    call = a_panel((5, 5), (4, 4))
    assert not portfolios.set_rules(call, by=an_officer(call), **{**begun_with(), "money_minor": 5}).noise_tied
