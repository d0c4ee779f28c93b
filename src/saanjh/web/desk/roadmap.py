"""The roadmap at the desk: actions are added, and reported on as time passes."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, standing_of, visible
from saanjh.networks import rules
from saanjh.networks.actions import roadmap as actions
from saanjh.networks.models import Network, RoadmapAction
from saanjh.programmes.models import Programme
from saanjh.web import histories
from saanjh.web.answers import answer, form_for
from saanjh.web.desk.network_forms import ActionForm, ReportForm
from saanjh.web.desk.networks import FORM, LEADERS, PAGE, READERS
from saanjh.web.desk.networks import place as network_place
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages


@guard(*READERS, methods=("GET",))
def roadmap(request: DeskRequest) -> HttpResponse:
    """The actions of one's networks and programmes, by pillar and horizon."""
    page = Pages(visible(request.user, RoadmapAction).in_order(), PAGE).get_page(request.GET.get("page"))
    runs = standing_of(request.user).ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)
    programmes = Programme.objects.filter(pk__in=runs).exclude(state=Programme.State.CLOSED)
    context = {"page": page, "programmes": programmes, "today": timezone.localdate()}
    return render(request, "desk/networks/roadmap.html", context)


@guard(*LEADERS, finds=Network)
def network_action_new(request: DeskRequest, network: Network) -> HttpResponse:
    """Put an action of a network on the roadmap."""
    return _new(request, network.programme, network, back=network_place(network))


@guard(Role.PROGRAMME_OFFICER, finds=Programme)
def programme_action_new(request: DeskRequest, programme: Programme) -> HttpResponse:
    """Put an action of the whole programme on the roadmap."""
    return _new(request, programme, None, back=reverse("desk_roadmap"))


def _new(request: DeskRequest, programme: Programme, network: Network | None, *, back: str) -> HttpResponse:
    others = RoadmapAction.objects.filter(programme=programme).open().order_by("title_en", "pk")
    return answer(
        request,
        form_for(request, ActionForm, others=others),
        FORM,
        {
            "network": network,
            "programme": programme,
            "title": _("Put an action on the roadmap"),
            "button": _("Put it there"),
            "back": back,
        },
        act=lambda data: actions.add(programme, network=network, by=request.user, **data),
        then=_place,
        said=_("The action is on the roadmap."),
    )


@guard(*READERS, finds=RoadmapAction, methods=("GET",))
def action(request: DeskRequest, action: RoadmapAction) -> HttpResponse:
    """One action with every report on it."""
    context: dict[str, Any] = {
        "action": action,
        "reports": action.reports.select_related("reported_by").order_by("-on", "-pk")[:100],
        "may_report": rules.may_report(action, by=request.user) and not action.is_over,
        "today": timezone.localdate(),
        "history": histories.about(action),
    }
    return render(request, "desk/networks/action.html", context)


@guard(*LEADERS, finds=RoadmapAction)
def roadmap_report(request: DeskRequest, action: RoadmapAction) -> HttpResponse:
    """Say how an action stands."""
    return answer(
        request,
        form_for(request, ReportForm, initial={"state": action.state}),
        FORM,
        {
            "network": action.network,
            "programme": action.programme,
            "title": _("Report how this action stands"),
            "about": action,
            "button": _("Report it"),
            "back": _place(action),
        },
        act=lambda data: actions.report_status(action, by=request.user, **data),
        then=_place,
        said=_("It is reported how the action stands."),
    )


def _place(action: RoadmapAction) -> str:
    return reverse("desk_roadmap_action", args=[action.public_id])


urlpatterns = [
    path("roadmap/", roadmap, name="desk_roadmap"),
    path("roadmap/<str:id>/", action, name="desk_roadmap_action"),
    path("roadmap/<str:id>/report/", roadmap_report, name="roadmap_report"),
    path("networks/<str:id>/roadmap/new/", network_action_new, name="network_action_new"),
    path("programmes/<str:id>/roadmap/new/", programme_action_new, name="programme_action_new"),
]
