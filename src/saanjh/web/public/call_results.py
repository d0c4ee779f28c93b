"""What came of a concluded call: how many applied, were eligible and selected, where, for how much, how fast."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from saanjh.atlas import queries as atlas
from saanjh.calls import outcomes
from saanjh.calls.models import Call
from saanjh.calls.portfolio_queries import the_lot
from saanjh.web.guards import open_to_all
from saanjh.web.pages import Pages

PAGE = 25


@open_to_all(finds=Call)
def call_results(request: HttpRequest, call: Call) -> HttpResponse:
    """Counts by the 10-5 rule; the grants that are published, with links to their pages."""
    if call.state != Call.State.DECIDED:
        return render(request, "public/calls/results.html", {"call": call})
    page = Pages(atlas.paid_in(call), PAGE).get_page(request.GET.get("page"))
    found = outcomes.outcome(
        call, published=atlas.applications_with_page(call), placeless=atlas.applications_without_place(call)
    )
    context = {
        "call": call,
        "found": found,
        "page": page,
        "granted": atlas.granted_in(call),
        "lot": the_lot(call),
    }
    return render(request, "public/calls/results.html", context)


urlpatterns = [path("calls/<str:id>/results/", call_results, name="call_results")]
