"""Two gates stand before the reviewers: answered, closed, sealed, reopened for a reason; what follows is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from saanjh.calls import screening
from saanjh.calls.actions import calls, gates, reviews
from saanjh.calls.actions.gates import Point
from saanjh.calls.gates import items_of
from saanjh.calls.models import Application, Gate, GateAnswer, GateCheck, GateItem, Review
from saanjh.calls.rules.decisions import may_propose
from saanjh.calls.rules.gates import MOST
from saanjh.calls.waiting import waiting
from saanjh.ground import retention
from saanjh.ground.access import Role, standing_of
from saanjh.ground.actions.retention import purge
from saanjh.ground.models import Line, Notice
from saanjh.ground.notices import words
from saanjh.ground.refusals import Refusal
from tests.calls.factories import DAY, a_call, a_review, a_reviewer, an_application
from tests.calls.gates import NO, YES, a_checker, closed, passed, to_screen, with_gates
from tests.factories import a_person, an_organisation, holding

pytestmark = pytest.mark.django_db
A, B = Gate.ELIGIBILITY, Gate.DO_NO_HARM


@pytest.fixture
def application() -> Application:
    return to_screen()


@pytest.fixture
def checker(application: Application) -> Any:
    return a_checker(application)


def officer_of(call: Any) -> Any:
    return holding(Role.PROGRAMME_OFFICER, over=call.programme_id)


def told(organisation: Any) -> Any:
    return holding(Role.SIGNATORY, over=organisation.pk)


# The checklists of a call


def test_a_call_is_published_with_its_own_copy_of_the_checklists() -> None:
    call = a_call("draft")
    call.criteria.create(position=1, code="C1", label_en="All", weight=100)
    assert not GateItem.objects.exists()
    calls.publish(call, by=officer_of(call))
    assert [each.code for each in call.gate_items.all()] == [
        *(f"A{number}" for number in range(1, 13)),
        *(f"B{number}" for number in range(1, 7)),
    ]


def test_a_call_that_was_published_without_gates_has_none() -> None:
    assert items_of(a_call("closed")) == []


def test_points_of_a_draft_are_reworded_taken_out_and_added_at_the_end() -> None:
    call = a_call("draft")
    by = officer_of(call)
    first, second = items_of(call)[:2]
    gates.change_checklists(
        call,
        [
            Point("A", first.code, "Registered in the province", first.label_ur),
            Point("A", second.code, " ", ""),
            Point("A", "", "", ""),
            Point("B", "", "", "بچے محفوظ ہیں"),
        ],
        by=by,
    )
    made = list(call.gate_items.all())
    assert [each.code for each in made if each.gate == "A"] == ["A1", *(f"A{number}" for number in range(3, 13))]
    assert (made[0].label_en, made[0].label_ur) == ("Registered in the province", first.label_ur)
    assert [each.position for each in made] == [*range(1, 12), *range(1, 8)]
    assert (made[-1].code, str(made[-1])) == ("B7", "بچے محفوظ ہیں")
    line = Line.objects.get(verb="call_gates_changed")
    assert line.facts == {"added": 1, "removed": 1, "reworded": 1}
    gates.change_checklists(call, [Point("B", "B7", "", "")], by=by)
    assert call.gate_items.filter(gate="B").count() == 6


def test_a_checklist_keeps_a_point_and_does_not_grow_beyond_measure() -> None:
    call = with_gates(a_call("draft"))
    by = officer_of(call)
    with pytest.raises(Refusal, match="at least one point at “Do no harm”"):
        gates.change_checklists(call, [Point("B", "B1", "", "")], by=by)
    with pytest.raises(Refusal, match=f"at most {MOST} points"):
        gates.change_checklists(call, [Point("A", "", f"Point {number}", "") for number in range(MOST)], by=by)
    with pytest.raises(Refusal, match="Nothing was changed"):
        gates.change_checklists(call, [Point("A", "A1", "Point A1", "نکتہ"), Point("A", "", "", "")], by=by)
    with pytest.raises(Refusal, match="Choose the gate"):
        gates.change_checklists(call, [Point("C", "", "A third gate", "")], by=by)
    with pytest.raises(Refusal, match="a phone number"):
        gates.change_checklists(call, [Point("A", "", "Call 0300-1234567", "")], by=by)
    assert [each.code for each in call.gate_items.all()] == ["A1", "A2", "B1"]


def test_the_checklists_of_a_published_call_are_fixed() -> None:
    call = with_gates(a_call("open"))
    with pytest.raises(Refusal, match="no longer changes"):
        gates.change_checklists(call, [Point("A", "A1", "Other", "")], by=officer_of(call))
    for change in (lambda: call.gate_items.update(label_en="x"), lambda: call.gate_items.all().delete()):
        with pytest.raises(IntegrityError, match="fixed"), transaction.atomic():
            change()


# Answering and closing


def test_a_gate_is_answered_as_far_as_it_goes_and_closed_when_all_is_there(
    application: Application, checker: Any
) -> None:
    gates.answer(application, A, {"A1": YES}, by=checker)
    with pytest.raises(Refusal, match="Something is still missing"):
        gates.close(application, A, by=checker)
    gates.answer(application, A, {"A1": YES, "A2": ("na", "No money from abroad")}, by=checker)
    check = gates.close(application, A, by=checker)
    assert (check.outcome, check.closed_by, check.reason) == ("passed", checker, "")
    assert check.closed_at is not None
    assert [(each.item.code, each.said) for each in check.answers.all()] == [("A1", "yes"), ("A2", "na")]
    application.refresh_from_db()
    assert application.state == "submitted"
    facts = Line.objects.get(verb="gate_closed").facts
    assert facts == {"gate": "A", "ends": "passed"}
    assert not Notice.objects.exists()


def test_a_no_at_eligibility_ends_the_application_and_the_applicant_reads_why(
    application: Application, checker: Any
) -> None:
    signatory = told(application.organisation)
    gates.answer(application, A, {"A1": YES, "A2": NO}, by=checker)
    with pytest.raises(Refusal, match="Give the reasons"):
        gates.close(application, A, by=checker)
    gates.answer(application, A, {"A1": YES, "A2": NO}, reason="حسابات نہیں ملے۔", written_in="ur", by=checker)
    check = gates.close(application, A, by=checker)
    assert (check.outcome, check.is_stopped, check.told) == ("stopped", True, "حسابات نہیں ملے۔")
    application.refresh_from_db()
    assert application.state == "not_eligible"
    notice = Notice.objects.get()
    assert notice.person == signatory
    assert "does not go on to the reviewers" in words(notice)
    assert screening.told_of(screening.standing_checks(application)) == [check]
    with pytest.raises(Refusal, match="did not pass a gate"):
        gates.answer(application, B, {"B1": YES}, by=checker)


@pytest.mark.parametrize(
    ("given", "outcome", "reason", "why"),
    [
        ({}, "passed", "", "Choose an answer"),
        ({"B1": ("no", " ")}, "stopped", "No plan", "Say in the note what is missing"),
        ({"B1": YES}, "", "", "Choose how this gate ends"),
        ({"B1": NO}, "passed", "", "let it pass with conditions, or stop it"),
        ({"B1": YES}, "conditions", "\n", "Write the conditions"),
        ({"B1": NO}, "stopped", "", "Give the reasons"),
    ],
)
def test_do_no_harm_is_not_closed_with_something_missing(
    application: Application, checker: Any, given: Any, outcome: str, reason: str, why: str
) -> None:
    gates.answer(application, B, given, outcome=outcome, reason=reason, by=checker)
    with pytest.raises(Refusal, match=why):
        gates.close(application, B, by=checker)
    assert GateCheck.objects.get().state == "open"


def test_do_no_harm_passes_with_conditions_that_the_applicant_is_told(application: Application, checker: Any) -> None:
    told(application.organisation)
    gates.answer(application, B, {"B1": NO}, outcome="conditions", reason="A second exit.", by=checker)
    gates.close(application, B, by=checker)
    application.refresh_from_db()
    assert application.state == "submitted"
    assert "there are conditions" in words(Notice.objects.get())
    assert [each.told for each in screening.told_of(screening.standing_checks(application))] == ["A second exit."]


def test_do_no_harm_is_stopped_by_the_checkers_word(application: Application, checker: Any) -> None:
    gates.answer(application, B, {"B1": YES}, outcome="stopped", reason="It names a community.", by=checker)
    gates.close(application, B, by=checker)
    application.refresh_from_db()
    assert application.state == "not_eligible"


@pytest.mark.parametrize(
    ("given", "facts", "field"),
    [
        ({"A1": ("perhaps", "")}, {}, "said_A1"),
        ({"A1": ("yes", "Ask 0300-1234567")}, {}, "note_A1"),
        ({"A1": ("yes", "x" * 1001)}, {}, "note_A1"),
        ({"A1": YES}, {"reason": "x" * 2001}, "reason"),
        ({"A1": YES}, {"outcome": "won"}, "outcome"),
        ({"A1": YES}, {"written_in": "fr"}, "written_in"),
    ],
)
def test_what_cannot_be_kept_is_refused_on_its_field(
    application: Application, checker: Any, given: Any, facts: Any, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        gates.answer(application, A, given, by=checker, **facts)
    assert refused.value.field == field
    assert not GateCheck.objects.exists()


def test_a_third_gate_does_not_exist(application: Application, checker: Any) -> None:
    with pytest.raises(Refusal, match="Choose the gate"):
        gates.answer(application, "C", {}, by=checker)


# Who screens, and when


def test_only_a_gate_checker_of_the_programme_who_is_close_to_nobody_screens(application: Application) -> None:
    close, declared = a_checker(application), a_checker(application)
    close.roles_held.create(role="editor", scope_kind="organisation", scope_id=application.organisation_id)
    application.conflicts.create(person=declared)
    elsewhere = holding(Role.GATE_CHECKER, over=a_call("closed").programme_id)
    strangers = [a_person(), officer_of(application.call), elsewhere]
    for person, why in [*((each, "Only a gate checker") for each in strangers), (close, "close"), (declared, "close")]:
        with pytest.raises(Refusal, match=why):
            gates.answer(application, A, {"A1": YES}, by=person)
    assert not GateCheck.objects.exists()


def test_nothing_is_screened_before_closing_after_the_end_or_without_gates() -> None:
    early, late, without = with_gates(a_call("open")), with_gates(a_call("decided")), a_call("closed")
    for call, why in ((early, "once the call has closed"), (late, "is concluded"), (without, "without gates")):
        application = an_application(call, an_organisation(), "submitted")
        with pytest.raises(Refusal, match=why):
            gates.answer(application, A, {"A1": YES}, by=a_checker(application))


@pytest.mark.parametrize("state", ["withdrawn", "under_review", "declined"])
def test_what_does_not_wait_for_screening_is_not_screened(state: str, checker: Any, application: Application) -> None:
    Application.objects.filter(pk=application.pk).update(state=state)
    with pytest.raises(Refusal, match="no longer waits"):
        gates.answer(application, A, {"A1": YES}, by=checker)


def test_who_stands_back_neither_screens_nor_sees_it(application: Application, checker: Any) -> None:
    seen = Application.objects.all()
    assert list(seen.visible_to(standing_of(checker))) == [application]
    gates.stand_back(application, by=checker)
    assert list(seen.visible_to(standing_of(checker))) == []
    assert list(screening.to_screen(standing_of(checker))) == []
    with pytest.raises(Refusal, match="too close"):
        gates.stand_back(application, by=checker)
    assert list(screening.to_screen(standing_of(a_checker(application)))) == [application]


# Sealed, and reopened


def test_a_closed_gate_is_sealed_for_people_and_for_the_database(application: Application, checker: Any) -> None:
    check = closed(application, A)
    for verb in (
        lambda: gates.answer(application, A, {"A1": NO}, by=checker),
        lambda: gates.close(application, A, by=checker),
    ):
        with pytest.raises(Refusal, match="closed and sealed"):
            verb()
    rows, answers = GateCheck.objects.filter(pk=check.pk), GateAnswer.objects.filter(check_of=check)
    item = check.answers.all()[0].item
    for change in (
        lambda: rows.update(outcome="stopped"),
        lambda: rows.update(state="open", closed_by=None, closed_at=None),
        lambda: rows.update(closed_at=timezone.now()),
        lambda: rows.delete(),
        lambda: answers.update(said="no"),
        lambda: answers.update(note="Other"),
        lambda: answers.delete(),
        lambda: GateAnswer.objects.create(check_of=check, item=item),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    answers.update(note="")  # its time is over: the words go, the answers stay
    assert set(answers.values_list("said", "note")) == {("yes", "")}


def test_a_gate_is_reopened_with_a_reason_and_what_was_closed_stays(application: Application, checker: Any) -> None:
    told(application.organisation)
    check = closed(application, A, "stopped")
    with pytest.raises(Refusal) as refused:
        gates.reopen(application, A, reason=" ", by=checker)
    assert refused.value.field == "reason"
    begun = gates.reopen(application, A, reason="The statements came by post.", by=checker)
    check.refresh_from_db()
    application.refresh_from_db()
    assert (check.state, check.outcome, check.reopened_by) == ("reopened", "stopped", checker)
    assert check.reopened_why == "The statements came by post."
    assert (begun.state, begun.outcome, begun.reason) == ("open", "", check.reason)
    assert [each.said for each in begun.answers.all()] == ["no", "no"]
    assert application.state == "submitted"
    assert "looked at again" in words(Notice.objects.get())
    assert Line.objects.get(verb="gate_reopened").facts == {"gate": "A"}
    with pytest.raises(Refusal, match="can be changed as it is"):
        gates.reopen(application, A, reason="Again", by=checker)
    gates.answer(application, A, {"A1": YES, "A2": YES}, reason=begun.reason, by=checker)
    assert gates.close(application, A, by=checker).outcome == "passed"
    assert screening.told_of(screening.standing_checks(application)) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        GateCheck.objects.filter(pk=check.pk).update(reopened_why="Other")


def test_a_gate_is_not_reopened_once_reviewers_are_named(application: Application, checker: Any) -> None:
    passed(application)
    review = a_review(application)
    with pytest.raises(Refusal, match="Reviewers were named already"):
        gates.reopen(application, B, reason="A new risk", by=checker)
    Review.objects.filter(pk=review.pk).update(state="stepped_down")
    gates.reopen(application, B, reason="A new risk", by=checker)


def test_only_the_gate_that_stopped_it_is_reopened(application: Application, checker: Any) -> None:
    closed(application, A)
    closed(application, B, "stopped")
    with pytest.raises(Refusal, match="the other gate"):
        gates.reopen(application, A, reason="A new paper", by=checker)
    gates.reopen(application, B, reason="A new plan", by=checker)
    application.refresh_from_db()
    assert application.state == "submitted"


def test_two_checks_of_one_gate_do_not_stand_at_once(application: Application) -> None:
    closed(application, A)
    with pytest.raises(IntegrityError), transaction.atomic():
        GateCheck.objects.create(application=application, gate=A)


# What follows


def test_reviewers_are_named_only_past_both_gates(application: Application) -> None:
    officer, reviewer = officer_of(application.call), a_reviewer(application.call)
    with pytest.raises(Refusal, match="“Eligibility” is still open"):
        reviews.assign(application, reviewers=[reviewer], by=officer)
    closed(application, A)
    with pytest.raises(Refusal, match="“Do no harm” is still open"):
        reviews.assign(application, reviewers=[reviewer], by=officer)
    closed(application, B, "conditions")
    reviews.assign(application, reviewers=[reviewer], by=officer)
    assert application.reviews.count() == 1


def test_what_was_stopped_goes_to_no_reviewer_and_the_reason_is_said(application: Application) -> None:
    closed(application, A)
    closed(application, B, "stopped")
    with pytest.raises(Refusal, match="did not pass at “Do no harm”"):
        reviews.assign(application, reviewers=[a_reviewer(application.call)], by=officer_of(application.call))


def test_who_screened_an_application_does_not_review_it(application: Application) -> None:
    both = a_reviewer(application.call)
    closed(application, A, by=both)
    closed(application, B)
    with pytest.raises(Refusal, match="screened this application"):
        reviews.assign(application, reviewers=[both], by=officer_of(application.call))


def test_who_screened_an_application_does_not_decide_about_it(application: Application) -> None:
    chair = holding(Role.PANEL_CHAIR, over=application.call.programme_id)
    passed(application)
    for score in (3, 4):
        a_review(application, score=score)
    Application.objects.filter(pk=application.pk).update(state="under_review")
    application.refresh_from_db()
    may_propose(application, by=chair)
    other = to_screen(application.call)
    closed(other, A, by=chair)
    with pytest.raises(Refusal, match="who screens does not decide"):
        may_propose(other, by=chair)


def test_after_its_time_the_words_go_and_what_was_found_stays(application: Application) -> None:
    check = closed(application, A, "stopped")
    for code in ("not-eligible", "gate-notes"):
        clock = retention.CLOCKS[code]
        assert purge(clock, now=timezone.now() + timedelta(days=729)) == 0
        assert purge(clock, now=timezone.now() + timedelta(days=731)) > 0
    application.refresh_from_db()
    application.sheet.refresh_from_db()
    assert (application.title_en, application.sheet.answers, application.state) == ("", {}, "not_eligible")
    assert set(check.answers.values_list("said", "note")) == {("no", "")}
    assert GateCheck.objects.get().reason == check.reason


def test_a_call_is_concluded_when_the_rest_is_not_eligible(application: Application) -> None:
    officer = officer_of(application.call)
    with pytest.raises(Refusal, match="still wait for a decision"):
        calls.conclude(application.call, by=officer)
    closed(application, A, "stopped")
    calls.conclude(application.call, by=officer)
    assert application.call.state == "decided"


def test_gate_checkers_are_told_when_a_call_with_something_to_screen_closes() -> None:
    over = {"opens_on": timezone.localdate() - 9 * DAY, "closes_on": timezone.localdate() - DAY}
    empty, without, call = (a_call("open", **over) for _each in range(3))
    with_gates(empty)
    an_application(without, an_organisation(), "submitted")
    to_screen(with_gates(call))
    for each in (empty, without, call):
        a_checker(each.applications.first() or an_application(each, an_organisation()), name=each.code)
        a_reviewer(each), a_reviewer(each)
        calls.close(each, by=officer_of(each))
    assert [(notice.person.name, words(notice)) for notice in Notice.objects.all()] == [
        (call.code, f"The call \u2068{call.code}\u2069 has closed: its applications wait for screening.")
    ]
    assert [screening.unscreened(each) for each in (empty, without, call)] == [0, 0, 1]


def test_what_waits_goes_from_the_gate_checker_to_the_officer(application: Application, checker: Any) -> None:
    officer = officer_of(application.call)
    assert [each.kind for each in waiting(standing_of(checker))] == ["calls.application.gate.A"]
    assert waiting(standing_of(officer)) == []
    closed(application, A)
    assert [each.kind for each in waiting(standing_of(checker))] == ["calls.application.gate.B"]
    closed(application, B)
    assert waiting(standing_of(checker)) == []
    assert [each.kind for each in waiting(standing_of(officer))] == ["calls.application.reviewers"]


def test_a_stopped_one_waits_for_nobody_but_the_conclusion(application: Application, checker: Any) -> None:
    closed(application, A, "stopped")
    assert waiting(standing_of(checker)) == []
    officer = officer_of(application.call)
    assert [each.kind for each in waiting(standing_of(officer))] == ["calls.call.desk"]


def test_the_lists_show_what_waits_and_what_is_screened_of_ones_own_programme(application: Application) -> None:
    call = application.call
    done, stopped, half = to_screen(call), to_screen(call), to_screen(call)
    an_application(call, an_organisation(), "withdrawn")
    an_application(call, an_organisation())
    passed(done)
    closed(stopped, A, "stopped")
    closed(half, A)
    to_screen()
    standing = standing_of(a_checker(application))
    assert list(screening.to_screen(standing)) == [application, half]
    assert list(screening.screened(standing)) == [done, stopped]
    assert set(screening.past_gates(call.applications.filter(state="submitted"))) == {done}


def test_the_applicant_sees_closed_gates_and_never_open_ones(application: Application, checker: Any) -> None:
    standing = standing_of(told(application.organisation))
    gates.answer(application, A, {}, reason="Half a thought", by=checker)
    assert list(GateCheck.objects.all().visible_to(standing)) == []
    check = closed(application, B, "conditions")
    assert list(GateCheck.objects.all().visible_to(standing)) == [check]
    stranger = standing_of(holding(Role.SIGNATORY, over=an_organisation().pk))
    assert list(GateCheck.objects.all().visible_to(stranger)) == []
