"""A step of the plan is marked as done, and that is taken back."""

import datetime

from saanjh.awards.models import Award, StepMark
from saanjh.awards.rules import plans as rules
from saanjh.ground import history
from saanjh.ground.models import Person
from saanjh.ground.writing import action, afresh


@action
def mark_done(award: Award, *, step: str, done_on: datetime.date, by: Person) -> StepMark:
    """Say that a step of the agreement was done on a day."""
    rules.may_mark(afresh(award), by=by)
    rules.mark_fits(award, step, done_on)
    made = StepMark.objects.create(award=award, step=step, done_on=done_on, marked_by=by)
    history.record("step_marked_done", award, by=by, step=step, day=done_on.isoformat())
    return made


@action
def take_back(mark: StepMark, *, by: Person) -> StepMark:
    """Say that the step is not done after all; what was said before stays readable."""
    afresh(mark.award)
    rules.may_take_back(mark, by=by)
    made = StepMark.objects.create(award=mark.award, step=mark.step, marked_by=by)
    history.record("step_mark_taken_back", mark.award, by=by, step=mark.step)
    return made
