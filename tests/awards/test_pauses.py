"""Pausing a grant: at once, by whoever is there, without loss."""

import pytest
from django.db import DatabaseError, transaction

from saanjh.awards import pauses as queries
from saanjh.awards import plan_queries, waiting
from saanjh.awards.actions import pauses
from saanjh.awards.models import Award, Pause, Resumption
from saanjh.awards.queries import waiting as at_the_desk
from saanjh.awards.rules.plans import Stage
from saanjh.ground.access import Role, standing_of
from saanjh.ground.models import Notice
from saanjh.ground.refusals import Refusal
from tests.awards.factories import a_pause, a_permit, an_agreement, an_award
from tests.events.factories import days_ago
from tests.factories import an_organisation, holding

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.SIGNATORY, Role.EDITOR, Role.FIELD_OFFICER])
def test_whoever_is_there_pauses_and_lets_the_work_go_on_and_the_officer_is_told(role: Role) -> None:
    award = an_award()
    by = holding(role, over=award.organisation_id)
    officer = holding(Role.PROGRAMME_OFFICER, over=award.programme_id)
    pauses.pause(award, why="safety", by=by)
    with pytest.raises(Refusal, match="paused already"):
        pauses.pause(award, why="safety", by=by)
    assert Award.objects.get(pk=award.pk).state == "active"
    pauses.resume(award, by=by)
    with pytest.raises(Refusal, match="not paused"):
        pauses.resume(award, by=by)
    assert list(Notice.objects.filter(person=officer).order_by("pk").values_list("kind", flat=True)) == [
        "award_paused",
        "award_resumed",
    ]
    assert {"safety"}.isdisjoint(str(each.facts) for each in Notice.objects.all())


def test_nobody_else_pauses_a_grant_and_none_that_does_not_run() -> None:
    award = an_award()
    for person in (
        holding(Role.PROGRAMME_OFFICER, over=award.programme_id),
        holding(Role.SIGNATORY, over=an_organisation().pk),
    ):
        with pytest.raises(Refusal, match="Only the organisation"):
            pauses.pause(award, why="safety", by=person)
    by = holding(Role.EDITOR, over=award.organisation_id)
    with pytest.raises(Refusal) as refused:
        pauses.pause(award, why="a threat to Ali", by=by)
    assert refused.value.field == "why"
    over = an_award("completed", organisation=award.organisation)
    with pytest.raises(Refusal, match="over"):
        pauses.pause(over, why="safety", by=by)


def test_the_clock_of_a_grant_stands_still_during_its_pauses() -> None:
    award, other = an_award(), an_award()
    a_pause(award, 50, 40)
    a_pause(award, 5)
    still = queries.stood_still([award.pk, other.pk], days_ago(0))
    assert {pk: each.days for pk, each in still.items()} == {award.pk: 15}
    for ago, clock in ((60, 60), (45, 50), (40, 50), (5, 15), (0, 15)):
        assert queries.clock(award, days_ago(ago)) == days_ago(clock)


def test_a_step_that_fell_due_during_a_pause_is_not_late_and_one_from_before_stays_late() -> None:
    award = an_award()
    agreement = an_agreement(award, number=None)
    agreement.milestones.filter(code="M1").update(due_on=days_ago(10))
    type(agreement).objects.filter(pk=agreement.pk).update(number=1, from_day=days_ago(90), is_fixed=True)
    assert [row.stage for row in plan_queries.plan(award, days_ago(0)).rows[:2]] == [Stage.LATE, Stage.LATE]
    a_pause(award, 12, 1)
    plan = plan_queries.plan(award, days_ago(0))
    assert [row.stage for row in plan.rows[:2]] == [Stage.LATE, Stage.NOT_BEGUN]
    assert plan.days_paused == 11


def test_nobody_is_reminded_of_anything_while_a_grant_is_paused() -> None:
    award = an_award(starts_on=days_ago(300), ends_on=days_ago(10))
    a_permit(award, ("granted", 50, -5))
    officer = standing_of(holding(Role.PROGRAMME_OFFICER, over=award.programme_id))
    assert len(at_the_desk(officer)) == 2
    a_pause(award, 20)
    assert (at_the_desk(officer), waiting.permits(officer)) == ([], [])


def test_the_database_refuses_to_change_a_pause() -> None:
    a_pause(an_award(), 50, 40)
    for change in (lambda: Pause.objects.update(why="other"), lambda: Resumption.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
