"""Changes of an agreement: proposed by one side, answered by the other, small ones by notice."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saanjh.awards import agreement_queries, patterns, queries
from saanjh.awards.actions import activities, amendments, awards
from saanjh.awards.budgets import Line
from saanjh.awards.models import Agreement, Amendment, Award
from saanjh.ground import history
from saanjh.ground.access import Role, standing_of, visible
from saanjh.ground.models import Notice, Person
from saanjh.ground.refusals import Refusal
from saanjh.kit.periods import add_months
from tests.awards.factories import LINES, an_agreement, an_amendment, an_award, with_budget
from tests.events.factories import days_ago
from tests.factories import a_district, an_organisation, holding
from tests.programmes.factories import a_theme

pytestmark = pytest.mark.django_db
WHY = {"reason": "The roads were closed.", "effect": "Two meetings come later.", "written_in": "en"}


def running(**facts: Any) -> tuple[Award, Person, Person]:
    """A grant that runs by its agreement, an officer and a signatory."""
    award = an_award(application=with_budget(), **facts)
    an_agreement(award)
    officer = holding(Role.PROGRAMME_OFFICER, over=award.programme_id)
    return award, officer, holding(Role.SIGNATORY, over=award.organisation_id)


def later(award: Award, days: int = 60) -> datetime.date:
    return award.ends_on + datetime.timedelta(days=days)


def lines_with(**changed: int) -> list[Line]:
    return [Line(heading, what, changed.get(heading, minor)) for heading, what, minor in LINES]


def test_what_one_side_proposes_is_in_force_when_the_other_accepts() -> None:
    award, officer, signatory = running()
    proposal = amendments.extend(award, ends_on=later(award), by=signatory, **WHY)
    assert (proposal.state, proposal.side, award.ends_on) == ("open", "organisation", days_ago(-140))
    amendments.accept(proposal, by=officer)
    award.refresh_from_db()
    version = proposal.proposes
    version.refresh_from_db()
    assert award.ends_on == days_ago(-200) == version.ends_on
    assert (version.number, version.from_day) == (2, days_ago(0))
    assert agreement_queries.on(award, days_ago(1)) == proposal.changes
    assert [line.amount_minor for line in version.lines.all()] == [minor for _heading, _what, minor in LINES]
    assert [line.verb for line in history.of(award)] == ["amendment_proposed", "amendment_accepted"]
    assert [(row.person, row.kind) for row in Notice.objects.order_by("pk")] == [
        (officer, "amendment_proposed"),
        (signatory, "amendment_accepted"),
    ]


def test_steps_still_ahead_move_with_the_last_day_and_those_behind_stay() -> None:
    award, _officer, signatory = running()
    proposal = amendments.extend(award, ends_on=later(award, 140), by=signatory, **WHY)
    assert [step.due_on for step in proposal.proposes.milestones.all()] == [
        award.starts_on,
        days_ago(-20),
        later(award, 140),
    ]
    same = patterns.stretched({"M8": days_ago(0)}, today=days_ago(0), was=days_ago(0), last=days_ago(-9))
    assert same == {"M8": days_ago(0)}


def test_nobody_accepts_what_the_own_side_proposed() -> None:
    award, officer, signatory = running()
    ours, theirs = an_amendment(award, side="programme", proposed_by=officer), None
    for person in (officer, holding(Role.PROGRAMME_OFFICER, over=award.programme_id)):
        with pytest.raises(Refusal, match="own side proposed"):
            amendments.accept(ours, by=person)
    amendments.take_back(ours, by=officer)
    theirs = amendments.extend(award, ends_on=later(award), by=signatory, **WHY)
    others = [
        signatory,
        holding(Role.SIGNATORY, over=award.organisation_id),
        holding(Role.EDITOR, over=award.organisation_id),
        holding(Role.FINANCE_OFFICER, over=award.programme_id),
        holding(Role.SIGNATORY, over=an_organisation().pk),
        holding(Role.ADMINISTRATOR),
    ]
    for person in others:
        with pytest.raises(Refusal):
            amendments.accept(theirs, by=person)
    officer.roles_held.create(role=Role.SIGNATORY, scope_kind="organisation", scope_id=award.organisation_id)
    with pytest.raises(Refusal, match="both sides"):
        amendments.accept(theirs, by=Person.objects.get(pk=officer.pk))
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=theirs.pk).update(
            state="accepted", answered_by=signatory, answered_at=theirs.created_at
        )


@pytest.mark.parametrize(
    ("days", "words"), [(0, "Choose a day after"), (-1, "Choose a day after"), (591, "The programme ends on")]
)
def test_a_last_day_that_is_no_later_or_outside_the_programme_is_refused(days: int, words: str) -> None:
    award, officer, _signatory = running()
    with pytest.raises(Refusal, match=words) as refused:
        amendments.extend(award, ends_on=later(award, days), by=officer, **WHY)
    assert refused.value.field == "ends_on"
    assert amendments.extend(award, ends_on=later(award, 590), by=officer, **WHY).pk


def test_one_change_at_a_time_and_only_while_the_grant_runs() -> None:
    award, officer, signatory = running()
    proposal = amendments.extend(award, ends_on=later(award), by=officer, **WHY)
    with pytest.raises(Refusal, match="Another change"):
        amendments.move(award, districts=[a_district()], by=signatory, **WHY)
    awards.end_early(award, reason="Both agreed.", written_in="en", by=officer)
    with pytest.raises(Refusal, match="is over"):
        amendments.accept(proposal, by=signatory)
    over = an_award(programme=award.programme, starts_on=days_ago(240), ends_on=days_ago(1))
    for grant, words in (
        (award, "is over"),
        (over, "is over"),
        (an_award("offered", programme=award.programme), "yet"),
    ):
        with pytest.raises(Refusal, match=words):
            amendments.extend(grant, ends_on=days_ago(-99), by=officer, **WHY)
    with pytest.raises(Refusal, match="brings it in first"):
        amendments.extend(an_award(programme=award.programme), ends_on=days_ago(-200), by=officer, **WHY)


@pytest.mark.parametrize("lacking", ["reason", "effect"])
def test_a_proposal_says_why_and_what_follows(lacking: str) -> None:
    award, officer, _signatory = running()
    with pytest.raises(Refusal) as refused:
        amendments.extend(award, ends_on=later(award), by=officer, **{**WHY, lacking: " "})
    assert (refused.value.field, Agreement.objects.count()) == (lacking, 1)


def test_a_month_goes_by_notice_of_the_organisation_but_not_month_by_month() -> None:
    award, officer, signatory = running()
    month = add_months(award.ends_on, 1)
    assert amendments.extend(award, ends_on=month, by=officer, **WHY).state == "open"
    amendments.take_back(Amendment.objects.get(), by=officer)
    told = amendments.extend(award, ends_on=month, by=signatory, **WHY)
    award.refresh_from_db()
    assert (told.state, award.ends_on, told.proposes.number) == ("by_notice", month, 2)
    assert Notice.objects.filter(kind="amended_by_notice").get().person == officer
    again = amendments.extend(award, ends_on=month + datetime.timedelta(days=1), by=signatory, **WHY)
    assert again.state == "open"


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({"C": 81_000_00, "B": 459_000_00}, "by_notice"),
        ({"C": 80_999_99, "B": 459_000_01}, "open"),
        ({"F": 39_600_00, "B": 446_400_00}, "by_notice"),
        ({"F": 39_600_01, "B": 446_399_99}, "open"),
    ],
)
def test_a_tenth_of_a_heading_moves_by_notice_and_a_paisa_more_by_agreement(
    changed: dict[str, int], state: str
) -> None:
    award, _officer, signatory = running()
    assert amendments.shift(award, lines=lines_with(**changed), by=signatory, **WHY).state == state


def test_shift_upon_shift_is_counted_from_what_both_agreed_on() -> None:
    award, officer, signatory = running()
    amendments.shift(award, lines=lines_with(C=82_000_00, B=458_000_00), by=signatory, **WHY)
    second = amendments.shift(award, lines=lines_with(C=75_000_00, B=465_000_00), by=signatory, **WHY)
    assert second.state == "open"
    amendments.accept(second, by=officer)
    third = amendments.shift(award, lines=lines_with(C=70_000_00, B=470_000_00), by=signatory, **WHY)
    assert third.state == "by_notice"


def test_a_new_line_needs_the_other_sides_word() -> None:
    award, _officer, signatory = running()
    lines = [*lines_with(B=449_000_00), Line("B", "Tea", 1_000_00)]
    assert amendments.shift(award, lines=lines, by=signatory, **WHY).state == "open"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "Nothing was changed"),
        ({"B": 450_000_01}, "is too much"),
        ({"G": 44_000_00, "B": 451_000_00}, "is protected"),
        ({"A": 370_000_00, "B": 305_000_00}, "may be at most 40"),
    ],
)
def test_a_shift_that_breaks_a_rule_is_refused_in_words(changed: dict[str, int], words: str) -> None:
    award, officer, _signatory = running()
    with pytest.raises(Refusal, match=words):
        amendments.shift(award, lines=lines_with(**changed), by=officer, **WHY)


def test_a_district_is_left_and_what_was_done_there_before_is_still_written_down() -> None:
    award, officer, signatory = running()
    old, new = award.districts.get(), a_district()
    for districts in ([], [old]):
        with pytest.raises(Refusal):
            amendments.move(award, districts=districts, by=signatory, **WHY)
    amendments.accept(amendments.move(award, districts=[new], by=signatory, **WHY), by=officer)
    assert list(award.districts.all()) == [new]
    facts: dict[str, Any] = {"activity_type": a_theme("activity_types"), "what": "Tea", "written_in": "en"}
    facts |= {"headcounts": {}, "by": holding(Role.EDITOR, over=award.organisation_id)}
    activities.record(award, district=old, day=days_ago(1), **facts)
    for district, day in ((old, days_ago(0)), (new, days_ago(1))):
        with pytest.raises(Refusal, match="not part of the grant"):
            activities.record(award, district=district, day=day, **facts)


def test_a_district_beyond_the_call_is_not_added() -> None:
    award, officer, _signatory = running()
    award.application.call.districts.set([a_district()])
    with pytest.raises(Refusal, match="not for work in these districts"):
        amendments.move(award, districts=[a_district()], by=officer, **WHY)


def test_a_declined_proposal_says_why_and_changes_nothing() -> None:
    award, officer, signatory = running()
    proposal = amendments.extend(award, ends_on=later(award), by=signatory, **WHY)
    with pytest.raises(Refusal):
        amendments.decline(proposal, reason=" ", written_in="en", by=officer)
    amendments.decline(Amendment.objects.get(), reason="The report is due first.", written_in="en", by=officer)
    award.refresh_from_db()
    proposal.refresh_from_db()
    assert (proposal.state, award.ends_on, proposal.proposes.number) == ("declined", days_ago(-140), None)
    for act in (amendments.accept, amendments.take_back):
        with pytest.raises(Refusal):
            act(proposal, by=officer if act is amendments.accept else signatory)
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=proposal.pk).update(state="accepted", answer="")


def test_what_is_proposed_does_not_change_while_it_waits() -> None:
    award, *_both = running()
    proposal = an_amendment(award)
    for change in (
        lambda: Amendment.objects.filter(pk=proposal.pk).update(reason="Another one."),
        lambda: Agreement.objects.filter(pk=proposal.proposes_id).update(ends_on=days_ago(-900)),
        lambda: proposal.proposes.lines.update(amount_minor=1),
        lambda: proposal.delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_an_open_change_waits_for_the_other_side_alone() -> None:
    award, officer, signatory = running()
    proposal = an_amendment(award, proposed_by=signatory)
    assert [(item.kind, item.id) for item in queries.waiting(standing_of(officer))] == [
        ("awards.amendment", proposal.public_id)
    ]
    assert queries.waiting(standing_of(signatory)) == []
    awards.end_early(award, reason="Both agreed.", written_in="en", by=officer)
    assert queries.waiting(standing_of(officer)) == []


def test_who_sees_agreements_and_their_changes() -> None:
    award, officer, signatory = running()
    proposal = an_amendment(award)
    for person in (officer, signatory, holding(Role.EDITOR, over=award.organisation_id)):
        assert list(visible(person, Amendment)) == [proposal]
        assert visible(person, Agreement).count() == 2
    for person in (
        holding(Role.DONOR_VIEWER, over=award.programme_id),
        holding(Role.SIGNATORY, over=an_organisation().pk),
    ):
        assert not visible(person, Amendment).exists()
        assert not visible(person, Agreement).exists()


def test_what_changed_between_two_versions_is_told_one_by_one() -> None:
    award, officer, signatory = running()
    amendments.shift(award, lines=lines_with(C=81_000_00, B=459_000_00), by=signatory, **WHY)
    amendments.accept(amendments.extend(award, ends_on=later(award), by=signatory, **WHY), by=officer)
    last, second, first = agreement_queries.versions(award)
    found = agreement_queries.differences(first, second)
    assert [(each.about, each.of, each.before, each.after) for each in found] == [
        ("lines", ("B", "Meetings"), 450_000_00, 459_000_00),
        ("lines", ("C", "Buses"), 90_000_00, 81_000_00),
    ]
    found = agreement_queries.differences(second, last)
    assert [each.about for each in found] == ["ends_on", "milestones", "milestones"]
    assert agreement_queries.differences(last, last) == []
