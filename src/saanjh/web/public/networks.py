"""Networks and the roadmap: who meets for what, under which terms, what they said they would do and how it stands."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saanjh.networks import queries
from saanjh.networks.models import Network, RoadmapAction
from saanjh.programmes.models import Scheme, Theme
from saanjh.web.components.choosing import OneOf
from saanjh.web.downloads import both, table
from saanjh.web.guards import open_to_all
from saanjh.web.pages import Pages

PAGE = 25
ROADMAP_PAGE = 50  # a roadmap is read whole
COLUMNS = (
    "id",
    "title_en",
    "title_ur",
    "network",
    "network_ur",
    "pillar",
    "horizon_in_months",
    "added_on",
    "due_on",
    "kind_of_lead",
    "rough_cost",
    "status",
    "last_reported_on",
    "depends_on",
)


class Narrow(forms.Form):
    """What the roadmap is narrowed by. A wrong value is said beside its field, and narrows nothing."""

    narrows = True  # nothing here must be filled in

    pillar = OneOf(
        Theme.objects.of(Scheme.ROADMAP_PILLARS),
        name="label",
        label=_("Pillar"),
        to_field_name="code",
        required=False,
        empty_label=_("Any"),
    )
    network = OneOf(
        Network.objects.none(),
        name="title",
        label=_("Network"),
        to_field_name="public_id",
        required=False,
        empty_label=_("Any"),
    )
    horizon = forms.ChoiceField(
        label=_("Horizon"), choices=[("", _("Any")), *RoadmapAction.Horizon.choices], required=False
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="%s")
        self.fields["network"].queryset = queries.public_networks()  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """What was asked for, without what could not be understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@open_to_all()
def networks(request: HttpRequest) -> HttpResponse:
    """The networks, what each is for and who meets in it; the roadmap in numbers."""
    page = Pages(queries.public_networks(), PAGE).get_page(request.GET.get("page"))
    kinds = queries.kinds_of_members(network.pk for network in page)
    context = {
        "page": page,
        "rows": [(network, kinds.get(network.pk, [])) for network in page],
        "overview": queries.overview(),
        "horizons": RoadmapAction.Horizon,
        "states": RoadmapAction.State,
    }
    return render(request, "public/networks/networks.html", context)


@open_to_all(finds=Network)
def network(request: HttpRequest, network: Network) -> HttpResponse:
    """One network: its members, the terms in force, what it said it would do."""
    terms = queries.terms_in_force(network)
    context = {
        "network": network,
        "kinds": queries.kinds_of_members([network.pk]).get(network.pk, []),
        "members": Pages(queries.public_members(network), PAGE).get_page(request.GET.get("page")),
        "terms": terms,
        "sections": queries.sections_said(terms),
        "actions": queries.public_actions(network=network)[:ROADMAP_PAGE],
        "today": timezone.localdate(),
    }
    return render(request, "public/networks/network.html", context)


@open_to_all()
def roadmap(request: HttpRequest) -> HttpResponse:
    """All actions by pillar and horizon."""
    form = Narrow(request.GET)
    wanted = form.wanted()
    page = Pages(queries.public_actions(**wanted), ROADMAP_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "narrowed": bool(wanted), "today": timezone.localdate()}
    return render(request, "public/networks/roadmap.html", context)


@open_to_all()
def roadmap_csv(request: HttpRequest) -> HttpResponse:
    """What the roadmap shows, all pages of it, narrowed in the same way; a blank is what nobody has said."""
    rows = queries.public_actions(**Narrow(request.GET).wanted())
    return table(request, "roadmap", COLUMNS, (_line(each) for each in rows))


def _line(action: RoadmapAction) -> list[Any]:
    """One action as a row; codes stand for pillar, lead, cost and status."""
    network, first = action.network, action.depends_on
    return [
        action.public_id,
        action.title_en,
        action.title_ur,
        network.title_en if network else None,
        network.title_ur if network else None,
        action.pillar.code,
        action.horizon,
        action.added_on,
        action.due_on,
        action.lead_kind,
        action.cost_band,
        action.state,
        action.reported_on,  # type: ignore[attr-defined]
        first.public_id if first else None,
    ]


urlpatterns = [
    path("networks/", networks, name="networks"),
    path("networks/<str:id>/", network, name="network"),
    path("roadmap/", roadmap, name="roadmap"),
    *both("roadmap.csv", roadmap_csv, name="roadmap_csv"),
]
