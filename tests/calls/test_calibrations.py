"""Two invented proposals: written for a draft, scored once by each reviewer, never ranked."""

from typing import Any

import pytest

from saanjh.calls import calibrations as read
from saanjh.calls import ranking_queries
from saanjh.calls.actions import calibrations as actions
from saanjh.calls.actions import reviews
from saanjh.calls.actions.calibrations import Text
from saanjh.calls.models import Call, TrialProposal, TrialScore
from saanjh.calls.waiting import waiting
from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from tests.calls.factories import a_call, a_review, a_reviewer, an_application
from tests.factories import a_person, an_organisation, holding

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TWO = (Text("A wall for two streets", "Both streets paint one wall."), Text("A cup", "One tournament."))


@pytest.fixture
def draft() -> Call:
    return a_call("draft")


@pytest.fixture
def officer(draft: Call) -> Person:
    return holding(Role.PROGRAMME_OFFICER, over=draft.programme_id)


@pytest.fixture
def call() -> Call:
    """A closed call with two trials, of which the second has a key."""
    call = a_call("closed")
    for position, text in enumerate(TWO, 1):
        key = {"C1": 4} if position == 2 else {}
        TrialProposal.objects.create(call=call, position=position, title=text.title, summary=text.summary, key=key)
    return call


def tries(call: Call, person: Person, *scores: int) -> None:
    for trial, score in zip(call.trials.all(), scores, strict=False):
        actions.score(trial, {"C1": score}, by=person)


def test_an_officer_writes_both_for_a_draft_changes_them_and_takes_them_out(draft: Call, officer: Person) -> None:
    actions.write(draft, [Text("One", "First."), Text("Two", "Second.", {"C1": 4, "C2": None})], by=officer)
    assert [(each.position, each.title, each.key) for each in draft.trials.all()] == [
        (1, "One", {}),
        (2, "Two", {"C1": 4}),
    ]
    with pytest.raises(Refusal, match="Nothing"):
        actions.write(draft, [Text("One", "First."), Text("Two", "Second.", {"C1": 4})], by=officer)
    actions.write(draft, TWO, written_in="ur", by=officer)
    assert {each.written_in for each in draft.trials.all()} == {"ur"}
    actions.write(draft, [], by=officer)
    assert not TrialProposal.objects.exists()


@pytest.mark.parametrize(
    ("texts", "written_in", "field"),
    [
        (TWO[:1], "en", "title_2"),
        ((TWO[0], Text("", "Words.")), "en", "title_2"),
        ((Text("One", ""), TWO[1]), "en", "summary_1"),
        ((TWO[0], Text("Two", "Ask 0300-1234567.")), "en", "summary_2"),
        ((TWO[0], Text("Two", "Words.", {"C1": 6})), "en", "key_2_C1"),
        (TWO, "xx", "written_in"),
    ],
)
def test_what_is_wrong_is_refused_on_its_field(
    draft: Call, officer: Person, texts: Any, written_in: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        actions.write(draft, texts, written_in=written_in, by=officer)
    assert refused.value.field == field
    assert not TrialProposal.objects.exists()


def test_only_an_officer_writes_them_and_only_for_a_draft(draft: Call, call: Call) -> None:
    with pytest.raises(Refusal, match="Only a programme officer"):
        actions.write(draft, TWO, by=a_person())
    with pytest.raises(Refusal, match="no longer changes"):
        actions.write(call, TWO, by=holding(Role.PROGRAMME_OFFICER, over=call.programme_id))


def test_who_has_not_scored_both_writes_no_review(call: Call) -> None:
    review = a_review(an_application(call, an_organisation(), "under_review"))
    by = review.reviewer
    assert "Score the trial proposals" in [str(each.title) for each in waiting(standing_of(by))]
    tries(call, by, 3)
    for verb in (lambda: reviews.score(review, {"C1": (4, "Good.")}, by=by), lambda: reviews.submit(review, by=by)):
        with pytest.raises(Refusal, match="Still to score: 1"):
            verb()
    actions.score(call.trials.all()[1], {"C1": 5}, by=by)
    reviews.score(review, {"C1": (4, "Good.")}, by=by)
    reviews.submit(review, by=by)
    assert "Score the trial proposals" not in [str(each.title) for each in waiting(standing_of(by))]


def test_stepping_down_needs_no_trial(call: Call) -> None:
    review = a_review(an_application(call, an_organisation(), "under_review"))
    assert reviews.step_down(review, by=review.reviewer).state == "stepped_down"


def test_each_is_scored_once_by_the_reviewers_of_a_closed_call(call: Call) -> None:
    by, trial = a_reviewer(call), call.trials.all()[0]
    for given, said in (({}, "Choose a score."), ({"C1": 0}, "from 1 to 5"), ({"C1": "5"}, "from 1 to 5")):
        with pytest.raises(Refusal, match=said) as refused:
            actions.score(trial, given, by=by)
        assert refused.value.field == "score_C1"
    actions.score(trial, {"C1": 5}, by=by)
    with pytest.raises(Refusal, match="already"):
        actions.score(trial, {"C1": 4}, by=by)
    with pytest.raises(Refusal, match="Only a reviewer"):
        actions.score(trial, {"C1": 4}, by=a_reviewer(a_call("closed")))
    Call.objects.filter(pk=call.pk).update(state="decided")
    with pytest.raises(Refusal, match="once the call has closed"):
        actions.score(call.trials.all()[1], {"C1": 4}, by=by)


def test_means_are_told_of_three_people_and_more_without_names(call: Call) -> None:
    people = [a_reviewer(call) for _each in range(3)]
    for person, score in zip(people, (2, 3, 4), strict=True):
        tries(call, person, score, score)
        first, second = read.compared(call, person)
        assert (first.rows[0].own, second.rows[0].key, first.has_key, second.has_key) == (score, 4, False, True)
    assert (first.people, first.is_told, first.rows[0].mean, first.rows[0].spread) == (3, True, 3.0, 1.0)
    TrialScore.objects.filter(person=people[0]).delete()
    few = read.compared(call, people[1])[0]
    assert (few.people, few.is_told, few.rows[0].mean, few.rows[0].spread, few.rows[0].own) == (2, False, None, None, 3)


def test_they_enter_no_ranking(call: Call) -> None:
    a_review(an_application(call, an_organisation(), "under_review"), score=3)
    before = ranking_queries.question(call, places=1, budget=None, least=60, seed=1)
    tries(call, a_reviewer(call), 5, 5)
    assert ranking_queries.question(call, places=1, budget=None, least=60, seed=1) == before


def test_only_the_office_and_the_reviewers_of_the_call_read_them(call: Call) -> None:
    office = holding(Role.PROGRAMME_OFFICER, over=call.programme_id)
    others = (a_reviewer(a_call("closed")), holding(Role.SIGNATORY, over=an_organisation().pk), a_person())
    seen = [visible(person, TrialProposal).count() for person in (office, a_reviewer(call), *others)]
    assert seen == [2, 2, 0, 0, 0]
