"""Courses are written in versions; a gathering teaches one; who came to each session, and completed it, is counted."""

import datetime
from collections.abc import Sequence

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.events.models import Course, Event, Session, SessionPlan, Tally, TallyCount
from saanjh.events.rules import courses as rules
from saanjh.events.rules.certificates import counts_fit
from saanjh.events.rules.courses import Plan
from saanjh.events.rules.events import may_plan
from saanjh.ground import history
from saanjh.ground.counting import Cells, counted
from saanjh.ground.models import Person
from saanjh.ground.refusals import Refusal
from saanjh.ground.writing import action, afresh
from saanjh.programmes.models import Programme


@action
def write(programme: Programme, *, plans: Sequence[Plan], by: Person, origin: str = "", **words: object) -> Course:
    """Write a course of the programme: `words` are its kind, titles, outcomes and the share of sessions needed."""
    may_plan(programme, by=by)
    course = _written(Course(programme=programme, origin=origin, written_by=by, **words), plans)
    history.record("course_written", course, by=by, origin=origin, sessions=len(plans))
    return course


@action
def change(course: Course, *, plans: Sequence[Plan], by: Person, **words: object) -> Course:
    """Write the next version. Gatherings that teach this one keep it. Refusal where somebody wrote one meanwhile."""
    may_plan(course.programme, by=by)
    if Course.objects.filter(replaces=afresh(course)).exists():
        raise Refusal(_("Somebody changed this course while you were writing. Look at it before you change it."))
    after = Course(
        programme=course.programme,
        origin=course.origin,
        version=course.version + 1,
        replaces=course,
        written_by=by,
        **words,
    )
    _written(after, plans)
    history.record("course_changed", after, by=by, version=after.version, sessions=len(plans))
    return after


def _written(course: Course, plans: Sequence[Plan]) -> Course:
    rules.plans_fit(plans)
    course.save()
    for number, plan in enumerate(plans, start=1):
        facts = {"title_en": plan.title_en, "title_ur": plan.title_ur, "minutes": plan.minutes}
        SessionPlan.objects.create(course=course, number=number, **facts)
    return course


@action
def teach(event: Event, *, course: Course, by: Person) -> Event:
    """Say which course is taught at a planned gathering: this version of it, whatever becomes of the course."""
    rules.may_teach(afresh(event), course, by=by)
    event.sessions.all().delete()
    event.course = course
    event.save(update_fields=["course"])
    Session.objects.bulk_create(Session(event=event, plan=plan) for plan in course.plans.all())
    history.record("course_chosen", event, by=by, course=course.public_id, version=course.version)
    return event


@action
def record_session(session: Session, *, day: datetime.date, counts: Cells, after: int = 0, by: Person) -> Tally:
    """Write down how many came to a session, as (sex, age band, disability) -> people, and on which day.

    `after` is the version that was on the screen (0: none yet). Nobody may have come: a session can be empty.
    """
    rules.of_session(session, day, by=by, today=timezone.localdate())
    tally = _tallied(session.event, session, counted(counts, nobody=True), after, by)
    session.day = day
    session.save(update_fields=["day"])
    verb = "session_corrected" if after else "session_recorded"
    facts = {"number": session.plan.number, "people": sum(counts.values()), "version": tally.version}
    history.record(verb, session.event, by=by, **facts)
    return tally


@action
def record_completion(event: Event, *, counts: Cells, after: int = 0, by: Person) -> Tally:
    """Write down how many completed the course by its rule. Refusal for more than came, or than have certificates."""
    rules.may_count(afresh(event), by=by)
    people = counted(counts, nobody=True)
    rules.completion_fits(event, people)
    counts_fit(event, sum(people.values()))
    tally = _tallied(event, None, people, after, by)
    verb = "completion_corrected" if after else "completion_recorded"
    history.record(verb, event, by=by, people=sum(people.values()), version=tally.version)
    return tally


def _tallied(event: Event, session: Session | None, people: Cells, after: int, by: Person) -> Tally:
    afresh(event)
    last = Tally.objects.filter(event=event, session=session).aggregate(last=Max("version"))["last"] or 0
    if last != after:
        raise Refusal(_("Somebody recorded this while you were writing. Look at it before you correct it."))
    tally = Tally.objects.create(event=event, session=session, version=last + 1, recorded_by=by)
    TallyCount.objects.bulk_create(
        TallyCount(tally=tally, sex=sex, age_band=band, disability=disability, people=number)
        for (sex, band, disability), number in people.items()
    )
    return tally
