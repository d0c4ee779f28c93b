"""The chair proposes, a second person confirms, and only then the applicant is told; the reserve is called up later."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from saanjh.calls import decision_queries
from saanjh.calls.actions import decisions, reviews
from saanjh.calls.actions.proposed_decisions import Answer, propose, propose_many, take_back
from saanjh.calls.feedback import feedback
from saanjh.calls.models import (
    Application,
    Call,
    Decision,
    GateCheck,
    Intake,
    ProposedDecision,
    Review,
    ThirdReview,
)
from saanjh.calls.selection_records import record
from saanjh.calls.waiting import waiting
from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.models import Line, Notice, Person, RoleHeld
from saanjh.ground.notices import words
from saanjh.ground.refusals import Refusal
from tests.calls.factories import (
    DAY,
    a_call,
    a_criterion,
    a_review,
    a_reviewer,
    a_simplified_track,
    an_application,
    decided,
)
from tests.factories import a_person, an_organisation, holding

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def read(call: Call, *scores: int, **facts: Any) -> Application:
    """An application whose reviews are all in."""
    application = an_application(call, an_organisation(), "under_review", **facts)
    for score in scores or (4, 5):
        a_review(application, score=score)
    return application


@pytest.fixture
def call() -> Call:
    return a_call("closed")


@pytest.fixture
def chair(call: Call) -> Person:
    return holding(Role.PANEL_CHAIR, over=call.programme_id)


@pytest.fixture
def officer(call: Call) -> Person:
    return holding(Role.PROGRAMME_OFFICER, over=call.programme_id)


@pytest.fixture
def application(call: Call) -> Application:
    return read(call)


def also(person: Person, role: str, kind: str, at: int) -> None:
    RoleHeld.objects.create(person=person, role=role, scope_kind=kind, scope_id=at)


# Two people


def test_nothing_moves_and_no_applicant_is_told_before_a_second_person_confirms(
    application: Application, chair: Person, officer: Person
) -> None:
    signatory = holding(Role.SIGNATORY, over=application.organisation_id)
    proposal = propose(application, outcome="selected", reason="Strong roots.", by=chair)
    application.refresh_from_db()
    assert application.state == "under_review"
    assert not Decision.objects.exists()
    assert [(each.person, each.kind) for each in Notice.objects.all()] == [(officer, "decision_proposed")]
    decisions.confirm(proposal, by=officer)
    application.refresh_from_db()
    decision = Decision.objects.get()
    assert application.state == "selected"
    assert (decision.reason, decision.decided_by, decision.confirmed_by) == ("Strong roots.", chair, officer)
    told = Notice.objects.get(person=signatory)
    assert told.kind == "application_selected"
    assert list(Line.objects.order_by("number").values_list("verb", flat=True)) == [
        "decision_proposed",
        "application_decided",
    ]
    with pytest.raises(Refusal, match="no longer waits"):
        decisions.confirm(proposal, by=officer)
    with pytest.raises(Refusal, match="no longer possible"):
        propose(application, outcome="declined", reason="Second thoughts.", by=chair)


@pytest.mark.parametrize("lacks", ["a review", "a third"])
def test_what_was_proposed_before_another_review_came_to_be_wanted_is_sent_back_and_not_confirmed(
    application: Application, chair: Person, officer: Person, lacks: str
) -> None:
    proposal = propose(application, outcome="selected", reason="Strong roots.", by=chair)
    if lacks == "a third":
        ThirdReview.objects.create(application=application, why="cut")
    else:
        Review.objects.filter(pk=application.reviews.first().pk).update(state="reopened")
    for confirm in (decisions.confirm, lambda given, by: decisions.confirm_many([given], by=by)):
        with pytest.raises(Refusal, match=r"a third person reads it first|Wait until every reviewer"):
            confirm(proposal, by=officer)
    assert Application.objects.get(pk=application.pk).state == "under_review"
    assert decisions.send_back(proposal, why="Wait for it.", by=officer).state == "sent_back"


def test_nobody_confirms_what_she_proposed_herself(application: Application, chair: Person) -> None:
    proposal = propose(application, outcome="selected", reason="Strong roots.", by=chair)
    for answer in (
        lambda: decisions.confirm(proposal, by=chair),
        lambda: decisions.confirm_many([proposal], by=chair),
        lambda: decisions.send_back(proposal, why="No.", by=chair),
    ):
        with pytest.raises(Refusal, match="Nobody decides alone"):
            answer()
    other = holding(Role.PANEL_CHAIR, over=application.call.programme_id)
    assert decisions.confirm(proposal, by=other).outcome == "selected"


def test_the_database_itself_refuses_that_one_person_decides(application: Application, chair: Person) -> None:
    facts = {"application": application, "outcome": "selected", "reason": "Alone.", "decided_at": timezone.now()}
    for second in (None, chair):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(**facts, decided_by=chair, confirmed_by=second)
    proposal = propose(application, outcome="selected", reason="Strong roots.", by=chair)
    alone = {"state": "confirmed", "ended_by": chair, "ended_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposedDecision.objects.filter(pk=proposal.pk).update(**alone)


def test_what_was_told_and_what_was_answered_is_frozen(application: Application) -> None:
    decided(application, "reserve")
    for change in (
        lambda: Decision.objects.update(outcome="declined", place=None, holds_until=None),
        lambda: Decision.objects.all().delete(),
        lambda: ProposedDecision.objects.update(reason="Other words."),
        lambda: ProposedDecision.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def _barred(application: Application) -> dict[str, Callable[[Person], Any]]:
    """What makes somebody unfit to decide about it, by the words of the refusal."""
    organisation = application.organisation
    return {
        "who reviews does not decide": lambda person: a_review(application, person, score=3),
        "too close": lambda person: also(person, "editor", "organisation", organisation.pk),
        "You are too close": lambda person: application.conflicts.create(person=person),
    }


@pytest.mark.parametrize("why", ["who reviews does not decide", "too close", "You are too close"])
def test_who_reviewed_or_is_close_neither_proposes_nor_confirms(application: Application, why: str) -> None:
    programme = application.call.programme_id
    unfit, fit = (holding(Role.PANEL_CHAIR, over=programme) for _each in range(2))
    _barred(application)[why](unfit)
    with pytest.raises(Refusal, match=why):
        propose(application, outcome="selected", reason="Because.", by=unfit)
    proposal = propose(application, outcome="selected", reason="Because.", by=fit)
    with pytest.raises(Refusal, match=why):
        decisions.confirm(proposal, by=unfit)
    with pytest.raises(Refusal, match=why):
        decisions.confirm_many([proposal], by=unfit)
    assert not Decision.objects.exists()


def test_only_a_chair_of_the_programme_proposes_and_only_its_own_people_confirm(
    application: Application, chair: Person, officer: Person
) -> None:
    elsewhere = holding(Role.PANEL_CHAIR, over=a_call().programme_id)
    for person in (officer, elsewhere, a_person(), a_reviewer(application.call)):
        with pytest.raises(Refusal, match="Only the chair"):
            propose(application, outcome="selected", reason="Because.", by=person)
    proposal = propose(application, outcome="selected", reason="Because.", by=chair)
    checker = holding(Role.GATE_CHECKER, over=application.call.programme_id)
    for person in (elsewhere, a_person(), checker):
        with pytest.raises(Refusal, match="Only the programme’s officers"):
            decisions.confirm(proposal, by=person)


def test_a_decision_is_proposed_when_all_reviews_are_in_and_once(call: Call, chair: Person) -> None:
    application = read(call, 4)
    with pytest.raises(Refusal, match="Wait until every reviewer has handed in"):
        propose(application, outcome="selected", reason="Early.", by=chair)
    a_review(application, score=3)
    propose(application, outcome="selected", reason="In time.", by=chair)
    with pytest.raises(Refusal, match="proposed already"):
        propose(application, outcome="declined", reason="Twice.", by=chair)


def test_a_simplified_application_needs_one_reviewer_the_chair_and_a_second_person(call: Call, chair: Person) -> None:
    a_simplified_track(call)
    application = read(call, 4, track="simplified")
    assert decided(application, "selected", by=chair).outcome == "selected"


def test_a_proposal_is_sent_back_with_a_word_why_and_another_one_is_made(
    application: Application, chair: Person, officer: Person
) -> None:
    proposal = propose(application, outcome="declined", reason="Thin.", by=chair)
    mistakes: list[dict[str, Any]] = [
        {"why": " "},
        {"why": "Call 0300 1234567"},
        {"why": "Short.", "written_in": "xx"},
    ]
    for wrong in mistakes:
        with pytest.raises(Refusal), transaction.atomic():
            decisions.send_back(proposal, **{"by": officer, **wrong})
    proposal.refresh_from_db()
    decisions.send_back(proposal, why="Name what was good, too.", by=officer)
    assert (proposal.state, proposal.why) == ("sent_back", "Name what was good, too.")
    assert Notice.objects.get(person=chair).kind == "decision_sent_back"
    again = propose(application, outcome="declined", reason="A good wish, but thin.", by=chair)
    assert decisions.confirm(again, by=officer).reason == "A good wish, but thin."


def test_only_who_proposed_takes_it_back_and_only_while_it_waits(
    application: Application, chair: Person, officer: Person
) -> None:
    proposal = propose(application, outcome="declined", reason="Thin.", by=chair)
    with pytest.raises(Refusal, match="Somebody else proposed"):
        take_back(proposal, by=officer)
    take_back(proposal, by=chair)
    with pytest.raises(Refusal, match="no longer waits"):
        decisions.confirm(proposal, by=officer)
    with pytest.raises(Refusal, match="no longer waits"):
        take_back(proposal, by=chair)
    assert propose(application, outcome="selected", reason="After all.", by=chair).state == "waiting"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"outcome": "maybe"}, "outcome"),
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 4001}, "reason"),
        ({"reason": "nul \x00"}, "reason"),
        ({"reason": "Call 0300 1234567"}, "reason"),
        ({"written_in": "xx"}, "written_in"),
        ({"outcome": "reserve", "place": 0}, "place"),
        ({"outcome": "reserve", "place": 501}, "place"),
        ({"outcome": "reserve", "holds_until": datetime.date(2020, 1, 1)}, "holds_until"),
    ],
)
def test_a_proposal_in_wrong_words_is_refused_on_its_field(
    application: Application, chair: Person, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        propose(application, **{"outcome": "declined", "reason": "Not yet.", "by": chair, **wrong})
    assert refused.value.field == field


def test_what_is_proposed_is_seen_by_the_programme_but_not_by_the_applicant_nor_who_is_close(
    application: Application, chair: Person, officer: Person
) -> None:
    propose(application, outcome="selected", reason="Strong roots.", by=chair)
    signatory = holding(Role.SIGNATORY, over=application.organisation_id)
    close = holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id)
    also(close, "editor", "organisation", application.organisation_id)
    seen = {person: visible(person, ProposedDecision).count() for person in (chair, officer, signatory, close)}
    assert list(seen.values()) == [1, 1, 0, 0]


# The reserve


def test_the_reserve_has_places_in_order_and_says_until_when_it_holds(call: Call, chair: Person) -> None:
    first, second, third = (read(call) for _each in range(3))
    signatory = holding(Role.SIGNATORY, over=first.organisation_id)
    assert decided(first, "reserve", by=chair).place == 1
    assert "on the reserve list" in words(Notice.objects.get(person=signatory))
    assert decided(second, "reserve", by=chair).place == 2
    with pytest.raises(Refusal, match="Place 2 on the reserve list is taken"):
        propose(third, outcome="reserve", reason="Good.", place=2, by=chair)
    assert first.state == "reserve"
    assert [each.application for each in decision_queries.reserve(call)] == [first, second]
    assert Decision.objects.get(application=first).holds_until == call.answers_on + 21 * DAY


@pytest.mark.parametrize("last", ["selected", "declined"])
def test_from_the_reserve_it_is_called_up_or_declined_by_two_people_again(
    application: Application, chair: Person, last: str
) -> None:
    decided(application, "reserve", by=chair)
    with pytest.raises(Refusal, match="no longer possible"):
        propose(application, outcome="reserve", reason="Once more.", by=chair)
    proposal = propose(application, outcome=last, reason="A grant fell through.", by=chair)
    with pytest.raises(Refusal, match="Nobody decides alone"):
        decisions.confirm(proposal, by=chair)
    decisions.confirm(proposal, by=holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id))
    application.refresh_from_db()
    assert application.state == last
    assert [each.outcome for each in decision_queries.decisions_of(application)] == ["reserve", last]


def test_a_place_is_free_again_when_its_holder_was_called_up(call: Call, chair: Person) -> None:
    first, second = read(call), read(call)
    decided(first, "reserve", by=chair)
    decided(first, "selected", by=chair)
    assert decided(second, "reserve", by=chair, place=1).place == 1


def test_a_reserve_that_has_run_out_waits_for_the_chair(application: Application, chair: Person) -> None:
    today = timezone.localdate()
    decided(application, "reserve", by=chair, holds_until=today, now=timezone.now())
    assert waiting(standing_of(chair)) == []
    counts = decision_queries.counts(application.call)
    assert (counts.confirmed, counts.run_out) == (1, 0)
    other = read(application.call)
    before = timezone.now() - 5 * DAY
    proposal = propose(other, outcome="reserve", reason="Good.", holds_until=today - 2 * DAY, by=chair, now=before)
    decisions.confirm(proposal, by=holding(Role.PROGRAMME_OFFICER, over=other.call.programme_id))
    found = waiting(standing_of(chair))
    assert [(each.about, each.due) for each in found] == [(other.number, today - 2 * DAY)]
    near = holding(Role.PANEL_CHAIR, over=other.call.programme_id)
    also(near, "editor", "organisation", other.organisation_id)
    assert waiting(standing_of(near)) == []
    assert decision_queries.counts(application.call).run_out == 1


# Many at once


def test_many_are_proposed_and_confirmed_at_once_and_each_applicant_is_told(
    call: Call, chair: Person, officer: Person
) -> None:
    outcomes = ["selected", "reserve", "declined"]
    given = [Answer(read(call), outcome, "As the set has it.") for outcome in outcomes]
    told = [holding(Role.SIGNATORY, over=each.application.organisation_id) for each in given]
    made = propose_many(given, by=chair)
    assert [each.place for each in made] == [None, 1, None]
    assert Notice.objects.get(person=officer).facts == {"count": 3, "code": call.code}
    decisions.confirm_many(list(decision_queries.waiting(call)), by=officer)
    assert [each.state for each in call.applications.order_by("serial")] == outcomes
    kinds = [Notice.objects.get(person=person).kind for person in told]
    assert kinds == ["application_selected", "application_reserved", "application_declined"]
    assert set(ProposedDecision.objects.values_list("state", "ended_by")) == {("confirmed", officer.pk)}
    assert Line.objects.filter(verb="application_decided").count() == 3


def test_of_many_none_is_proposed_where_one_cannot_be_and_it_is_named(call: Call, chair: Person) -> None:
    good, early = read(call), read(call, 4)
    with pytest.raises(Refusal, match=f"{early.number}: Wait until every reviewer"):
        propose_many([Answer(each, "selected", "Good.") for each in (good, early)], by=chair)
    blank = Answer(good, "selected", " ")
    with pytest.raises(Refusal, match="Give the reasons") as refused:
        propose_many([blank], by=chair)
    assert refused.value.field == f"reason_{good.public_id}"
    with pytest.raises(Refusal, match="at least one application"):
        propose_many([], by=chair)
    assert not ProposedDecision.objects.exists()


def test_of_many_none_is_confirmed_where_one_cannot_be(call: Call, chair: Person, officer: Person) -> None:
    made = propose_many([Answer(read(call), "selected", "Good.") for _each in range(2)], by=chair)
    take_back(made[0], by=chair)
    with pytest.raises(Refusal, match=f"{made[0].application.number}: This proposal no longer waits"):
        decisions.confirm_many(made, by=officer)
    with pytest.raises(Refusal, match="at least one proposal"):
        decisions.confirm_many([], by=officer)
    assert not Decision.objects.exists()


# What waits, and how late it is


def test_what_is_read_waits_for_the_chair_and_what_is_proposed_for_somebody_else(
    application: Application, chair: Person, officer: Person
) -> None:
    due = application.call.answers_on
    assert [(str(each.title), each.due) for each in waiting(standing_of(chair))] == [
        ("Propose a decision about an application", due)
    ]
    propose(application, outcome="selected", reason="Good.", by=chair)
    assert waiting(standing_of(chair)) == []
    confirming = [each for each in waiting(standing_of(officer)) if each.kind == "calls.application.decision"]
    assert [(each.about, each.due) for each in confirming] == [(application.number, due)]
    close = holding(Role.PROGRAMME_OFFICER, over=application.call.programme_id)
    also(close, "editor", "organisation", application.organisation_id)
    assert not [each for each in waiting(standing_of(close)) if each.kind == "calls.application.decision"]


def test_many_of_one_call_wait_as_one(call: Call, chair: Person, officer: Person) -> None:
    applications = [read(call) for _each in range(6)]
    assert [each.kind for each in waiting(standing_of(chair))] == ["calls.call.decisions"]
    propose_many([Answer(each, "selected", "Good.") for each in applications], by=chair)
    assert [str(each.title) for each in waiting(standing_of(officer)) if each.kind == "calls.call.decisions"] == [
        "Confirm many decisions"
    ]


def test_nobody_is_led_to_what_the_rules_then_refuse(call: Call, chair: Person, officer: Person) -> None:
    barred = [read(call) for _each in range(4)]
    others = [read(call) for _each in range(6)]
    second = holding(Role.PANEL_CHAIR, over=call.programme_id)
    for each in (chair, officer):
        reviewed, screened, entered, near = barred
        a_review(reviewed, each, score=4)
        gate = "A" if each == chair else "B"
        GateCheck.objects.create(
            application=screened, gate=gate, state="closed", outcome="passed", closed_by=each, closed_at=timezone.now()
        )
        also(each, "editor", "organisation", near.organisation_id)
    Intake.objects.create(application=entered, came="paper", received_on=call.opens_on, entered_by=chair)
    pages = [f"/{each.public_id}" for each in others]
    waits = [(each.kind, f"/{each.id}") for each in waiting(standing_of(chair))]
    assert waits == [("calls.application.decide", page) for page in pages]  # close to one: the page for many is shut
    assert [each.kind for each in waiting(standing_of(second))] == ["calls.call.decisions"]
    propose_many([Answer(each, "selected", "Good.") for each in [*barred, *others]], by=second)
    waits = [(each.kind, f"/{each.id}") for each in waiting(standing_of(officer)) if "decision" in each.kind]
    pages = [f"/{each.public_id}" for each in (entered, *others)]
    assert waits == [("calls.application.decision", page) for page in pages]


def test_what_has_no_answer_after_the_promised_day_is_counted_as_late(chair: Person) -> None:
    today = timezone.localdate()
    call = a_call("closed", closes_on=today - 40 * DAY, opens_on=today - 70 * DAY, answers_on=today - DAY)
    read(call)
    proposed, told = read(call), read(call)
    chair = holding(Role.PANEL_CHAIR, over=call.programme_id)
    decided(told, "declined", by=chair)
    propose(proposed, outcome="declined", reason="Thin.", by=chair)
    found = decision_queries.counts(call)
    assert (found.ready, found.proposed, found.confirmed, found.late) == (1, 1, 1, 2)


# What is told


def test_feedback_is_the_mean_of_each_criterion_and_the_comments_without_who(call: Call) -> None:
    a_criterion(call)
    application = an_application(call, an_organisation(), "under_review")
    for score, comment in ((4, "Keep the weekly meeting."), (1, "Say who repairs.")):
        review = a_review(application)
        given = {each.code: (score, "Internal words.") for each in call.criteria.all()}
        reviews.score(review, given, for_applicant=comment, by=review.reviewer)
        reviews.submit(review, by=review.reviewer)
    half = a_review(application)
    reviews.score(half, {"C1": (5, "Not in.")}, for_applicant="Not handed in.", by=half.reviewer)
    found = feedback(application)
    assert [(criterion.code, mean) for criterion, mean in found.scores] == [
        ("C1", Decimal("2.5")),
        ("C2", Decimal("2.5")),
    ]
    assert sorted(found.comments) == [("Keep the weekly meeting.", "en"), ("Say who repairs.", "en")]
    in_order = Review.objects.filter(state="submitted").order_by("public_id")
    assert [text for text, _language in found.comments] == [each.comment.text for each in in_order]


def test_the_record_of_the_selection_has_outcomes_places_and_no_names(call: Call, chair: Person) -> None:
    officer = holding(Role.PROGRAMME_OFFICER, over=call.programme_id)
    first, second = read(call), read(call)
    decided(first, "reserve", by=chair, second=officer)
    decided(second, "declined", by=chair, second=officer)
    decided(first, "selected", by=chair, second=officer)
    found = [(each["number"], each["outcome"], each["place"]) for each in record(call)["decisions"]]
    assert found == [
        (first.number, "reserve", 1),
        (second.number, "declined", None),
        (first.number, "selected", None),
    ]
    assert {(each["proposed_by"], each["confirmed_by"]) for each in record(call)["decisions"]} == {("D1", "D2")}
