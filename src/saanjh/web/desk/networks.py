"""Networks at the desk: founded by officers, joined by organisations, closed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from saanjh.ground.access import Role, ScopeKind, standing_of, visible
from saanjh.networks import rules
from saanjh.networks.actions import members as member_actions
from saanjh.networks.actions import networks as actions
from saanjh.networks.models import Membership, Network, TermsOfReference
from saanjh.programmes.models import Programme
from saanjh.web import histories
from saanjh.web.answers import answer, form_for
from saanjh.web.desk.confirming import Question, confirm
from saanjh.web.desk.network_forms import MemberForm, NetworkForm
from saanjh.web.guards import DeskRequest, guard
from saanjh.web.pages import Pages

READERS = (Role.CONVENOR, Role.MEMBER, Role.PROGRAMME_OFFICER, Role.SIGNATORY)
LEADERS = (Role.CONVENOR, Role.PROGRAMME_OFFICER)
FORM = "desk/networks/form.html"
PAGE = 25


@guard(*READERS, methods=("GET",))
def networks(request: DeskRequest) -> HttpResponse:
    """The networks that this person has a part in."""
    page = Pages(visible(request.user, Network), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_found": bool(_run_by(request))}
    return render(request, "desk/networks/networks.html", context)


@guard(Role.PROGRAMME_OFFICER)
def network_new(request: DeskRequest) -> HttpResponse:
    """Found a network."""
    programmes = Programme.objects.filter(pk__in=_run_by(request)).exclude(state=Programme.State.CLOSED)
    return answer(
        request,
        form_for(request, NetworkForm, programmes=programmes),
        FORM,
        {"title": _("Found a network"), "button": _("Found it"), "back": reverse("desk_networks")},
        act=lambda data: actions.found(data.pop("programme"), by=request.user, **data),
        then=place,
        said=_("The network is founded. Give it a convenor and members."),
    )


@guard(*READERS, finds=Network, methods=("GET",))
def network(request: DeskRequest, network: Network) -> HttpResponse:
    """One network: members, versions of its terms, its part of the roadmap, what was done."""
    convenes, runs = rules.convenes(network, by=request.user), rules.runs(network.programme, by=request.user)
    rows = network.memberships.current().select_related("organisation").order_by("organisation__name_en", "pk")
    versions = list(network.terms.order_by("-version"))
    is_closed = network.state == Network.State.CLOSED
    being_written = any(each.state != TermsOfReference.State.ADOPTED for each in versions)
    context = {
        "network": network,
        "members": Pages(rows, PAGE).get_page(request.GET.get("page")),
        "ours": standing_of(request.user).ids(ScopeKind.ORGANISATION, Role.SIGNATORY),
        "versions": versions,
        "actions": network.actions.all().in_order()[:PAGE],
        "leads": convenes or runs,
        "may_change": (convenes or runs) and not is_closed,
        "may_draft": convenes and not being_written and not is_closed,
        "may_close": runs and not is_closed,
        "history": histories.about(network),
    }
    return render(request, "desk/networks/network.html", context)


@guard(*LEADERS, finds=Network)
def network_join(request: DeskRequest, network: Network) -> HttpResponse:
    """Enter an organisation as a member."""
    return answer(
        request,
        form_for(request, MemberForm, network=network, by=request.user),
        FORM,
        {
            "network": network,
            "title": _("Enter a member"),
            "words": _("Enter only an organisation that agreed. Its signatories are told, and can end it themselves."),
            "button": _("Enter it"),
            "back": place(network),
        },
        act=lambda data: member_actions.join(network, by=request.user, **data),
        then=lambda made: place(network),
        said=_("The organisation is a member."),
    )


@guard(*LEADERS, Role.SIGNATORY, finds=Membership)
def membership_end(request: DeskRequest, membership: Membership) -> HttpResponse:
    """End a membership today."""
    question = Question(
        _("End this membership?"),
        _("From today on the organisation no longer belongs to the network. It can join again."),
        _("End the membership"),
        place(membership.network),
    )
    return confirm(
        request,
        question,
        act=lambda: member_actions.leave(membership, by=request.user),
        then=lambda ended: reverse("desk_networks"),
        said=_("The membership has ended."),
    )


@guard(Role.PROGRAMME_OFFICER, finds=Network)
def network_close(request: DeskRequest, network: Network) -> HttpResponse:
    """End a network."""
    question = Question(
        _("Close this network?"),
        _("What it agreed on and did stays readable; nothing new can be added. This cannot be taken back."),
        _("Close the network"),
        place(network),
    )
    act = lambda: actions.close(network, by=request.user)  # noqa: E731
    return confirm(request, question, act=act, then=place, said=_("The network is closed."))


def place(network: Network) -> str:
    """Where the network is at the desk."""
    return reverse("desk_network", args=[network.public_id])


def _run_by(request: DeskRequest) -> set[int]:
    """The programmes that this person runs."""
    return standing_of(request.user).ids(ScopeKind.PROGRAMME, Role.PROGRAMME_OFFICER)


urlpatterns = [
    path("networks/", networks, name="desk_networks"),
    path("networks/new/", network_new, name="network_new"),
    path("networks/<str:id>/", network, name="desk_network"),
    path("networks/<str:id>/join/", network_join, name="network_join"),
    path("networks/<str:id>/close/", network_close, name="network_close"),
    path("memberships/<str:id>/end/", membership_end, name="membership_end"),
]
