"""One appeal on the procedure: in time, by the applicant, answered by somebody without a hand in what it is about."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from saanjh.calls import appeals as queries
from saanjh.calls.actions import appeals, calls, gates
from saanjh.calls.models import Appeal, ApplicationPartner, Call, Decision, GateCheck, Intake
from saanjh.calls.rules.appeals import due_on, last_day
from saanjh.calls.waiting import waiting
from saanjh.ground import history
from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.models import Notice, Person, RoleHeld
from saanjh.ground.refusals import Refusal
from tests.calls.appeals import GIVEN, a_declined, a_stopped, an_officer, its_editor
from tests.calls.factories import a_call, a_review, an_application, decided
from tests.factories import a_person, an_organisation, holding

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def lodged(application: Any, **given: Any) -> Appeal:
    return appeals.lodge(application, **{**GIVEN, **given}, by=its_editor(application))


def waits_for(person: Person) -> list[str]:
    return [str(each.title) for each in waiting(standing_of(person)) if each.kind == "calls.appeal"]


def test_an_appeal_waits_for_those_who_had_no_hand_in_the_decision_and_is_answered_in_words() -> None:
    chair = holding(Role.PANEL_CHAIR, over=(call := a_call("closed")).programme_id)
    application = a_declined(call, chair=chair)
    officer, editor = an_officer(application), its_editor(application)
    appeal = appeals.lodge(application, **GIVEN, by=editor)
    assert appeal.due_on > timezone.localdate()
    assert (waits_for(officer), waits_for(chair)) == (["Answer an appeal"], [])
    appeals.answer(appeal, outcome="dismissed", answer="Both reviewers wrote about that sheet.", by=officer)
    application.refresh_from_db()
    assert (appeal.state, application.state, waits_for(officer)) == ("dismissed", "declined", [])
    told = set(Notice.objects.values_list("person", "kind"))
    assert told == {(officer.pk, "appeal_lodged"), (editor.pk, "appeal_dismissed")}
    assert [line.verb for line in history.of(application)] == ["appeal_lodged", "appeal_answered"]
    with pytest.raises(Refusal, match="no longer possible"):
        appeals.answer(appeal, outcome="upheld", answer="On second thoughts.", by=officer)


def test_an_upheld_appeal_takes_the_decision_back_keeps_what_was_told_and_lets_the_chair_decide_anew() -> None:
    application = a_declined()
    for _reader in range(2):
        a_review(application, score=4)
    Call.objects.update(state="decided")
    appeal = lodged(application)
    officer = an_officer(application, name="Naila")
    appeals.answer(appeal, outcome="upheld", answer="The sheet was overlooked.", by=officer)
    application.refresh_from_db()
    assert (application.state, application.call.state) == ("under_review", "closed")
    assert [each.reason for each in appeal.earlier.all()] == ["The plan is thin."]
    assert not Decision.objects.filter(application=application).exists()
    chair = holding(Role.PANEL_CHAIR, over=application.call.programme_id)
    assert [str(each.title) for each in waiting(standing_of(chair))] == ["Propose a decision about an application"]
    with pytest.raises(Refusal, match="nothing to appeal against"):
        lodged(application)


def test_an_upheld_appeal_against_screening_opens_the_gate_again_with_its_answers() -> None:
    application = a_stopped()
    appeal = lodged(application)
    appeals.answer(appeal, outcome="upheld", answer="The paper was there.", by=an_officer(application))
    application.refresh_from_db()
    assert application.state == "submitted"
    states = list(application.gate_checks.order_by("pk").values_list("state", "reopened_why"))
    assert states == [("reopened", "The paper was there."), ("open", "")]
    checker = GateCheck.objects.get(state="reopened").closed_by
    other = holding(Role.GATE_CHECKER, over=application.call.programme_id)
    assert "Screen an application" in [str(each.title) for each in waiting(standing_of(other))]
    assert gates.answer(application, "A", {"A1": ("yes", "")}, by=other).state == "open"
    assert "Screen an application" not in [str(each.title) for each in waiting(standing_of(checker))]
    with pytest.raises(Refusal, match="the appeal against that was upheld: another gate checker"):
        gates.answer(application, "A", {"A1": ("yes", "")}, by=checker)
    with pytest.raises(Refusal, match="another gate checker"):
        gates.close(application, "A", by=checker)


def test_a_checker_who_reopens_a_gate_without_an_appeal_screens_it_again() -> None:
    application = a_stopped()
    checker = application.gate_checks.get().closed_by
    gates.reopen(application, "A", reason="The paper lay under another.", by=checker)
    assert gates.answer(application, "A", {"A1": ("yes", "")}, by=checker).state == "open"


def test_what_is_stopped_again_after_an_upheld_appeal_can_be_appealed_against_once_more() -> None:
    application = a_stopped()
    first = lodged(application)
    appeals.answer(first, outcome="upheld", answer="The paper was there.", by=an_officer(application))
    other = holding(Role.GATE_CHECKER, over=application.call.programme_id)
    gates.answer(application, "A", {"A1": ("no", "Another is missing.")}, reason="Another is missing.", by=other)
    gates.close(application, "A", by=other)
    second = lodged(application)
    assert [each.appeal for each in queries.of(application)] == [second, first]
    assert [each.stopped and each.stopped.reason for each in queries.of(application)] == [
        None,
        "The registration is missing.",
    ]
    appeals.answer(second, outcome="dismissed", answer="It is missing.", by=an_officer(application))
    application.refresh_from_db()
    assert application.state == "not_eligible"
    with pytest.raises(Refusal, match="one appeal against each decision"):
        lodged(application)
    facts = {"ground": "overlooked", "lodged_by": a_person(), "lodged_at": timezone.now(), "due_on": second.due_on}
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(application=application, what_happened="Again.", **facts)


def test_one_appeals_until_the_end_of_the_tenth_working_day_and_once() -> None:
    application = a_declined()
    editor, last = its_editor(application), last_day(application)
    assert last is not None
    late = timezone.make_aware(datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time.min))
    with pytest.raises(Refusal, match="That day has passed"):
        appeals.lodge(application, **GIVEN, by=editor, now=late)
    appeals.lodge(application, **GIVEN, by=editor, now=late - datetime.timedelta(seconds=1))
    with pytest.raises(Refusal, match="one appeal against each decision"):
        appeals.lodge(application, **GIVEN, by=editor)


def test_public_holidays_are_no_working_days_for_who_appeals_nor_for_who_answers() -> None:
    told = datetime.date(2026, 8, 13)  # Independence Day and Eid Milad-un-Nabi follow, both on working days
    application = a_declined(days=(timezone.localdate() - told).days)
    assert last_day(application) == datetime.date(2026, 8, 31)
    assert due_on(told) == datetime.date(2026, 9, 7)
    assert due_on(datetime.date(2026, 9, 10)) == datetime.date(2026, 10, 1)  # three weeks without a holiday


@pytest.mark.parametrize("state", ["draft", "submitted", "under_review", "selected", "withdrawn"])
def test_only_what_was_declined_or_stopped_can_be_appealed_against(state: str) -> None:
    application = an_application(a_call("closed"), an_organisation(), state)
    with pytest.raises(Refusal, match="nothing to appeal against"):
        lodged(application)


def test_nobody_appeals_for_a_foreign_organisation() -> None:
    application = a_declined()
    for person in (a_person(), holding(Role.SIGNATORY, over=an_organisation().pk), an_officer(application)):
        with pytest.raises(Refusal, match="writes for the organisation"):
            appeals.lodge(application, **GIVEN, by=person)
    assert not Appeal.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"ground": "unfair"}, "ground"),
        ({"what_happened": ""}, "what_happened"),
        ({"what_happened": "x" * 3001}, "what_happened"),
        ({"what_happened": "Ring 0300 1234567"}, "what_happened"),
        ({"written_in": "fr"}, "written_in"),
    ],
)
def test_an_appeal_that_cannot_be_kept_is_refused_on_its_field(given: dict[str, str], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        lodged(a_declined(), **given)
    assert (refused.value.field, Appeal.objects.count()) == (field, 0)


@pytest.mark.parametrize(("given", "field"), [({"outcome": "maybe"}, "outcome"), ({"answer": " "}, "answer")])
def test_an_answer_without_an_end_or_reasons_is_refused(given: dict[str, str], field: str) -> None:
    application = a_declined()
    appeal = lodged(application)
    with pytest.raises(Refusal) as refused:
        appeals.answer(appeal, **{"outcome": "upheld", "answer": "Yes.", **given}, by=an_officer(application))
    appeal.refresh_from_db()
    assert (refused.value.field, appeal.state) == (field, "lodged")


def test_a_decision_that_was_told_goes_only_once_its_copy_is_kept_and_the_copy_stays() -> None:
    application = a_declined()
    appeal = lodged(application)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Decision.objects.filter(application=application).delete()
    appeals.answer(appeal, outcome="upheld", answer="Right.", by=an_officer(application))
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        appeal.earlier.all().delete()
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        appeal.earlier.update(reason="Nothing was wrong.")


def _reviewed(application: Any, person: Person) -> None:
    a_review(application, person)


def _screened(application: Any, person: Person) -> None:
    GateCheck.objects.create(
        application=application, gate="A", state="closed", outcome="passed", closed_by=person, closed_at=timezone.now()
    )


def _belongs(application: Any, person: Person) -> None:
    RoleHeld.objects.create(
        person=person, role=Role.EDITOR, scope_kind="organisation", scope_id=application.organisation_id
    )


def _entered(application: Any, person: Person) -> None:
    Intake.objects.create(application=application, came="paper", received_on=timezone.localdate(), entered_by=person)


def _of_a_partner(application: Any, person: Person) -> None:
    partner = an_organisation()
    ApplicationPartner.objects.create(application=application, role="partner", organisation=partner)
    RoleHeld.objects.create(person=person, role=Role.EDITOR, scope_kind="organisation", scope_id=partner.pk)


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        (None, "a hand in"),
        (_reviewed, "named to review"),
        (_screened, "screened"),
        (_belongs, "too close"),
        (_entered, "too close"),
        (_of_a_partner, "too close"),
    ],
)
def test_who_had_a_hand_in_it_or_is_close_neither_answers_nor_finds_it_waiting(deed: Any, said: str) -> None:
    call = a_call("closed")
    officer = holding(Role.PROGRAMME_OFFICER, over=call.programme_id)
    application = a_declined(call, chair=officer if deed is None else None)
    if deed is not None:
        deed(application, officer)
    appeal = lodged(application)
    officer = Person.objects.get(pk=officer.pk)
    assert waits_for(officer) == []
    with pytest.raises(Refusal, match=said):
        appeals.answer(appeal, outcome="dismissed", answer="No.", by=officer)
    told = list(Notice.objects.filter(person=officer).values_list("kind", flat=True))
    assert told == ["appeal_unanswerable"]


def test_an_appeal_is_seen_by_the_applicant_and_the_programme_alone() -> None:
    application = a_declined()
    reviewer = a_review(application, score=3).reviewer
    lodged(application)
    officer, stranger = an_officer(application), holding(Role.EDITOR, over=an_organisation().pk)
    other = holding(Role.PROGRAMME_OFFICER, over=a_call("open").programme_id)
    seen = [visible(each, Appeal).count() for each in (its_editor(application), officer, reviewer, stranger, other)]
    assert seen == [1, 1, 0, 0, 0]
    with pytest.raises(Refusal, match="Only a programme officer or the chair"):
        appeals.answer(Appeal.objects.get(), outcome="dismissed", answer="No.", by=other)


def test_a_call_is_not_concluded_while_an_appeal_waits() -> None:
    application = a_declined()
    lodged(application)
    officer = an_officer(application)
    assert "All is decided: conclude the call" not in [str(each.title) for each in waiting(standing_of(officer))]
    with pytest.raises(Refusal, match="appeals still wait"):
        calls.conclude(application.call, by=officer)


def test_the_new_decision_is_a_decision_like_any_other() -> None:
    application = a_declined()
    for _reader in range(2):
        a_review(application, score=5)
    appeals.answer(lodged(application), outcome="upheld", answer="Right.", by=an_officer(application))
    application.refresh_from_db()
    decided(application, "selected", reason="Convincing with the sheet.")
    assert application.state == "selected"
