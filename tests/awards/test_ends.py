"""How a grant ends: an offer called back, a grant completed after its last day, a grant ended early."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from saanjh.awards import queries
from saanjh.awards.actions import activities, awards
from saanjh.awards.models import Award
from saanjh.ground import history
from saanjh.ground.access import Role, ScopeKind, standing_of
from saanjh.ground.models import Notice, Person, RoleHeld
from saanjh.ground.refusals import Refusal
from saanjh.programmes.models import Scheme
from tests.awards.factories import an_activity, an_award
from tests.awards.test_awards import offer, officer_of
from tests.events.factories import a_running_programme, days_ago
from tests.factories import an_organisation, holding
from tests.programmes.factories import a_theme

pytestmark = pytest.mark.django_db
WHY = {"reason": "The district office asked for other terms.", "written_in": "en"}
PAST = {"starts_on": days_ago(240), "ends_on": days_ago(1)}


def officer(award: Award) -> Person:
    return holding(Role.PROGRAMME_OFFICER, over=award.programme_id)


def told() -> list[tuple[Person, str]]:
    return [(row.person, row.kind) for row in Notice.objects.order_by("pk")]


# An offer is called back


def test_an_offer_is_called_back_with_a_reason_and_the_signatories_are_told() -> None:
    award = an_award("offered")
    signatory = holding(Role.SIGNATORY, over=award.organisation_id)
    holding(Role.FIELD_OFFICER, over=award.organisation_id)
    by = officer(award)
    awards.call_back(award, by=by, **WHY)
    award.refresh_from_db()
    assert (award.state, award.reason, award.ended_by) == (Award.State.CALLED_BACK, WHY["reason"], by)
    assert (award.ended_on, award.answered_at) == (timezone.localdate(), None)
    assert told() == [(signatory, "award_called_back")]
    assert [(line.verb, line.facts) for line in history.of(award)] == [("award_called_back", {})]


@pytest.mark.parametrize("state", ["active", "declined", "called_back", "completed", "ended_early"])
def test_only_an_offer_that_nobody_answered_is_called_back(state: str) -> None:
    award = an_award(state)
    with pytest.raises(Refusal, match="no longer possible"):
        awards.call_back(award, by=officer(award), **WHY)


def test_of_calling_back_and_accepting_at_once_the_second_is_told() -> None:
    award = an_award("offered")
    stale = Award.objects.get(pk=award.pk)
    awards.call_back(award, by=officer(award), **WHY)
    with pytest.raises(Refusal, match="Called back"):
        awards.accept(stale, by=holding(Role.SIGNATORY, over=award.organisation_id))


def test_a_selected_application_whose_offer_was_called_back_waits_for_another() -> None:
    award = an_award("offered")
    application, by = award.application, officer(award)
    assert queries.waiting(standing_of(by)) == []
    awards.call_back(award, by=by, **WHY)
    application.refresh_from_db()
    assert application.state == "selected"
    assert [(item.kind, item.id) for item in queries.waiting(standing_of(by))] == [
        ("awards.offer", application.public_id)
    ]
    second = offer(application, by, amount_minor=800_000_00)
    assert queries.of_application(application) == second
    assert queries.waiting(standing_of(by)) == []


def test_a_grant_that_the_organisation_declined_is_not_offered_again() -> None:
    award = an_award("declined")
    with pytest.raises(Refusal, match="already offered"):
        offer(award.application, officer_of(award.application))


def test_the_database_knows_one_standing_grant_an_application() -> None:
    award = an_award("called_back")
    an_award("offered", application=award.application)
    with pytest.raises(IntegrityError), transaction.atomic():
        an_award("offered", application=award.application)


# A grant is completed


@pytest.mark.parametrize(
    ("said", "verb"),
    [
        ({"money_accounted_for": True, "reason": ""}, "award_completed"),
        (
            {"money_accounted_for": False, "reason": "Two bills were lost in a flood."},
            "award_completed_with_a_reason",
        ),
    ],
)
def test_a_grant_is_completed_after_its_last_day_and_both_sides_are_told(said: dict[str, Any], verb: str) -> None:
    award = an_award(**PAST)
    by, verifier = officer(award), holding(Role.VERIFIER, over=award.programme_id)
    editor = holding(Role.EDITOR, over=award.organisation_id)
    awards.complete(award, by=by, written_in="en", **said)
    award.refresh_from_db()
    assert (award.state, award.money_accounted_for) == (Award.State.COMPLETED, said["money_accounted_for"])
    assert award.last_day == award.ends_on
    assert told() == [(editor, "award_completed"), (verifier, "award_completed")]
    assert [line.verb for line in history.of(award)] == [verb]


def test_a_grant_is_not_completed_on_its_last_day() -> None:
    award = an_award(starts_on=days_ago(240), ends_on=days_ago(0))
    with pytest.raises(Refusal, match="completed after that"):
        awards.complete(award, by=officer(award), money_accounted_for=True, reason="", written_in="en")


@pytest.mark.parametrize("reason", ["", "  "])
def test_where_money_is_not_accounted_for_the_reason_is_given(reason: str) -> None:
    award = an_award(**PAST)
    with pytest.raises(Refusal) as refused:
        awards.complete(award, by=officer(award), money_accounted_for=False, reason=reason, written_in="en")
    assert refused.value.field == "reason"


def test_a_grant_past_its_last_day_waits_for_the_officer_until_it_is_completed() -> None:
    award = an_award(**PAST)
    an_award(programme=award.programme)
    by = officer(award)
    [item] = queries.waiting(standing_of(by))
    assert (item.kind, item.id, item.due) == ("awards.award", award.public_id, award.ends_on)
    assert queries.waiting(standing_of(holding(Role.PROGRAMME_OFFICER, over=a_running_programme().pk))) == []
    awards.complete(award, by=by, money_accounted_for=True, reason="", written_in="en")
    assert queries.waiting(standing_of(by)) == []


# A grant is ended early


def test_a_grant_is_ended_early_today_and_both_sides_are_told_why() -> None:
    award = an_award()
    agreed = award.ends_on
    by, other = officer(award), officer(award)
    field_officer = holding(Role.FIELD_OFFICER, over=award.organisation_id)
    awards.end_early(award, by=by, **WHY)
    award.refresh_from_db()
    assert (award.state, award.reason, award.last_day) == (Award.State.ENDED_EARLY, WHY["reason"], timezone.localdate())
    assert award.ends_on == agreed
    assert told() == [(field_officer, "award_ended_early"), (other, "award_ended_early")]
    assert [line.facts for line in history.of(award)] == [{"agreed": agreed.isoformat()}]


def test_a_grant_is_ended_early_on_its_first_and_on_its_last_day_and_on_none_outside() -> None:
    for first, last in ((0, -100), (100, 0)):
        award = an_award(starts_on=days_ago(first), ends_on=days_ago(last))
        assert awards.end_early(award, by=officer(award), **WHY).state == Award.State.ENDED_EARLY
    for first, last, why in ((-1, -100, "can be ended from that day"), (100, 1, "completed, not ended early")):
        award = an_award(starts_on=days_ago(first), ends_on=days_ago(last))
        with pytest.raises(Refusal, match=why):
            awards.end_early(award, by=officer(award), **WHY)


@pytest.mark.parametrize("act", [awards.call_back, awards.end_early])
def test_the_other_side_is_told_a_reason(act: Any) -> None:
    award = an_award("offered" if act is awards.call_back else "active")
    with pytest.raises(Refusal) as refused:
        act(award, by=officer(award), reason=" ", written_in="en")
    assert refused.value.field == "reason"


def test_only_an_officer_of_the_programme_ends_what_it_gave() -> None:
    offered, running, past = an_award("offered"), an_award(), an_award(**PAST)
    for award, act, said in (
        (offered, awards.call_back, WHY),
        (running, awards.end_early, WHY),
        (past, awards.complete, {**WHY, "money_accounted_for": True}),
    ):
        for person in (
            holding(Role.FINANCE_OFFICER, over=award.programme_id),
            holding(Role.PROGRAMME_OFFICER, over=a_running_programme().pk),
            holding(Role.SIGNATORY, over=award.organisation_id),
            holding(Role.ADMINISTRATOR),
        ):
            with pytest.raises(Refusal, match="Only an officer of the programme"):
                act(award, by=person, **said)
    assert list(Award.objects.exclude(ended_on=None)) == []


def test_an_officer_does_not_end_the_grant_of_their_own_organisation() -> None:
    for award, act, said in (
        (an_award(), awards.end_early, WHY),
        (an_award(**PAST), awards.complete, {**WHY, "money_accounted_for": True}),
    ):
        by = officer(award)
        RoleHeld.objects.create(
            person=by, role=Role.EDITOR, scope_kind=ScopeKind.ORGANISATION, scope_id=award.organisation_id
        )
        with pytest.raises(Refusal, match="ask another officer"):
            act(award, by=by, **said)


# What stops then, and what does not


@pytest.mark.parametrize("state", ["completed", "ended_early"])
def test_when_a_grant_is_over_no_activity_is_new_and_earlier_ones_are_still_corrected(state: str) -> None:
    award = an_award(state)
    earlier = an_activity(award, women=12, day=days_ago(20))
    by = holding(Role.EDITOR, over=award.organisation_id)
    facts = {
        "activity_type": a_theme(Scheme.ACTIVITY_TYPES),
        "what": "Repaired the hand pump together",
        "written_in": "en",
        "district": award.districts.get(),
        "day": days_ago(20),
        "headcounts": {("women", "15-29", "unknown"): 15},
    }
    with pytest.raises(Refusal, match="no new activity"):
        activities.record(award, by=by, **facts)
    newer = activities.correct(earlier, by=by, **facts)
    assert [(row, row.people) for row in queries.activities(award)] == [(newer, 15)]
    activities.strike_out(newer, by=by)
    assert list(queries.activities(award)) == []


def test_an_activity_is_not_corrected_to_a_day_after_the_early_end() -> None:
    award = an_award("ended_early", ended_on=days_ago(15))
    earlier = an_activity(award, day=days_ago(20))
    facts = {"activity_type": earlier.activity_type, "what": "Meeting", "written_in": "en", "headcounts": {}}
    with pytest.raises(Refusal) as refused:
        activities.correct(
            earlier,
            by=holding(Role.EDITOR, over=award.organisation_id),
            district=award.districts.get(),
            day=days_ago(14),
            **facts,
        )
    assert refused.value.field == "day"


@pytest.mark.parametrize(
    ("state", "wrong"),
    [
        ("active", {"ended_on": days_ago(1)}),
        ("called_back", {"reason": ""}),
        ("called_back", {"ended_by": None}),
        ("completed", {"reason": ""}),
        ("completed", {"ended_on": days_ago(10)}),
        ("ended_early", {"reason": ""}),
        ("ended_early", {"reason": "", "money_accounted_for": True}),
        ("ended_early", {"ended_on": days_ago(101)}),
        ("ended_early", {"ended_on": days_ago(-141)}),
    ],
)
def test_the_database_refuses_an_end_without_a_day_or_a_reason(state: str, wrong: dict[str, Any]) -> None:
    award = an_award(state)
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(**wrong)


def test_the_sums_of_a_programme_count_what_was_accepted_and_is_over_too() -> None:
    programme = a_running_programme()
    for state in ("active", "completed", "ended_early", "called_back", "declined"):
        an_award(state, programme=programme, organisation=an_organisation())
    figures = queries.figures([programme.pk])
    assert (figures.awards, figures.amounts) == (3, [("PKR", 3 * 900_000_00)])
    assert queries.granted([programme.pk]) == {(programme.pk, "PKR"): 3 * 900_000_00}
