"""Programmes: what each wants, what it measures and why, and where its money goes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from saanjh.programmes import queries
from saanjh.programmes.models import Programme
from saanjh.web.guards import open_to_all
from saanjh.web.money import public_flows
from saanjh.web.pages import Pages


@open_to_all()
def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme that was opened, the latest first."""
    page = Pages(queries.public_programmes(), 25).get_page(request.GET.get("page"))
    return render(request, "public/programmes.html", {"page": page})


@open_to_all(finds=Programme, by="slug")
def programme(request: HttpRequest, programme: Programme) -> HttpResponse:
    """One programme."""
    context = {"programme": programme, "portrait": queries.portrait(programme), "flows": public_flows([programme])}
    return render(request, "public/programme.html", context)


urlpatterns = [
    path("programmes/", programmes, name="programmes"),
    path("programmes/<str:id>/", programme, name="programme"),
]
