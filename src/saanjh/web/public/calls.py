"""Calls on the portal: what for, how much, for how long, until when, what is asked and how it is judged."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from saanjh.calls import costs, panels, queries
from saanjh.calls.models import Call, Track
from saanjh.calls.models.tracks import simplified, terms
from saanjh.calls.portfolio_questions import is_least_binding
from saanjh.calls.rules import deadlines
from saanjh.questions import queries as forms_read
from saanjh.questions.models import Section
from saanjh.web.components.languages import worded
from saanjh.web.guards import open_to_all
from saanjh.web.pages import Pages

PAGE = 25


@open_to_all()
def calls(request: HttpRequest) -> HttpResponse:
    """All published calls, newest first."""
    page = Pages(queries.public_calls(), PAGE).get_page(request.GET.get("page"))
    rows = [(call, call.is_open(), deadlines.is_open_somewhere(call)) for call in page]
    return render(request, "public/calls/list.html", {"page": page, "rows": rows})


@open_to_all(finds=Call)
def call(request: HttpRequest, call: Call) -> HttpResponse:
    """One call, with the questions of its form, so that nobody must sign in to know what is asked."""
    context = {
        "call": call,
        "is_open": deadlines.is_open_somewhere(call),
        "extensions": queries.extensions_of(call),
        "is_past": queries.is_past(call.closes_on),
        "purpose": worded(call, "purpose"),
        "office": worded(call.programme, "office"),
        "shares": panels.public_shares(call),
        "criteria": list(call.criteria.all()),
        "is_least_binding": is_least_binding(call),
        "aims": queries.aims(call),
        "answered": queries.answered(call).count(),
        "takes": _takes_questions(call),
        "ways": _ways(call),
        "costs": costs.rules_of(call),
    }
    return render(request, "public/calls/call.html", context)


def _ways(call: Call) -> list[tuple[Any, list[Section]]]:
    """(name of the way, pages of its form); without a name where there is only one."""
    lighter = simplified(call)
    if lighter is None:
        return [("", forms_read.sections(call.form_version))]
    return [(each.label, forms_read.sections(terms(call, each).form_version)) for each in reversed(Track)]


@open_to_all(finds=Call)
def call_answers(request: HttpRequest, call: Call) -> HttpResponse:
    """What was asked about a call, and answered for all."""
    page = Pages(queries.answered(call), PAGE).get_page(request.GET.get("page"))
    return render(request, "public/calls/answers.html", {"call": call, "page": page, "takes": _takes_questions(call)})


def _takes_questions(call: Call) -> bool:
    return call.state == Call.State.OPEN and timezone.now() < deadlines.last(call)


urlpatterns = [
    path("calls/", calls, name="calls"),
    path("calls/<str:id>/", call, name="call"),
    path("calls/<str:id>/answers/", call_answers, name="call_answers"),
]
