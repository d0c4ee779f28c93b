"""Reviewers are proposed by the worker, changed by hand, and named all at once or not at all."""

import json
import os
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from saanjh.calls import proposals
from saanjh.calls.actions import assignments, reckonings, reviews
from saanjh.calls.models import Application, Call, Conflict, HandChoice, Reckoning, Review, ReviewerProfile
from saanjh.calls.proposals import Plan
from saanjh.ground import working
from saanjh.ground.access import Role
from saanjh.ground.models import Line, Notice, Person, RoleHeld
from saanjh.ground.notices import words
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Scheme, Theme
from tests.calls.factories import a_call, a_reader, a_review, a_reviewer, an_application
from tests.factories import a_person, an_organisation, holding

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # the module as a whole takes seconds


@pytest.fixture
def call() -> Call:
    return a_call("closed")


@pytest.fixture
def officer(call: Call) -> Any:
    return holding(Role.PROGRAMME_OFFICER, over=call.programme_id)


def applied(call: Call, language: str = "en", **answers: Any) -> Application:
    application = an_application(call, an_organisation(), "submitted")
    sheet = application.sheet
    sheet.written_in, sheet.answers = language, {**sheet.answers, **answers}
    sheet.save()
    return application


def proposed(call: Call, officer: Person) -> Plan:
    assignments.propose(call, by=officer)
    working.work_off()
    return proposals.last(call, by=officer)


def who(plan: Plan) -> dict[str, set[Person]]:
    return {row.application.number: set(row.reviewers) for row in plan.rows}


# The question


def test_the_question_holds_all_that_a_proposal_depends_on_and_nobodys_words(call: Call) -> None:
    youth = Theme.objects.get_or_create(scheme=Scheme.THEMES, code="youth", defaults={"label_en": "Youth"})[0]
    first, second = applied(call, "ur", what="canary"), applied(call)
    for each in (first, second):
        each.themes.add(youth)
    decided = an_application(call, an_organisation(), "selected")
    reads, silent = a_reader(call, "ur", most=7, themes=[youth]), a_reviewer(call)
    left = a_person()
    a_review(first, left)
    a_review(decided, reads)
    a_review(second, reads)
    Conflict.objects.create(application=first, person=silent)
    question = proposals.question(call)
    assert question["applications"] == [
        {"id": first.public_id, "language": "ur", "themes": ["youth"], "wanted": 2},
        {"id": second.public_id, "language": "en", "themes": ["youth"], "wanted": 2},
    ]
    nothing = {"languages": [], "themes": [], "most": 0, "loaded": 0}
    assert question["reviewers"] == [
        {"id": reads.public_id, "languages": ["ur"], "themes": ["youth"], "most": 7, "loaded": 1},
        {"id": silent.public_id, **nothing},
        {"id": left.public_id, **nothing},
    ]
    assert question["barred"] == [[first.public_id, silent.public_id]]
    assert sorted(question["fixed"]) == sorted([[first.public_id, left.public_id], [second.public_id, reads.public_id]])
    assert json.loads(json.dumps(question)) == question


def test_a_pair_that_stands_is_kept_though_a_conflict_came_since(call: Call, officer: Any) -> None:
    application = applied(call)
    review = a_review(application, a_reader(call))
    a_reader(call)
    Conflict.objects.create(application=application, person=review.reviewer)
    assert proposals.question(call)["barred"] == []
    assert [row.missing for row in proposed(call, officer).rows] == [0]


@pytest.mark.parametrize("number", [1, 4])
def test_the_question_costs_the_same_queries_at_any_size(
    call: Call, officer: Any, number: int, django_assert_num_queries: Any
) -> None:
    for _each in range(number):
        a_review(applied(call), a_reader(call))
    with django_assert_num_queries(9):
        proposals.question(call)
    Reckoning.objects.create(
        call=call, kind="assignment", state="done", question={"applications": []}, asked_by=a_person(),
        answer={"pairs": [], "uncovered": []}, done_at=call.created_at,
    )  # fmt: skip
    with django_assert_num_queries(8):
        assert len(proposals.last(call, by=officer).rows) == number


# Proposed


def test_a_press_proposes_readers_of_the_language_without_a_conflict_evenly(call: Call, officer: Any) -> None:
    english, urdu = [applied(call) for _each in range(2)], applied(call, "ur")
    both = [a_reader(call, "en", "ur") for _each in range(2)]
    one = [a_reader(call, "en") for _each in range(2)]
    Conflict.objects.create(application=english[0], person=one[0])
    plan = proposed(call, officer)
    assert who(plan)[urdu.number] == set(both)
    assert not plan.missing
    assert one[0] not in who(plan)[english[0].number]
    assert max(load.then for load in plan.loads) <= 2
    assert not Review.objects.exists()
    assert all(place.reads_it and not place.wrong for row in plan.rows for place in row.places)


def test_who_has_not_said_what_is_read_or_chairs_the_panel_is_not_proposed(call: Call, officer: Any) -> None:
    applied(call)
    a_reviewer(call)
    with pytest.raises(Refusal, match="Say first what the reviewers read"):
        assignments.propose(call, by=officer)
    chair = a_reader(call)
    RoleHeld.objects.create(person=chair, role="panel_chair", scope_kind="programme", scope_id=call.programme_id)
    reader = a_reader(call)
    plan = proposed(call, officer)
    assert set().union(*who(plan).values()) == {reader}


def test_nothing_is_proposed_where_nobody_is_missing_or_to_whom_it_does_not_belong(call: Call, officer: Any) -> None:
    application = applied(call)
    for person in (a_reader(call), a_reader(call)):
        a_review(application, person)
    with pytest.raises(Refusal, match="has its reviewers already"):
        assignments.propose(call, by=officer)
    for by in (a_person(), holding(Role.PANEL_CHAIR, over=call.programme_id), a_reviewer(call)):
        with pytest.raises(Refusal, match="Only a programme officer"):
            assignments.propose(call, by=by)
    open_ = a_call()
    applied(open_)
    a_reader(open_)
    with pytest.raises(Refusal, match="until the call has closed"):
        assignments.propose(open_, by=holding(Role.PROGRAMME_OFFICER, over=open_.programme_id))


def test_two_presses_ask_once(call: Call, officer: Any) -> None:
    applied(call)
    a_reader(call)
    assignments.propose(call, by=officer)
    with pytest.raises(Refusal, match="being reckoned already"):
        assignments.propose(call, by=officer)
    assert Reckoning.objects.count() == 1


# What cannot be covered


def advice(plan: Plan) -> list[tuple[str, list[str]]]:
    return [(str(each.words), [row.application.number for row in each.rows]) for each in plan.advice]


def test_an_application_that_nobody_reads_says_which_language_is_missing(call: Call, officer: Any) -> None:
    applied(call)
    urdu = [applied(call, "ur"), applied(call, "ur")]
    for languages in (["en", "ur"], ["en"], ["en"]):
        a_reader(call, *languages)
    ((said, numbers),) = advice(proposed(call, officer))
    assert "Too few reviewers read Urdu. Name one who does" in said
    assert numbers == [each.number for each in urdu]


def test_too_little_room_names_the_reviewers_whose_most_is_to_be_raised(call: Call, officer: Any) -> None:
    for _each in range(3):
        applied(call)
    names = [a_reader(call, most=2, name=name).name for name in ("Parveen", "Sadiq")]
    plan = proposed(call, officer)
    ((said, numbers),) = advice(plan)
    assert all(f"\u2068{name}\u2069" in said for name in names)
    assert "6 reviews are needed, and they take 4 more. Raise the most" in said
    assert (len(numbers), len(plan.missing), len(plan.to_name)) == (1, 1, 2)


def test_conflicts_and_a_call_with_one_reviewer_say_to_name_another(call: Call, officer: Any) -> None:
    application = applied(call)
    one = a_reader(call)
    assert advice(proposed(call, officer))[0][0].startswith("The call has fewer reviewers")
    a_reader(call)
    Conflict.objects.create(application=application, person=one)
    assert "too many are too close" in advice(proposed(call, officer))[0][0]


def test_what_was_proposed_in_part_is_accepted_in_part(call: Call, officer: Any) -> None:
    application = applied(call)
    one = a_reader(call)
    plan = proposed(call, officer)
    assignments.accept(call, seen=plan.digest, by=officer)
    application.refresh_from_db()
    assert (application.state, [each.reviewer for each in Review.objects.all()]) == ("submitted", [one])


# Changed by hand


def test_an_officer_puts_others_in_place_and_nobody_is_told_before_accepting(call: Call, officer: Any) -> None:
    application, other = applied(call), applied(call)
    people = [a_reader(call) for _each in range(4)]
    plan = proposed(call, officer)
    before = who(plan)[application.number]
    others = [person for person in people if person not in before]
    assignments.choose(application, reviewers=others, by=officer)
    changed = proposals.last(call, by=officer)
    assert (who(changed)[application.number], changed.row(application).by_hand) == (set(others), True)
    assert who(changed)[other.number] == who(plan)[other.number]
    assert not Notice.objects.filter(person__in=people).exists()
    with pytest.raises(Refusal, match="not what you looked at"):
        assignments.accept(call, seen=plan.digest, by=officer)
    assignments.accept(call, seen=changed.digest, by=officer)
    assert {review.reviewer for review in application.reviews.all()} == set(others)
    assert Line.objects.get(verb="proposal_changed").object_id == application.public_id


def test_a_choice_by_hand_keeps_to_the_rules(call: Call, officer: Any) -> None:
    application = applied(call)
    one, two, three, close = (a_reader(call) for _each in range(4))
    with pytest.raises(Refusal, match="Nothing is proposed yet"):
        assignments.choose(application, reviewers=[one], by=officer)
    Conflict.objects.create(application=application, person=close)
    plan = proposed(call, officer)
    for chosen, said in (
        ([close], "conflict of interest"),
        ([a_person()], "not a reviewer of this call"),
        ([one, one], "two different people"),
        ([one, two, three], "too many"),
        (plan.row(application).reviewers, "Nothing was changed"),
    ):
        with pytest.raises(Refusal, match=said):
            assignments.choose(application, reviewers=chosen, by=officer)
    decided = an_application(call, an_organisation(), "declined")
    with pytest.raises(Refusal, match="wait for a decision"):
        assignments.choose(decided, reviewers=[one], by=officer)
    assert not HandChoice.objects.exists()
    assignments.choose(application, reviewers=[], by=officer)
    assert proposals.last(call, by=officer).to_name == []


def test_an_officer_of_the_applicants_own_neither_chooses_nor_names_its_reviewers(call: Call, officer: Any) -> None:
    own, other = applied(call), applied(call)
    for _each in range(2):
        a_reader(call)
    RoleHeld.objects.create(person=officer, role="editor", scope_kind="organisation", scope_id=own.organisation_id)
    officer.__dict__.pop("_standing", None)
    plan = proposed(call, officer)
    with pytest.raises(Refusal, match="ask another officer"):
        assignments.choose(own, reviewers=[], by=officer)
    assignments.accept(call, seen=plan.digest, by=officer)
    assert {review.application for review in Review.objects.all()} == {other}


# Accepted


def test_all_are_named_at_once_and_each_reviewer_is_told_once(call: Call, officer: Any) -> None:
    applications = [applied(call) for _each in range(3)]
    people = [a_reader(call) for _each in range(2)]
    plan = proposed(call, officer)
    assignments.accept(call, seen=plan.digest, by=officer)
    assert Review.objects.count() == 6
    assert set(Application.objects.values_list("state", flat=True)) == {"under_review"}
    told = Notice.objects.filter(person__in=people)
    assert {words(each) for each in told} == {
        f"You are asked to review 3 applications of the call \u2068{call.code}\u2069."
    }
    assert told.count() == 2
    line = Line.objects.get(verb="assignment_accepted")
    assert (line.object_id, line.facts["applications"], line.facts["reviews"]) == (call.public_id, 3, 6)
    assert Line.objects.filter(verb="reviewer_assigned").count() == 6
    with pytest.raises(Refusal, match="Nobody is left"):
        assignments.accept(call, seen=proposals.last(call, by=officer).digest, by=officer)
    assert len(applications) == 3


def test_who_gets_one_application_is_told_its_number(call: Call, officer: Any) -> None:
    application = applied(call)
    reader = a_reader(call)
    assignments.accept(call, seen=proposed(call, officer).digest, by=officer)
    assert words(Notice.objects.get(person=reader)).endswith(f"application \u2068{application.number}\u2069.")


def test_a_conflict_that_came_in_since_refuses_the_whole_and_names_the_application(call: Call, officer: Any) -> None:
    application, _other = applied(call), applied(call)
    people = [a_reader(call) for _each in range(2)]
    seen = proposed(call, officer).digest
    Conflict.objects.create(application=application, person=people[0])
    plan = proposals.last(call, by=officer)
    assert [row.application for row in plan.stale] == [application]
    with pytest.raises(Refusal, match=rf"{application.number}: .*conflict of interest"):
        assignments.accept(call, seen=seen, by=officer)
    assert not Review.objects.exists()
    assert not Line.objects.filter(verb__in=["assignment_accepted", "reviewer_assigned"]).exists()


def test_a_reviewer_named_by_hand_since_is_left_alone_or_makes_the_proposal_too_much(call: Call, officer: Any) -> None:
    application, other = applied(call), applied(call)
    people = [a_reader(call) for _each in range(3)]
    plan = proposed(call, officer)
    there = plan.row(other).reviewers[0]
    reviews.assign(other, reviewers=[there], by=officer)  # one of the two proposed: the other is still to be named
    plan = proposals.last(call, by=officer)
    assert (plan.stale, [len(row.places) for row in plan.rows]) == ([], [2, 1])
    stranger = next(person for person in people if person not in plan.row(application).reviewers)
    reviews.assign(application, reviewers=[stranger], by=officer)
    plan = proposals.last(call, by=officer)
    with pytest.raises(Refusal, match=rf"{application.number}: A reviewer was named meanwhile"):
        assignments.accept(call, seen=plan.digest, by=officer)
    assert Review.objects.count() == 2


def test_many_that_no_longer_hold_are_counted_and_three_are_named(call: Call, officer: Any) -> None:
    applications = [applied(call) for _each in range(5)]
    people = [a_reader(call) for _each in range(2)]
    seen = proposed(call, officer).digest
    RoleHeld.objects.filter(person=people[0]).update(until=call.created_at)
    with pytest.raises(Refusal) as refused:
        assignments.accept(call, seen=seen, by=officer)
    assert "5 applications must be changed first" in str(refused.value.why)
    assert sum(each.number in str(refused.value.why) for each in applications) == 3
    assert "is not a reviewer of this call" in str(refused.value.why)


def test_nothing_is_accepted_while_a_new_proposal_is_on_its_way_or_by_whom_it_does_not_concern(
    call: Call, officer: Any
) -> None:
    applied(call)
    a_reader(call)
    plan = proposed(call, officer)
    for by in (a_person(), holding(Role.PANEL_CHAIR, over=call.programme_id)):
        with pytest.raises(Refusal, match="Only a programme officer"):
            assignments.accept(call, seen=plan.digest, by=by)
    assignments.propose(call, by=officer)
    with pytest.raises(Refusal, match="Wait for it"):
        assignments.accept(call, seen=plan.digest, by=officer)
    Call.objects.filter(pk=call.pk).update(state="decided")
    with pytest.raises(Refusal, match="once the call has closed"):
        assignments.accept(call, seen=plan.digest, by=officer)


# Reckoned


def asked(applications: int, reviewers: int, most: int = 9) -> dict[str, Any]:
    return {
        "applications": [
            {"id": f"a{number}", "language": ["en", "ur"][number % 2], "themes": [], "wanted": 2}
            for number in range(applications)
        ],
        "reviewers": [
            {"id": f"r{number}", "languages": ["en", "ur"], "themes": [], "most": most, "loaded": 0}
            for number in range(reviewers)
        ],
        "barred": [],
        "fixed": [],
    }


@given(st.integers(0, 6), st.integers(0, 4), st.integers(0, 4))
@settings(max_examples=25, deadline=None)
def test_every_answer_is_plain_and_the_same_again(applications: int, reviewers: int, most: int) -> None:
    question = asked(applications, reviewers, most)
    answer = assignments.reckoned(json.loads(json.dumps(question)))
    assert json.loads(json.dumps(answer)) == answer
    assert assignments.reckoned(question) == answer
    assert all(load <= most for load in answer["loads"].values())


def test_what_a_solver_prints_into_the_workers_output_changes_no_answer(
    call: Call, officer: Any, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    applied(call)
    a_reader(call)

    def noisy(question: dict[str, Any]) -> dict[str, Any]:
        os.write(1, b"HighsMipSolverData: a line of the solver's own\n")
        return assignments.reckoned(question)

    monkeypatch.setitem(reckonings.RECKONERS, Reckoning.Kind.ASSIGNMENT, noisy)
    plan = proposed(call, officer)
    assert "solver's own" in capfd.readouterr().out
    assert plan.answer == assignments.reckoned(plan.reckoning.question)


def test_a_reviewer_who_reads_another_language_by_now_is_shown_as_such(call: Call, officer: Any) -> None:
    application = applied(call)
    a_reader(call)
    proposed(call, officer)
    ReviewerProfile.objects.update(languages=["ur"])
    (place,) = proposals.last(call, by=officer).row(application).places
    assert (place.reads_it, place.wrong) == (False, "")


# Many at once are the same as one after another


def told_of(applications: list[Application]) -> list[Any]:
    """What the tables and the history say of them, without ids and times."""
    found: list[Any] = []
    for each in Application.objects.filter(pk__in=[one.pk for one in applications]).order_by("pk"):
        lines = Line.objects.filter(object_id=each.public_id).order_by("number")
        found.append((each.state, [(review.reviewer.name, review.state) for review in each.reviews.order_by("pk")]))
        found.append([(line.verb, line.kind, line.person, line.facts["reviewer"]) for line in lines])
    return found


def test_many_at_once_leave_the_same_rows_and_lines_as_each_alone(call: Call, officer: Any) -> None:
    people = [a_reader(call) for _each in range(3)]
    many, alone = ([applied(call) for _each in range(3)] for _form in range(2))
    pairs = [people[:2], people[1:2], people[1:]]
    for application, chosen in zip(alone, pairs, strict=True):
        reviews.assign(application, reviewers=chosen, by=officer)
    reviews.assign_many(list(zip(many, pairs, strict=True)), barred=set(), by=officer)
    assert told_of(many) == told_of(alone)
    assert [each.state for each in many] == ["under_review", "submitted", "under_review"]


def test_many_at_once_are_refused_for_what_each_alone_is_refused_for(call: Call, officer: Any) -> None:
    fine, decided, own = applied(call), an_application(call, an_organisation(), "declined"), applied(call)
    one, two = a_reader(call), a_reader(call)
    a_review(fine, one)
    wrong: list[tuple[Application, list[Person], set[tuple[int, int]], str]] = [
        (decided, [one], set(), "wait for a decision"),
        (fine, [], set(), "It has 1 now"),
        (fine, [two, two], set(), "two different people"),
        (fine, [one], set(), "reviews this application already"),
        (fine, [a_person()], set(), "not a reviewer of this call"),
        (fine, [two], {(two.pk, fine.pk)}, "conflict of interest"),
        (own, [two], {(officer.pk, own.pk)}, "ask another officer"),
    ]
    right = applied(call)
    for application, people, barred, said in wrong:
        with pytest.raises(Refusal, match=rf"Nobody was named.*{application.number}: .*{said}"):
            reviews.assign_many([(right, [one, two]), (application, people)], barred=barred, by=officer)
    assert Review.objects.count() == 1


def test_accepting_costs_no_query_a_review_but_those_of_the_history(officer: Any, call: Call) -> None:
    counts = []
    for _each in range(2):
        a_reader(call)
    for number in (2, 5):
        for _each in range(number):
            applied(call)
        seen = proposed(call, officer).digest
        with CaptureQueriesContext(connection) as caught:
            assignments.accept(call, seen=seen, by=officer)
        asked = [query["sql"] for query in caught.captured_queries]
        counts.append(sum("ground_line" not in sql and "pg_advisory" not in sql for sql in asked))
    assert counts[0] == counts[1]
