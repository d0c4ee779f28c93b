"""Activities at the desk: written down on a phone in under a minute, corrected by new versions."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.awards import queries
from saanjh.awards.actions import activities as actions
from saanjh.awards.agreement_queries import steps_on
from saanjh.awards.models import READERS, Activity, Award, Milestone
from saanjh.awards.rules import activities as rules
from saanjh.ground.access import ORGANISATION
from saanjh.ground.actions import files
from saanjh.ground.counting import Disability, margin, table
from saanjh.ground.models import StoredFile
from saanjh.web import answers
from saanjh.web.desk.award_forms import ActivityForm
from saanjh.web.desk.confirming import Steps, allows
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

PAGE = 25


@guard(*ORGANISATION, *READERS, finds=Award, methods=("GET",))
def activities(request: DeskRequest, award: Award) -> HttpResponse:
    """What was done under the grant, the latest first."""
    page = Pages(queries.activities(award), PAGE).get_page(request.GET.get("page"))
    context = {"award": award, "page": page, "may_record": _may_record(request, award)}
    return render(request, "desk/awards/activities.html", context)


@guard(*ORGANISATION, finds=Award)
def activity_new(request: DeskRequest, award: Award) -> HttpResponse:
    """Write down one activity."""
    form = answers.form_for(request, ActivityForm, award=award)
    return answers.answer(
        request,
        form,
        "desk/awards/activity_form.html",
        {"award": award},
        act=lambda data: actions.record(award, files=_taken(request, data), by=request.user, **form.facts()),
        then=_page,
        said=_("The activity is written down."),
    )


@guard(*ORGANISATION, *READERS, finds=Activity, methods=("GET",))
def activity(request: DeskRequest, activity: Activity) -> HttpResponse:
    """One version of an entry, with the others beside it."""
    versions = queries.versions(activity)
    cells = queries.headcounts(Activity.objects.filter(pk=activity.pk))
    disabilities = margin(cells, 2)
    context = {
        "activity": activity,
        "award": activity.award,
        "table": table(cells) if cells else None,
        "disabilities": [(each.label, disabilities[each]) for each in Disability if disabilities.get(each)],
        "step": _step(activity),
        "files": activity.files.select_related("file"),
        "versions": versions,
        "newest": versions[0],
        "may_correct": allows(rules.may_correct, activity, request),
    }
    return render(request, "desk/awards/activity.html", context)


@guard(*ORGANISATION, finds=Activity)
def activity_correct(request: DeskRequest, activity: Activity) -> HttpResponse:
    """Put a new version in the entry's place."""
    form = answers.form_for(request, ActivityForm, award=activity.award, before=activity)
    return answers.answer(
        request,
        form,
        "desk/awards/activity_form.html",
        {"award": activity.award, "correcting": activity},
        act=lambda data: actions.correct(activity, files=_taken(request, data), by=request.user, **form.facts()),
        then=_page,
        said=_("The correction is written down; the earlier version stays."),
    )


def _step(activity: Activity) -> Milestone | None:
    """The step of the plan that it belongs to, as it was agreed on its day."""
    steps = steps_on(activity.award, activity.day) if activity.step else []
    return next((each for each in steps if each.code == activity.step), None)


def _taken(request: DeskRequest, data: dict[str, Any]) -> list[StoredFile]:
    """The file that came with the form, kept; none where none came."""
    return [files.take_in(data["file"], by=request.user)] if data["file"] else []


def _may_record(request: DeskRequest, award: Award) -> bool:
    return award.starts_on <= timezone.localdate() and allows(rules.may_record, award, request)


def _page(activity: Activity) -> str:
    return reverse("activity", args=[activity.public_id])


STEPS = Steps(Activity, "activities", "activity", "activity")
urlpatterns = [
    path("awards/<str:id>/activities/", activities, name="activities"),
    path("awards/<str:id>/activities/new/", activity_new, name="activity_new"),
    path("activities/<str:id>/", activity, name="activity"),
    path("activities/<str:id>/correct/", activity_correct, name="activity_correct"),
    STEPS.step(
        "strike_out",
        actions.strike_out,
        *ORGANISATION,
        title=_("Strike out this activity?"),
        words=_("It stays readable but counts no more: it did not take place, or it was entered twice."),
        button=_("Strike it out"),
        said=_("The activity is struck out."),
        check=rules.may_correct,
    ),
]
