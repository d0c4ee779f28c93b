"""A ranking is asked from what counts and nothing else, and reckoned the same by whoever reckons it again."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from saanjh.calls import ranking_queries as queries
from saanjh.calls import rankings
from saanjh.calls.actions import rankings as actions
from saanjh.calls.models import Application, Call, Reckoning, Review
from saanjh.calls.rankings import Answer, Question, Ranked, Weighed
from saanjh.ground import working
from saanjh.ground.access import Role
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.kit.ranking.answers import Review as Reading
from saanjh.kit.ranking.cuts import Money, Places
from saanjh.kit.ranking.means import rank
from saanjh.kit.ranking.panels import Design, simulate
from tests.calls.factories import a_call, a_criterion, a_review, a_reviewer, an_application
from tests.factories import an_organisation, holding

THREE = Places(3)


def asked(reviews: Any, cut: Any = THREE, **facts: Any) -> Question:
    facts = {"criteria": (Weighed("C1", 20, 50), Weighed("C2", 15)), "seed": 7, "draws": 60, **facts}
    return Question(tuple(reviews), cut=cut, **facts)


def answered(question: Question) -> Answer:
    """Through JSON both ways, as the worker does it."""
    plain = rankings.reckon(json.loads(json.dumps(question.to_json())))
    return Answer.from_json(json.loads(json.dumps(plain, allow_nan=False)))


def lines(answer: Answer) -> list[Ranked]:
    return [Ranked(**line) for line in answer.lines]


def a_panel(design: Design = Design.RANDOM, each: float = 2.0) -> list[Reading]:
    """Forty applications before five readers, who share enough for severity to be told."""
    return simulate(applications=40, reviewers=5, seed=3, reviews_each=each, design=design).reviews


totals = st.integers(0, 20).map(lambda value: value * 5.0)
panels = st.dictionaries(st.tuples(st.integers(1, 6), st.integers(1, 4)), st.tuples(totals, totals), min_size=1)


@given(panels, st.integers(1, 7), st.integers(0, 100))
@settings(max_examples=25, deadline=None)
def test_whatever_the_reviews_the_lines_stand_in_the_order_of_the_kit_and_the_cut_holds(
    given_: Any, places: int, least: int
) -> None:
    reviews = [
        Reading(f"T-{application:04}", f"p{reader}", total, {"C1": mark})
        for (application, reader), (total, mark) in given_.items()
    ]
    found = lines(answered(asked(reviews, Places(places, least), ties=("C1",))))
    order = rank(reviews, ties=("C1",))
    assert [(one.application, one.place, one.mean, one.is_tied) for one in found] == [
        (one.application, one.place, one.mean, one.is_tied) for one in order
    ]
    above = [one for one in found if one.is_above]
    assert above == found[: len(above)]
    assert len(above) <= places
    assert all(one.mean >= least for one in above)
    assert [one.is_low for one in found] == [one.mean < least for one in found]


def test_the_same_question_gives_the_same_answer_and_another_seed_other_bands() -> None:
    question = asked(a_panel())
    assert answered(question) == answered(question)
    other = answered(replace(question, seed=8))
    assert other != answered(question)
    assert [(one.application, one.mean) for one in lines(other)] == [
        (one.application, one.mean) for one in lines(answered(question))
    ]


@pytest.mark.parametrize("cut", [Places(2, 60), Money(50, {"A00001": 20}, 55)])
def test_a_question_is_read_as_it_was_written(cut: Any) -> None:
    question = asked(a_panel(), cut, ties=("C2",), currency="PKR" if isinstance(cut, Money) else "", unread=4)
    assert Question.from_json(json.loads(json.dumps(question.to_json()))) == question


def test_a_question_or_answer_of_another_shape_is_not_read_as_if_it_were_ours() -> None:
    question = asked(a_panel()[:4])
    with pytest.raises(ValueError, match="shape 2"):
        Question.from_json({**question.to_json(), "shape": 2})
    with pytest.raises(ValueError, match="shape 2"):
        Answer.from_json({**answered(question).to_json(), "shape": 2})


def test_where_the_design_allows_it_adjusted_means_stand_beside_the_plain_ones_with_who_crosses() -> None:
    found = answered(asked(a_panel(each=3.0), Places(12)))
    assert found.severity["freedom"] > 0
    adjusted = [one for one in lines(found) if one.adjusted_above]
    assert len(adjusted) == 12
    crossing = found.crossing(rises=True) + found.crossing(rises=False)
    assert sorted(crossing) == sorted(one.application for one in lines(found) if one.crosses)
    assert len(found.crossing(rises=True)) == len(found.crossing(rises=False)) > 0
    assert found.marking[0].severity == max(each.severity or 0 for each in found.marking)


def test_one_review_each_has_neither_band_nor_severity_and_says_why() -> None:
    found = answered(asked(a_panel(each=1.0)))
    assert (found.noise["reason"], found.severity["reason"]) == ("one review each", "one review each")
    assert {(one.means, one.in_noise, one.adjusted) for one in lines(found)} == {(None, None, None)}
    assert (found.noisy(is_above=True), found.crossing(rises=True)) == (0, [])
    assert [each.severity for each in found.marking] == [None] * len(found.marking)


def test_a_design_that_falls_apart_is_not_adjusted_and_names_a_reviewer_of_each_group() -> None:
    panel = simulate(applications=60, reviewers=8, seed=3, design=Design.DISCONNECTED, reviews_each=2.0)
    found = answered(asked(panel.reviews))
    assert (found.severity["reason"], len(found.severity["about"])) == ("not connected", 2)


def test_agreement_is_told_for_each_criterion_or_why_not() -> None:
    reviews = [
        Reading(f"T-{n}", reader, 50, {"C1": mark, "C2": 60})
        for n, mark in enumerate([20, 40, 60, 80, 100])
        for reader in ("a", "b")
    ]
    first, second = answered(asked(reviews)).agreement
    assert (first.value, first.reliance, first.units) == (1, "reliable", 5)
    assert (second.value, second.reason) == (None, "one_category")
    alone = answered(asked(each for each in reviews if each.reviewer == "a")).agreement
    assert {each.reason for each in alone} == {"one_coder"}


def test_floors_of_criteria_are_told_by_the_mean_of_their_marks() -> None:
    reviews = [
        Reading("T-1", "a", 70, {"C1": 40, "C2": 20}),
        Reading("T-1", "b", 70, {"C1": 60, "C2": 20}),
        Reading("T-2", "a", 70, {"C1": 40}),
    ]
    assert {one.application: list(one.below) for one in lines(answered(asked(reviews)))} == {"T-1": [], "T-2": ["C1"]}


@pytest.mark.parametrize(
    ("means", "cut", "line"),
    [
        ([80, 70, 60], Places(2), 65),
        ([80, 70, 50], Places(3, 60), 60),  # the least total cuts before the places end
        ([80, 70], Places(5), None),
        ([80, 70], Places(5, 60), 60),
        ([50, 40], Places(1, 60), 60),
        ([80], Money(5, {"T-0": 9}), 80),
    ],
)
def test_the_cut_is_drawn_between_who_is_above_and_who_is_below(means: Any, cut: Any, line: float | None) -> None:
    found = answered(asked([Reading(f"T-{n}", "a", mean) for n, mean in enumerate(means)], cut))
    assert found.line == line
    assert line is None or found.scale[0] <= line <= found.scale[1]


# From rows


@pytest.fixture
def call() -> Call:
    call = a_call("closed")
    a_criterion(call, weight=40, breaks_tie=1, min_percent=50)
    return call


@pytest.fixture
def chair(call: Call) -> Any:
    return holding(Role.PANEL_CHAIR, over=call.programme_id)


def reviewed(call: Call, *scores: int, state: str = "under_review", people: Any = ()) -> Application:
    application = an_application(call, an_organisation(), state)
    for score, person in zip(scores, people or [None] * len(scores), strict=True):
        a_review(application, person, score)
    return application


def question(call: Call, **cut: Any) -> Question:
    return queries.question(call, **{"places": 1, "budget": None, "least": 60, "seed": 1, **cut})


rows = pytest.mark.django_db


@rows
def test_the_question_holds_numbers_ids_and_marks_and_no_name_or_word_of_anybody(call: Call) -> None:
    application = reviewed(call)
    review = a_review(application)
    for criterion, score in zip(call.criteria.all(), (4, 2), strict=True):
        review.scores.create(criterion=criterion, score=score, reason="Thin, says Person 1")
    Review.objects.filter(pk=review.pk).update(state="submitted", submitted_at=timezone.now())
    plain = question(call).to_json()
    assert plain == {
        "shape": 1,
        "reviews": [
            {
                "application": application.number,
                "reviewer": review.reviewer.public_id,
                "total": 53.3,  # (80 x 20 + 40 x 40) / 60
                "marks": {"C1": 80.0, "C2": 40.0},
            }
        ],
        "criteria": [{"code": "C1", "weight": 20, "least": None}, {"code": "C2", "weight": 40, "least": 50}],
        "cut": {"places": 1, "least": 60},
        "amounts": {},
        "seed": 1,
        "ties": ["C2"],
        "draws": 1000,
        "unread": 0,
    }


@rows
def test_a_cut_by_money_holds_what_each_ranked_application_asks_for(call: Call) -> None:
    first, _unread = reviewed(call, 4), reviewed(call)
    plain = question(call, places=None, budget=500).to_json()
    assert plain["cut"] == {"budget": 500, "currency": "PKR", "least": 60}
    assert plain["amounts"] == {first.number: first.amount_minor}
    assert plain["unread"] == 1


@rows
def test_what_is_not_handed_in_not_standing_or_of_another_call_is_left_out(call: Call) -> None:
    counted = reviewed(call, 4, 3)
    a_review(counted)  # assigned only
    stepped = a_review(counted)
    Review.objects.filter(pk=stepped.pk).update(state="stepped_down")
    reviewed(call, 5, state="withdrawn")
    reviewed(call, state="not_eligible")  # stopped at a gate: it waits for no review
    reviewed(a_call("closed"), 5)
    decided = reviewed(call, 2, state="declined")
    found = question(call)
    assert sorted((each.application, each.total) for each in found.reviews) == [
        (counted.number, 60.0),
        (counted.number, 80.0),
        (decided.number, 40.0),
    ]
    assert found.unread == 0


@rows
def test_ties_are_those_of_the_call_in_their_order_and_none_where_it_names_none() -> None:
    call = a_call("closed")
    reviewed(call, 4)
    assert question(call).ties == ()
    a_criterion(call, code="C4", breaks_tie=2)
    a_criterion(call, code="C9", breaks_tie=1)
    assert question(call).ties == ("C9", "C4")


@rows
def test_a_ranking_is_asked_for_reckoned_by_the_worker_and_kept_whole(call: Call, chair: Any) -> None:
    two = [a_reviewer(call), a_reviewer(call)]
    for scores in ((5, 4), (3, 3), (2, 3)):
        reviewed(call, *scores, people=two)
    made = actions.ask(call, places=1, least=60, seed=11, by=chair)
    working.work_off()
    made.refresh_from_db()
    assert (made.state, made.kind) == ("done", Reckoning.Kind.RANKING)
    found = Answer.from_json(made.answer or {})
    assert [(one.place, one.mean, one.is_above) for one in lines(found)] == [
        (1, 90.0, True),
        (2, 60.0, False),
        (3, 50.0, False),
    ]
    assert found == answered(Question.from_json(made.question))
    [kept] = queries.rankings(call)
    assert (kept.cut, kept.seed, kept.unread) == ({"places": 1, "least": 60}, 11, 0)  # type: ignore[attr-defined]


@rows
@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({}, "how many places there are, or how much money"),
        ({"places": 1, "budget_minor": 1}, "Fill in one of the two"),
        ({"places": 0}, "at least one place"),
        ({"places": -3}, "at least one place"),
        ({"budget_minor": 0}, "at least one place"),
        ({"places": 10**9}, "no more than there can be"),
        ({"places": 1, "least": 101}, "between 0 and 100"),
        ({"places": 1, "seed": -1}, "between 0 and 999,999,999"),
    ],
)
def test_a_cut_that_is_none_is_refused_in_words(call: Call, chair: Any, given_: dict[str, int], said: str) -> None:
    reviewed(call, 4)
    with pytest.raises(Refusal, match=said):
        actions.ask(call, **{"least": 60, "seed": 1, **given_}, by=chair)  # type: ignore[arg-type]
    assert not Reckoning.objects.exists()


@rows
def test_nothing_is_ranked_before_a_review_is_in_or_by_somebody_else(call: Call, chair: Person) -> None:
    a_review(an_application(call, an_organisation(), "under_review"))
    with pytest.raises(Refusal, match="nothing to rank"):
        actions.ask(call, places=1, least=60, seed=1, by=chair)
    with pytest.raises(Refusal, match="officers and the chair"):
        actions.ask(call, places=1, least=60, seed=1, by=a_reviewer(call))


@rows
def test_a_review_that_comes_in_and_an_application_that_goes_are_noticed(call: Call, chair: Person) -> None:
    first = reviewed(call, 4, 4)
    made = actions.ask(call, places=1, least=60, seed=1, by=chair)
    assert not queries.came_in_since(call, made, 2)
    second = reviewed(call, 5, 5)
    assert queries.came_in_since(call, made, 2)
    Application.objects.filter(pk=first.pk).update(state="withdrawn")
    assert queries.came_in_since(call, made, 2)  # as many as before, but others
    Application.objects.filter(pk=second.pk).update(state="withdrawn")
    assert queries.came_in_since(call, made, 2)


@rows
def test_who_is_close_is_told_from_roles_of_now_and_then_and_from_what_was_declared(call: Call, chair: Any) -> None:
    held, was, joined, declared, _other = (reviewed(call, 4) for _each in range(5))
    chair.roles_held.create(role="editor", scope_kind="organisation", scope_id=held.organisation_id)
    role = chair.roles_held.create(role="editor", scope_kind="organisation", scope_id=was.organisation_id)
    type(role).objects.filter(pk=role.pk).update(until=role.since)
    type(joined.organisation).objects.filter(pk=joined.organisation_id).update(merged_into=held.organisation)
    declared.conflicts.create(person=chair)
    assert queries.close_to(call, chair) == {held.number, was.number, joined.number, declared.number}


@rows
def test_whoever_is_still_to_review_one_does_not_see_its_marks_in_the_ranking(call: Call, chair: Any) -> None:
    open_one, done = reviewed(call, 4), reviewed(call, 4)
    chair.roles_held.create(role="reviewer", scope_kind="call", scope_id=call.pk)
    a_review(open_one, chair)
    a_review(done, chair, score=4)
    assert queries.close_to(call, chair) == {open_one.number}
