"""What pages need to know of a grant's plan: each step with what was done for it, and what was done besides."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from saanjh.awards import agreement_queries, patterns, pauses
from saanjh.awards.models import Activity, Award, Consultation, Headcount, Milestone, StepMark
from saanjh.awards.rules.plans import Stage, stage_of


@dataclass(frozen=True)
class Done:
    """What was done for one step, or for none: entries that stand, the last day, people counted at each of them."""

    activities: int = 0
    last_day: datetime.date | None = None
    people: int = 0


NOTHING = Done()


@dataclass(frozen=True)
class PlanRow:
    """A step as it was agreed (`step` has label_en and label_ur), what was done for it, and where it stands.

    `mark` is the word of the organisation that it is done.
    """

    step: Any
    due_on: datetime.date
    done: Done
    stage: Stage
    mark: StepMark | None = None


@dataclass(frozen=True)
class Plan:
    """All steps in order, and what belongs to none. Where nothing is agreed, the steps are the usual ones."""

    rows: list[PlanRow]
    besides: Done
    is_agreed: bool
    days_paused: int


def plan(award: Award, today: datetime.date) -> Plan:
    """The plan as it stands on a day. At most eight queries, however many steps and activities there are.

    The days of pauses do not make a step late.
    """
    steps = agreement_queries.steps_on(award, today)
    sums, marks = done_by_step(award), standing_marks(award)
    clock = pauses.clock(award, today)
    agreed: Iterable[Any] = steps or patterns.steps()
    days = _days(steps) if steps else patterns.days_of(award.starts_on, award.ends_on)
    rows = [_row(step, days[step.code], sums.pop(step.code, NOTHING), marks.get(step.code), clock) for step in agreed]
    return Plan(rows, _together(sums.values()), bool(steps), (today - clock).days)


def _days(steps: Iterable[Milestone]) -> dict[str, datetime.date]:
    return {step.code: step.due_on for step in steps}


def _row(step: Any, due_on: datetime.date, done: Done, mark: StepMark | None, clock: datetime.date) -> PlanRow:
    stage = stage_of(due_on, done_on=mark.done_on if mark else None, activities=done.activities, today=clock)
    return PlanRow(step, due_on, done, stage, mark)


def _together(sums: Iterable[Done]) -> Done:
    """What is outside the plan, also what belongs to a step that is no longer agreed."""
    rows = list(sums)
    days = [each.last_day for each in rows if each.last_day]
    return Done(sum(each.activities for each in rows), max(days, default=None), sum(each.people for each in rows))


def done_by_step(award: Award) -> dict[str, Done]:
    """Step -> what was done for it; the empty step is what belongs to none. Two queries."""
    entries = Activity.objects.current().filter(award=award)
    people = Headcount.objects.filter(activity__in=entries).values_list("activity__step").annotate(Sum("people"))
    counted = dict(people.order_by())
    rows = entries.order_by().values_list("step").annotate(Count("pk"), Max("day"))
    return {step: Done(number, last, counted.get(step, 0)) for step, number, last in rows}


def standing_marks(award: Award) -> dict[str, StepMark]:
    """Step -> the word that it is done, where the latest word about it says so. One query."""
    latest = {mark.step: mark for mark in StepMark.objects.filter(award=award).order_by("pk")}
    return {step: mark for step, mark in latest.items() if mark.done_on}


def last_step(award: Award) -> str:
    """The step of the entry that was written down last; the next one most often belongs to it too."""
    return Activity.objects.filter(award=award).order_by("-pk").values_list("step", flat=True).first() or ""


def consultations(award: Award) -> QuerySet[Consultation]:
    """What people of the place said, the latest first, each with `people`."""
    rows = award.consultations.select_related("with_whom").annotate(people=Sum("headcounts__people", default=0))
    return rows.order_by("-day", "-pk")
