"""The arithmetic of a capacity assessment, at its boundaries; and that assessments are kept beside each other."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from saanjh.calls import capacity, screening
from saanjh.calls.actions import capacities
from saanjh.calls.capacity import Level, level_of, percent, plan
from saanjh.calls.models import Application, Capacity, CapacityScore
from saanjh.ground.access import Role, standing_of
from saanjh.ground.models import Line, Organisation
from saanjh.ground.refusals import Refusal
from tests.calls.factories import a_call, an_application
from tests.factories import a_person, an_organisation, holding

SCORES = st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=40)
LEVELS = capacity.levels()


def test_the_questions_are_seven_areas_of_four_with_seven_key_ones() -> None:
    asked = capacity.questions()
    assert len(asked) == 28
    assert [sum(each.area == area for each in asked) for area in dict.fromkeys(each.area for each in asked)] == [4] * 7
    assert [each.code for each in asked if each.is_key] == ["G1", "P1", "S2", "F1", "F2", "R1", "B2"]


@pytest.mark.parametrize(
    ("scores", "reached"),
    [
        ([(0, False)], 0),
        ([(3, True), (3, False)], 100),
        ([(3, True), (0, False)], 66),  # a key question counts double: 6 of 9
        ([(0, True), (3, False)], 33),
        ([(2, False), (2, False), (2, False), (1, False)], 58),  # 7 of 12: 58.33 is rounded down
    ],
)
def test_scores_come_to_a_share_of_the_best_with_key_questions_twice(scores: Any, reached: int) -> None:
    assert percent(scores) == reached


def test_nothing_assessed_is_no_result() -> None:
    with pytest.raises(ValueError, match="nothing to assess"):
        percent([])


@pytest.mark.parametrize(
    ("reached", "level", "tranches"),
    [
        (100, "low", "50/40/10"),
        (75, "low", "50/40/10"),
        (74, "moderate", "40/40/20"),
        (55, "moderate", "40/40/20"),
        (54, "significant", "30/40/20/10"),
        (35, "significant", "30/40/20/10"),
        (34, "high", ""),
        (0, "high", ""),
    ],
)
def test_levels_change_exactly_at_their_boundaries(reached: int, level: str, tranches: str) -> None:
    found = level_of(reached, LEVELS)
    assert (found.code, found.tranches) == (level, tranches)


def test_levels_are_tried_from_the_best_down_and_one_holds_from_nothing_on() -> None:
    assert [each.least_percent for each in LEVELS] == [75, 55, 35, 0]
    assert [sum(map(int, each.tranches.split("/"))) for each in LEVELS if each.tranches] == [100, 100, 100]


@given(SCORES)
def test_rounding_never_lifts_a_result_over_a_threshold(scores: list[tuple[int, bool]]) -> None:
    weights = [2 if is_key else 1 for _score, is_key in scores]
    points = sum(score * weight for (score, _key), weight in zip(scores, weights, strict=True))
    exact = 100 * points / (3 * sum(weights))
    reached = percent(scores)
    assert 0 <= reached <= exact + 1e-9 < reached + 1 + 1e-6
    for level in LEVELS:
        assert (reached >= level.least_percent) == (exact >= level.least_percent - 1e-9)


@given(SCORES, st.data())
def test_a_better_score_never_worsens_the_result(scores: list[tuple[int, bool]], data: Any) -> None:
    at = data.draw(st.integers(0, len(scores) - 1))
    better = [(min(score + (place == at), 3), is_key) for place, (score, is_key) in enumerate(scores)]
    assert percent(better) >= percent(scores)


def test_the_plan_takes_weak_points_key_ones_first_then_the_weaker() -> None:
    scored = [("a", 1, False), ("b", 2, True), ("c", 0, False), ("d", 1, True), ("e", 0, True), ("f", 1, False)]
    assert plan(scored) == ["e", "d", "c", "a", "f"]
    assert plan([("a", 2, True), ("b", 3, False)]) == []


def test_a_level_without_an_end_would_be_found() -> None:
    with pytest.raises(StopIteration):
        level_of(10, [Level("low", 75, "")])


# Kept


@pytest.fixture
def application(db: None) -> Application:
    return an_application(a_call("closed"), an_organisation(), "submitted")


@pytest.fixture
def officer(application: Application) -> Any:
    return holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id)


def all_scored(score: int, **others: int) -> dict[str, int | None]:
    return {each.code: others.get(each.code, score) for each in capacity.questions()}


def test_an_assessment_says_level_and_tranches_and_is_kept_with_its_words(
    application: Application, officer: Any
) -> None:
    made = capacities.assess(application, all_scored(2, G1=0, K4=1), basis="A visit.", by=officer)
    assert (made.percent, made.level, made.tranches) == (61, "moderate", "40/40/20")  # 70 - 4 - 1 of 105
    first = made.scores.all()[0]
    assert (first.code, first.label_en, first.is_key) == ("G1", "The registration is valid", True)
    assert made.scores.count() == 28
    assert Line.objects.get(verb="capacity_assessed").facts == {"percent": 61, "level": "moderate"}


def test_it_is_repeated_and_the_latest_stands(application: Application, officer: Any) -> None:
    earlier = capacities.assess(application, all_scored(0), by=officer)
    later = capacities.assess(application, all_scored(3), by=officer)
    assert screening.capacities(application) == [later, earlier]
    assert (earlier.level, earlier.tranches, later.level) == ("high", "", "low")
    for change in (
        lambda: Capacity.objects.filter(pk=earlier.pk).update(percent=90),
        lambda: CapacityScore.objects.filter(capacity=earlier).update(score=3),
        lambda: CapacityScore.objects.filter(capacity=earlier).delete(),
    ):
        with pytest.raises(IntegrityError, match="kept as it is"), transaction.atomic():
            change()


def test_the_worst_assessment_takes_nobody_out_of_the_selection(application: Application, officer: Any) -> None:
    capacities.assess(application, all_scored(0), by=officer)
    application.refresh_from_db()
    assert application.state == "submitted"


@pytest.mark.parametrize("wrong", [None, 4, -1, "3"])
def test_a_question_without_a_proper_score_is_refused_on_its_field(
    application: Application, officer: Any, wrong: Any
) -> None:
    with pytest.raises(Refusal) as refused:
        capacities.assess(application, {**all_scored(2), "P3": wrong}, by=officer)
    assert refused.value.field == "score_P3"
    with pytest.raises(Refusal, match="English or Urdu"):
        capacities.assess(application, all_scored(2), written_in="fr", by=officer)
    assert not Capacity.objects.exists()


def test_only_an_officer_who_is_not_of_the_applicant_assesses(application: Application, officer: Any) -> None:
    chair = holding(Role.PANEL_CHAIR, over=application.call.programme_id)
    for person in (a_person(), chair, holding(Role.GATE_CHECKER, over=application.call.programme_id)):
        with pytest.raises(Refusal, match="Only a programme officer"):
            capacities.assess(application, all_scored(2), by=person)
    officer.roles_held.create(role="editor", scope_kind="organisation", scope_id=application.organisation_id)
    with pytest.raises(Refusal, match="ask another officer"):
        capacities.assess(application, all_scored(2), by=officer)


@pytest.mark.parametrize("state", ["withdrawn", "declined", "not_eligible"])
def test_nothing_is_assessed_for_what_is_out_of_the_selection(
    application: Application, officer: Any, state: str
) -> None:
    Application.objects.filter(pk=application.pk).update(state=state)
    with pytest.raises(Refusal, match="out of the selection"):
        capacities.assess(application, all_scored(2), by=officer)


@pytest.mark.django_db
def test_nothing_is_assessed_while_the_call_is_open() -> None:
    early = an_application(a_call("open"), an_organisation(), "submitted")
    with pytest.raises(Refusal, match="until the call has closed"):
        capacities.assess(early, all_scored(2), by=holding(Role.PROGRAMME_OFFICER, over=early.call.programme_id))


def test_the_organisation_reads_its_plan_once_it_is_selected(application: Application, officer: Any) -> None:
    made = capacities.assess(application, all_scored(1), by=officer)
    signatory = holding(Role.SIGNATORY, over=application.organisation_id)
    seen = Capacity.objects.all()
    assert list(seen.visible_to(standing_of(signatory))) == []
    Application.objects.filter(pk=application.pk).update(state="selected")
    assert list(seen.visible_to(standing_of(signatory))) == [made]
    stranger = holding(Role.SIGNATORY, over=an_organisation().pk)
    assert list(seen.visible_to(standing_of(stranger))) == []
    assert Organisation.objects.count() == 2
