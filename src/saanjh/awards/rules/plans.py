"""Who says that a step is done, where a step stands, and why not."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saanjh.awards.agreement_queries import steps_on
from saanjh.awards.models import Award, StepMark
from saanjh.awards.rules.sides import writes_down
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal


class Stage(models.TextChoices):
    """Where a step stands: nobody sets it, it follows from what was written down."""

    NOT_BEGUN = "not_begun", _("Not begun")
    BEGUN = "begun", _("Begun")
    DONE = "done", _("Done")
    LATE = "late", _("Late")


def stage_of(due_on: datetime.date, *, done_on: datetime.date | None, activities: int, today: datetime.date) -> Stage:
    """Done by the organisation's word; else late once its day is over; else begun by an activity for it."""
    if done_on:
        return Stage.DONE
    if due_on < today:
        return Stage.LATE
    return Stage.BEGUN if activities else Stage.NOT_BEGUN


def may_mark(award: Award, *, by: Person) -> None:
    """Refusal unless `by` works for the organisation and the grant is active."""
    writes_down(award, by=by)


def mark_fits(award: Award, step: str, day: datetime.date) -> None:
    """Refusal unless the step is agreed and not marked yet, and the day is past and not before the grant."""
    today = timezone.localdate()
    if step not in {each.code for each in steps_on(award, today)}:
        raise Refusal(_("Choose a step of the plan."), field="step")
    if day > today:
        raise Refusal(_("This day is still ahead: write down what has happened."), field="done_on")
    first = min(award.starts_on, timezone.localdate(award.answered_at)) if award.answered_at else award.starts_on
    if day < first:
        words = _("The grant was accepted on %(first)s: choose that day or a later one.")
        raise Refusal(words % {"first": date_format(first)}, field="done_on")
    if (latest := _latest(award, step)) and latest.done_on:
        raise Refusal(_("This step is marked as done already. Take that back first."), field="step")


def may_take_back(mark: StepMark, *, by: Person) -> None:
    """Refusal unless `by` may mark, and it is the latest word about the step."""
    may_mark(mark.award, by=by)
    if mark.done_on is None or _latest(mark.award, mark.step) != mark:
        raise Refusal(_("Somebody changed this meanwhile. Look at the plan again."))


def _latest(award: Award, step: str) -> StepMark | None:
    return StepMark.objects.filter(award=award, step=step).order_by("-pk").first()
