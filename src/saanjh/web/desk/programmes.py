"""Programmes at the desk: planned, changed, opened and closed; their objectives and what they measure."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.awards.models import READERS as GRANT_READERS
from saanjh.ground.access import Role, may, visible
from saanjh.ground.writing import afresh
from saanjh.programmes import queries, rules
from saanjh.programmes.actions import indicators, objectives
from saanjh.programmes.actions import programmes as actions
from saanjh.programmes.models import ChosenIndicator, Objective, Programme
from saanjh.programmes.models.programmes import READERS
from saanjh.web import histories
from saanjh.web.answers import answer, form_for
from saanjh.web.desk.confirming import Question, confirm
from saanjh.web.desk.programme_forms import ChoiceForm, ObjectiveForm, ProgrammeForm
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.money import flows
from saanjh.web.pages import Pages

PAGE = 25
FORM = "desk/programmes/form.html"
WHO = (Role.ADMINISTRATOR, *READERS)


@guard(*WHO, methods=("GET",))
def programmes(request: DeskRequest) -> HttpResponse:
    """Those that this person may open, the latest first."""
    page = Pages(visible(request.user, Programme).order_by("-starts_on", "-pk"), PAGE).get_page(request.GET.get("page"))
    may_plan = may(request.user, Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER)
    return render(request, "desk/programmes/list.html", {"page": page, "may_plan": may_plan})


@guard(*WHO, finds=Programme, methods=("GET",))
def programme(request: DeskRequest, programme: Programme) -> HttpResponse:
    """One programme with its money, its history, and what its people can do now."""
    running = programme.state != Programme.State.CLOSED
    context = {
        "programme": programme,
        "portrait": queries.portrait(programme),
        "flows": flows([programme]),
        "contributions": queries.contributions_of(programme),
        "leads": running and rules.leads(programme, by=request.user),
        "reads_results": may(request.user, *GRANT_READERS, over=programme.scopes()),
        "keeps_accounts": running and may(request.user, Role.FINANCE_OFFICER, over=programme.scopes()),
        "history": histories.about(programme),
    }
    return render(request, "desk/programmes/programme.html", context)


@guard(Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER)
def plan(request: DeskRequest) -> HttpResponse:
    """Plan a programme."""
    return answer(
        request,
        form_for(request, ProgrammeForm),
        FORM,
        {"title": _("Plan a programme"), "button": _("Plan it"), "back": reverse("desk_programmes")},
        act=lambda data: actions.plan(by=request.user, **data),
        then=lambda made: page_of(made) if rules.leads(made, by=request.user) else reverse("desk_programmes"),
        said=_("The programme is planned. The public does not see it yet."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Programme)
def change(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Change what the programme says of itself."""
    return answer(
        request,
        form_for(request, ProgrammeForm, programme=programme),
        FORM,
        frame(programme, _("Change what the programme says of itself"), _("Save")),
        act=lambda data: actions.change(programme, by=request.user, **data),
        then=page_of,
        said=_("It is changed."),
        stands=lambda: ProgrammeForm(programme=afresh(programme)),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Programme)
def open_it(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Show the programme to the public."""
    question = Question(
        _("Open this programme?"),
        _("From then on everybody can read it, with its objectives and its money. It cannot be hidden again."),
        _("Open the programme"),
        page_of(programme),
    )
    act = lambda: actions.open(programme, by=request.user)  # noqa: E731
    return confirm(request, question, act=act, then=page_of, said=_("The programme is open."))


@guard(Role.PROGRAMME_OFFICER, finds=Programme)
def close(request: DeskRequest, programme: Programme) -> HttpResponse:
    """End the programme."""
    question = Question(
        _("Close this programme?"),
        _("Nothing new can start in it then, and nothing in it can be changed. It stays open to readers."),
        _("Close the programme"),
        page_of(programme),
    )
    act = lambda: actions.close(programme, by=request.user)  # noqa: E731
    return confirm(request, question, act=act, then=page_of, said=_("The programme is closed."))


@guard(Role.PROGRAMME_OFFICER, finds=Programme)
def add_objective(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Add the next objective."""
    return answer(
        request,
        form_for(request, ObjectiveForm),
        FORM,
        frame(programme, _("Add an objective"), _("Add it")),
        act=lambda data: objectives.add(programme, by=request.user, **data),
        then=lambda made: page_of(programme),
        said=_("The objective is added."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Objective)
def reword_objective(request: DeskRequest, objective: Objective) -> HttpResponse:
    """Say the same objective in better words."""
    return answer(
        request,
        form_for(request, ObjectiveForm, objective=objective),
        FORM,
        frame(objective.programme, _("Put the objective into better words"), _("Save")),
        act=lambda data: objectives.reword(objective, by=request.user, **data),
        then=lambda made: page_of(objective.programme),
        said=_("It is changed."),
        stands=lambda: ObjectiveForm(objective=afresh(objective)),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Programme)
def choose_indicator(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Choose what the programme measures, with the reason."""
    return answer(
        request,
        form_for(request, ChoiceForm, programme=programme),
        FORM,
        frame(programme, _("Choose an indicator"), _("Choose it")),
        act=lambda data: indicators.choose(programme, by=request.user, **data),
        then=lambda made: page_of(programme),
        said=_("The indicator is chosen."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=ChosenIndicator)
def set_aside(request: DeskRequest, chosen: ChosenIndicator) -> HttpResponse:
    """Measure this no more."""
    question = Question(
        _("Set this indicator aside?"),
        _("The programme no longer measures it. That it was chosen, and why, stays on record."),
        _("Set it aside"),
        page_of(chosen.programme),
    )
    act = lambda: indicators.set_aside(chosen, by=request.user)  # noqa: E731
    return confirm(
        request, question, act=act, then=lambda made: page_of(chosen.programme), said=_("The indicator is set aside.")
    )


def frame(programme: Programme, title: Any, button: Any) -> dict[str, Any]:
    """What stands around a form of a programme, here and where its money is kept."""
    return {"programme": programme, "title": title, "button": button, "back": page_of(programme)}


def page_of(programme: Programme) -> str:
    """The address of a programme at the desk."""
    return reverse("desk_programme", args=[programme.public_id])


urlpatterns = [
    path("programmes/", programmes, name="desk_programmes"),
    path("programmes/plan/", plan, name="plan_programme"),
    path("programmes/<str:id>/", programme, name="desk_programme"),
    path("programmes/<str:id>/change/", change, name="change_programme"),
    path("programmes/<str:id>/open/", open_it, name="open_programme"),
    path("programmes/<str:id>/close/", close, name="close_programme"),
    path("programmes/<str:id>/objectives/add/", add_objective, name="add_objective"),
    path("objectives/<str:id>/", reword_objective, name="reword_objective"),
    path("programmes/<str:id>/indicators/choose/", choose_indicator, name="choose_indicator"),
    path("chosen-indicators/<str:id>/set-aside/", set_aside, name="set_aside_indicator"),
]
