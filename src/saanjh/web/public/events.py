"""Gatherings on the portal: those that were held, with how many came by the 10-5 rule."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from saanjh.events import queries
from saanjh.events.models import Event
from saanjh.web.guards import open_to_all
from saanjh.web.pages import Pages

PAGE = 25


@open_to_all()
def gatherings(request: HttpRequest) -> HttpResponse:
    """What was held, the latest first."""
    page = Pages(Event.objects.public(), PAGE).get_page(request.GET.get("page"))
    return render(request, "public/gatherings.html", {"page": page})


@open_to_all(finds=Event)
def gathering(request: HttpRequest, event: Event) -> HttpResponse:
    """One gathering."""
    came = queries.public_attendance(event)
    context = {"event": event, "table": came, "completed": queries.public_completion(event, came)}
    return render(request, "public/gathering.html", context)


urlpatterns = [
    path("gatherings/", gatherings, name="gatherings"),
    path("gatherings/<str:id>/", gathering, name="gathering"),
]
