"""Calls on the portal: what for, how much, for how long, until when, what is asked and how it is judged."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from saanjh.calls import panels, queries
from saanjh.calls.models import Call
from saanjh.questions import queries as forms_read
from saanjh.web.components.languages import worded
from saanjh.web.guards import open_to_all
from saanjh.web.pages import Pages

PAGE = 25


@open_to_all()
def calls(request: HttpRequest) -> HttpResponse:
    """All published calls, newest first."""
    page = Pages(queries.public_calls(), PAGE).get_page(request.GET.get("page"))
    rows = [(call, call.is_open()) for call in page]
    return render(request, "public/calls/list.html", {"page": page, "rows": rows})


@open_to_all(finds=Call)
def call(request: HttpRequest, call: Call) -> HttpResponse:
    """One call, with the questions of its form, so that nobody must sign in to know what is asked."""
    context = {
        "call": call,
        "is_open": call.is_open(),
        "is_past": queries.is_past(call.closes_on),
        "purpose": worded(call, "purpose"),
        "shares": panels.public_shares(call),
        "criteria": list(call.criteria.all()),
        "pages": forms_read.sections(call.form_version),
    }
    return render(request, "public/calls/call.html", context)


urlpatterns = [
    path("calls/", calls, name="calls"),
    path("calls/<str:id>/", call, name="call"),
]
