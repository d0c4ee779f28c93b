"""Courses at the desk: written in versions, taught at gatherings, whose sessions and completion are counted."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.events import queries, samples
from saanjh.events.actions import courses as actions
from saanjh.events.models import Course, Event, Session
from saanjh.events.rules import courses as rules
from saanjh.ground.access import Role, ScopeKind, standing_of, visible
from saanjh.programmes.models import Programme
from saanjh.web import answers
from saanjh.web.desk.confirming import why_not
from saanjh.web.desk.course_forms import WORDS, CompletionForm, CourseForm, NewCourseForm, SessionForm, TeachForm
from saanjh.web.desk.people_counted import cells_initial
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25


def _shown(thing: Any, sessions: Sequence[Any]) -> dict[str, Any]:
    """What the form shows of a course or of a sample."""
    shown = {name: getattr(thing, name) for name in WORDS}
    for number, each in enumerate(sessions, start=1):
        shown |= {f"s{number}_en": each.title_en, f"s{number}_ur": each.title_ur, f"s{number}_minutes": each.minutes}
    return shown


@guard(Role.PROGRAMME_OFFICER, Role.VERIFIER, methods=("GET",))
def courses(request: DeskRequest) -> HttpResponse:
    """The courses, and those to begin from."""
    page = Pages(visible(request.user, Course).current(), PAGE).get_page(request.GET.get("page"))
    begin = [(each.code, each, len(each.sessions)) for each in samples.samples().values()]
    context = {"page": page, "samples": begin, "may_write": _runs(request).exists()}
    return render(request, "desk/courses/list.html", context)


@guard(Role.PROGRAMME_OFFICER)
def course_new(request: DeskRequest) -> HttpResponse:
    """Write a course, from one of those to begin from or from nothing."""
    asked = request.POST.get("origin", "") if request.method == "POST" else request.GET.get("from", "")
    sample = samples.samples().get(asked)
    initial = {**_shown(sample, sample.sessions), "origin": sample.code} if sample else {}
    form = answers.form_for(
        request,
        NewCourseForm,
        programmes=_runs(request),
        sessions=len(sample.sessions) if sample else 5,
        initial=initial,
    )
    return answers.answer(
        request,
        form,
        "desk/courses/form.html",
        {"course": None},
        act=lambda data: actions.write(
            data["programme"],
            plans=form.plans(),
            by=request.user,
            origin=sample.code if sample else "",
            **form.words(),
        ),
        then=_course_page,
        said=_("The course is written."),
    )


@guard(Role.PROGRAMME_OFFICER, Role.VERIFIER, finds=Course, methods=("GET",))
def course(request: DeskRequest, course: Course) -> HttpResponse:
    """One version of a course."""
    later = Course.objects.filter(replaces=course).first()
    runs = standing_of(request.user).has(Role.PROGRAMME_OFFICER, over=course.scopes())
    plans = list(course.plans.all())
    context = {
        "course": course,
        "plans": plans,
        "needed": rules.sessions_needed(course, len(plans)),
        "later": later,
        "may_change": runs and later is None,
        "taught": visible(request.user, Event).filter(course=course)[:10],
    }
    return render(request, "desk/courses/course.html", context)


@guard(Role.PROGRAMME_OFFICER, finds=Course)
def course_change(request: DeskRequest, course: Course) -> HttpResponse:
    """Write the next version; what was held keeps the one that was taught."""
    plans = list(course.plans.all())
    form = answers.form_for(request, CourseForm, sessions=len(plans), initial=_shown(course, plans))
    return answers.answer(
        request,
        form,
        "desk/courses/form.html",
        {"course": course},
        act=lambda data: actions.change(course, plans=form.plans(), by=request.user, **form.words()),
        then=_course_page,
        said=_("The course is changed."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Event)
def event_course(request: DeskRequest, event: Event) -> HttpResponse:
    """Say which course is taught at a planned gathering."""
    taken = Course.objects.filter(programme=event.programme_id).current()
    form = answers.form_for(request, TeachForm, courses=taken, initial={"course": event.course_id})
    return answers.answer(
        request,
        form,
        "desk/events/course.html",
        {"event": event, "there_are": taken.exists()},
        act=lambda data: actions.teach(event, course=data["course"], by=request.user),
        then=lambda made: _event_page(event),
        said=_("It is said which course is taught."),
    )


def _counted(before: queries.Tallied | None) -> dict[str, Any]:
    return {"after": before.tally.version, **cells_initial(before.cells)} if before else {"after": 0}


@guard(Role.PROGRAMME_OFFICER, finds=Session)
def event_session(request: DeskRequest, session: Session) -> HttpResponse:
    """Write down how many came to a session, or correct it."""
    before = queries.session_count(session)
    initial = {"day": session.day or session.event.starts_on, **_counted(before)}
    form = answers.form_for(request, SessionForm, initial=initial)
    return answers.answer(
        request,
        form,
        "desk/events/session.html",
        {"event": session.event, "session": session, "correcting": before},
        act=lambda data: actions.record_session(
            session, day=data["day"], counts=form.headcounts(), after=data["after"] or 0, by=request.user
        ),
        then=lambda made: _event_page(session.event),
        said=_("It is recorded how many came to this session."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Event)
def event_completion(request: DeskRequest, event: Event) -> HttpResponse:
    """Write down how many completed the course, or correct it."""
    before = queries.completion(event)
    form = answers.form_for(request, CompletionForm, initial=_counted(before))
    refused = why_not(lambda: rules.may_count(event, by=request.user)) if request.method == "GET" else ""
    sessions = event.sessions.count()
    needed = rules.sessions_needed(event.course, sessions) if event.course else 0
    return answers.answer(
        request,
        form,
        "desk/events/completion.html",
        {"event": event, "correcting": before, "refused": refused, "needed": needed, "sessions": sessions},
        act=lambda data: actions.record_completion(
            event, counts=form.headcounts(), after=data["after"] or 0, by=request.user
        ),
        then=lambda made: _event_page(event),
        said=_("It is recorded how many completed the course."),
    )


def _runs(request: DeskRequest) -> Any:
    """The open programmes that this person runs."""
    mine = standing_of(request.user).ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    return visible(request.user, Programme).filter(pk__in=mine, state=Programme.State.OPEN)


def _course_page(course: Course) -> str:
    return reverse("desk_course", args=[course.public_id])


def _event_page(event: Event) -> str:
    return reverse("desk_event", args=[event.public_id])


urlpatterns = [
    path("courses/", courses, name="desk_courses"),
    path("courses/new/", course_new, name="course_new"),
    path("courses/<str:id>/", course, name="desk_course"),
    path("courses/<str:id>/change/", course_change, name="course_change"),
    path("events/<str:id>/course/", event_course, name="event_course"),
    path("events/<str:id>/completion/", event_completion, name="event_completion"),
    path("sessions/<str:id>/", event_session, name="event_session"),
]
