"""What came on paper, by voice or in person: in time, marked, told to its organisation, and judged by others."""

from typing import Any

import pytest

from saanjh.calls.actions import applications, calls, extensions, intakes
from saanjh.calls.models import Application, Call, Intake, Review
from saanjh.calls.rules import closeness, decisions, gates, reviews
from saanjh.calls.rules import intakes as rules
from saanjh.calls.screening import to_screen
from saanjh.calls.waiting import waiting
from saanjh.ground.access import HELD_IN, Role, standing_of, visible
from saanjh.ground.models import Line, Notice, Person, RoleHeld
from saanjh.ground.refusals import Refusal
from saanjh.questions.models import AnswerSheet
from tests.calls.factories import DAY, a_call, a_review, a_reviewer, an_application
from tests.factories import a_district, an_organisation, holding

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Office:
    """A call's office, and an organisation that sends paper."""

    def __init__(self) -> None:
        self.call = a_call()
        self.officer, self.colleague = (holding(Role.PROGRAMME_OFFICER, over=self.call.programme_id) for _e in range(2))
        self.home, self.place = a_district(), a_district()
        self.neem = an_organisation(home=self.home)
        self.received_on = self.call.opens_on + DAY

    def enter(self, **facts: Any) -> Application:
        facts = {"came": "paper", "received_on": self.received_on, "districts": [self.place], **facts}
        organisation = facts.pop("organisation", self.neem)
        return intakes.enter(self.call, organisation, **{"by": self.officer, **facts})

    def fill(self, application: Application, **facts: Any) -> Application:
        facts = {"by": self.officer, **facts}
        about = {"title_en": "Shared repairs", "amount_minor": 900_000_00, "months": 8, "districts": [self.place]}
        applications.describe(application, **about, women_led=True, youth_led=False, **facts)
        page = self.call.form_version.sections.get()
        return applications.answer(application, page, {"what": "Repairs of lanes and taps."}, **facts)


@pytest.fixture
def office() -> Office:
    return Office()


def two_reviewers(call: Call) -> None:
    """As many as are to read an application: a call is not closed without them."""
    for _each in range(2):
        a_reviewer(call)


def also(person: Person, role: Role, over: int) -> Person:
    """The same person, holding one role more, as a new request finds them."""
    RoleHeld.objects.create(person=person, role=role, scope_kind=HELD_IN[role], scope_id=over)
    return Person.objects.get(pk=person.pk)


def test_an_officer_enters_what_came_on_paper_and_hands_it_in(office: Office) -> None:
    signatory = holding(Role.SIGNATORY, over=office.neem.pk)
    application = office.enter(came="voice")
    assert Notice.objects.get(person=signatory).kind == "application_entered"
    assert list(visible(signatory, Application)) == [application]
    assert [each.title for each in waiting(standing_of(office.officer))] == [
        "Finish entering an application, and hand it in"
    ]
    office.fill(application)
    applications.submit(application, by=office.officer)
    application.refresh_from_db()
    assert (application.state, application.intake.came) == ("submitted", "voice")
    assert (application.intake.entered_by, application.intake.received_on) == (office.officer, office.received_on)
    assert Line.objects.get(verb="application_entered").facts["came"] == "voice"
    assert waiting(standing_of(office.officer)) == []


def test_its_organisation_corrects_it_until_the_call_closes(office: Office) -> None:
    signatory = holding(Role.SIGNATORY, over=office.neem.pk)
    application = office.fill(office.enter())
    applications.describe(application, title_en="Repairs", by=signatory)
    office.fill(application)
    applications.submit(application, by=office.officer)
    applications.reopen(application, by=signatory)
    office.fill(application, by=signatory)
    applications.submit(application, by=signatory)
    with pytest.raises(Refusal, match="closed"):
        applications.reopen(application, by=signatory, now=office.call.closes_at)


def test_what_came_in_time_is_finished_after_the_closing_day_until_the_call_is_closed(office: Office) -> None:
    late = office.call.closes_at + DAY
    application = office.enter(received_on=office.call.closes_on, now=late)
    with pytest.raises(Refusal, match="not handed in yet: 1"):
        calls.close(office.call, by=office.officer, now=late)
    office.fill(application, now=late)
    applications.submit(application, by=office.officer, now=late)
    applications.reopen(application, by=office.officer, now=late)  # a slip of the pen is mended
    applications.submit(application, by=office.officer, now=late)
    two_reviewers(office.call)
    calls.close(office.call, by=office.officer, now=late)
    application.refresh_from_db()
    application.call.refresh_from_db()
    with pytest.raises(Refusal, match="Only a signatory"):
        applications.reopen(application, by=office.officer, now=late)
    with pytest.raises(Refusal, match="had to be entered before"):
        office.enter(organisation=an_organisation())


def test_nothing_is_entered_into_a_call_that_was_closed_meanwhile(office: Office) -> None:
    application = office.fill(office.enter())
    Call.objects.update(state="closed")  # by a colleague, while the pages of this one stood open
    assert (office.call.state, application.call.state) == ("open", "open")
    with pytest.raises(Refusal, match="Only a signatory"):
        applications.submit(application, by=office.officer)
    with pytest.raises(Refusal, match="had to be entered before"):
        office.enter(organisation=an_organisation())


def test_what_came_too_late_is_refused_unless_the_district_of_its_office_had_longer(office: Office) -> None:
    after = office.call.closes_on + DAY
    late = office.call.closes_at + 2 * DAY
    with pytest.raises(Refusal, match="It came too late") as refused:
        office.enter(received_on=after, now=late)
    assert (refused.value.field, Application.objects.count()) == ("received_on", 0)
    extensions.extend(
        office.call,
        districts=[office.home],
        until=office.call.closes_at + 3 * DAY,
        reason="connectivity",
        note="No network.",
        by=office.officer,
        now=late,
    )
    assert office.enter(received_on=after, now=late).state == "draft"
    with pytest.raises(Refusal, match="It came too late"):
        office.enter(organisation=an_organisation(), districts=[office.home], received_on=after, now=late)


def test_what_cannot_be_entered_is_refused_on_its_field(office: Office) -> None:
    taken, duplicate, academic = an_organisation(), an_organisation(), an_organisation(kind="academic")
    an_application(office.call, taken)
    duplicate.merged_into = taken
    duplicate.save()
    Call.objects.update(for_academia=False)
    office.call.refresh_from_db()
    for facts, said, field in (
        ({"received_on": office.call.opens_on + 400 * DAY}, "still ahead", "received_on"),
        ({"received_on": office.call.opens_on - DAY}, "nothing can have come before", "received_on"),
        ({"districts": []}, "districts of the work", "districts"),
        ({"came": "pigeon"}, "not a valid choice", "came"),
        ({"organisation": taken}, "applies to this call already", "organisation"),
        ({"organisation": duplicate}, "joined into another", "organisation"),
        ({"organisation": academic}, "for others", "organisation"),
    ):
        with pytest.raises(Refusal, match=said) as refused:
            office.enter(**facts)
        assert (refused.value.field, Intake.objects.count()) == (field, 0)


def test_only_the_officers_of_the_programme_enter_and_not_for_their_own(office: Office) -> None:
    stranger = holding(Role.PROGRAMME_OFFICER, over=a_call().programme_id)
    for person in (stranger, holding(Role.SIGNATORY, over=office.neem.pk)):
        with pytest.raises(Refusal, match="Only a programme officer"):
            office.enter(by=person)
    RoleHeld.objects.create(
        person=office.officer, role=Role.EDITOR, scope_kind="organisation", scope_id=office.neem.pk,
        until=office.call.created_at,
    )  # fmt: skip
    with pytest.raises(Refusal, match="another officer enters"):
        office.enter()
    with pytest.raises(Refusal, match="not published"):
        intakes.enter(
            a_call("draft", programme=office.call.programme), office.neem, came="paper",
            received_on=office.received_on, districts=[office.place], by=office.officer,
        )  # fmt: skip


def test_a_colleague_neither_sees_nor_changes_what_is_being_entered(office: Office) -> None:
    application = office.enter()
    assert list(visible(office.officer, Application)) == [application]
    assert not visible(office.colleague, Application).exists()
    with pytest.raises(Refusal, match="Only somebody who writes"):
        applications.describe(application, title_en="Mine", by=office.colleague)
    with pytest.raises(Refusal, match="Only the officer who entered it"):
        intakes.drop(application, by=office.colleague)
    RoleHeld.objects.filter(person=office.officer).update(until=office.call.created_at)
    gone = Person.objects.get(pk=office.officer.pk)
    assert not visible(gone, Application).exists()
    with pytest.raises(Refusal, match="Only somebody who writes"):
        applications.describe(application, title_en="Mine", by=gone)


def test_what_was_begun_by_mistake_is_dropped_and_what_was_handed_in_is_not(office: Office) -> None:
    signatory = holding(Role.SIGNATORY, over=office.neem.pk)
    intakes.drop(office.enter(), by=office.officer)
    assert (Application.objects.count(), AnswerSheet.objects.count(), Intake.objects.count()) == (0, 0, 0)
    assert Notice.objects.filter(person=signatory, kind="application_entry_dropped").exists()
    application = office.fill(office.enter())
    applications.submit(application, by=office.officer)
    with pytest.raises(Refusal, match="its organisation can withdraw it"):
        intakes.drop(application, by=office.officer)


def test_whoever_entered_it_does_not_screen_read_or_decide_it(office: Office) -> None:
    application = office.fill(office.enter())
    applications.submit(application, by=office.officer)
    Call.objects.update(state="closed")
    application.refresh_from_db()
    application.call.refresh_from_db()
    programme, call = office.call.programme_id, office.call.pk
    checker = also(office.officer, Role.GATE_CHECKER, programme)
    with pytest.raises(Refusal, match="You entered this application"):
        gates.may_screen(application, by=checker)
    assert not to_screen(standing_of(checker)).exists()
    reader, apart = also(office.officer, Role.REVIEWER, call), a_reviewer(office.call)
    assert closeness.close([reader.pk, apart.pk], [application]) == {(reader.pk, application.pk)}
    with pytest.raises(Refusal, match="an officer of the programme and reads all reviews"):
        reviews.may_assign(application, reader, by=office.colleague)
    review = a_review(application, reader)
    with pytest.raises(Refusal, match="not yours to write"):
        reviews.may_review(review, by=reader)
    Review.objects.all().delete()
    chair = also(office.officer, Role.PANEL_CHAIR, programme)
    with pytest.raises(Refusal, match="You entered this application"):
        decisions.may_propose(application, by=chair)


def test_whoever_entered_it_does_not_open_it_as_a_reviewer(office: Office) -> None:
    application = office.fill(office.enter())
    applications.submit(application, by=office.officer)
    RoleHeld.objects.filter(person=office.officer).update(until=office.call.created_at)
    reader = also(office.officer, Role.REVIEWER, office.call.pk)
    a_review(application, reader)
    assert not visible(reader, Application).exists()
    other = a_reviewer(office.call)
    a_review(application, other)
    assert list(visible(other, Application)) == [application]


def test_what_its_signatory_withdrew_or_opened_again_is_no_longer_the_officers(office: Office) -> None:
    signatory = holding(Role.SIGNATORY, over=office.neem.pk)
    late = office.call.closes_at + DAY
    application = office.fill(office.enter())
    applications.submit(application, by=office.officer)
    applications.withdraw(application, by=signatory)
    with pytest.raises(Refusal, match="Only a signatory"):
        applications.reopen(application, by=office.officer, now=late)
    applications.reopen(application, by=signatory)
    with pytest.raises(Refusal, match="Only somebody who writes"):
        office.fill(application)
    with pytest.raises(Refusal, match="Only a signatory"):
        applications.submit(application, by=office.officer, now=late)
    assert waiting(standing_of(office.officer)) == []
    calls.close(office.call, by=office.officer, now=late)  # what it does not hand in again is its own choice


@pytest.mark.parametrize("what", ["about", "answers", "signed"])
def test_what_its_organisation_changed_or_signed_is_not_opened_again_by_the_officer(office: Office, what: str) -> None:
    signatory = holding(Role.SIGNATORY, over=office.neem.pk)
    application = office.fill(office.enter())
    if what == "about":
        about = {"title_en": "Lanes", "amount_minor": 900_000_00, "months": 8, "districts": [office.place]}
        applications.describe(application, **about, women_led=True, youth_led=False, by=signatory)
    if what == "answers":
        applications.answer(application, office.call.form_version.sections.get(), {"what": "Taps."}, by=signatory)
    applications.submit(application, by=signatory if what == "signed" else office.officer)
    with pytest.raises(Refusal, match="Only a signatory"):
        applications.reopen(application, by=office.officer)
    applications.reopen(application, by=signatory)


def test_a_call_is_not_closed_over_what_an_officer_opened_again(office: Office) -> None:
    late = office.call.closes_at + DAY
    application = office.fill(office.enter())
    applications.submit(application, by=office.officer)
    applications.reopen(application, by=office.officer, now=late)
    assert [each.id for each in waiting(standing_of(office.officer))] == [application.public_id]
    with pytest.raises(Refusal, match="not handed in yet: 1"):
        calls.close(office.call, by=office.officer, now=late)
    with pytest.raises(Refusal, match="its organisation can withdraw it"):
        intakes.drop(application, by=office.officer)
    applications.submit(application, by=office.officer, now=late)
    two_reviewers(office.call)
    calls.close(office.call, by=office.officer, now=late)


def leaves(office: Office) -> None:
    """The officer holds no role any more."""
    RoleHeld.objects.filter(person=office.officer).update(until=office.call.created_at)


def test_what_an_officer_left_unfinished_is_taken_over_and_finished(office: Office) -> None:
    application = office.enter()
    with pytest.raises(Refusal, match="still works for this programme"):
        intakes.take_over(application, by=office.colleague)
    leaves(office)
    late = office.call.closes_at + DAY
    with pytest.raises(Refusal, match=r"not handed in yet: 1\..* no longer work for this programme: 1"):
        calls.close(office.call, by=office.colleague, now=late)
    intakes.take_over(application, by=office.colleague)
    line = Line.objects.get(verb="application_entry_taken_over")
    assert (line.person, line.facts["earlier"]) == (office.colleague.public_id, office.officer.public_id)
    assert [each.id for each in waiting(standing_of(office.colleague))] == [application.public_id]
    application = visible(office.colleague, Application).get()
    office.fill(application, by=office.colleague)
    applications.submit(application, by=office.colleague, now=late)
    two_reviewers(office.call)
    calls.close(office.call, by=office.colleague, now=late)


def test_what_was_taken_over_can_be_dropped_as_well(office: Office) -> None:
    application = office.enter()
    leaves(office)
    intakes.take_over(application, by=office.colleague)
    intakes.drop(application, by=office.colleague)
    assert not Application.objects.exists()


def test_what_was_opened_again_by_who_left_is_taken_over_under_its_number(office: Office) -> None:
    application = office.fill(office.enter())
    applications.submit(application, by=office.officer)
    applications.reopen(application, by=office.officer)
    leaves(office)
    late = office.call.closes_at + DAY
    with pytest.raises(Refusal, match=application.number):
        calls.close(office.call, by=office.colleague, now=late)
    intakes.take_over(application, by=office.colleague)
    application = visible(office.colleague, Application).get()
    applications.submit(application, by=office.colleague, now=late)
    applications.reopen(application, by=office.colleague, now=late)  # what the first one wrote is the office's own


def test_only_another_officer_takes_over_and_nobody_from_its_own_organisation(office: Office) -> None:
    application = office.enter()
    leaves(office)
    stranger = holding(Role.PROGRAMME_OFFICER, over=a_call().programme_id)
    with pytest.raises(Refusal, match="Only a programme officer"):
        intakes.take_over(application, by=stranger)
    own = also(office.colleague, Role.EDITOR, office.neem.pk)
    with pytest.raises(Refusal, match="another officer enters"):
        intakes.take_over(application, by=own)
    Call.objects.update(state="closed")
    with pytest.raises(Refusal, match="This call is closed"):
        intakes.take_over(Application.objects.get(), by=office.colleague)


def test_its_organisation_goes_on_by_itself_with_what_it_opened_again(office: Office) -> None:
    signatory = holding(Role.SIGNATORY, over=office.neem.pk)
    application = office.fill(office.enter())
    applications.submit(application, by=office.officer)
    applications.reopen(application, by=signatory)
    leaves(office)
    with pytest.raises(Refusal, match="goes on by itself"):
        intakes.take_over(application, by=office.colleague)


def test_whoever_had_it_in_hand_before_does_not_judge_it_either(office: Office) -> None:
    application = office.fill(office.enter())
    leaves(office)
    intakes.take_over(application, by=office.colleague)
    applications.submit(application, by=office.colleague)
    Call.objects.update(state="closed")
    application = Application.objects.get()
    checker = also(office.officer, Role.GATE_CHECKER, office.call.programme_id)
    with pytest.raises(Refusal, match="You entered this application"):
        gates.may_screen(application, by=checker)
    assert not to_screen(standing_of(checker)).exists()
    reader = also(office.officer, Role.REVIEWER, office.call.pk)
    assert closeness.close([reader.pk], [application]) == {(reader.pk, application.pk)}
    a_review(application, reader)
    assert application.pk in decisions.known_of([application], reader).entered
    RoleHeld.objects.filter(role=Role.GATE_CHECKER).delete()
    assert not visible(Person.objects.get(pk=reader.pk), Application).exists()


def test_what_is_entered_already_is_not_begun_again_and_it_says_by_whom(office: Office) -> None:
    application = office.fill(office.enter())
    with pytest.raises(rules.Begun, match="You entered this one already") as refused:
        office.enter()
    assert (refused.value.application, refused.value.is_own, refused.value.field) == (application, True, "organisation")
    with pytest.raises(rules.Begun, match=f"{office.officer.name}.* is entering this one already") as refused:
        office.enter(by=office.colleague)
    assert not refused.value.is_own
    applications.submit(application, by=office.officer)
    with pytest.raises(rules.Begun, match=f"{office.officer.name}.* entered this one already, and handed it in"):
        office.enter(by=office.colleague)
    applications.reopen(application, by=office.officer)
    leaves(office)
    with pytest.raises(rules.Begun, match=f"{office.officer.name}.* no longer works .* take it over"):
        office.enter(by=office.colleague)


def test_what_was_taken_over_or_handed_in_meanwhile_is_not_taken_over_again(office: Office) -> None:
    application = office.fill(office.enter())
    leaves(office)
    third = holding(Role.PROGRAMME_OFFICER, over=office.call.programme_id)
    intakes.take_over(application, by=office.colleague)
    with pytest.raises(Refusal, match=f"{office.colleague.name}.* took it over already, and finishes it"):
        intakes.take_over(Application.objects.get(), by=third)
    with pytest.raises(Refusal, match="You have it in hand already"):
        intakes.take_over(Application.objects.get(), by=office.colleague)
    applications.submit(application, by=office.colleague)
    with pytest.raises(Refusal, match="handed in meanwhile"):
        intakes.take_over(Application.objects.get(), by=third)


def test_what_an_officer_left_waits_for_the_others_of_the_programme_without_saying_whose_it_is(office: Office) -> None:
    office.fill(office.enter())
    office.enter(organisation=an_organisation())
    stranger = holding(Role.PROGRAMME_OFFICER, over=a_call().programme_id)
    assert waiting(standing_of(office.colleague)) == []
    assert rules.still_entering(office.officer, [office.call.programme_id]) == [(office.call, 2)]
    leaves(office)
    (found,) = waiting(standing_of(Person.objects.get(pk=office.colleague.pk)))
    assert (found.kind, found.id, found.whose) == ("calls.call.entering", office.call.public_id, "")
    assert waiting(standing_of(stranger)) == []
    for each in Application.objects.all():
        intakes.take_over(each, by=office.colleague)
    assert [each.kind for each in waiting(standing_of(Person.objects.get(pk=office.colleague.pk)))] == [
        "calls.application",
        "calls.application",
    ]


def test_whoever_was_named_to_review_in_a_blind_call_takes_nothing_over(office: Office) -> None:
    application = office.enter()
    leaves(office)
    Call.objects.update(is_blind=True)
    both = also(office.colleague, Role.REVIEWER, office.call.pk)
    with pytest.raises(Refusal, match="hides from reviewers who applies"):
        intakes.take_over(Application.objects.get(pk=application.pk), by=both)
