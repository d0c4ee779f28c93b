"""The plan of a grant: what was done for each step, where it stands, and the word that it is done."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from saanjh.awards import plan_queries as queries
from saanjh.awards.actions import activities, plans
from saanjh.awards.models import Award, StepMark
from saanjh.awards.rules.plans import Stage, stage_of
from saanjh.ground.access import Role
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from tests.awards.factories import an_activity, an_agreement, an_award
from tests.awards.test_activities import facts_of
from tests.events.factories import days_ago
from tests.factories import an_organisation, holding

pytestmark = pytest.mark.django_db


def running() -> tuple[Award, Person]:
    """A grant with three agreed steps (due 100 days ago, in ten days, at its end), and its field officer."""
    award = an_award()
    an_agreement(award)
    return award, holding(Role.FIELD_OFFICER, over=award.organisation_id)


@pytest.mark.parametrize(
    ("due", "done", "activities", "stage"),
    [(-1, None, 0, "not_begun"), (0, None, 2, "begun"), (1, None, 2, "late"), (1, 0, 0, "done"), (-9, 0, 5, "done")],
)
def test_where_a_step_stands_follows_from_what_was_written_down(
    due: int, done: int | None, activities: int, stage: str
) -> None:
    done_on = None if done is None else days_ago(done)
    assert stage_of(days_ago(due), done_on=done_on, activities=activities, today=days_ago(0)) == stage


def test_the_plan_sums_what_was_done_for_each_step_and_besides() -> None:
    award, by = running()
    an_activity(award, women=12, step="M1", day=days_ago(20))
    an_activity(award, women=3, step="M1", day=days_ago(9))
    an_activity(award, women=7, day=days_ago(30))
    an_activity(award, step="M9", day=days_ago(8))  # a step of an agreement that is in force no more
    first = activities.record(award, by=by, step="M1", **facts_of(award))
    activities.strike_out(first, by=by)
    plan = queries.plan(award, days_ago(0))
    assert [(row.step.code, row.stage) for row in plan.rows] == [
        ("M0", Stage.LATE),
        ("M1", Stage.BEGUN),
        ("M2", Stage.NOT_BEGUN),
    ]
    assert plan.rows[1].done == queries.Done(2, days_ago(9), 15)
    assert plan.besides == queries.Done(2, days_ago(8), 7)


def test_an_activity_names_an_agreed_step_and_a_correction_carries_it() -> None:
    award, by = running()
    with pytest.raises(Refusal) as refused:
        activities.record(award, by=by, step="M7", **facts_of(award))
    assert refused.value.field == "step"
    first = activities.record(award, by=by, step="M1", **facts_of(award))
    assert queries.last_step(award) == "M1"
    assert activities.strike_out(first, by=by).step == "M1"


def test_a_step_is_marked_done_once_and_that_is_taken_back() -> None:
    award, by = running()
    made = plans.mark_done(award, step="M0", done_on=days_ago(90), by=by)
    assert queries.plan(award, days_ago(0)).rows[0].stage == Stage.DONE
    with pytest.raises(Refusal, match="already"):
        plans.mark_done(award, step="M0", done_on=days_ago(80), by=by)
    plans.take_back(made, by=by)
    assert queries.plan(award, days_ago(0)).rows[0].stage == Stage.LATE
    with pytest.raises(Refusal, match="meanwhile"):
        plans.take_back(made, by=by)
    plans.mark_done(award, step="M0", done_on=days_ago(80), by=by)
    assert [mark.done_on for mark in StepMark.objects.order_by("pk")] == [days_ago(90), None, days_ago(80)]
    for change in (lambda: StepMark.objects.update(step="M1"), lambda: StepMark.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("facts", "field"), [({"step": "M7"}, "step"), ({"days": -1}, "done_on"), ({"days": 101}, "done_on")]
)
def test_only_agreed_steps_are_marked_and_on_days_of_the_grant(facts: dict[str, Any], field: str) -> None:
    award, by = running()
    with pytest.raises(Refusal) as refused:
        plans.mark_done(award, step=facts.get("step", "M0"), done_on=days_ago(facts.get("days", 5)), by=by)
    assert refused.value.field == field


def test_only_the_organisation_marks_and_only_while_the_grant_runs() -> None:
    award, by = running()
    for person in (
        holding(Role.PROGRAMME_OFFICER, over=award.programme_id),
        holding(Role.EDITOR, over=an_organisation().pk),
    ):
        with pytest.raises(Refusal, match="Only the organisation"):
            plans.mark_done(award, step="M0", done_on=days_ago(5), by=person)
    Award.objects.filter(pk=award.pk).update(state="offered", answered_at=None)
    with pytest.raises(Refusal, match="once the grant is accepted"):
        plans.mark_done(award, step="M0", done_on=days_ago(5), by=by)


def test_a_grant_without_an_agreement_has_the_usual_steps_over_its_days() -> None:
    award = an_award()
    an_activity(award, women=5)
    plan = queries.plan(award, days_ago(0))
    assert (plan.is_agreed, len(plan.rows), plan.besides.people) == (False, 8, 5)
    assert [plan.rows[0].due_on, plan.rows[-1].due_on] == [award.starts_on, award.ends_on]
